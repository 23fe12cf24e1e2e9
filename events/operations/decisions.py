"""Saying yes and no, moving up, making room."""

from django.db import transaction
from django.utils import timezone

from events import emails
from events.models import Awaits, ChangeKind, Registration, RegistrationChange, RegistrationState
from events.operations import places
from events.refusals import (
    CapacityBelowTaken,
    NotLive,
    NotPending,
    NotTheContact,
    NotWaiting,
    ReasonMissing,
)
from members.models import Representative, RepresentativeRole


def held(registration: Registration):
    """The desk, locked, and the registration as it is now that nobody else can change it."""
    desk = places.locked(registration.desk_id)
    found = Registration.objects.select_related("organisation", "contact").get(pk=registration.pk)
    found.desk = desk
    return desk, found


def record(registration, kind, by, *, reason="", attendee=None, details=None) -> RegistrationChange:
    return RegistrationChange.objects.create(
        registration=registration, kind=kind, by=by, reason=reason, attendee=attendee, details=details or {}
    )


@transaction.atomic
def approve_colleague(*, registration: Registration, by) -> Registration:
    """A contact says yes to a colleague who registered alone, inside the organisation's quota."""
    desk, registration = held(registration)
    check_contact(registration, by)
    if registration.awaits != Awaits.CONTACT:
        raise NotPending
    places.check_event_is_held(desk)
    standing = places.standing(desk, registration.organisation)
    places.check_quota(desk, registration.organisation, standing.quota_used, registration.party_size)
    if desk.staff_approval:
        registration.awaits = Awaits.SECRETARIAT
    else:
        places.seat(desk, registration, others_wait=standing.others_wait)
    return _decided(desk, registration, ChangeKind.CONTACT_APPROVED, by)


@transaction.atomic
def decline_colleague(*, registration: Registration, by, reason: str) -> Registration:
    """A contact says no, with a reason."""
    desk, registration = held(registration)
    check_contact(registration, by)
    if registration.awaits != Awaits.CONTACT:
        raise NotPending
    return _decline(desk, registration, by, reason)


@transaction.atomic
def approve(*, registration: Registration, by) -> Registration:
    """The secretariat says yes: the party has its places, or joins the waiting list. The contact's yes it can give as well."""
    desk, registration = held(registration)
    if registration.state != RegistrationState.PENDING:
        raise NotPending
    places.check_event_is_held(desk)
    standing = places.standing(desk, registration.organisation)
    if registration.awaits == Awaits.CONTACT:
        places.check_quota(desk, registration.organisation, standing.quota_used, registration.party_size)
    places.seat(desk, registration, others_wait=standing.others_wait)
    return _decided(desk, registration, ChangeKind.APPROVED, by)


@transaction.atomic
def decline(*, registration: Registration, by, reason: str) -> Registration:
    """The secretariat says no, with a reason; a place that was given goes to those who wait."""
    desk, registration = held(registration)
    if not registration.is_live:
        raise NotLive
    return _decline(desk, registration, by, reason)


@transaction.atomic
def move_up(*, registration: Registration, by) -> Registration:
    """To the front of the waiting list; and in, where there is room now."""
    desk, registration = held(registration)
    if not registration.is_waiting:
        raise NotWaiting
    registration.moved_up_at = timezone.now()
    registration.save(update_fields=["moved_up_at", "updated_at"])
    record(registration, ChangeKind.MOVED_UP, by)
    places.fill_places(desk)
    registration.refresh_from_db(fields=["state", "decided_at"])
    return registration


@transaction.atomic
def change_capacity(*, desk, capacity: int) -> list[Registration]:
    """More places go to those who wait; fewer than are taken is not possible. Returns who moved up."""
    desk = places.locked(desk.pk)
    if capacity < desk.places_taken:
        raise CapacityBelowTaken(taken=desk.places_taken)
    desk.capacity = capacity
    desk.save(update_fields=["capacity"])
    return places.fill_places(desk)


def check_contact(registration, by) -> None:
    contacts = Representative.objects.filter(
        user=by, organisation=registration.organisation_id, role=RepresentativeRole.CONTACT
    )
    if registration.organisation_id is None or by is None or not contacts.exists():
        raise NotTheContact


def _decided(desk, registration, kind, by) -> Registration:
    registration.save(update_fields=["state", "awaits", "decided_at", "waiting_since", "updated_at"])
    if registration.is_confirmed:
        places.save_places(desk)
    change = record(registration, kind, by)
    emails.post_decided(change)
    return registration


def _decline(desk, registration, by, reason) -> Registration:
    if not reason.strip():
        raise ReasonMissing
    had_places = registration.is_confirmed
    end(desk, registration, RegistrationState.DECLINED, reason=reason.strip())
    change = record(registration, ChangeKind.DECLINED, by, reason=registration.reason)
    emails.post_declined(change, had_places=had_places)
    return registration


def end(desk, registration, state, *, reason="") -> None:
    """Nobody of the party comes; places they had go to those who wait."""
    had_places = registration.is_confirmed
    now = timezone.now()
    registration.state, registration.awaits, registration.decided_at = state, Awaits.NOBODY, now
    registration.reason = reason[:300]
    registration.save(update_fields=["state", "awaits", "decided_at", "reason", "updated_at"])
    registration.attendees.live().update(cancelled_at=now)
    if had_places:
        places.free_places(desk, registration.party_size)
    else:
        places.fill_places(desk)  # a party that stood before others no longer does
