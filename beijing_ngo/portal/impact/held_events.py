"""Events that took place, counted in the database by year and place, theme and goal.

A year is that of the place an event was held at, as the list of events has it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Sum, TextField, When
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core import kept
from beijing_ngo.core.charts import Pillar, share
from beijing_ngo.core.language import is_chinese
from beijing_ngo.core.lists import joined
from beijing_ngo.core.templatetags.portal import text
from beijing_ngo.portal.impact.tables import Cell, Column, Row, Table, counted, listed, with_bars
from beijing_ngo.portal.impact.years import drawn, span, without_records, year_cell
from events.filters import COUNTED, HELD, year_label
from events.models import Event
from events.whereabouts import Whereabouts, whereabouts

LIST = "events:list"


@dataclass(frozen=True)
class HeldEvents:
    total: int
    years: dict[int, Counter]  # by whereabouts
    countries: Counter
    themes: Counter  # by primary key
    goals: Counter
    people: dict[int, int]  # who took part, in the years somebody recorded it
    counted: Counter  # events with such a record, by year


def held_events() -> HeldEvents:
    held = Event.objects.public().held().rewrite(False).order_by()
    years, countries, people, recorded = {}, Counter(), Counter(), Counter()
    for moment, zone, country, mode, events, with_people, sum_of_people in _groups(held):
        year = _year(moment, zone)
        years.setdefault(year, Counter())[whereabouts(country, mode)] += events
        countries[country] += events
        if with_people:
            recorded[year] += with_people
            people[year] += sum_of_people
    goals = Counter()
    for numbers, count in held.values_list("sdgs").annotate(count=Count("pk")):
        goals.update(dict.fromkeys(numbers, count))
    themes = held.filter(themes__isnull=False).values_list("themes").annotate(count=Count("pk"))
    return HeldEvents(
        total=sum(countries.values()),
        years=years,
        countries=countries,
        themes=Counter(dict(themes)),
        goals=goals,
        people=dict(people),
        counted=recorded,
    )


def _groups(held):
    """Events by UTC's year; those of its last and first day, which may belong to another year elsewhere, by the minute."""
    written = held.annotate(written=Cast("starts_at", TextField()))
    grouped = written.annotate(day=Substr("written", 6, 5)).annotate(
        moment=Case(
            When(day__in=["12-31", "01-01"], then=Substr("written", 1, 16)),
            default=Substr("written", 1, 4),
        )
    )
    return grouped.values_list("moment", "time_zone", "country", "attendance_mode").annotate(
        events=Count("pk"), with_people=Count("participants_count"), people=Sum("participants_count")
    )


def _year(moment: str, zone: str) -> int:
    if len(moment) == 4:
        return int(moment)
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).year


# ---------------------------------------------------------------- as tables


def by_year(events: HeldEvents) -> Table:
    def row(year):
        places = events.years.get(year)
        if not places:
            return without_records(year, len(Whereabouts) + 1)
        each = (counted(places[place], LIST, when=HELD, year=year, place=place) for place in Whereabouts)
        return Row([year_cell(year), *each, counted(places.total(), LIST, when=HELD, year=year)])

    return Table(
        name="events-by-year",
        title=_("Events by year and place"),
        source=_("Events that took place, as recorded on this site; what was called off is not counted."),
        columns=[
            Column("year", _("Year")),
            *(Column(place.value, str(place.label)) for place in Whereabouts),
            Column("all", pgettext("events", "All")),
        ],
        rows=[row(year) for year in span(events.years)],
    )


def drawn_by_year(events: HeldEvents) -> list[Pillar]:
    return drawn(events.years, Whereabouts)


def people_by_year(events: HeldEvents) -> Table:
    most = max(events.people.values(), default=0)

    def row(year):
        people = events.people.get(year)
        url = listed(LIST, when=HELD, year=year, people=COUNTED) if people is not None else ""
        return Row(
            [
                year_cell(year),
                Cell(people, url),
                counted(events.counted[year], LIST, when=HELD, year=year, people=COUNTED),
                counted(events.years.get(year, Counter()).total(), LIST, when=HELD, year=year),
            ],
            share=share(people or 0, most),
            on_page=people is not None,
        )

    return Table(
        name="people-by-year",
        title=_("People who took part, by year"),
        source=_people_source(events),
        columns=[
            Column("year", _("Year")),
            Column("people", pgettext("attendance", "People")),
            Column("events_counted", _("Events counted")),
            Column("events_held", _("Events held"), on_page=False),
        ],
        rows=[row(year) for year in span(events.years)] if events.people else [],
    )


def _people_source(events) -> str:
    source = _("As counted by the organisers, for %(counted)d of %(held)d events.") % {
        "counted": events.counted.total(),
        "held": events.total,
    }
    unknown = [year_label(year) for year in sorted(events.years) if year not in events.people]
    if not unknown:
        return source
    left_open = _("Not reported: %(years)s.") % {"years": joined(unknown)}
    return f"{source}{left_open}" if is_chinese() else f"{source} {left_open}"


def by_theme(events: HeldEvents) -> Table:
    themes = [theme for theme in kept.themes().values() if events.themes[theme.pk]]
    themes.sort(key=lambda theme: -events.themes[theme.pk])
    return with_bars(
        name="events-by-theme",
        title=_("Events by theme"),
        source=_("Events that took place; one with several themes counts under each."),
        columns=(Column("theme", _("Theme"), is_number=False), Column("events", _("Events"))),
        rows=(
            (
                Cell(str(theme.name), words=text(theme, "name")),
                counted(events.themes[theme.pk], LIST, when=HELD, theme=theme.slug),
            )
            for theme in themes
        ),
    )
