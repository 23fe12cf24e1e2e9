"""Correcting, adding, substituting, withdrawing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import operations
from events.models import RegistrationDesk
from events.refusals import (
    AlreadyRegistered,
    ApprovedPartyCannotGrow,
    ChangesClosed,
    NamedTwice,
    NotEnoughPlaces,
    NotLive,
    NotTheContact,
    OthersWait,
    QuotaExceeded,
    UnknownPerson,
    WaitingPartyCannotGrow,
)
from tests.events.operations.desk import register, standing, upcoming
from tests.events.people import contact, party, somebody
from tests.factories import (
    RegistrationDeskFactory,
)

pytestmark = pytest.mark.django_db


def test_people_are_corrected_and_the_change_is_recorded(desk):
    registration = register(desk, people=[somebody(given_name="方", email="a@example.org")])

    corrected = somebody(given_name="芳", email="b@example.org", family_name="王", latin_name="WANG Fang")
    operations.edit(registration=registration, by=registration.contact, people={1: corrected})

    attendee = registration.attendees.get()
    change = registration.changes.last()
    assert (attendee.given_name, attendee.email) == ("芳", "b@example.org")
    assert change.kind == "edited"
    assert change.details["1.given_name"] == ["方", "芳"]
    assert change.by == registration.contact


def test_what_somebody_needs_does_not_stand_in_the_log(desk):
    person = somebody()
    registration = register(desk, people=[person])

    operations.edit(
        registration=registration,
        people={1: somebody(**person.facts() | {"needs": "轮椅通道"})},
        by=registration.contact,
    )

    assert registration.attendees.get().needs == "轮椅通道"
    assert registration.changes.last().details == {"1.needs": ["…", "…"]}


def test_an_address_that_is_registered_already_is_refused_while_editing(desk):
    other = somebody()
    register(desk, people=[other])
    registration = register(desk, 2)

    with pytest.raises(AlreadyRegistered):
        operations.edit(registration=registration, people={1: other}, by=registration.contact)
    same = somebody(email=registration.attendees.get(number=2).email)
    with pytest.raises(NamedTwice):
        operations.edit(registration=registration, people={1: same}, by=registration.contact)
    with pytest.raises(UnknownPerson):
        operations.edit(registration=registration, people={9: somebody()}, by=registration.contact)


def test_two_people_exchange_their_addresses(desk):
    one, two = somebody(), somebody()
    registration = register(desk, people=[one, two])

    operations.edit(
        registration=registration,
        by=registration.contact,
        people={
            1: somebody(**one.facts() | {"email": two.email}),
            2: somebody(**two.facts() | {"email": one.email}),
        },
    )

    assert [attendee.email for attendee in registration.attendees.all()] == [two.email, one.email]


def test_a_confirmed_party_grows_within_quota_and_places(desk):
    RegistrationDesk.objects.filter(pk=desk.pk).update(quota=3)
    registration = register(desk, 2)

    operations.add_people(registration=registration, people=party(1), by=registration.contact)

    assert standing(desk, registration) == (3, ["confirmed"])
    assert registration.party_size == 3
    with pytest.raises(QuotaExceeded):
        operations.add_people(registration=registration, people=party(1), by=registration.contact)


def test_a_party_does_not_grow_past_the_places_nor_past_those_who_wait(desk):
    registration = register(desk, 4)

    with pytest.raises(NotEnoughPlaces):
        operations.add_people(registration=registration, people=party(2), by=registration.contact)
    waiting = register(desk, 2)
    with pytest.raises(OthersWait):
        operations.add_people(registration=registration, people=party(1), by=registration.contact)
    with pytest.raises(WaitingPartyCannotGrow):
        operations.add_people(registration=waiting, people=party(1), by=waiting.contact)


def test_where_the_secretariat_approves_a_confirmed_party_does_not_grow_by_itself(staff):
    desk = RegistrationDeskFactory(staff_approval=True, event=upcoming())
    registration = register(desk, 1)
    operations.add_people(registration=registration, people=party(1), by=registration.contact)
    registration = operations.approve(registration=registration, by=staff)

    with pytest.raises(ApprovedPartyCannotGrow):
        operations.add_people(registration=registration, people=party(1), by=registration.contact)
    operations.add_people(registration=registration, people=party(1), by=staff, by_staff=True)
    assert standing(desk)[0] == 3


def test_a_colleague_comes_instead_with_a_ticket_of_their_own(desk):
    registration = register(desk, 2)
    old = registration.attendees.get(number=1)

    new = operations.substitute(
        registration=registration, number=1, person=somebody(email="new@example.org"), by=registration.contact
    )

    old.refresh_from_db()
    assert old.cancelled_at is not None
    assert (new.number, new.replaces, new.email) == (3, old, "new@example.org")
    assert new.ticket_secret != old.ticket_secret
    assert standing(desk, registration) == (2, ["confirmed"])
    assert [attendee.number for attendee in registration.attendees.live()] == [2, 3]


def test_where_contacts_approve_they_alone_name_a_substitute(strict_desk):
    boss = contact()
    colleague = contact(boss.organisation, role="delegate")
    asked = register(strict_desk, way=colleague)
    operations.approve_colleague(registration=asked, by=boss.user)

    with pytest.raises(NotTheContact):
        operations.substitute(registration=asked, number=1, person=somebody(), by=colleague.user)
    new = operations.substitute(registration=asked, number=1, person=somebody(), by=boss.user)
    assert new.has_ticket


def test_the_last_person_who_cancels_cancels_the_registration(desk):
    registration = register(desk, 2)
    operations.withdraw_person(registration=registration, number=1, by=registration.contact)
    registration = operations.withdraw_person(registration=registration, number=2, by=registration.contact)

    assert standing(desk, registration) == (0, ["cancelled"])
    with pytest.raises(NotLive):
        operations.withdraw_person(registration=registration, number=2, by=registration.contact)


def test_after_the_deadline_only_the_secretariat_changes(desk, staff):
    registration = register(desk, 2)
    RegistrationDesk.objects.filter(pk=desk.pk).update(editable_until=timezone.now() - timedelta(hours=1))
    by = registration.contact

    for attempt in (
        lambda: operations.cancel(registration=registration, by=by),
        lambda: operations.withdraw_person(registration=registration, number=1, by=by),
        lambda: operations.substitute(registration=registration, number=1, person=somebody(), by=by),
        lambda: operations.add_people(registration=registration, people=party(1), by=by),
        lambda: operations.edit(registration=registration, people={1: somebody()}, by=by),
    ):
        with pytest.raises(ChangesClosed):
            attempt()
    operations.cancel(registration=registration, by=staff, by_staff=True)
    assert standing(desk, registration) == (0, ["cancelled"])
