"""Where in the world: countries and regions of events, visits and projects; China itself is home."""

from collections import Counter

from django.utils.translation import gettext as _

from beijing_ngo.core.countries import COUNTRY_OR_REGION, PLACES, country_name
from beijing_ngo.core.places import HOME, on_the_map
from beijing_ngo.portal.impact import held_events, projects, visits
from beijing_ngo.portal.impact.tables import Cell, Column, Row, Table, counted
from delegations.filters import BEGUN
from events.filters import HELD


def by_country(events: Counter, visited: Counter, works: Counter) -> Table:
    """The list that says what the map shows."""
    together = abroad(events, visited, works)

    def row(code):
        return Row(
            [
                Cell(code),
                Cell(country_name(code)),
                counted(events[code], held_events.LIST, when=HELD, country=code),
                counted(visited[code], visits.LIST, when=BEGUN, country=code),
                counted(works[code], projects.LIST, country=code),
            ]
        )

    return Table(
        name="countries",
        title=_("Countries and regions"),
        source=_("As recorded with each event, visit and project; a journey through several counts in each."),
        columns=[
            Column("code", _("ISO code"), is_number=False, on_page=False),
            Column("country", str(COUNTRY_OR_REGION), is_number=False),
            Column("events", _("Events")),
            Column("delegations", _("Delegations")),
            Column("projects", _("Projects")),
        ],
        rows=[row(code) for code in sorted(together, key=lambda code: (-together[code], country_name(code)))],
    )


def drawn(events: Counter, visited: Counter, works: Counter) -> list[tuple[str, float, float, int]]:
    return on_the_map(abroad(events, visited, works))


def abroad(*found: Counter) -> Counter:
    together = sum(found, Counter())
    return Counter({code: count for code, count in together.items() if code in PLACES and code != HOME})
