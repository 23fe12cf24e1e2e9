"""Rows of event lists, drawn once.

A row looks the same to every reader of a language until a record changes, but for one thing: how things stand at the
registration desk. So a list asks for that alone and takes the drawn rows from memory; those it lacks it fetches
together and draws.
"""

from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.html import format_html

from beijing_ngo.core import dates, kept
from beijing_ngo.core.language import current, is_chinese
from events.models import Event, RegistrationDesk
from events.models.events import Availability, availability

MOST_KEPT = 1000
ROW = "components/event_card.html"
CHINESE_MONTHS = [
    "一月",
    "二月",
    "三月",
    "四月",
    "五月",
    "六月",
    "七月",
    "八月",
    "九月",
    "十月",
    "十一月",
    "十二月",
]


class Standing(NamedTuple):
    """The little about an event that has to be asked anew each time."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    date_precision: str
    state: str
    desk: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    capacity: int | None
    places_taken: int | None
    waiting_list: bool | None
    kind: str

    @property
    def availability(self) -> Availability | None:
        desk = self.desk and RegistrationDesk(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            capacity=self.capacity,
            places_taken=self.places_taken,
            waiting_list=self.waiting_list,
        )
        return availability(state=self.state, ends_at=self.ends_at, desk=desk)


def listed(events):
    """The queryset's events as far as a list has to ask for them; whole ones while nothing is drawn yet."""
    if not _kept_rows():
        return events.for_rows()
    return events.rewrite(False).values_list(
        *("pk", "starts_at", "ends_at", "time_zone", "date_precision", "state"),
        *("desk__pk", "desk__opens_at", "desk__closes_at"),
        *("desk__capacity", "desk__places_taken", "desk__waiting_list"),
        "kind",
    )


def drawn(found) -> list[str]:
    """The rows of a page of `listed` events, as HTML."""
    return [html for _row, html in _together(found)]


def _together(found, *, in_months=False) -> list[tuple]:
    """Each event of `listed` that is still there, with its row."""
    found = read(found)
    html = drawn_by_pk(found, in_months=in_months)
    return [(row, html[row.pk]) for row in found if row.pk in html]


def drawn_by_pk(found, *, template=ROW, in_months=False) -> dict[int, str]:
    """Each event of `listed` once, in the shape of the template; one deleted between the statements is missing.

    Below a heading with the month (`in_months`) the day alone is enough.
    """
    rows, found = _kept_rows(), read(found)
    wanted = {row.pk: (row.pk, row.availability, in_months, template) for row in found}
    ready = {pk: rows[key] for pk, key in wanted.items() if key in rows}
    missing = {pk: key for pk, key in wanted.items() if pk not in ready}
    if missing:
        if len(rows) + len(missing) > MOST_KEPT:
            rows.clear()
        whole = [row for row in found if isinstance(row, Event)]
        for event in whole or Event.objects.filter(pk__in=missing).for_rows():
            if key := missing.get(event.pk):
                event.availability = key[1]
                ready[event.pk] = rows[key] = _draw(event, template, in_months)
    return ready


def _kept_rows() -> dict:
    return kept.value(("event rows", current()), dict, seconds=3600)


def read(found) -> list:
    """The rows of `listed` with their facts under names."""
    return [row if isinstance(row, Event) else Standing._make(row) for row in found]


def _draw(event, template, in_months) -> str:
    day = day_of_month(event) if in_months else None
    return get_template(template).render({"event": event, "day": day})


class Month(NamedTuple):
    """A heading of the list and the rows below it."""

    name: str
    year: int
    rows: list[str]


def by_year(found) -> list[Month]:
    """The rows of a page under their years, for lists that reach far back."""
    return [
        Month("", year, [html for _row, html in rows])
        for year, rows in groupby(_together(found), key=lambda pair: _month_of(pair[0])[0])
    ]


def by_month(found) -> list[Month]:
    """The rows of a page under their months; an event of which only the year is known stands under the year."""
    together = _together(found, in_months=True)
    return [
        Month(month and month_name(month), year, [html for _row, html in rows])
        for (year, month), rows in groupby(together, key=lambda pair: _month_of(pair[0]))
    ]


def _month_of(row):
    start = dates.to_date(row.starts_at, row.time_zone)
    return start.year, None if row.date_precision == dates.YEAR else start.month


def month_name(month: int) -> str:
    return CHINESE_MONTHS[month - 1] if is_chinese() else dates.MONTHS[month - 1]


def day_of_month(event):
    """The figure and the weekday; nothing of its own where the day is not known."""
    if event.date_is_approximate:
        return None
    start = dates.to_date(event.starts_at, event.time_zone)
    machine = dates.machine_date(event.starts_at, zone=event.time_zone)
    return format_html(
        '<time class="date" datetime="{}"><b>{}</b><span>{}</span></time>',
        *(machine, start.day, dates.short_weekday(start)),
    )
