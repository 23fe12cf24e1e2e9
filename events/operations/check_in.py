"""At the door: tickets, people without one, and the undo."""

import re
import unicodedata

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beijing_ngo.core import dates
from beijing_ngo.core.references import REFERENCE_ALPHABET, typed
from events import emails
from events.models import Attendee, ChangeKind, Registration, RegistrationChange, RegistrationDesk
from events.models.registrations import REFERENCE_LENGTH
from events.operations import places
from events.operations.people import (
    Person,
    accounts_of,
    check_not_registered,
    check_party,
    make_attendees,
    registered_already,
)
from events.refusals import (
    CheckedInAlready,
    NoPlaceYet,
    NotCheckedIn,
    NotEnoughPlaces,
    TicketCancelled,
    TicketOfAnotherEvent,
    WrongTicket,
)

_SECRET = re.compile(r"(?:^|/tickets/)([A-Za-z0-9_-]{32})(?:[/.?#]|$)")
_REFERENCE = re.compile(rf"([{REFERENCE_ALPHABET}]{{{REFERENCE_LENGTH}}})([0-9]{{1,4}})?")


def find_ticket(*, desk: RegistrationDesk, scanned: str) -> list[Attendee]:
    """Who a code or a typed reference stands for: one person, or the people of a registration when its number is left out."""
    scanned = unicodedata.normalize("NFKC", scanned).strip()  # a Chinese keyboard may type full-width signs
    tickets = _with_registration()
    if secret := _SECRET.search(scanned):
        found = list(tickets.filter(ticket_secret=secret.group(1)))
    else:
        reference, number = _read(scanned)
        found = list(tickets.filter(registration__reference=reference)) if reference else []
        if number is not None:
            found = [attendee for attendee in found if attendee.number == number]
        else:
            found = [attendee for attendee in found if attendee.cancelled_at is None] or found[:1]
    if not found:
        raise WrongTicket
    if found[0].desk_id != desk.pk:
        raise TicketOfAnotherEvent(event=found[0].registration.desk.event)
    return found


def _with_registration():
    return Attendee.objects.select_related(
        "registration__desk__event", "registration__organisation", "checked_in_by"
    )


def _read(text: str) -> tuple[str, int | None]:
    """7KQM-4TXA-1, 7kqm4txa 1 or 7KQM4TXA: the reference, and the person's number where it is given."""
    read = _REFERENCE.fullmatch(typed(text[:60]))
    if not read:
        return "", None
    reference, number = read.groups()
    return reference, int(number) if number else None


@transaction.atomic
def check_in(*, attendee: Attendee, by) -> Attendee:
    """Let somebody in, once: of two desks that scan the same ticket, one is told it was used."""
    attendee = _with_registration().get(pk=attendee.pk)
    _check_place(attendee)
    now = timezone.now()
    # The row's own columns only: a condition on the registration would become a sub-query, which a database that
    # waited for the other desk does not read again. Whoever cancels a registration cancels its people.
    won = Attendee.objects.filter(pk=attendee.pk, checked_in_at=None, cancelled_at=None).update(
        checked_in_at=now, checked_in_by=by
    )
    if not won:
        attendee = _with_registration().get(pk=attendee.pk)
        _check_place(attendee)
        raise CheckedInAlready(
            name=attendee.name,
            time=_hour_of_check_in(attendee),
            by=attendee.checked_in_by or _("somebody else"),
        )
    attendee.checked_in_at, attendee.checked_in_by = now, by
    _record(attendee, ChangeKind.CHECKED_IN, by)
    return attendee


def _check_place(attendee) -> None:
    registration = attendee.registration
    if attendee.cancelled_at is not None:
        raise TicketCancelled(name=attendee.name)
    if not registration.is_confirmed:
        raise NoPlaceYet(name=attendee.name, state=registration.get_state_display())


def _hour_of_check_in(attendee) -> str:
    """09:12; with the day before it where that was another day."""
    at, zone = attendee.checked_in_at, attendee.registration.desk.event.time_zone
    hour = dates.clock(at, zone)
    is_today = dates.to_date(at, zone) == dates.to_date(timezone.now(), zone)
    return hour if is_today else f"{dates.day(at, zone)} {hour}"


@transaction.atomic
def undo_check_in(*, attendee: Attendee, by) -> Attendee:
    """A mistake at the door."""
    undone = Attendee.objects.filter(pk=attendee.pk, checked_in_at__isnull=False).update(
        checked_in_at=None, checked_in_by=None
    )
    if not undone:
        raise NotCheckedIn(name=attendee.name)
    attendee.checked_in_at = attendee.checked_in_by = None
    _record(attendee, ChangeKind.CHECK_IN_UNDONE, by)
    return attendee


def add_walk_in(
    *, desk: RegistrationDesk, person: Person, organisation=None, by, checked_in: bool = True
) -> Attendee:
    """Somebody who comes without having registered takes a place, if one is left; those who still wait stand behind
    whoever is here. The organisation's quota holds. Whoever has registered is told so first, in a full house too.
    """
    check_party([person])
    check_not_registered(desk.pk, [person])
    accounts = accounts_of([person], organisation)
    try:
        with transaction.atomic():
            desk = places.locked(desk.pk)
            places.check_event_is_held(desk)
            standing = places.standing(desk, organisation)
            places.check_quota(desk, organisation, standing.quota_used, 1)
            if not desk.places_left:
                raise NotEnoughPlaces(left=0)
            desk.places_taken += 1
            places.save_places(desk)
            now = timezone.now()
            registration = Registration.objects.create(
                desk=desk,
                organisation=organisation,
                guest_email="" if organisation else person.email,
                language=person.language,
                state="confirmed",
                party_size=1,
                walk_in=True,
                decided_at=now,
            )
            [attendee] = make_attendees(registration, [person], accounts)
            change = RegistrationChange.objects.create(
                registration=registration, kind=ChangeKind.REGISTERED, by=by, attendee=attendee
            )
            if checked_in:
                return check_in(attendee=attendee, by=by)
            emails.post_registered(change, [attendee])
            return attendee
    except IntegrityError as error:
        raise registered_already(desk.pk, [person], error) from error


def _record(attendee, kind, by) -> None:
    RegistrationChange.objects.create(registration=attendee.registration, kind=kind, by=by, attendee=attendee)
