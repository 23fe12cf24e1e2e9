"""The desk's page: its rules are typed, its places are given by the operations; how it stands is told at a glance."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from events.models import Answer, Attendee, DeskInvitation, Question, Registration, RegistrationDesk
from tests.admin_forms import change, errors, page
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
    event = EventFactory(starts_at=timezone.now() + timedelta(days=30))
    return RegistrationDeskFactory(event=event, **facts)


def told(response):
    return [str(message) for message in response.context["messages"]]


def states(desk):
    return list(desk.registrations.order_by("pk").values_list("state", flat=True))


def test_more_places_go_to_those_who_wait_and_the_office_is_told(office):
    desk = open_desk(capacity=1)
    RegistrationFactory(desk=desk, people=1)
    waiting = RegistrationFactory(desk=desk, state="waitlisted", people=2)

    response = change(office, desk, capacity="3")

    desk.refresh_from_db()
    assert (desk.capacity, desk.places_taken, states(desk)) == (3, 3, ["confirmed", "confirmed"])
    assert f"1 registration moved up from the waiting list: {waiting}." in told(office.get(response.url))


def test_fewer_places_than_are_taken_are_refused_beside_the_field(office):
    desk = open_desk(capacity=5)
    RegistrationFactory(desk=desk, people=3)

    response = change(office, desk, capacity="2", quota="4")

    assert errors(response) == {
        "capacity": ["3 people have a place already; there cannot be fewer places than that."]
    }
    assert RegistrationDesk.objects.values_list("capacity", "places_taken").get() == (5, 3)


def test_places_at_the_event_s_own_page_are_given_by_the_operation_too(office):
    desk = open_desk(capacity=1)
    RegistrationFactory(desk=desk, people=1)
    RegistrationFactory(desk=desk, state="waitlisted", people=1)

    refused = change(office, desk.event, desk__0__capacity="0")
    change(office, desk.event, desk__0__capacity="2")

    assert list(errors(refused)) == ["desk-0-capacity"]
    assert states(desk) == ["confirmed", "confirmed"]


def test_another_policy_moves_up_whom_it_names(office):
    desk = open_desk(capacity=2)
    RegistrationFactory(desk=desk, people=1)
    RegistrationFactory(desk=desk, state="waitlisted", people=2)
    RegistrationFactory(desk=desk, state="waitlisted", people=1)

    change(office, desk, waiting_list_policy="first_that_fits")

    assert states(desk) == ["confirmed", "waitlisted", "confirmed"]


def test_how_the_desk_stands(office):
    desk = open_desk(capacity=10, quota=4)
    library = OrganisationFactory(name_en="Library")
    RegistrationFactory(desk=desk, organisation=library, people=2)
    RegistrationFactory(desk=desk, organisation=library, state="pending", people=1)
    RegistrationFactory(desk=desk, organisation=library, state="pending", awaits="contact", people=1)
    RegistrationFactory(desk=desk, organisation=None, state="waitlisted", people=3)
    AttendeeFactory(
        registration=RegistrationFactory(desk=desk, organisation=None), checked_in_at=timezone.now()
    )

    response = office.get(page(RegistrationDesk, "change", desk.pk))

    assert response.context["standing"] == {
        "pending_contact": 1,
        "pending_staff": 1,
        "waiting": 3,
        "parties": 1,
        "checked_in": 1,
    }
    assert response.context["organisations"] == [{"name": "Library", "people": 3}]
    for link in response.context["links"]:
        assert not link.url.startswith("/admin/") or office.get(link.url).status_code == 200


def walk_in(office, desk, **typed):
    url = page(RegistrationDesk, "walk_in", desk.pk)
    given = {"given_name": "芳", "email": "new@example.org", "language": "zh-hans"} | typed
    return office.post(url, given)


def test_somebody_who_walks_in_has_a_place_and_is_checked_in(office):
    desk = open_desk(capacity=1)

    response = walk_in(office, desk, checked_in="on")

    attendee = Attendee.objects.get()
    assert response.status_code == 302
    assert (attendee.registration.walk_in, attendee.checked_in_at is not None) == (True, True)
    assert told(office.get(response.url)) == [f"芳 has a place: {attendee.ticket_reference}."]


def test_the_walk_in_form_finds_organisations_and_does_not_list_them(office):
    desk = open_desk(capacity=2)
    stranger, chosen = (
        OrganisationFactory(name_en="Stranger Club"),
        OrganisationFactory(name_en="Chosen Club"),
    )

    empty = office.get(page(RegistrationDesk, "walk_in", desk.pk)).content.decode()
    wrong = walk_in(office, desk, email="new", organisation=chosen.pk).content.decode()
    walk_in(office, desk, organisation=chosen.pk)

    assert ("Stranger Club" in empty, "Chosen Club" in empty) == (False, False)
    assert ("Stranger Club" in wrong, "Chosen Club" in wrong) == (False, True)
    assert Attendee.objects.get().registration.organisation == chosen
    assert stranger.registrations.count() == 0


def test_a_walk_in_is_refused_where_there_is_no_place_or_no_right(office, client):
    desk = open_desk(capacity=1)
    AttendeeFactory(registration=RegistrationFactory(desk=desk), email="here@example.org")

    full = walk_in(office, desk)
    RegistrationDesk.objects.update(capacity=2)
    twice = walk_in(office, desk, email="here@example.org")
    client.force_login(UserFactory(is_staff=True))
    forbidden = walk_in(client, desk)

    assert full.context["form"].non_field_errors() == ["There are 0 places left, which is not enough."]
    assert twice.context["form"].errors == {"email": ["Registered for this event already: here@example.org."]}
    assert forbidden.status_code == 403
    assert Registration.objects.count() == 1


@pytest.fixture
def answered():
    question = QuestionFactory(
        kind="single_choice", per="registration", choices_zh_hans="一\n二", choices_en="One\nTwo"
    )
    registration = RegistrationFactory(desk=question.desk)
    Answer.objects.create(question=question, registration=registration, value="2")
    return question


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"DELETE": "on"}, "questions-0"),
        ({"kind": "text"}, "questions-0-kind"),
        ({"per": "attendee"}, "questions-0-per"),
        ({"choices_zh_hans": "一", "choices_en": "One"}, "questions-0-choices_zh_hans"),
    ],
)
def test_a_question_that_was_answered_stays_the_same_question(office, answered, typed, field):
    response = change(
        office, answered.desk, **{f"questions__0__{name}": value for name, value in typed.items()}
    )

    found = errors(response)
    assert field in found
    assert "answered already" in found[field][0]
    assert Question.objects.values_list("kind", "per").get() == ("single_choice", "registration")


def test_a_question_that_was_answered_may_be_reworded(office, answered):
    change(office, answered.desk, questions__0__label_en="Which one?", questions__0__choices_en="1st\n2nd")

    answered.refresh_from_db()
    assert (answered.label_en, answered.choices_en.split()) == ("Which one?", ["1st", "2nd"])


def test_a_question_nobody_answered_is_deleted(office):
    question = QuestionFactory()

    change(office, question.desk, questions__0__DELETE="on")

    assert not Question.objects.exists()


def test_invitations_name_one_addressee(office):
    desk = open_desk(audience="invitation")
    organisation = OrganisationFactory()
    row = {"invitations-TOTAL_FORMS": 1, "invitations-0-email": "guest@example.org"}

    both = change(office, desk, **row, **{"invitations-0-organisation": organisation.pk})
    change(office, desk, **row)

    assert any(key.startswith("invitations-0") for key in errors(both))
    assert list(DeskInvitation.objects.values_list("desk", "email")) == [(desk.pk, "guest@example.org")]


def test_a_desk_with_registrations_is_not_deleted(office):
    desk = RegistrationFactory().desk

    office.post(page(RegistrationDesk, "delete", desk.pk), {"post": "yes"})

    assert RegistrationDesk.objects.filter(pk=desk.pk).exists()


def test_a_reader_sees_the_desk_without_its_people(client):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_registrationdesk"))
    client.force_login(reader)

    response = client.get(page(RegistrationDesk, "change", open_desk().pk))

    assert response.status_code == 200
    assert "standing" not in response.context
