"""At the door: what a code stands for, who is let in, and how often."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from beijing_ngo.core import dates
from beijing_ngo.core.references import grouped
from events import operations
from events.models import Attendee, RegistrationChange, RegistrationDesk, RegistrationState
from events.refusals import (
    AlreadyRegistered,
    CheckedInAlready,
    EventNotHeld,
    NotEnoughPlaces,
    OfAnotherOrganisation,
    QuotaExceeded,
    TicketCancelled,
    TicketOfAnotherEvent,
    WrongTicket,
)
from tests.at_once import at_once
from tests.events.people import somebody
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    OrganisationFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    RepresentativeFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def staff():
    return SuperuserFactory(family_name="李", given_name="明", latin_name="LI Ming")


@pytest.fixture
def desk():
    return RegistrationDeskFactory(capacity=5)


@pytest.fixture
def party(desk):
    return RegistrationFactory(desk=desk, people=3, reference="7KQM4TXA")


def refusals_of(action) -> str:
    with pytest.raises(Exception) as caught:  # noqa: PT011, compared whole by the test
        action()
    return f"{type(caught.value).__name__}: {caught.value}"


# ---------------------------------------------------------------- what a code stands for


@pytest.mark.parametrize(
    "scanned",
    [
        "https://portal.example.org/zh-hans/tickets/{secret}/",
        "https://portal.example.org/en/tickets/{secret}/",
        "https://portal.example.org/en/tickets/{secret}.pdf",
        "https://portal.example.org/en/tickets/{secret}",
        "https://portal.example.org/en/tickets/{secret}?from=mail",
        "/en/tickets/{secret}/",
        "{secret}",
        "  {secret}\n",
        "7KQM-4TXA-2",
        "7kqm-4txa-2",
        "7KQM4TXA2",
        "7KQM 4TXA 2",
        "7 K Q M 4 T X A 2",
        " 7kqm–4txa–2 ",
        "7KQM-4TXA-02",
        "７ＫＱＭ－４ＴＸＡ－２",
    ],
)
def test_a_ticket_is_one_person(desk, party, scanned):
    second = party.attendees.get(number=2)

    found = operations.find_ticket(desk=desk, scanned=scanned.format(secret=second.ticket_secret))

    assert found == [second]


@pytest.mark.parametrize("typed", ["7KQM-4TXA", "7kqm4txa", "7KQM 4TXA", "7KQM-4TXA-"])
def test_a_reference_without_the_number_is_the_whole_party(desk, party, typed):
    cancelled = party.attendees.get(number=2)
    Attendee.objects.filter(pk=cancelled.pk).update(cancelled_at=timezone.now())

    found = operations.find_ticket(desk=desk, scanned=typed)

    assert [attendee.number for attendee in found] == [1, 3]


def test_of_a_cancelled_party_one_person_is_found_so_that_it_can_be_told(desk, party):
    operations.cancel(registration=party, by_staff=True)

    [found] = operations.find_ticket(desk=desk, scanned="7KQM-4TXA")

    assert found.cancelled_at is not None


def test_a_cancelled_person_is_found_by_their_own_number(desk, party):
    operations.withdraw_person(registration=party, number=3, by_staff=True)

    [found] = operations.find_ticket(desk=desk, scanned="7KQM-4TXA-3")

    assert (found.number, found.cancelled_at is None) == (3, False)


UNKNOWN = {
    "nothing": "",
    "blank": "   ",
    "another reference": "3333-3333",
    "a number nobody has": "7KQM-4TXA-9",
    "the number nought": "7KQM-4TXA-0",
    "a letter for the number": "7KQM-4TXA-A",
    "too many figures": "7KQM-4TXA-12345",
    "a sign mistaken for another": "7KOM-4TXA-1",
    "too short": "7KQM-4TX",
    "a forged secret": "A" * 32,
    "a forged address": f"https://portal.example.org/en/tickets/{'A' * 32}/",
    "a word": "地球一小时",
    "superscript": "7KQM-4TXA-¼",
    "somebody's else's code": "WIFI:S:guest;T:WPA;P:secret;;",
    "very long": "7" * 5000,
}


@pytest.mark.parametrize("scanned", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_whatever_is_not_known_gets_one_answer(desk, party, scanned):
    said = refusals_of(lambda: operations.find_ticket(desk=desk, scanned=scanned))

    assert said == "WrongTicket: There is no such ticket."


def test_a_secret_is_compared_to_the_letter(desk, party):
    secret = party.attendees.first().ticket_secret

    with pytest.raises(WrongTicket):
        operations.find_ticket(desk=desk, scanned=secret.swapcase())


@pytest.mark.parametrize("by", ["secret", "reference"])
def test_a_ticket_of_another_event_says_which(desk, by):
    other = EventFactory(title_en="The other forum")
    elsewhere = AttendeeFactory(registration__desk=RegistrationDeskFactory(event=other))
    scanned = elsewhere.ticket_secret if by == "secret" else grouped(elsewhere.registration.reference)

    with pytest.raises(TicketOfAnotherEvent) as refusal:
        operations.find_ticket(desk=desk, scanned=scanned)

    assert str(refusal.value) == "This ticket is for another event: The other forum."


@pytest.mark.parametrize("people", [1, 3])
def test_finding_takes_one_query(desk, people, django_assert_num_queries):
    registration = RegistrationFactory(desk=desk, people=people)

    with django_assert_num_queries(1):
        found = operations.find_ticket(desk=desk, scanned=registration.reference)
        said = [(one.name, str(one.registration.organisation)) for one in found]

    assert len(said) == people


# ---------------------------------------------------------------- in, and in again


def test_somebody_comes_in(desk, party, staff):
    attendee = operations.check_in(attendee=party.attendees.first(), by=staff)

    attendee.refresh_from_db()
    change = party.changes.get()
    assert attendee.checked_in_by == staff
    assert timezone.now() - attendee.checked_in_at < timedelta(minutes=1)
    assert (change.kind, change.by, change.attendee) == ("checked_in", staff, attendee)
    assert Attendee.objects.filter(desk=desk).checked_in().get() == attendee


def test_a_second_scan_says_when_and_by_whom_and_changes_nothing(party, staff):
    attendee = operations.check_in(attendee=party.attendees.first(), by=staff)
    at = attendee.checked_in_at

    said = refusals_of(lambda: operations.check_in(attendee=attendee, by=SuperuserFactory()))

    attendee.refresh_from_db()
    hour = dates.clock(at, "Asia/Shanghai")
    assert said == f"CheckedInAlready: WANG Fang was checked in already, at {hour} by LI Ming."
    assert (attendee.checked_in_at, attendee.checked_in_by) == (at, staff)
    assert party.changes.count() == 1


def test_a_second_scan_on_another_day_says_the_day(party):
    attendee = party.attendees.first()
    at = timezone.now().replace(year=2025, month=3, day=20, hour=4, minute=5)
    Attendee.objects.filter(pk=attendee.pk).update(checked_in_at=at)

    said = refusals_of(lambda: operations.check_in(attendee=attendee, by=SuperuserFactory()))

    assert (
        said == "CheckedInAlready: WANG Fang was checked in already, at 20 March 2025 12:05 by somebody else."
    )


def test_who_does_not_come_any_more_stays_out(party, staff):
    operations.withdraw_person(registration=party, number=2, by_staff=True)

    said = refusals_of(lambda: operations.check_in(attendee=party.attendees.get(number=2), by=staff))

    assert said == "TicketCancelled: This ticket was cancelled: WANG Fang."
    assert not Attendee.objects.filter(checked_in_at__isnull=False).exists()


@pytest.mark.parametrize("state", [RegistrationState.PENDING, RegistrationState.WAITLISTED])
def test_who_has_no_place_stays_out(desk, staff, state):
    registration = RegistrationFactory(desk=desk, state=state, people=1)

    said = refusals_of(lambda: operations.check_in(attendee=registration.attendees.get(), by=staff))

    assert said == (f"NoPlaceYet: WANG Fang has no place: the registration is not confirmed ({state.label}).")
    assert not Attendee.objects.filter(checked_in_at__isnull=False).exists()


def test_the_row_of_the_caller_is_not_trusted(party, staff):
    stale = party.attendees.first()
    operations.cancel(registration=party, by_staff=True)

    with pytest.raises(TicketCancelled):
        operations.check_in(attendee=stale, by=staff)


def test_undone_means_not_here_and_the_ticket_is_good_again(party, staff):
    attendee = operations.check_in(attendee=party.attendees.first(), by=staff)

    operations.undo_check_in(attendee=attendee, by=staff)

    attendee.refresh_from_db()
    assert (attendee.checked_in_at, attendee.checked_in_by) == (None, None)
    operations.check_in(attendee=attendee, by=staff)
    assert list(party.changes.values_list("kind", flat=True)) == [
        "checked_in",
        "check_in_undone",
        "checked_in",
    ]


def test_who_is_not_here_cannot_be_undone(party, staff):
    said = refusals_of(lambda: operations.undo_check_in(attendee=party.attendees.first(), by=staff))

    assert said == "NotCheckedIn: WANG Fang is not checked in."
    assert not party.changes.exists()


# ---------------------------------------------------------------- without registration


def test_a_walk_in_takes_a_place_and_is_in(desk, staff):
    organisation = OrganisationFactory()
    person = somebody(email="new@example.org", language="en")

    attendee = operations.add_walk_in(desk=desk, person=person, organisation=organisation, by=staff)

    attendee.refresh_from_db()
    registration = attendee.registration
    desk.refresh_from_db()
    assert (registration.state, registration.walk_in, registration.party_size) == ("confirmed", True, 1)
    assert (registration.organisation, registration.guest_email, registration.language) == (
        organisation,
        "",
        "en",
    )
    assert (attendee.email, attendee.checked_in_by, attendee.number) == ("new@example.org", staff, 1)
    assert desk.places_taken == 1
    assert list(registration.changes.values_list("kind", flat=True)) == ["registered", "checked_in"]


def test_a_guest_walks_in_with_their_own_address(desk, staff):
    attendee = operations.add_walk_in(desk=desk, person=somebody(email="guest@example.org"), by=staff)

    assert (attendee.registration.organisation, attendee.registration.guest_email) == (
        None,
        "guest@example.org",
    )


def test_a_full_house_takes_no_walk_in(desk, staff):
    RegistrationFactory(desk=desk, people=5)

    said = refusals_of(lambda: operations.add_walk_in(desk=desk, person=somebody(), by=staff))

    desk.refresh_from_db()
    assert said == "NotEnoughPlaces: There are 0 places left, which is not enough."
    assert (desk.places_taken, desk.registrations.count()) == (5, 1)


def test_a_walk_in_comes_before_those_who_wait(desk, staff):
    waiting = RegistrationFactory(desk=desk, state=RegistrationState.WAITLISTED, people=2)

    operations.add_walk_in(desk=desk, person=somebody(), by=staff)

    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.WAITLISTED


def test_the_quota_holds_at_the_door(staff):
    desk = RegistrationDeskFactory(quota=1)
    organisation = OrganisationFactory()
    RegistrationFactory(desk=desk, organisation=organisation, people=1)

    with pytest.raises(QuotaExceeded):
        operations.add_walk_in(desk=desk, person=somebody(), organisation=organisation, by=staff)

    assert desk.registrations.count() == 1


def test_who_is_registered_does_not_walk_in_twice(desk, party, staff):
    person = somebody(email=party.attendees.first().email.upper())

    with pytest.raises(AlreadyRegistered):
        operations.add_walk_in(desk=desk, person=person, by=staff)

    desk.refresh_from_db()
    assert (desk.places_taken, desk.registrations.count()) == (3, 1)


def test_nobody_walks_in_for_a_stranger_organisation(desk, staff):
    theirs = RepresentativeFactory()

    with pytest.raises(OfAnotherOrganisation):
        operations.add_walk_in(
            desk=desk,
            person=somebody(email=theirs.user.email),
            organisation=OrganisationFactory(),
            by=staff,
        )


def test_nobody_walks_into_what_is_over(staff):
    over = EventFactory(starts_at=timezone.now() - timedelta(days=1))
    desk = RegistrationDeskFactory(event=over)

    with pytest.raises(EventNotHeld):
        operations.add_walk_in(desk=desk, person=somebody(), by=staff)

    assert not RegistrationDesk.objects.get(pk=desk.pk).places_taken


# ---------------------------------------------------------------- two desks at once


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_that_scan_the_same_ticket_one_lets_in():
    registration = RegistrationFactory(people=1)
    attendee = registration.attendees.get()
    desks = [SuperuserFactory() for _place in range(4)]

    said = at_once(
        *(lambda by=by: operations.check_in(attendee=attendee, by=by) for by in desks),
    )

    attendee.refresh_from_db()
    assert said == [CheckedInAlready.__name__] * 3 + ["in"]
    [change] = RegistrationChange.objects.all()
    assert (change.kind, change.by) == ("checked_in", attendee.checked_in_by)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_to_one_walk_in():
    desk = RegistrationDeskFactory(capacity=1)
    by = SuperuserFactory()
    people = [somebody() for _place in range(3)]

    said = at_once(
        *(lambda one=one: operations.add_walk_in(desk=desk, person=one, by=by) for one in people),
    )

    desk.refresh_from_db()
    assert said == [NotEnoughPlaces.__name__] * 2 + ["in"]
    assert (desk.places_taken, desk.attendees.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_ticket_cancelled_and_scanned_at_once_is_never_in_without_a_place():
    registration = RegistrationFactory(people=1)
    attendee = registration.attendees.get()
    by = SuperuserFactory()

    at_once(
        lambda: operations.cancel(registration=registration, by_staff=True),
        lambda: operations.check_in(attendee=attendee, by=by),
    )

    attendee.refresh_from_db()
    kinds = set(registration.changes.values_list("kind", flat=True))
    assert attendee.cancelled_at is not None
    assert (attendee.checked_in_at is not None) == ("checked_in" in kinds)
