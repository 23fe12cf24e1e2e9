"""The calendar of events: a month as a table of weeks, Monday first, and days one below the other as an agenda."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import TextField
from django.db.models.functions import Cast, Substr

from beijing_ngo.core import dates, kept
from beijing_ngo.core.language import current, is_chinese
from events.models import Event
from events.models.events import local_days

# A square of the month shows so many events, and says how many more there are; a single one more has the room of its number.
MOST_IN_A_SQUARE = 3
FIRST_YEAR, LAST_YEAR = 1900, 2199  # years beyond have no page
FIVE_WEEKS = timedelta(weeks=5)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, day: date):
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.next.first - ONE_DAY

    @property
    def has_page(self) -> bool:
        return FIRST_YEAR <= self.year <= LAST_YEAR

    @property
    def address(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def previous(self):
        return Month.of(self.first - ONE_DAY)

    @property
    def next(self):
        return Month.of(self.first + timedelta(days=31))

    @property
    def name(self) -> str:
        return dates.month_year(self.first)

    @property
    def short_name(self) -> str:
        return dates.month_name(self.first)

    def weeks(self) -> list[list[date]]:
        return Calendar().monthdatescalendar(self.year, self.number)


def weekdays() -> list[tuple[str, str]]:
    """The names of the days from Monday on, whole and short: 星期一 and 一."""
    monday = date(2024, 1, 1)
    days = [monday + timedelta(days=n) for n in range(7)]
    if is_chinese():
        return [(f"星期{dates.weekday_name(day)[-1]}", dates.weekday_name(day)[-1]) for day in days]
    return [(dates.weekday_name(day), dates.short_weekday(day)) for day in days]


def ends_of(years: Iterable[int], today: date) -> tuple[Month, Month]:
    """The months between which the calendar leads from one to the next: those of the events, and the next year.

    A month beyond has a page, but nothing leads there: else a machine that follows links would visit three centuries.
    """
    years = {*years, today.year}
    return Month(max(min(years), FIRST_YEAR), 1), Month(min(max(*years, today.year + 1), LAST_YEAR), 12)


# ---------------------------------------------------------------- the events of some days


def around(first: date, last: date, events):
    """The events with at least a moment on the days from first to last, by the clocks of any place on earth."""
    start, end = _on_earth(first, last)
    # Said for the sake of the index, which else is read from the first event of all.
    return events.between(start, end).filter(starts_at__gte=start - longest())


def longest() -> timedelta:
    """A span that no public event outlasts."""

    def build():
        months = Event.objects.public().rewrite(False).order_by()
        spans = months.values_list(_month_of("starts_at"), _month_of("ends_at")).distinct()
        between = (_number_of(last) - _number_of(first) for first, last in spans)
        return timedelta(days=31 * (max(between, default=0) + 1))

    return kept.value(("events longest", current()), build)


def _month_of(field):
    return Substr(Cast(field, TextField()), 1, 7)


def _number_of(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def _on_earth(first, last):
    start, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, last + ONE_DAY))
    return start - ONE_DAY, end + ONE_DAY


def _days(starts_at, ends_at, zone):
    return local_days(starts_at, ends_at, ZoneInfo(zone))


@dataclass(frozen=True)
class Entry:
    """An event on one of its days."""

    day: date
    event: Any
    number: int
    of: int


def entries(first: date, last: date, events) -> list[Entry]:
    """The events of each day, each as the clocks of its own place count its days."""
    found = []
    for event in events:
        if event.date_precision != dates.DAY:
            continue
        begins, ends = _days(event.starts_at, event.ends_at, event.time_zone)
        day, until = max(begins, first), min(ends, last)
        while day <= until:
            found.append(Entry(day, event, (day - begins).days + 1, (ends - begins).days + 1))
            day += ONE_DAY
    return sorted(found, key=lambda entry: entry.day)


def without_a_day(first: date, last: date, events) -> list:
    """What takes place at some time of a month: no day is made up for it."""
    months = Month.of(first), Month.of(last)
    return [
        event
        for event in events
        if event.date_precision == dates.MONTH
        and months[0] <= Month.of(dates.to_date(event.starts_at, event.time_zone)) <= months[1]
    ]


def nearest(first: date, last: date, there, events) -> tuple[Month | None, Month | None]:
    """Around days on which nothing takes place: the month of the last event before them, and of the next one.

    `there` are the events `around` the days. They are near enough that only the clocks of their places tell on which
    side they are; those further off are on the same side by every clock.
    """
    known = events.exclude(date_precision=dates.YEAR)
    start, end = _on_earth(first, last)
    before = known.filter(starts_at__lt=start, ends_at__lt=start).order_by("-starts_at", "-id")
    after = known.filter(starts_at__gte=end).order_by("starts_at", "id")
    spans = [(row.starts_at, row.ends_at, row.time_zone) for row in there if row.date_precision != dates.YEAR]
    for rows in (before, after):
        spans += rows.values_list("starts_at", "ends_at", "time_zone")[:1]
    touched = [_days(*span) for span in spans]
    earlier = max((ends for _begins, ends in touched if ends < first), default=None)
    later = min((begins for begins, _ends in touched if begins > last), default=None)
    return earlier and Month.of(earlier), later and Month.of(later)


# ---------------------------------------------------------------- as a month


@dataclass
class Square:
    date: date
    is_in_month: bool
    is_today: bool
    events: list = field(default_factory=list)
    more: int = 0  # that there is no room for


def weeks(month: Month, found: list[Entry], today: date) -> list[list[Square]]:
    """The weeks of the month with what there is room for on each day."""
    table = [[Square(day, Month.of(day) == month, day == today) for day in week] for week in month.weeks()]
    squares = {square.date: square for week in table for square in week if square.is_in_month}
    for day, of_the_day in groupby(found, key=lambda entry: entry.day):
        events = [entry.event for entry in of_the_day]
        room = len(events) if len(events) <= MOST_IN_A_SQUARE + 1 else MOST_IN_A_SQUARE
        squares[day].events, squares[day].more = events[:room], len(events) - room
    return table


# ---------------------------------------------------------------- as an agenda


@dataclass(frozen=True)
class AgendaDay:
    date: date
    is_today: bool
    entries: list[Entry]

    @property
    def name(self) -> str:
        """Without the year, which stands above already or goes without saying in the weeks to come."""
        return dates.range_within_year(self.date, self.date)

    @property
    def weekday(self) -> str:
        return dates.weekday_name(self.date)


def days(found: Iterable[Entry], today: date) -> list[AgendaDay]:
    """Only the days on which something takes place."""
    return [
        AgendaDay(day, day == today, list(of_the_day))
        for day, of_the_day in groupby(found, key=lambda entry: entry.day)
    ]
