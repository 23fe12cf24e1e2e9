"""Changing a registration on its pages: details, answers, people more and fewer, a substitute, all of it cancelled."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from beijing_ngo.core.models import SiteSettings
from events import operations
from events.models import Answer, AnswerFile, Question, RegistrationDesk
from events.questions import version_of
from tests.events.people import contact, party, register, somebody
from tests.factories import RegistrationDeskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def desk():
    return RegistrationDeskFactory(capacity=6, quota=4)


@pytest.fixture
def browser(client, way):
    client.force_login(way.user)
    return client


def address(name, registration, *more):
    return reverse(f"registrations:{name}", args=[registration.reference, *more])


def typed(response, **more) -> dict:
    """What the edit page would send as it stands."""
    form = response.context["form"]
    data = {"questions_version": form.version, "opened_with": form.opened_with}
    data["people-TOTAL_FORMS"] = len(form.people.forms)
    data["people-INITIAL_FORMS"] = form.people.initial_form_count()
    fields = [field for one in form.people.forms for field in one] + list(form.general)
    for field in fields:
        value = field.value()
        if value not in (None, False):
            data[field.html_name] = "on" if value is True else value
    return data | more


def new_person(number, **facts) -> dict:
    person = {
        "given_name": "Lan",
        "family_name": "Wang",
        "latin_name": "WANG Lan",
        "email": "lan@example.org",
        "language": "en",
        "there": "",
    } | facts
    return {f"people-{number}-{name}": value for name, value in person.items()}


def there(registration):
    registration.refresh_from_db()
    return [(one.number, one.email) for one in registration.attendees.live()]


def sent(client, registration, **more):
    url = address("edit", registration)
    return client.post(url, typed(client.get(url), **more))


# ---------------------------------------------------------------- details and answers


def test_the_form_says_what_is_there(browser, desk, way):
    registration = register(
        desk, way, people=[somebody(email="a@example.org"), somebody(position="Director")]
    )

    form = browser.get(address("edit", registration)).context["form"]

    assert form.people.forms[0]["email"].value() == "a@example.org"
    assert form.people.forms[1]["position"].value() == "Director"
    assert form.opened_with == "1,2"


def test_saving_without_a_change_writes_nothing(browser, desk, way):
    registration = register(desk, way, 2)

    response = sent(browser, registration)

    assert response.headers["Location"] == address("detail", registration)
    assert [change.kind for change in registration.changes.all()] == ["registered"]


def test_details_are_corrected(browser, desk, way):
    registration = register(desk, way, 2)

    sent(browser, registration, **{"people-1-email": "right@example.org", "people-1-needs": "halal"})

    second = registration.attendees.get(number=2)
    assert (second.email, second.needs) == ("right@example.org", "halal")
    assert [change.kind for change in registration.changes.all()] == ["registered", "edited"]


def test_a_mistake_is_told_beside_its_field_and_keeps_what_was_typed(browser, desk, way):
    registration = register(desk, way, 2)
    before = there(registration)

    response = sent(browser, registration, **{"people-0-position": "Director", "people-1-latin_name": "王芳"})

    form = response.context["form"]
    assert (response.status_code, form.people.forms[1].errors) == (
        200,
        {"latin_name": ["Please use Latin letters."]},
    )
    assert form.people.forms[0]["position"].value() == "Director"
    assert there(registration) == before


def test_answers_are_changed(browser, desk, way):
    each = Question.objects.create(
        desk=desk,
        label_en="How?",
        kind="single_choice",
        choices_en="Metro\nBicycle",
        choices_zh_hans="甲\n乙",
    )
    whole = Question.objects.create(desk=desk, label_en="A bus?", kind="yes_no", per="registration")
    registration = register(desk, way, people=[somebody(answers={each.pk: "2"})], answers={whole.pk: True})

    sent(browser, registration, **{f"people-0-q{each.pk}": "1", f"all-q{whole.pk}": "no"})

    kept = {row.question_id: row.value for row in Answer.objects.filter(registration=registration)}
    assert kept == {each.pk: "1", whole.pk: False}


def test_what_is_asked_after_approval_can_be_answered_bit_by_bit(browser, desk, way):
    later = Question.objects.create(desk=desk, label_en="Passport?", moment="approval", required=True)
    registration = register(desk, way, 2)

    sent(browser, registration, **{f"people-0-q{later.pk}": "E123"})

    answers = Answer.objects.filter(question=later).values_list("attendee__number", "value")
    assert list(answers) == [(1, "E123")]


def test_before_approval_it_is_not_asked(browser, desk, way):
    desk.staff_approval = True
    desk.save()
    later = Question.objects.create(desk=desk, label_en="Passport?", moment="approval")
    registration = register(desk, way)

    response = sent(browser, registration, **{f"people-0-q{later.pk}": "E123"})

    assert "There is an answer to a question that is not asked here." in response.content.decode()
    assert not Answer.objects.exists()


def test_questions_that_changed_meanwhile_are_looked_through_again(browser, desk, way):
    question = Question.objects.create(desk=desk, label_en="How?")
    registration = register(desk, way)

    response = sent(browser, registration, questions_version="other", **{f"people-0-q{question.pk}": "so"})

    form = response.context["form"]
    assert "The questions have changed since you opened the form." in response.content.decode()
    assert form.people.forms[0][f"q{question.pk}"].value() == "so"
    assert not Answer.objects.exists()


def test_a_file_stays_when_it_is_not_sent_again_and_goes_when_another_comes(
    browser, desk, way, django_capture_on_commit_callbacks
):
    question = Question.objects.create(desk=desk, label_en="Paper?", kind="file", required=True)

    def pdf(text):
        return SimpleUploadedFile("paper.pdf", b"%PDF-1.4\n" + text, "application/pdf")

    first = AnswerFile.objects.create(
        question=question, owner=way.user, file=pdf(b"1"), original_name="first.pdf", size=10, sha256="0" * 64
    )
    registration = register(desk, way, people=[somebody(answers={question.pk: first})])
    url = address("edit", registration)

    browser.post(url, typed(browser.get(url)) | {"people-0-position": "Director"})
    assert [file.original_name for file in AnswerFile.objects.all()] == ["first.pdf"]

    data = typed(browser.get(url)) | {f"people-0-q{question.pk}-file": pdf(b"2")}
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(url, data)

    assert response.status_code == 302
    assert [file.original_name for file in AnswerFile.objects.all()] == ["paper.pdf"]
    assert not first.file.storage.exists(first.file.name)


# ---------------------------------------------------------------- people


def test_people_are_added_and_taken_off_in_one_go(browser, desk, way):
    registration = register(desk, way, 3)
    url = address("edit", registration)
    first, _second, third = there(registration)

    page = browser.post(url, typed(browser.get(url)) | {"remove": "1"})
    page = browser.post(url, typed(page) | {"add": "1"})
    assert there(registration)[1][0] == 2  # the form's own buttons save nothing
    response = browser.post(url, typed(page) | new_person(2))

    assert response.status_code == 302
    assert there(registration) == [first, third, (4, "lan@example.org")]
    desk.refresh_from_db()
    assert (registration.party_size, desk.places_taken) == (3, 3)


def test_a_refusal_of_one_undoes_all_and_keeps_everything_typed(browser, desk, way):
    registration = register(desk, way, 2)
    register(desk, contact(way.organisation), 2)
    before, changes = there(registration), registration.changes.count()
    url = address("edit", registration)
    page = browser.post(url, typed(browser.get(url)) | {"add": "1"})

    response = browser.post(url, typed(page) | {"people-0-position": "Chair"} | new_person(2))

    form = response.context["form"]
    assert "Your organisation may send 4 people" in response.content.decode()
    assert form.people.forms[0]["position"].value() == "Chair"
    assert form.people.forms[2]["email"].value() == "lan@example.org"
    assert (there(registration), registration.changes.count()) == (before, changes)
    assert registration.attendees.get(number=1).position == ""


def test_somebody_registered_already_is_told_beside_their_address(browser, desk, way):
    other = register(desk, contact())
    registration = register(desk, way)
    address_taken = other.attendees.get().email
    url = address("edit", registration)
    page = browser.post(url, typed(browser.get(url)) | {"add": "1"})

    response = browser.post(url, typed(page) | new_person(1, email=address_taken))

    assert response.context["form"].people.forms[1].errors == {
        "email": [f"Registered for this event already: {address_taken}."]
    }


def test_somebody_has_to_stay(browser, desk, way):
    registration = register(desk, way)
    url = address("edit", registration)
    page = browser.post(url, typed(browser.get(url)) | {"add": "1"})
    page = browser.post(url, typed(page) | {"remove": "0"})

    response = browser.post(url, typed(page) | new_person(0))

    assert "At least one of those registered has to stay." in response.content.decode()
    assert len(there(registration)) == 1


def test_who_was_added_meanwhile_is_not_taken_off(browser, desk, way):
    registration = register(desk, way, 2)
    url = address("edit", registration)
    page = browser.get(url)
    operations.add_people(registration=registration, people=party(1), by=way.user)

    browser.post(url, typed(page))

    assert [number for number, _email in there(registration)] == [1, 2, 3]


def test_a_delegate_changes_themselves_alone(client, desk, way):
    delegate = contact(way.organisation, role="delegate")
    registration = register(desk, delegate, people=[somebody(email=delegate.user.email)])
    client.force_login(delegate.user)
    url = address("edit", registration)
    page = client.get(url)
    assert page.context["takes_more"] is False

    client.post(url, typed(page) | {"people-0-email": "other@example.org", "people-0-position": "Clerk"})

    one = registration.attendees.get()
    assert (one.email, one.position) == (delegate.user.email, "Clerk")


def test_nobody_is_added_where_the_secretariat_approved_or_the_party_waits(browser, way):
    approved = RegistrationDeskFactory(staff_approval=True)
    registration = register(approved, way)
    assert browser.get(address("edit", registration)).context["takes_more"] is True
    operations.approve(registration=registration, by=way.user)
    full = RegistrationDeskFactory(capacity=1)
    register(full, contact())
    waiting = register(full, way)

    for one in (registration, waiting):
        assert browser.get(address("edit", one)).context["takes_more"] is False


# ---------------------------------------------------------------- a substitute


def substitute(client, registration, number=1, **facts):
    data = {
        "new-given_name": "Lan",
        "new-family_name": "Wang",
        "new-latin_name": "WANG Lan",
        "new-email": "lan@example.org",
        "new-language": "en",
        "questions_version": version_of(Question.objects.filter(desk=registration.desk_id)),
    }
    more = {f"new-{name}": value for name, value in facts.items()}
    return client.post(address("substitute", registration, number), data | more)


def test_a_colleague_comes_instead(browser, desk, way):
    registration = register(desk, way, 2)

    response = substitute(browser, registration, 2)

    assert response.headers["Location"] == address("detail", registration)
    assert [number for number, _email in there(registration)] == [1, 3]
    assert registration.attendees.get(number=3).replaces == registration.attendees.get(number=2)


def test_looking_at_the_page_changes_nothing(browser, desk, way):
    registration = register(desk, way, 2)

    for name, more in [("substitute", [1]), ("withdraw", [1]), ("cancel", []), ("edit", [])]:
        assert browser.get(address(name, registration, *more)).status_code == 200

    assert (len(there(registration)), registration.changes.count()) == (2, 1)


def test_a_substitute_who_is_registered_already_is_refused_beside_the_address(browser, desk, way):
    registration = register(desk, way, 2)
    second = registration.attendees.get(number=2).email

    response = substitute(browser, registration, 1, email=second)

    assert response.context["form"].errors == {"email": [f"Registered for this event already: {second}."]}
    assert response.context["form"]["given_name"].value() == "Lan"


def test_a_number_that_is_gone_has_no_page(browser, desk, way):
    registration = register(desk, way, 2)
    operations.withdraw_person(registration=registration, number=2, by=way.user)

    for name in ("substitute", "withdraw"):
        assert browser.get(address(name, registration, 2)).status_code == 404
        assert browser.post(address(name, registration, 2)).status_code == 404


# ---------------------------------------------------------------- taking back


def test_one_person_does_not_come(browser, desk, way):
    registration = register(desk, way, 2)

    response = browser.post(address("withdraw", registration, 1))

    assert response.headers["Location"] == address("detail", registration)
    assert [number for number, _email in there(registration)] == [2]


def test_the_page_says_what_giving_back_means(browser, desk, way):
    registration = register(desk, way, 2)

    open_desk = browser.get(address("cancel", registration)).content.decode()
    RegistrationDesk.objects.filter(pk=desk.pk).update(
        closes_at=timezone.now() - timedelta(days=1), editable_until=timezone.now() + timedelta(days=1)
    )
    closed_desk = browser.get(address("cancel", registration)).content.decode()

    assert "Coming back is possible by registering anew, behind everybody who waits then." in open_desk
    assert "Registration is closed: coming back is not possible." in closed_desk


def test_the_whole_registration_is_cancelled(browser, desk, way):
    registration = register(desk, way, 2)
    RegistrationDesk.objects.filter(pk=desk.pk).update(quota=None)
    waiting = register(desk, contact(), 5)

    browser.post(address("cancel", registration))

    for row in (registration, waiting):
        row.refresh_from_db()
    assert (registration.state, waiting.state) == ("cancelled", "confirmed")


def test_the_waiting_list_is_left(browser, way):
    full = RegistrationDeskFactory(capacity=1)
    register(full, contact())
    registration = register(full, way)

    page = browser.get(address("cancel", registration)).content.decode()
    response = browser.post(address("cancel", registration), follow=True)

    assert "Leave the waiting list?" in page
    assert "You have left the waiting list." in response.content.decode()


@pytest.mark.parametrize("name", ["edit", "substitute", "withdraw", "cancel"])
def test_after_the_deadline_it_says_whom_to_write_to_and_changes_nothing(browser, desk, way, name):
    SiteSettings.objects.create(email="office@example.org")
    registration = register(desk, way, 2)
    before = there(registration)
    RegistrationDesk.objects.filter(pk=desk.pk).update(editable_until=timezone.now() - timedelta(hours=1))
    url = address(name, registration, *([1] if name in ("substitute", "withdraw") else []))

    for response in (browser.get(url), browser.post(url)):
        words = response.content.decode()
        assert ("No changes any more" in words, "mailto:office@example.org" in words) == (True, True)
    assert (there(registration), registration.state) == (before, "confirmed")


def test_what_is_cancelled_cannot_be_changed(browser, desk, way):
    registration = register(desk, way)
    operations.cancel(registration=registration, by=way.user)

    response = browser.get(address("edit", registration))

    assert "cancelled or declined, so there is nothing to change" in response.content.decode()


def test_a_refusal_that_comes_in_between_stands_on_the_page(browser, desk, way, monkeypatch):
    from events.account_views import changes
    from events.refusals import NotLive

    registration = register(desk, way, 2)

    def too_late(**_facts):
        raise NotLive

    monkeypatch.setattr(changes.operations, "withdraw_person", too_late)

    response = browser.post(address("withdraw", registration, 1))

    assert (
        response.status_code,
        "This registration is cancelled or declined." in response.content.decode(),
    ) == (
        200,
        True,
    )
