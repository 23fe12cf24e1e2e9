"""Calendar files: to fetch, to subscribe to, and to come with a mail (iTIP, RFC 5546)."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from icalendar import vCalAddress

from beijing_ngo.core import kept
from beijing_ngo.core.language import current, plain
from events import calendar_items, words
from events.calendar_items import has_a_day
from events.models import Attendee, Event

__all__ = ["Entry", "answer", "has_a_day", "invitation", "public_file", "response", "withdrawal"]

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
LONGEST_DESCRIPTION = 600


@dataclass(frozen=True)
class Entry:
    """An event with the registration that makes it somebody's, and the page where that is looked after."""

    event: Event
    registration: Any
    url: str


# ---------------------------------------------------------------- by mail


def invitation(
    event: Event, attendee: Attendee, language: str, *, places_lost: int | None = None
) -> tuple[str, str]:
    """For the calendar of somebody who has a place: the file and its METHOD.

    The place is given, so the person counts as coming and no answer is asked for. A second invitation to the same event takes
    the place of the first; how the numbers grow is told in calendar_items. `places_lost` may be given where many are written.
    """
    lost = _lost(attendee, places_lost)
    with translation.override(language):
        calendar = calendar_items.new_calendar(REQUEST)
        item = _personal(
            event, attendee, event.calendar_sequence + 2 * lost, PARTSTAT="ACCEPTED", RSVP="FALSE"
        )
        item.add("status", calendar_items.status(event))
        item.add("description", "\n".join(_description(event, attendee.registration)))
        calendar.add_component(item)
        return calendar_items.text(calendar), REQUEST


def withdrawal(
    event: Event,
    attendee: Attendee,
    language: str,
    *,
    places_lost: int | None = None,
    called_off: bool = False,
) -> tuple[str, str]:
    """Takes the event out of a person's calendar: because the place is gone, or (`called_off`) because the event is.

    Each invitation goes to one person and names nobody else, so what is taken back is the whole of it: STATUS says so
    in both cases. An event that has no day any more is taken back without one.
    """
    lost = _lost(attendee, places_lost)
    number = event.calendar_sequence + 2 * lost - (0 if called_off else 1)
    with translation.override(language):
        calendar = calendar_items.new_calendar(CANCEL)
        item = _personal(event, attendee, max(number, 0))
        item.add("status", "CANCELLED")
        calendar.add_component(item)
        return calendar_items.text(calendar), CANCEL


def _lost(attendee, known: int | None) -> int:
    if known is not None:
        return known
    return calendar_items.places_lost(attendee.desk_id, [attendee.email])[attendee.email.lower()]


def _personal(event, attendee, sequence, **parameters):
    item = calendar_items.item(
        event, stamp=timezone.now(), url=reverse("ticket", args=[attendee.ticket_secret]), sequence=sequence
    )
    site = kept.site()
    host = site.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    item.add("organizer", _person(host, plain(site, "name") or plain(site, "short_name")))
    who = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", **parameters}
    item.add("attendee", _person(attendee.email, words.name(attendee, current()), **who))
    return item


def _person(address: str, name: str, **parameters) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params.update({"CN": name} if name else {})
    person.params.update(parameters)
    return person


# ---------------------------------------------------------------- to fetch


def answer(entries, *, name: str, now: datetime, refreshes: bool = False) -> HttpResponse:
    """Somebody's own events: nobody on the way may keep them."""
    calendar = calendar_items.new_calendar(PUBLISH)
    if refreshes:
        calendar_items.name_feed(calendar, name)
    for entry in entries:
        event, registration = entry.event, entry.registration
        item = calendar_items.item(event, stamp=now, url=entry.url)
        item.add("description", "\n".join(_description(event, registration)))
        item.add("status", calendar_items.status(event, is_certain=registration.is_confirmed))
        calendar.add_component(item)
    made = response(calendar_items.text(calendar), filename="events" if refreshes else name)
    made.headers["Cache-Control"] = "private, no-store"
    return made


def public_file(events, *, name: str = "") -> str:
    """Events as everybody may see them, in the reader's language; with a name it is a feed to subscribe to.

    It is stamped with the time of each event's last change, so that the same events make the same file.
    """
    calendar = calendar_items.new_calendar(PUBLISH)
    if name:
        calendar_items.name_feed(calendar, name)
    for event in events:
        calendar.add_component(_public(event))
    return calendar_items.text(calendar)


def _public(event):
    item = calendar_items.item(event, stamp=event.updated_at, url=event.get_absolute_url())
    if summary := plain(event, "summary"):
        item.add("description", Truncator(summary).chars(LONGEST_DESCRIPTION))
    item.add("categories", [event.get_kind_display()])
    item.add("status", calendar_items.status(event))
    return item


def response(file: str, *, filename: str) -> HttpResponse:
    made = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    made.headers["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    made.headers["X-Robots-Tag"] = "noindex"
    return made


def _description(event, registration) -> list[str]:
    told = [
        _("%(label)s: %(text)s") % {"label": _("Registration"), "text": registration.get_state_display()},
        _("%(label)s: %(text)s") % {"label": _("Reference"), "text": registration},
    ]
    if registration.is_confirmed and event.online_url:
        told.append(_("%(label)s: %(text)s") % {"label": _("Online link"), "text": event.online_url})
    return told
