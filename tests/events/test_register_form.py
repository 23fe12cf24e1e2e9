"""The registration form of a contact: what it takes, what it refuses and where it says so."""

import pytest
from django.contrib.messages import get_messages

from beijing_ngo.core.models import Message
from events import operations
from events.models import Answer, Attendee, QuestionKind, QuestionPer, Registration, RegistrationDraft
from members.models import Colleague
from tests.events.filled import beside, fields_of, person, total, wrong
from tests.events.pages import Statements, in_days, keep_the_frame
from tests.events.people import contact, party
from tests.factories import (
    EventFactory,
    QuestionFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    RepresentativeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return RegistrationDeskFactory(event=EventFactory(slug="forum"), capacity=40, quota=5)


@pytest.fixture
def address(way):
    return f"/en/events/forum/register/?for={way.organisation.slug}"


@pytest.fixture
def browser(client, desk, way):
    client.force_login(way.user)
    return client


def opened(browser, address, people=1, **more) -> dict:
    """The form as the contact gets it, with so many people: themselves and others."""
    fields = fields_of(browser.get(address))
    for place in range(1, people):
        fields |= person(place)
    return fields | total(people) | more


def test_the_contact_is_the_first_person_of_an_empty_form(browser, address, way):
    response = browser.get(address)

    assert fields_of(response) == {
        "csrfmiddlewaretoken": fields_of(response)["csrfmiddlewaretoken"],
        "questions_version": "4f53cda18c2baa0c",
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "1",
        "people-MIN_NUM_FORMS": "0",
        "people-MAX_NUM_FORMS": "30",
        "people-0-family_name": "王",
        "people-0-given_name": "芳",
        "people-0-latin_name": "WANG Fang",
        "people-0-email": way.user.email,
        "people-0-position": "",
        "people-0-language": "zh-hans",
        "people-0-needs": "",
    }


def test_three_people_are_registered_at_once(browser, address, way, desk):
    fields = opened(browser, address, people=3) | {"people-2-needs": "素食", "people-1-photo_consent": "on"}

    response = browser.post(address, fields | {"send": "1"})

    registration = Registration.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/en/account/registrations/{registration.reference}/"
    assert (registration.organisation, registration.contact) == (way.organisation, way.user)
    assert (registration.state, registration.party_size, registration.language) == ("confirmed", 3, "en")
    told = Attendee.objects.values_list(
        "number", "family_name", "given_name", "email", "language", "needs", "photo_consent"
    )
    assert list(told) == [
        (1, "王", "芳", way.user.email, "zh-hans", "", False),
        (2, "李", "明1", "liming1@example.org", "en", "", True),
        (3, "李", "明2", "liming2@example.org", "en", "素食", False),
    ]


def test_everything_that_is_wrong_is_said_beside_its_field_and_kept(browser, address):
    fields = opened(browser, address, people=2) | {
        "people-1-given_name": "",
        "people-1-latin_name": "迪丽娜尔",
        "people-1-email": "dilnar@",
    }

    response = browser.post(address, fields)

    assert response.status_code == 200
    assert wrong(response) == [
        "Person 2: Given name: Please fill this in.",
        "Person 2: Name in Latin letters: Please use Latin letters.",
        "Person 2: E-mail: This address is not complete. A whole one looks like name@example.org.",
    ]
    assert beside(response, "people-1-latin_name") == "Please use Latin letters."
    kept = fields_of(response)
    assert {name: kept[name] for name in fields if name.startswith("people-1-")} == {
        name: value for name, value in fields.items() if name.startswith("people-1-")
    }
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "name", ["LIN Wei", "HERRERA Tomás", "O’Neill, Áine", "Nguyễn Văn An", "ＬＩＮ Ｗｅｉ"]
)
def test_names_in_latin_letters(browser, address, name):
    browser.post(address, opened(browser, address) | {"people-0-latin_name": name})

    assert Registration.objects.count() == 1


@pytest.mark.parametrize("name", ["林薇", "LIN 薇", "Линь", "123", "-", "LIN2"])
def test_names_in_other_letters(browser, address, name):
    response = browser.post(address, opened(browser, address) | {"people-0-latin_name": name})

    assert beside(response, "people-0-latin_name") == "Please use Latin letters."


def test_an_address_stands_on_the_form_once(browser, address):
    fields = opened(browser, address, people=3) | {"people-2-email": "LIMING1@example.org"}

    response = browser.post(address, fields)

    expected = "This address is on the form twice; everybody needs their own."
    assert beside(response, "people-2-email") == expected
    assert wrong(response) == [f"Person 3: E-mail: {expected}"]


# ---------------------------------------------------------------- the form's own buttons


def test_one_more_person_keeps_what_was_typed_and_says_nothing_of_what_is_missing(browser, address):
    fields = opened(browser, address, people=2) | {"people-1-email": "half@"}

    response = browser.post(address, fields | {"add": "1"})

    kept = fields_of(response)
    assert (kept["people-TOTAL_FORMS"], kept["people-1-email"], kept["people-2-email"]) == ("3", "half@", "")
    assert wrong(response) == []
    assert "Add a person (2 more are possible)" in response.content.decode()


def test_the_quota_ends_the_adding(browser, address):
    html = browser.post(address, opened(browser, address, people=4) | {"add": "1"}).content.decode()

    assert 'name="add"' not in html
    assert "The form names as many people as your organisation may still send." in html


def test_a_person_removed_lets_those_behind_move_up(browser, address):
    fields = opened(browser, address, people=3)

    kept = fields_of(browser.post(address, fields | {"remove": "2"}))

    assert kept["people-TOTAL_FORMS"] == "2"
    assert kept["people-1-email"] == "liming2@example.org"
    assert "people-2-email" not in kept


def test_the_last_person_stays(browser, address, way):
    kept = fields_of(browser.post(address, opened(browser, address) | {"remove": "1"}))

    assert (kept["people-TOTAL_FORMS"], kept["people-0-email"]) == ("1", way.user.email)


def test_a_colleague_is_filled_in_where_a_form_is_empty(browser, address, way):
    colleague = RepresentativeFactory(organisation=way.organisation, role="delegate").user
    fields = opened(browser, address) | person(
        1, **dict.fromkeys(["family_name", "given_name", "latin_name", "email"], "")
    )

    kept = fields_of(
        browser.post(address, fields | total(2) | {"fill": "1", "colleague": f"u{colleague.pk}"})
    )

    assert (kept["people-TOTAL_FORMS"], kept["people-1-email"]) == ("2", colleague.email)


def test_these_people_are_kept_for_next_time(browser, address, way):
    browser.post(address, opened(browser, address, people=2) | {"all-save_people": "on"})

    kept = Colleague.objects.of(way.organisation).values_list("email", "given_name", "latin_name", "saved_by")
    assert set(kept) == {
        (way.user.email, "芳", "WANG Fang", way.user.pk),
        ("liming1@example.org", "明1", "LI Ming", way.user.pk),
    }
    html = browser.get(address).content.decode()
    assert [line for line in html.split("<option ") if "liming1@example.org" in line]


def test_nobody_is_kept_unasked(browser, address):
    browser.post(address, opened(browser, address, people=2))

    assert not Colleague.objects.exists()


def test_nobody_elses_colleague_can_be_filled_in(browser, address):
    stranger = RepresentativeFactory().user

    response = browser.post(address, opened(browser, address) | {"fill": "1", "colleague": f"u{stranger.pk}"})

    assert fields_of(response)["people-TOTAL_FORMS"] == "1"
    assert stranger.email not in response.content.decode()


def test_htmx_gets_the_people_only(browser, address):
    response = browser.post(address, opened(browser, address) | {"add": "1"}, headers={"HX-Request": "true"})

    html = response.content.decode().strip()
    assert html.startswith('<section class="stack" aria-labelledby="people" id="party">')
    assert "people-1-given_name" in html
    assert "<html" not in html


def test_the_new_persons_first_field_is_where_typing_goes_on(browser, address):
    html = browser.post(address, opened(browser, address) | {"add": "1"}).content.decode()

    assert [line for line in html.split("<input ") if "autofocus" in line and "people-1-family_name" in line]
    assert html.count("autofocus") == 1


# ---------------------------------------------------------------- refusals


def refused(browser, address, **more):
    """The page that comes back; nobody is registered by it."""
    before = Registration.objects.count()
    response = browser.post(address, opened(browser, address, **more))
    assert response.status_code == 200
    assert Registration.objects.count() == before
    return response


def test_somebody_registered_already(browser, address, desk):
    RegistrationFactory(desk=desk)
    operations.register(desk_pk=desk.pk, way=contact(), people=party(1), language="en")
    there = Attendee.objects.get()

    fields = opened(browser, address, people=2) | {"people-1-email": there.email.upper()}
    response = browser.post(address, fields)

    assert beside(response, "people-1-email") == f"Registered for this event already: {there.email}."


def test_somebody_of_another_organisation(browser, address):
    stranger = RepresentativeFactory().user

    response = browser.post(address, opened(browser, address, people=2) | {"people-1-email": stranger.email})

    assert (
        beside(response, "people-1-email")
        == f"Belongs to another organisation, whose contact has to register them: {stranger.email}."
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"closes_at": -1}, "Registration for this event is closed."),
        ({"opens_at": 1}, "Registration for this event is not open yet."),
    ],
)
def test_a_desk_that_is_not_open_when_the_form_arrives(browser, address, desk, change, expected):
    fields = opened(browser, address)
    type(desk).objects.filter(pk=desk.pk).update(**{name: in_days(days) for name, days in change.items()})

    response = browser.post(address, fields)

    assert wrong(response) == [expected]
    assert fields_of(response)["people-0-latin_name"] == "WANG Fang"


def test_the_quota(browser, address, desk):
    fields = opened(browser, address, people=3)
    type(desk).objects.filter(pk=desk.pk).update(quota=2)

    response = browser.post(address, fields)

    assert wrong(response) == [
        "Your organisation may send 2 people; 2 more can be registered, you asked for 3."
    ]


def test_a_full_event_without_a_waiting_list(browser, address, desk):
    desk.capacity, desk.waiting_list = 2, False
    desk.save()

    assert wrong(refused(browser, address, people=3)) == ["There are 2 places left, which is not enough."]


def test_more_people_than_a_form_takes(browser, address):
    fields = opened(browser, address, people=31)

    response = browser.post(address, fields)

    assert "There are more people on the form than can be registered at once." in wrong(response)


def test_a_form_that_arrives_in_pieces(browser, address):
    response = browser.post(address, {"send": "1"})

    assert "The form arrived incomplete. Please send it once more." in wrong(response)


def test_a_form_opened_before_a_question_changed(browser, address, desk):
    question = QuestionFactory(desk=desk, per=QuestionPer.REGISTRATION)
    fields = opened(browser, address) | {f"all-q{question.pk}": "By metro"}
    question.label_en = "How do you come?"
    question.save()

    response = browser.post(address, fields)

    expected = (
        "The questions have changed since you opened the form. Please look through your answers once more."
    )
    assert wrong(response) == [expected]
    again = fields_of(response)
    assert again[f"all-q{question.pk}"] == "By metro"
    assert browser.post(address, again).status_code == 302


@pytest.mark.parametrize("name", ["all-q{}", "people-0-q{}"])
def test_an_answer_to_a_question_that_is_not_asked(browser, address, name):
    elsewhere = QuestionFactory()

    response = browser.post(address, opened(browser, address) | {name.format(elsewhere.pk): "x"})

    assert wrong(response) == ["There is an answer to a question that is not asked here."]
    assert not Answer.objects.exists()


def test_a_question_of_each_person_is_not_answered_for_the_registration(browser, address, desk):
    question = QuestionFactory(desk=desk, per=QuestionPer.ATTENDEE)

    response = browser.post(address, opened(browser, address) | {f"all-q{question.pk}": "x"})

    assert wrong(response) == ["There is an answer to a question that is not asked here."]


# ---------------------------------------------------------------- answers


ANSWERS = {
    QuestionKind.TEXT: ("By metro", "By metro"),
    QuestionKind.LONG_TEXT: ("One\nTwo", "One\nTwo"),
    QuestionKind.SINGLE_CHOICE: ("2", "2"),
    QuestionKind.MULTIPLE_CHOICE: (["1", "3"], ["1", "3"]),
    QuestionKind.YES_NO: ("no", False),
    QuestionKind.NUMBER: ("12", 12),
    QuestionKind.DATE: ("2027-03-20", "2027-03-20"),
    QuestionKind.CONSENT: ("on", True),
}


@pytest.mark.parametrize("kind", ANSWERS)
@pytest.mark.parametrize("per", QuestionPer.values)
def test_an_answer_is_kept_as_its_kind_says(browser, address, desk, kind, per):
    question = QuestionFactory(
        desk=desk, kind=kind, per=per, choices_en="A\nB\nC", choices_zh_hans="甲\n乙\n丙"
    )
    prefix = "people-0" if per == QuestionPer.ATTENDEE else "all"
    typed, expected = ANSWERS[kind]

    browser.post(address, opened(browser, address) | {f"{prefix}-q{question.pk}": typed})

    answer = Answer.objects.get()
    assert answer.value == expected
    assert (answer.attendee is not None) == (per == QuestionPer.ATTENDEE)


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (QuestionKind.TEXT, "", "Please fill this in."),
        (QuestionKind.SINGLE_CHOICE, "", "Please choose one."),
        (QuestionKind.SINGLE_CHOICE, "9", "Please choose one of those listed."),
        (QuestionKind.MULTIPLE_CHOICE, [], "Please choose at least one."),
        (QuestionKind.YES_NO, "maybe", "Please choose one of those listed."),
        (QuestionKind.NUMBER, "many", "Please write a number in figures, for example 12."),
        (QuestionKind.DATE, "tomorrow", "Please write the date like this: 2027-03-20."),
        (QuestionKind.CONSENT, "", "Registration is possible only with your consent to this."),
        (QuestionKind.FILE, "", "Please choose a file."),
    ],
)
def test_an_answer_that_will_not_do(browser, address, desk, kind, typed, expected):
    question = QuestionFactory(
        desk=desk, kind=kind, per="registration", required=True, choices_en="A\nB", choices_zh_hans="甲\n乙"
    )

    response = browser.post(address, opened(browser, address) | {f"all-q{question.pk}": typed})

    assert beside(response, f"all-q{question.pk}") == expected


def test_what_is_asked_after_approval_is_not_asked_here(browser, address, desk):
    question = QuestionFactory(desk=desk, required=True, moment="approval")

    assert f"q{question.pk}" not in browser.get(address).content.decode()
    assert browser.post(address, opened(browser, address)).status_code == 302


# ---------------------------------------------------------------- put aside


def test_a_form_put_aside_is_offered_and_gone_on_with(browser, address, way, desk):
    fields = opened(browser, address, people=2) | {"people-1-latin_name": "half"}
    browser.post(address, fields | {"save": "1"})

    offer = browser.get(address)
    again = fields_of(browser.get(f"{address}&draft=open"))

    assert "Do you want to go on with it?" in offer.content.decode()
    untouched = {"people-1-position": "", "people-1-needs": ""}
    assert again == fields | untouched | {
        "has_draft": "1",
        "csrfmiddlewaretoken": again["csrfmiddlewaretoken"],
    }
    assert not {"csrfmiddlewaretoken", "save"} & set(RegistrationDraft.objects.get().data)
    browser.post(address, again)
    assert Registration.objects.get().party_size == 2
    assert not RegistrationDraft.objects.exists()


def test_a_form_put_aside_can_be_dropped(browser, address):
    browser.post(address, opened(browser, address) | {"save": "1"})

    response = browser.post(address, {"drop": "draft"})

    assert response.status_code == 302
    assert not RegistrationDraft.objects.exists()


def test_a_form_is_put_aside_for_its_capacity_and_its_person(browser, address, desk, way, client):
    browser.post(address, opened(browser, address) | {"save": "1"})
    colleague = RepresentativeFactory(organisation=way.organisation)
    client.force_login(colleague.user)

    assert "Do you want to go on with it?" not in client.get(address).content.decode()


# ---------------------------------------------------------------- once


def test_the_same_form_sent_twice_leads_to_the_same_registration(browser, address):
    fields = opened(browser, address, people=2)

    first, second = browser.post(address, fields), browser.post(address, fields)

    assert Registration.objects.count() == 1
    assert first["Location"] == second["Location"]
    told = [str(message) for message in get_messages(second.wsgi_request)]
    assert told[-1] == "These people are registered already; this is their registration."


def test_the_same_form_sent_twice_is_no_matter_of_quota(browser, address, desk):
    fields = opened(browser, address, people=5)

    first, second = browser.post(address, fields), browser.post(address, fields)

    assert (first["Location"], Registration.objects.count()) == (second["Location"], 1)


@pytest.mark.parametrize("people", [1, 5])
def test_signing_up_costs_the_same_for_any_number(browser, address, people):
    keep_the_frame()
    fields = opened(browser, address, people=people)

    with Statements() as statements:
        response = browser.post(address, fields)

    assert response.status_code == 302
    made = [sql for sql in statements.made if not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len(made) <= 12, made
    assert Message.objects.count() == people  # the contact, who comes too, gets one
