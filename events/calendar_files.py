"""Events for the calendars of phones and desks: one as a file, a person's all as a feed to subscribe to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration
from icalendar import Event as CalendarEvent

from beijing_ngo.core import dates, kept, public_address
from beijing_ngo.core.language import TAGS, current
from beijing_ngo.core.models import DatePrecision
from events import words
from events.models import Event, EventState

REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """An event with the registration that makes it somebody's, and the page where that is looked after."""

    event: Event
    registration: Any
    url: str


def has_a_day(event: Event) -> bool:
    """An event of which only the month is known stands in no calendar yet."""
    return event.date_precision == DatePrecision.DAY


def answer(entries, *, name: str, now: datetime, refreshes: bool = False) -> HttpResponse:
    calendar = _calendar(name if refreshes else "", refreshes)
    for entry in entries:
        calendar.add_component(_event(entry, now))
    calendar.add_missing_timezones()
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    filename = "events" if refreshes else name
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _calendar(name: str, refreshes: bool) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{kept.site().short_name or 'Association'}//{TAGS[current()]}")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if refreshes:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH).to_ical().decode())
    return calendar


def _event(entry: Entry, now: datetime) -> CalendarEvent:
    event, registration = entry.event, entry.registration
    item = CalendarEvent()
    item.add("uid", f"event-{event.pk}@{_host()}")
    item.add("sequence", event.calendar_sequence)
    item.add("dtstamp", now)
    item.add("last-modified", event.updated_at)
    start, end = _span(event)
    item.add("dtstart", start)
    item.add("dtend", end)
    item.add("summary", words.title(event, current()))
    if place := words.where(event, current()):
        item.add("location", place)
    item.add("description", "\n".join(_description(entry)))
    item.add("url", public_address.full(entry.url))
    item.add("status", _status(event, registration))
    if event.latitude is not None:
        item.add("geo", (float(event.latitude), float(event.longitude)))
    return item


def _span(event):
    """By the clocks of the place; whole days have no hour anywhere, and end on the day after the last."""
    start, end = (dates.local(value, event.time_zone) for value in (event.starts_at, event.ends_at))
    if not event.all_day:
        return start, end
    return event.days[0], event.days[-1] + timedelta(days=1)


def _status(event, registration) -> str:
    if event.state == EventState.CANCELLED:
        return "CANCELLED"
    if event.state == EventState.POSTPONED or not registration.is_confirmed:
        return "TENTATIVE"
    return "CONFIRMED"


def _description(entry: Entry) -> list[str]:
    registration = entry.registration
    told = [
        _("%(label)s: %(text)s") % {"label": _("Registration"), "text": registration.get_state_display()},
        _("%(label)s: %(text)s") % {"label": _("Reference"), "text": registration},
    ]
    if registration.is_confirmed and entry.event.online_url:
        told.append(_("%(label)s: %(text)s") % {"label": _("Online link"), "text": entry.event.online_url})
    return told


def _host() -> str:
    return urlsplit(public_address.full("/")).hostname or "localhost"
