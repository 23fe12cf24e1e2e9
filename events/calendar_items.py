"""An event as calendars hold it: one UID wherever it comes from, its hours by the clocks of the place.

SEQUENCE says which of two notices is the newer. An event has its number, raised whenever what calendars say of it changes; feeds
and files that are fetched show that number. What comes by mail must besides tell one person's ups and downs apart, for
somebody may lose the place and register again while the event stays as it was. So it counts two for every place that
this address has lost at the desk:

    request = the event's number + 2 × places lost
    cancel  = the event's number + 2 × places lost − 1     (the place being taken back is lost already)

A cancel stands above the request it takes back, the next request above that cancel, and a change of the event
above either. An event that is called off raises its own number, and its cancel takes that: nobody has lost a place.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.db.models import Count
from django.db.models.functions import Lower
from icalendar import Calendar, Timezone, vDuration
from icalendar import Event as CalendarEvent

from beijing_ngo.core import dates, kept, public_address
from beijing_ngo.core.language import TAGS, current
from beijing_ngo.core.models import DatePrecision
from events import words
from events.models import Attendee, Event, EventState

REFRESH = timedelta(hours=6)
LAST_YEAR_OF_ZONES = 2038


def has_a_day(event: Event) -> bool:
    """An event of which only the month is known stands in no calendar yet."""
    return event.date_precision == DatePrecision.DAY


def places_lost(desk_id, addresses) -> Counter:
    """How often each address has lost a place, or the hope of one, at this desk; one statement."""
    wanted = {address.lower() for address in addresses}
    rows = (
        Attendee.objects.filter(desk=desk_id, cancelled_at__isnull=False)
        .annotate(address=Lower("email"))
        .filter(address__in=wanted)
        .order_by()
        .values_list("address")
        .annotate(times=Count("pk"))
    )
    return Counter(dict(rows))


def new_calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{kept.site().short_name or 'Association'}//{TAGS[current()]}")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def name_feed(calendar: Calendar, name: str) -> None:
    """What a calendar shows for a feed, and how often it asks again."""
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH).to_ical().decode())


def item(event: Event, *, stamp: datetime, url: str, sequence: int | None = None) -> CalendarEvent:
    """What every entry says of the event, in the reader's language; the status is the caller's to add."""
    made = CalendarEvent()
    made.add("uid", f"event-{event.pk}@{_host()}")
    made.add("sequence", event.calendar_sequence if sequence is None else sequence)
    made.add("dtstamp", stamp)
    made.add("last-modified", event.updated_at)
    if has_a_day(event):
        start, end = _span(event)
        made.add("dtstart", start)
        made.add("dtend", end)
    made.add("summary", words.title(event, current()))
    if place := words.where(event, current()):
        made.add("location", place)
    made.add("url", public_address.full(url))
    if event.latitude is not None:
        made.add("geo", (float(event.latitude), float(event.longitude)))
    return made


def status(event: Event, *, is_certain: bool = True) -> str:
    if event.state == EventState.CANCELLED:
        return "CANCELLED"
    if event.state == EventState.POSTPONED or not is_certain:
        return "TENTATIVE"
    return "CONFIRMED"


def text(calendar: Calendar) -> str:
    """The file, with the zones its hours are in."""
    years = [entry.start.year for entry in calendar.events if entry.get("dtstart")]
    if years:
        first, last = min(years), max([*years, LAST_YEAR_OF_ZONES - 1]) + 1
        for name in sorted(calendar.get_missing_tzids()):
            calendar.subcomponents.insert(0, _zone(name, first, last))
    return calendar.to_ical().decode()


@lru_cache(maxsize=64)
def _zone(name: str, first_year: int, last_year: int) -> Timezone:
    return Timezone.from_tzid(name, first_date=date(first_year, 1, 1), last_date=date(last_year, 1, 1))


def _span(event):
    """By the clocks of the place; whole days have no hour anywhere, and end on the day after the last."""
    start, end = (dates.local(value, event.time_zone) for value in (event.starts_at, event.ends_at))
    if not event.all_day:
        return start, end
    return event.days[0], event.days[-1] + timedelta(days=1)


def _host() -> str:
    return urlsplit(public_address.full("/")).hostname or "localhost"
