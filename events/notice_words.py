"""A change of an event in words: what people were told, what holds now, and the mail that says so."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core import dates
from beijing_ngo.core.language import CHINESE, ENGLISH, is_chinese, plain
from beijing_ngo.core.models import DatePrecision
from beijing_ngo.core.names import display_name
from beijing_ngo.core.outbox import Mail
from events import words
from events.calendar_files import has_a_day, invitation, withdrawal
from events.emails import WHY_ATTENDEE, WHY_REGISTRAR, EventInWords, registration_page, ticket_page
from events.models import Attendee, Event, EventChange, EventState, Registration

TIMES = ("starts_at", "ends_at")
FACTS = (
    *TIMES,
    *("time_zone", "all_day", "date_precision", "state", "attendance_mode", "country", "online_url"),
    *(f"{name}_{code}" for name in ("venue", "address", "city") for code in ("zh_hans", "en")),
)
BOTH = (CHINESE, ENGLISH)
NOBODYS = "xxxxxxxx"  # a preview shows where the link stands, and leads to nobody's ticket


@dataclass(frozen=True)
class Row:
    """What was and what is, in one language."""

    name: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Recipient:
    """Who is told: somebody with a place, or whoever registered people, or both at once."""

    address: str
    language: str
    attendee: Attendee | None = None
    registration: Registration | None = None
    places_lost: int = 0

    @property
    def has_place(self) -> bool:
        """The online link is told to nobody else."""
        return self.attendee is not None or (self.registration is not None and self.registration.is_confirmed)


def event_of(facts: dict) -> Event:
    """The event as the facts have it, to be put into words."""
    return Event(**facts | {name: datetime.fromisoformat(facts[name]) for name in TIMES})


def rows(change: EventChange, language: str, *, with_link: bool = True) -> list[Row]:
    """What is other than it was for a reader of the language."""
    told = _rows(tuple(change.before.items()), tuple(change.after.items()), language)
    return [row for row in told if with_link or row.name != "link"]


@lru_cache(maxsize=32)
def _rows(before, after, language) -> tuple[Row, ...]:
    """Put into words once for all who are told."""
    with translation.override(language):
        old, new = (_said(event_of(dict(facts)), language) for facts in (before, after))
        labels = {
            "state": _("State"),
            "when": _("When"),
            "where": _("Where"),
            "how": _("How"),
            "link": _("Online link"),
        }
        return tuple(
            Row(name, label, old[name] or _("not given"), new[name] or _("not given"))
            for name, label in labels.items()
            if old[name] != new[name]
        )


def _said(event, language) -> dict[str, str]:
    return {
        "state": event.get_state_display(),
        "when": _when(event, language),
        "where": words.where(event, language),
        "how": event.get_attendance_mode_display(),
        "link": event.online_url,
    }


def _when(event, language) -> str:
    """With the hours also where an event lasts several days: they may be what has changed."""
    if event.all_day or event.date_is_approximate or event.is_one_sitting:
        return words.when(event, language)
    first, last = (
        dates.moment(moment, event.time_zone, language) for moment in (event.starts_at, event.ends_at)
    )
    return f"{first}至{last}" if is_chinese(language) else f"{first} – {last}"


# ---------------------------------------------------------------- the mail


def mail(change: EventChange, recipient: Recipient) -> Mail:
    is_off = change.after["state"] == EventState.CANCELLED
    attendee, registration = recipient.attendee, recipient.registration
    return Mail(
        key=f"event-change:{change.pk}:{recipient.address}",
        kind="event.cancelled" if is_off else "event.changed",
        template="events/emails/called_off" if is_off else "events/emails/changed",
        about=change.event,
        reason=WHY_ATTENDEE if attendee else WHY_REGISTRAR,
        context=_context(
            change,
            recipient,
            registration=attendee.registration if attendee else registration,
            ticket_url=ticket_page(attendee, recipient.language) if attendee else "",
            registration_url=registration_page(registration, recipient.language) if registration else "",
        ),
        **_to(recipient),
        **_calendar(change, recipient),
    )


def sample(change: EventChange, language: str) -> Mail:
    """What somebody with a place reads, without anybody's name, number or link in it."""
    attendee = Attendee(language=language, ticket_secret=NOBODYS)
    recipient = Recipient(address="name@example.org", language=language, attendee=attendee)
    with translation.override(language):
        name = pgettext("in a preview", "(name)")
    is_off = change.after["state"] == EventState.CANCELLED
    return Mail(
        key="preview",
        kind="event.changed",
        template="events/emails/called_off" if is_off else "events/emails/changed",
        address=recipient.address,
        name=name,
        language=language,
        reason=WHY_ATTENDEE,
        context=_context(
            change,
            recipient,
            registration="XXXX-XXXX",
            ticket_url=ticket_page(attendee, language),
            registration_url="",
        ),
    )


def _to(recipient: Recipient) -> dict[str, Any]:
    if (attendee := recipient.attendee) is not None:
        name = display_name(
            attendee.family_name, attendee.given_name, attendee.latin_name, recipient.language
        )
        person = attendee.user
    else:
        name, person = "", recipient.registration.contact
    return {"person": person, "address": recipient.address, "name": name, "language": recipient.language}


def _context(change, recipient: Recipient, **more) -> dict[str, Any]:
    told = rows(change, recipient.language, with_link=recipient.has_place)
    return {
        "event": EventInWords(change.event),
        "rows": told,
        "headline": _headline(change),
        "note": plain(change, "note", recipient.language),
        "is_attending": recipient.attendee is not None,
        "has_place": recipient.has_place,
        "asks_again": any(row.name != "link" for row in told)
        and change.after["state"] == EventState.SCHEDULED,
        **more,
    }


def _headline(change) -> str:
    old, new = change.before["state"], change.after["state"]
    if old != new and new == EventState.POSTPONED:
        return "postponed"
    return "held" if old == EventState.CANCELLED and new == EventState.SCHEDULED else "changed"


def _calendar(change, recipient: Recipient) -> dict[str, str]:
    """A new entry for those with a place; where the event is off, or has no day any more, the old one is taken back."""
    attendee, event = recipient.attendee, change.event
    had_a_day = change.before["date_precision"] == DatePrecision.DAY
    if attendee is None or not (has_a_day(event) or had_a_day):
        return {}
    if event.state == EventState.CANCELLED or not has_a_day(event):
        file, method = withdrawal(
            event, attendee, recipient.language, places_lost=recipient.places_lost, called_off=True
        )
    else:
        file, method = invitation(event, attendee, recipient.language, places_lost=recipient.places_lost)
    return {"calendar": file, "calendar_method": method}
