"""When an event is moved, changed or called off, those who are registered are told, if the secretariat says so.

Saving the event writes down what has changed; a colleague then decides. Telling and deciding are one transaction: whoever
presses twice, or two colleagues at once, tell nobody twice.
"""

from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import outbox
from beijing_ngo.core.refusals import Refusal
from events import notice_words
from events.calendar_items import places_lost
from events.models import (
    LIVE_STATES,
    Attendee,
    ChangeDecision,
    Event,
    EventChange,
    Registration,
    RegistrationState,
)
from events.notice_words import BOTH, FACTS, TIMES, Recipient

AT_A_TIME = 500


class AlreadyDecided(Refusal):
    message = _("Somebody has decided this already.")


class NothingToTell(Refusal):
    message = _("There is nothing to tell any more: the event is as it was.")


# ---------------------------------------------------------------- what has changed


def held_facts(event_pk) -> dict | None:
    """What is stored of an event now; nobody else changes it until the transaction is over."""
    found = Event.objects.select_for_update().filter(pk=event_pk).values(*FACTS).first()
    if found is None:
        return None
    return {
        name: value.isoformat() if name in TIMES else "" if value is None else value
        for name, value in found.items()
    }


@transaction.atomic
def record(*, event: Event, before: dict, by) -> EventChange | None:
    """Write down that the event was saved with new facts, if there is somebody to be told. Returns what is to be decided.

    It joins what is undecided already; where the event is back to what people know, there is nothing to decide.
    """
    after = held_facts(event.pk)
    if before == after:
        return None
    change = EventChange.objects.undecided().filter(event=event).first() or EventChange(
        event=event, before=before
    )
    change.after, change.by, change.at = after, by, timezone.now()
    is_over = all(notice_words.event_of(facts).is_over for facts in (change.before, change.after))
    if not _news(change):
        if change.pk:
            change.delete()
        return None
    somebody = not is_over and _registrations(change, LIVE_STATES).exists()
    if somebody or change.pk:
        change.save()
    return change if somebody else None


def _news(change) -> bool:
    return any(notice_words.rows(change, language) for language in BOTH)


# ---------------------------------------------------------------- to whom


def recipients(change: EventChange, states) -> Iterator[Recipient]:
    """Each address once: people with a place, and whoever registered a party in one of the states.

    Who waits for a yes or for a place hears of it from whoever registered them. Nobody is told what they know: who
    registered after the change, and in whose language nothing reads otherwise.
    """
    has_news = {
        (language, with_link): bool(notice_words.rows(change, language, with_link=with_link))
        for language in BOTH
        for with_link in (True, False)
    }
    registrars = _registrars(change, states)
    for person in _people(change, states, registrars):
        if has_news.get((person.language, person.has_place), True):
            yield person


def _people(change, states, registrars) -> Iterator[Recipient]:
    if RegistrationState.CONFIRMED in states:
        rows = _attendees(change).iterator(chunk_size=AT_A_TIME)
        while chunk := list(islice(rows, AT_A_TIME)):
            lost = places_lost(chunk[0].desk_id, [attendee.email for attendee in chunk])
            for attendee in chunk:
                address = attendee.email.lower()
                yield Recipient(
                    address=address,
                    language=attendee.language,
                    attendee=attendee,
                    registration=registrars.pop(address, None),
                    places_lost=lost[address],
                )
    for address, registration in registrars.items():
        contact = registration.contact
        language = (contact and contact.preferred_language) or registration.language
        yield Recipient(address=address, language=language, registration=registration)


def _registrations(change, states):
    return Registration.objects.filter(
        desk__event=change.event_id, state__in=states, registered_at__lte=change.at
    )


def _attendees(change):
    return (
        Attendee.objects.live()
        .filter(registration__in=_registrations(change, [RegistrationState.CONFIRMED]))
        .exclude(email="")
        .select_related("registration", "user")
        .order_by("pk")
    )


def _registrars(change, states) -> dict[str, Registration]:
    """Whoever registered, by address; of several registrations the one that stands best."""
    found = {}
    for registration in (
        _registrations(change, states).select_related("contact").order_by("registered_at", "pk")
    ):
        address = (registration.contact.email if registration.contact else registration.guest_email).lower()
        if address and (
            address not in found or (registration.is_confirmed and not found[address].is_confirmed)
        ):
            found[address] = registration
    return found


# ---------------------------------------------------------------- the decision


@transaction.atomic
def tell(*, change: EventChange, states, note: dict[str, str] | None = None, by) -> int:
    """Tell them, each in their own language and with the event as it is now. Returns how many are told.

    Registrations of an event that is called off stay as they are, for the record; at the entrance nobody is let in on them.
    """
    change = _undecided(change)
    if not _news(change):
        raise NothingToTell
    for language, text in (note or {}).items():
        setattr(change, f"note_{language.replace('-', '_')}", text.strip())
    told = 0
    people = recipients(change, states)
    while chunk := list(islice(people, AT_A_TIME)):
        outbox.write([outbox.message(notice_words.mail(change, person)) for person in chunk])
        told += len(chunk)
    change.told_states, change.told_count = list(states), told
    _decide(change, ChangeDecision.TOLD, by)
    return told


@transaction.atomic
def keep_quiet(*, change: EventChange, by) -> None:
    """Nobody is told; that it was so decided stays on record."""
    _decide(_undecided(change), ChangeDecision.NOT_TOLD, by)


def _undecided(change) -> EventChange:
    """As it is now: the event is locked first, as it is when a change is written down."""
    facts = held_facts(change.event_id)
    found = EventChange.objects.undecided().select_related("event").filter(pk=change.pk).first()
    if found is None:
        raise AlreadyDecided
    found.after = facts
    return found


def _decide(change, decision, by) -> None:
    change.decision, change.decided_by, change.decided_at = decision, by, timezone.now()
    change.save()
