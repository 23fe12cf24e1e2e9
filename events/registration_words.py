"""How a registration stands, in words: one sign for lists, and what it means and what comes next."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.models import (
    Awaits,
    EventState,
    Registration,
    RegistrationState,
    WaitingListPolicy,
)


@dataclass(frozen=True)
class Sign:
    """A square and words, as lists show it: open, few, wait, soon, past, off."""

    state: str
    words: str


@dataclass(frozen=True)
class Line:
    """A party's place on the waiting list."""

    position: int
    parties: int
    people_ahead: int


def sign(registration: Registration, line: Line | None = None, *, came: bool = False) -> Sign:
    """`came`: whether somebody of the party was checked in."""
    event = registration.desk.event
    if not registration.is_live:
        return Sign("off", registration.get_state_display())
    if event.state == EventState.CANCELLED:
        return Sign("off", _("Event cancelled"))
    if event.is_over:
        return Sign("past", pgettext("registration", "Took part") if came else _("Ended"))
    if registration.is_waiting:
        if line is None:
            return Sign("wait", registration.get_state_display())
        return Sign("wait", _("Waiting list: no. %(position)d") % {"position": line.position})
    if registration.state == RegistrationState.PENDING:
        if registration.awaits == Awaits.CONTACT:
            return Sign("soon", _("Waits for the contact"))
        return Sign("soon", _("Being reviewed"))
    return Sign("open", registration.get_state_display())


def lines(registrations) -> dict[int, Line]:
    """The places on the waiting lists of those who wait, by registration; one statement for any number."""
    desks = {registration.desk_id for registration in registrations if registration.is_waiting}
    if not desks:
        return {}
    waiting = Registration.objects.waiting_in_order().filter(desk__in=desks)
    parties = defaultdict(list)
    for pk, desk, size in waiting.values_list("pk", "desk_id", "party_size"):
        parties[desk].append((pk, size))
    found = {}
    for party in parties.values():
        ahead = 0
        for position, (pk, size) in enumerate(party, 1):
            found[pk] = Line(position, len(party), ahead)
            ahead += size
    return found


def quota_used(registrations) -> dict[tuple[int, int], int]:
    """What organisations have used of their quota, by (desk, organisation); one statement for any number."""
    asked = {(row.desk_id, row.organisation_id) for row in registrations if row.organisation_id}
    if not asked:
        return {}
    counted = (
        Registration.objects.within_quota()
        .filter(desk__in={desk for desk, _own in asked}, organisation__in={own for _desk, own in asked})
        .order_by()
        .values_list("desk_id", "organisation_id")
        .annotate(Sum("party_size"))
    )
    used = {(desk, organisation): people for desk, organisation, people in counted}
    return {key: used.get(key, 0) for key in asked}


def meaning(registration: Registration, line: Line | None = None) -> list[str]:
    """What the state means and what comes next, in sentences."""
    event = registration.desk.event
    if registration.is_live and event.state == EventState.CANCELLED:
        return [_("The event is cancelled; there is nothing you need to do.")]
    if registration.is_live and event.is_over:
        return [_("The event is over.")]
    return _MEANINGS[registration.state](registration, line)


def _pending(registration, _line):
    if registration.awaits == Awaits.CONTACT:
        return [
            _("The registration waits for the yes of the organisation's contact."),
            _("No place is held until then; an e-mail tells the decision."),
        ]
    return [
        _("The registration waits for the yes of the secretariat."),
        _("No place is held until then; an e-mail tells the decision."),
    ]


def _confirmed(registration, _line):
    return [
        ngettext(
            "%(count)d person has a place. The ticket has been sent by e-mail.",
            "%(count)d people have a place. Each has been sent a ticket by e-mail.",
            registration.party_size,
        )
        % {"count": registration.party_size}
    ]


def _waitlisted(registration, line):
    words = []
    if line:
        words.append(
            ngettext(
                "The registration is number %(position)d on a waiting list of %(parties)d.",
                "The registration is number %(position)d on a waiting list of %(parties)d.",
                line.parties,
            )
            % {"position": line.position, "parties": line.parties}
        )
        if line.people_ahead:
            words.append(
                ngettext(
                    "%(people)d person stands ahead of it.",
                    "%(people)d people stand ahead of it.",
                    line.people_ahead,
                )
                % {"people": line.people_ahead}
            )
    words.append(policy(registration.desk))
    return words


def policy(desk) -> str:
    """Who moves up, told to those who wait."""
    if desk.waiting_list_policy == WaitingListPolicy.STRICT:
        return _(
            "Places that become free go to those who wait strictly in order. A party moves up whole; "
            "you then have the places without doing anything, and an e-mail tells you."
        )
    return _(
        "Places that become free go to the first registration on the list that fits into them. A party moves up "
        "whole; you then have the places without doing anything, and an e-mail tells you."
    )


def _declined(_registration, _line):
    return [_("The registration was not accepted. Nobody on it has a place.")]


def _cancelled(_registration, _line):
    return [_("The registration is cancelled. Nobody on it has a place, and the tickets are void.")]


_MEANINGS = {
    RegistrationState.PENDING: _pending,
    RegistrationState.CONFIRMED: _confirmed,
    RegistrationState.WAITLISTED: _waitlisted,
    RegistrationState.DECLINED: _declined,
    RegistrationState.CANCELLED: _cancelled,
}
