"""Deciding in bulk and one by one: told what was done, and for each that was not possible why."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from beijing_ngo.core.models import Message
from events.models import Answer, AnswerFile, Attendee, Registration, RegistrationChange
from tests.admin_forms import page
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    OrganisationFactory,
    QuestionFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def open_desk(**facts):
    return RegistrationDeskFactory(
        event=EventFactory(starts_at=timezone.now() + timedelta(days=30), title_en="Forum"), **facts
    )


def run(client, action, rows, *, model=Registration, **typed):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(page(model), chosen | typed, follow=True)


def confirm(client, action, rows, **typed):
    return run(client, action, rows, confirmed="yes", **typed)


def told(response):
    return [str(message) for message in response.context["messages"]]


def states(*rows):
    found = dict(Registration.objects.values_list("pk", "state"))
    return [found[row.pk] for row in rows]


def test_approving_many_tells_who_has_places_who_waits_and_who_was_left(office):
    desk = open_desk(capacity=3)
    one = RegistrationFactory(desk=desk, state="pending", people=2)
    two = RegistrationFactory(desk=desk, state="pending", people=2)
    done = RegistrationFactory(desk=desk, people=1)

    response = run(office, "approve", [one, two, done])

    assert states(one, two, done) == ["confirmed", "waitlisted", "confirmed"]
    assert sorted(told(response)) == sorted(
        [
            "1 registration is confirmed.",
            f"{two} is on the waiting list: the places do not suffice for it.",
            f"{done} was left as it is: There is nothing to decide: this registration does not wait for your yes.",
        ]
    )


def test_declining_many_asks_for_one_reason_first(office):
    rows = [RegistrationFactory(desk=open_desk(), state="pending", people=1) for _n in range(2)]

    asked = run(office, "decline", rows)
    empty = confirm(office, "decline", rows, reason=" ")
    before = states(*rows)
    response = confirm(office, "decline", rows, reason="The group is full.")

    assert "told by e-mail" in asked.content.decode()
    assert list(empty.context["form"].errors) == ["reason"]
    assert before == ["pending", "pending"]
    assert states(*rows) == ["declined", "declined"]
    assert set(Registration.objects.values_list("reason", flat=True)) == {"The group is full."}
    assert told(response) == ["2 registrations are declined."]


def test_moving_up_keeps_the_order_of_those_chosen(office):
    desk = open_desk(capacity=1)
    RegistrationFactory(desk=desk, people=1)
    first, second, third = (
        RegistrationFactory(
            desk=desk, state="waitlisted", people=1, waiting_since=timezone.now() - timedelta(days=days)
        )
        for days in (3, 2, 1)
    )

    response = run(office, "move_up", [second, third])

    waiting = Registration.objects.waiting_in_order().filter(desk=desk)
    assert list(waiting) == [second, third, first]
    assert told(response) == ["2 registrations stand at the front of the waiting list."]


def test_cancelling_on_behalf_is_asked_first(office):
    desk = open_desk(capacity=1, closes_at=timezone.now() - timedelta(days=1))
    registration = RegistrationFactory(desk=desk, people=1)

    run(office, "cancel", [registration])
    before = states(registration)
    confirm(office, "cancel", [registration])

    assert (before, states(registration)) == (["confirmed"], ["cancelled"])


@pytest.mark.parametrize("action", ["approve", "decline", "move_up", "cancel"])
def test_whoever_may_only_look_decides_nothing(client, action):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_registration"))
    client.force_login(reader)
    registration = RegistrationFactory(desk=open_desk(), state="pending", people=1)

    confirm(client, action, [registration], reason="No")
    answers = [
        client.post(reverse(f"admin:events_registration_{name}", args=[registration.pk])).status_code
        for name in ("approve", "decline", "move_up", "cancel", "add_person")
    ]

    assert states(registration) == ["pending"]
    assert answers == [403] * 5


def test_people_leave_as_a_spreadsheet(office):
    registration = RegistrationFactory(desk=open_desk(), people=2)
    RegistrationFactory(people=1)

    response = confirm(office, "export", [registration], format="csv", language="en", everybody="on")

    sheet = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert response["Content-Disposition"].startswith("attachment")
    assert [row[0] for row in sheet] == ["Reference", str(registration), str(registration)]


@pytest.mark.parametrize(("everybody", "expected"), [("", 1), ("on", 3)])
def test_a_desk_s_people_leave_with_or_without_those_who_have_no_place(office, everybody, expected):
    desk = open_desk()
    RegistrationFactory(desk=desk, people=1)
    RegistrationFactory(desk=desk, state="waitlisted", people=2)
    url = f"{reverse('admin:events_attendee_export_people')}?desk={desk.pk}"

    response = office.post(url, {"format": "csv", "language": "en", "everybody": everybody})

    assert len(b"".join(response).decode().splitlines()) == 1 + expected


def listed(response):
    return list(response.context["cl"].result_list)


@pytest.mark.parametrize("state", ["cancelled", "confirmed"])
def test_every_state_is_told_in_words(office, state):
    RegistrationFactory(desk=open_desk(), state=state, people=1)

    html = office.get(page(Registration)).content.decode()

    assert re.findall(r"<span[^>]*>\s*(Cancelled|Confirmed|cancelled|confirmed)\s*</span>", html) == [
        state.title()
    ]


def test_the_waiting_list_stands_in_its_order_with_its_places(office):
    desk = open_desk()
    late, early = (
        RegistrationFactory(
            desk=desk, state="waitlisted", people=1, waiting_since=timezone.now() - timedelta(days=days)
        )
        for days in (1, 2)
    )
    front = RegistrationFactory(desk=desk, state="waitlisted", people=1, moved_up_at=timezone.now())
    RegistrationFactory(desk=desk, people=1)

    response = office.get(page(Registration), {"desk__id__exact": desk.pk, "state__exact": "waitlisted"})

    assert [(row, row.line.position) for row in listed(response)] == [(front, 1), (early, 2), (late, 3)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"awaits__exact": "contact"}, {"contact"}),
        ({"state__exact": "confirmed"}, {"in", "door"}),
        ({"walk_in__exact": "1"}, {"door"}),
        ({"language__exact": "en"}, {"in"}),
        ({"q": "Library"}, {"in"}),
        ({"q": "REFDOOR2"}, {"door"}),
    ],
)
def test_filters_and_search(office, query, found):
    desk = open_desk()
    kinds = {
        "contact": RegistrationFactory(desk=desk, state="pending", awaits="contact", people=1),
        "in": RegistrationFactory(
            desk=desk, language="en", organisation=OrganisationFactory(name_en="Library"), people=1
        ),
        "door": RegistrationFactory(desk=desk, walk_in=True, reference="REFDOOR2", people=1),
    }

    rows = listed(office.get(page(Registration), query))

    assert {kind for kind, row in kinds.items() if row in rows} == found


@pytest.mark.parametrize("model", [Registration, Attendee])
def test_lists_do_not_ask_more_for_more(office, model, django_assert_max_num_queries):
    counts = []
    for _time in range(2):
        for _n in range(3):
            RegistrationFactory(desk=open_desk(), state="waitlisted", people=2)
        office.get(page(model))
        with django_assert_max_num_queries(16) as captured:
            office.get(page(model))
        counts.append(len(captured))

    assert counts[0] == counts[1]


# ---------------------------------------------------------------- one registration


def at(name, *args):
    return reverse(f"admin:events_registration_{name}", args=args)


PERSON = {"family_name": "李", "given_name": "明", "email": "li@example.org", "language": "zh-hans"}


def test_one_is_approved_and_one_declined_with_a_reason(office):
    one, two = (RegistrationFactory(desk=open_desk(), state="pending", people=1) for _n in range(2))

    office.post(at("approve", one.pk))
    empty = office.post(at("decline", two.pk), {"reason": ""})
    office.post(at("decline", two.pk), {"reason": "Full"})

    assert list(empty.context["form"].errors) == ["reason"]
    assert states(one, two) == ["confirmed", "declined"]


def test_a_decision_is_not_made_by_looking(office):
    registration = RegistrationFactory(desk=open_desk(), state="pending", people=1)

    office.get(at("approve", registration.pk))
    office.get(at("cancel", registration.pk))

    assert states(registration) == ["pending"]


def test_people_are_added_corrected_substituted_and_withdrawn_after_the_deadline(office):
    desk = open_desk(capacity=5, closes_at=timezone.now() - timedelta(days=1))
    registration = RegistrationFactory(desk=desk, people=1)

    office.post(at("add_person", registration.pk), PERSON)
    office.post(at("edit_person", registration.pk, 2), PERSON | {"position": "主任"})
    office.post(at("substitute_person", registration.pk, 1), PERSON | {"email": "new@example.org"})
    office.post(at("withdraw_person", registration.pk, 2))

    people = registration.attendees.filter(number__gt=1)
    assert [(row.email, row.position, row.cancelled_at is None) for row in people] == [
        ("li@example.org", "主任", False),
        ("new@example.org", "", True),
    ]
    desk.refresh_from_db()
    assert desk.places_taken == 1


def test_what_is_refused_stands_on_the_form_again(office):
    desk = open_desk(capacity=2)
    registration = RegistrationFactory(desk=desk, people=1)
    AttendeeFactory(registration=RegistrationFactory(desk=desk), email="li@example.org")

    full = office.post(at("add_person", registration.pk), PERSON | {"email": "other@example.org"})
    twice = office.post(at("edit_person", registration.pk, 1), PERSON)

    assert full.context["form"].non_field_errors() == ["There are 0 places left, which is not enough."]
    assert twice.context["form"].errors == {"email": ["Registered for this event already: li@example.org."]}
    assert twice.context["form"]["given_name"].value() == "明"


@pytest.mark.parametrize(
    ("state", "words"),
    [("confirmed", "Expected"), ("pending", "Pending"), ("waitlisted", "On the waiting list")],
)
def test_only_people_with_a_place_are_expected(office, state, words):
    registration = RegistrationFactory(desk=open_desk(), state=state, people=1)

    html = office.get(page(Registration, "change", registration.pk)).content.decode()

    assert f"<td>{words}</td>" in html


def test_the_page_tells_what_happened_and_which_mails_went_out(office):
    registration = RegistrationFactory(desk=open_desk(), people=1)
    other = RegistrationFactory(desk=open_desk(), state="pending", people=1)
    office.post(at("edit_person", registration.pk, 1), PERSON)
    office.post(at("approve", other.pk))

    response = office.get(page(Registration, "change", registration.pk))

    [change] = response.context["changes"]
    assert (change.what, change.by) == ("Changed", str(response.wsgi_request.user))
    assert any(detail.endswith("family name, 王 → 李") for detail in change.details)
    pk = RegistrationChange.objects.get(registration=registration).pk
    mails = {mail.pk for mail in response.context["mails"]}
    assert mails == {mail.pk for mail in Message.objects.all() if mail.key.split(":")[2] == str(pk)}
    assert mails


def test_a_file_goes_to_staff_under_its_own_name_and_to_nobody_else(office, client):
    question = QuestionFactory(kind="file", desk=open_desk())
    registration = RegistrationFactory(desk=question.desk, people=1)
    answer = Answer.objects.create(question=question, registration=registration, value="简历.pdf")
    file = AnswerFile.objects.create(
        question=question,
        answer=answer,
        file=ContentFile(b"%PDF-1.4", "x.pdf"),
        original_name="简历.pdf",
        size=8,
        sha256="0" * 64,
    )

    shown = office.get(page(Registration, "change", registration.pk))
    sent = office.get(at("answer_file", file.key))
    body = b"".join(sent)
    client.force_login(UserFactory(is_staff=True))
    refused = client.get(at("answer_file", file.key))

    assert at("answer_file", file.key) in shown.content.decode()
    assert (body, "%E7%AE%80%E5%8E%86.pdf" in sent["Content-Disposition"]) == (b"%PDF-1.4", True)
    assert refused.status_code == 403


# ---------------------------------------------------------------- attendees


def test_a_check_in_is_undone_and_whoever_was_not_checked_in_is_told(office):
    desk = open_desk()
    registration = RegistrationFactory(desk=desk)
    here = AttendeeFactory(registration=registration, checked_in_at=timezone.now())
    away = AttendeeFactory(registration=registration, latin_name="", family_name="", given_name="Ann")

    response = run(office, "undo_check_in", [here, away], model=Attendee)

    here.refresh_from_db()
    assert here.checked_in_at is None
    assert sorted(told(response)) == [
        "Ann was left as it is: Ann is not checked in.",
        "The check-in of 1 person is undone.",
    ]


@pytest.mark.parametrize(("value", "found"), [("yes", {"here"}), ("no", {"away"}), ("x", {"here", "away"})])
def test_attendees_by_whether_they_came(office, value, found):
    registration = RegistrationFactory(desk=open_desk())
    AttendeeFactory(registration=registration, checked_in_at=timezone.now(), given_name="here")
    AttendeeFactory(registration=registration, given_name="away")

    rows = listed(office.get(page(Attendee), {"checked_in": value}))

    assert {row.given_name for row in rows} == found


def test_an_attendee_is_read_here_and_corrected_at_the_registration(office):
    attendee = AttendeeFactory(registration=RegistrationFactory(desk=open_desk()))
    url = page(Attendee, "change", attendee.pk)

    assert [office.get(url).status_code, office.post(url, {"email": "x@example.org"}).status_code] == [
        200,
        403,
    ]


@pytest.mark.parametrize("action", ["badges", "certificates", "letters"])
def test_papers_are_made_for_people_of_one_event(office, action):
    rows = [AttendeeFactory(registration=RegistrationFactory(desk=open_desk())) for _n in range(2)]
    chosen = {"action": action, "_selected_action": [rows[0].pk]}

    one = office.post(page(Attendee), chosen)
    several = run(office, action, rows, model=Attendee)

    assert str(rows[0].pk) in one.url
    assert told(several) == ["Papers are made for people of one event, at most 200 at a time."]
