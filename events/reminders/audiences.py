"""Whom a rule is for at an event: read in pages, so that a hundred thousand people take no more memory than five hundred.

Everybody gets one reminder: a contact who registered several parties too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest, Lower
from django.utils import timezone

from beijing_ngo.core.names import display_name
from events.models import (
    Attendee,
    Audience,
    DeskInvitation,
    Event,
    Registration,
    RegistrationState,
    ReminderAudience,
    ReminderRule,
)
from members.models import Membership, Representative

PAGE = 500
STATES = {
    ReminderAudience.CONTACTS: RegistrationState.CONFIRMED,
    ReminderAudience.PENDING: RegistrationState.PENDING,
    ReminderAudience.WAITLISTED: RegistrationState.WAITLISTED,
}
_JOINED = {
    RegistrationState.CONFIRMED: Coalesce("decided_at", "registered_at"),
    RegistrationState.PENDING: F("registered_at"),
    RegistrationState.WAITLISTED: Coalesce("waiting_since", "registered_at"),
}
_OF_USERS = ("email", "family_name", "given_name", "latin_name", "preferred_language")


@dataclass(frozen=True)
class Recipient:
    """Somebody a reminder goes to. `language` is empty where it is unknown; `joined_at` is since when the rule is for them."""

    address: str
    name: str
    language: str
    person: Any = None
    attendee: Attendee | None = None
    registration: Registration | None = None
    joined_at: datetime | None = None
    place: int = 0  # in the order in which the audience is read


def recipients(rule: ReminderRule, event: Event) -> Iterator[Recipient]:
    """Everybody the rule is for at this moment, each once."""
    after, seen = 0, set()
    while people := page(rule, event, after=after):
        after = people[-1].place
        for one in people:
            if rule.to != ReminderAudience.NOT_REGISTERED or one.address.lower() not in seen:
                yield one
            if rule.to == ReminderAudience.NOT_REGISTERED:
                seen.add(one.address.lower())  # members' contacts are hundreds, not hundreds of thousands


def page(
    rule: ReminderRule,
    event: Event,
    *,
    after: int = 0,
    joined_after: datetime | None = None,
    joined_until: datetime | None = None,
    size: int | None = None,
) -> list[Recipient]:
    """The next of the audience behind `after`, a Recipient's place; of those who joined between the two moments only."""
    rows = audience(rule, event).filter(pk__gt=after)
    if joined_after is not None:
        rows = rows.filter(joined_at__gt=joined_after)
    if joined_until is not None:
        rows = rows.filter(joined_at__lte=joined_until)
    return [_recipient(rule, row) for row in rows.order_by("pk")[: size or PAGE]]


def some(rule: ReminderRule, event: Event, which: Q) -> list[Recipient]:
    """Those of the audience whose row is one of these."""
    return [_recipient(rule, row) for row in audience(rule, event).filter(which).order_by("pk")]


def count(rule: ReminderRule, event: Event) -> int:
    """How many people the rule is for. One statement."""
    rows = audience(rule, event)
    if rule.to == ReminderAudience.NOT_REGISTERED:
        rows = rows.values("user_id").distinct()
    return rows.count()


def includes(rule: ReminderRule, event: Event, *, address: str, person_id: int | None) -> bool:
    """Whether the rule is (still) for whoever has this address, and this account."""
    rows = audience(rule, event)
    if rule.to == ReminderAudience.ATTENDEES:
        return rows.annotate(lower=Lower("email")).filter(lower=address.lower()).exists()
    if rule.to == ReminderAudience.NOT_REGISTERED:
        return rows.filter(user_id=person_id, user__email__iexact=address).exists()
    of_account = Q(contact_id=person_id, contact__email__iexact=address)
    return rows.filter(of_account if person_id else Q(guest_email=address)).exists()


def audience(rule: ReminderRule, event: Event):
    """The rows a rule is about, each with the time it joined: attendees, registrations, or contacts of members."""
    desk = event.open_desk
    if rule.to == ReminderAudience.NOT_REGISTERED:
        return _contacts_without_registration(desk)
    return _attendees(desk) if rule.to == ReminderAudience.ATTENDEES else _registrants(desk, STATES[rule.to])


def _attendees(desk):
    decided = Coalesce("registration__decided_at", "registration__registered_at")
    return (
        Attendee.objects.expected()
        .filter(desk=desk, registration__erased_at=None)
        .annotate(joined_at=Greatest("created_at", decided))
        .select_related("registration", "user")
        .only(
            *("desk_id", "number", "email", "language", "family_name", "given_name", "latin_name"),
            *("ticket_secret", "registration__reference", "user__email"),
        )
    )


def _registrants(desk, state):
    """Whoever registered a party in this state: an account, or a guest. The first of several parties speaks for all."""
    parties = Registration.objects.filter(desk=desk, state=state, erased_at=None)
    earlier = parties.filter(contact=OuterRef("contact"), pk__lt=OuterRef("pk"))
    return (
        parties.filter(Q(contact__is_active=True) | (Q(contact=None) & ~Q(guest_email="")))
        .exclude(Exists(earlier))
        .annotate(joined_at=_JOINED[state])
        .select_related("contact")
        .only(
            *("desk_id", "reference", "guest_email", "guest_secret", "language"),
            *(f"contact__{name}" for name in _OF_USERS),
        )
    )


def _contacts_without_registration(desk):
    """Contacts of organisations in force that may register at the desk and have not."""
    contacts = Representative.objects.contacts().annotate(joined_at=F("created_at")).select_related("user")
    contacts = contacts.only("organisation_id", *(f"user__{name}" for name in _OF_USERS))
    if desk is None:
        return contacts.none()
    members = Membership.objects.in_force(timezone.localdate()).filter(organisation=OuterRef("organisation"))
    registered = Registration.objects.live().filter(desk=desk, organisation=OuterRef("organisation"))
    contacts = contacts.filter(Exists(members)).exclude(Exists(registered))
    if desk.audience == Audience.INVITATION:
        invited = DeskInvitation.objects.filter(desk=desk)
        by_name = invited.filter(organisation=OuterRef("organisation"))
        by_address = invited.filter(email__iexact=OuterRef("user__email"))
        contacts = contacts.filter(Exists(by_name) | Exists(by_address))
    return contacts


def _recipient(rule, row) -> Recipient:
    if rule.to == ReminderAudience.ATTENDEES:
        return Recipient(
            address=row.email,
            name=_name(row, row.language),
            language=row.language,
            person=row.user,
            attendee=row,
            registration=row.registration,
            joined_at=row.joined_at,
            place=row.pk,
        )
    registration = None if rule.to == ReminderAudience.NOT_REGISTERED else row
    person = row.user if registration is None else row.contact
    language = person.preferred_language if person else registration.language
    return Recipient(
        address=person.email if person else registration.guest_email,
        name=_name(person, language) if person else "",
        language=language,
        person=person,
        registration=registration,
        joined_at=row.joined_at,
        place=row.pk,
    )


def _name(person, language) -> str:
    return display_name(person.family_name, person.given_name, person.latin_name, language)
