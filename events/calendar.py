"""A month as a table of weeks, Monday first."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from beijing_ngo.core import dates
from beijing_ngo.core.language import is_chinese
from events.models import Event

FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True)
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
    def address(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def previous(self):
        return Month.of(self.first - timedelta(days=1))

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


@dataclass
class Day:
    date: date
    is_in_month: bool
    is_today: bool
    events: list = field(default_factory=list)


def events_of(month: Month, events):
    """The events with at least a moment in the month by the clocks of any place on earth, to be looked at one by one."""
    first = datetime(month.year, month.number, 1, tzinfo=UTC)
    end = datetime(month.next.year, month.next.number, 1, tzinfo=UTC)
    margin = timedelta(days=1)
    return events.between(first - margin, end + margin).only(
        *("slug", "kind", "title_zh_hans", "title_en", "state"),
        *("starts_at", "ends_at", "time_zone", "date_precision"),
    )


def weeks(month: Month, events: list[Event], today: date) -> list[list[Day]]:
    """The weeks of the month, each event on each of its days as the clocks of its own place count them."""
    table = [[Day(day, Month.of(day) == month, day == today) for day in week] for week in month.weeks()]
    squares = {day.date: day for week in table for day in week if day.is_in_month}
    for event in events:
        if not event.date_is_approximate:
            for day in event.days:
                if day in squares:
                    squares[day].events.append(event)
    return table


def without_a_day(month: Month, events: list[Event]) -> list[Event]:
    """What took place at some time of the month: no day is made up for it."""
    return [
        event
        for event in events
        if event.date_precision == dates.MONTH
        and Month.of(dates.to_date(event.starts_at, event.time_zone)) == month
    ]
