"""Everything the page and its files show, counted in one go and kept until a record changes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from beijing_ngo.core import kept
from beijing_ngo.core.charts import Pillar
from beijing_ngo.core.language import current
from beijing_ngo.core.numbers import thousands
from beijing_ngo.portal.impact import goals, held_events, papers, places, projects, visits
from beijing_ngo.portal.impact.partners import partners
from beijing_ngo.portal.impact.tables import Table, listed
from delegations.filters import BEGUN
from events.filters import COUNTED, HELD, year_label

PLACES = "#countries"


@dataclass(frozen=True)
class Figure:
    label: str
    number: str
    url: str


@dataclass(frozen=True)
class Impact:
    counted_at: datetime
    figures: list[Figure]
    events_by_year: Table
    events_drawn: list[Pillar]
    events_by_theme: Table
    people_by_year: Table
    visits_by_year: Table
    visits_drawn: list[Pillar]
    papers_by_body: Table
    papers_by_year: Table
    countries: Table
    places: list[tuple]
    goals: Table
    goal_tiles: list[goals.Tile]
    partners_of_events: Table
    partners_of_projects: Table
    projects: Table
    project_values: str
    projects_valued: int

    @property
    def tables(self) -> dict[str, Table]:
        """By their names, in the order of the page; an empty one is none."""
        there = [value for value in vars(self).values() if isinstance(value, Table) and value]
        return {table.name: table for table in there}


def impact() -> Impact:
    return kept.value(("impact", current()), gather)


def gather() -> Impact:
    events, visited = held_events.held_events(), visits.visits()
    sent, works = papers.papers(), projects.projects()
    whereabouts = (events.countries, visited.countries, works.countries)
    aims = (events.goals, visited.goals, sent.goals, works.goals)
    of_events, of_projects = partners()
    countries = places.by_country(*whereabouts)
    return Impact(
        counted_at=timezone.now(),
        figures=figures(events, visited, sent, countries),
        events_by_year=held_events.by_year(events),
        events_drawn=held_events.drawn_by_year(events),
        events_by_theme=held_events.by_theme(events),
        people_by_year=held_events.people_by_year(events),
        visits_by_year=visits.by_year(visited),
        visits_drawn=visits.drawn_by_year(visited),
        papers_by_body=papers.by_body(sent),
        papers_by_year=papers.by_year(sent),
        countries=countries,
        places=places.drawn(*whereabouts),
        goals=goals.by_goal(*aims),
        goal_tiles=goals.tiles(*aims),
        partners_of_events=of_events,
        partners_of_projects=of_projects,
        projects=projects.by_project(works),
        project_values=projects.totals(works),
        projects_valued=works.valued,
    )


def figures(events, visited, sent, countries) -> list[Figure]:
    """The large figures; what there is none of, or nobody knows, is left out."""
    people, places_count = sum(events.people.values()), len(countries.rows)
    found = [
        (
            events.total,
            ngettext("event held since %(year)s", "events held since %(year)s", events.total)
            % {"year": year_label(min(events.years, default=""))},
            listed(held_events.LIST, when=HELD),
        ),
        (
            people,
            ngettext("person took part, where counted", "people took part, where counted", people),
            listed(held_events.LIST, when=HELD, people=COUNTED),
        ),
        (
            visited.total,
            ngettext("delegation, out or in", "delegations, out and in", visited.total),
            listed(visits.LIST, when=BEGUN),
        ),
        (
            sent.total,
            ngettext("paper sent to UN bodies", "papers sent to UN bodies", sent.total),
            listed(papers.LIST),
        ),
        (
            places_count,
            ngettext("country or region on the map", "countries and regions on the map", places_count),
            PLACES,
        ),
    ]
    return [Figure(label, thousands(number), url) for number, label, url in found if number]
