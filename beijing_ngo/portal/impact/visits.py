"""Delegations that have set out, and who travelled."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core.charts import Pillar
from beijing_ngo.portal.impact.tables import Cell, Column, Row, Table, counted
from beijing_ngo.portal.impact.years import drawn, span, without_records, year_cell
from delegations.filters import BEGUN, RECORDED
from delegations.models import Delegation, DelegationMember, Direction

LIST = "delegations:list"


@dataclass(frozen=True)
class Visits:
    total: int
    years: dict[int, Counter]  # by direction
    countries: Counter
    goals: Counter
    people: Counter  # who travelled, in the years somebody recorded it


def visits() -> Visits:
    begun = Delegation.objects.public().begun().rewrite(False).order_by()
    years, countries, goals = {}, Counter(), Counter()
    groups = begun.values_list("starts_on__year", "direction", "countries").annotate(count=Count("pk"))
    for year, direction, codes, count in groups:
        years.setdefault(year, Counter())[direction] += count
        countries.update({code: count for code in str(codes or "").split(",") if code})
    for numbers, count in begun.values_list("sdgs").annotate(count=Count("pk")):
        goals.update(dict.fromkeys(numbers, count))
    people = (
        DelegationMember.objects.filter(delegation__in=begun.values("pk"))
        .order_by()
        .values_list("delegation__starts_on__year")
        .annotate(count=Count("pk"))
    )
    return Visits(
        total=sum(year.total() for year in years.values()),
        years=years,
        countries=countries,
        goals=goals,
        people=Counter(dict(people)),
    )


def by_year(visits: Visits) -> Table:
    def row(year):
        directions = visits.years.get(year)
        if not directions:
            return without_records(year, len(Direction) + 1)
        each = (
            counted(directions[direction], LIST, when=BEGUN, year=year, direction=direction)
            for direction in Direction
        )
        people = counted(visits.people[year], LIST, when=BEGUN, year=year, people=RECORDED)
        return Row([year_cell(year), *each, people if people.value else Cell(None)])

    return Table(
        name="delegations-by-year",
        title=_("Delegations by year"),
        source=_(
            "Visits that are over or under way, by the year they began; those still to come are not counted."
        ),
        columns=[
            Column("year", _("Year")),
            Column(Direction.OUTGOING.value, pgettext("delegations", "Sent")),
            Column(Direction.INCOMING.value, pgettext("delegations", "Received")),
            Column("people", _("People who travelled")),
        ],
        rows=[row(year) for year in span(visits.years)],
    )


def drawn_by_year(visits: Visits) -> list[Pillar]:
    return drawn(visits.years, Direction)
