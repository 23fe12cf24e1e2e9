"""The seventeen goals, and how much was done for each."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core.models import SDG
from beijing_ngo.portal.impact import held_events, papers, projects, visits
from beijing_ngo.portal.impact.tables import Cell, Column, Row, Table, counted
from delegations.filters import BEGUN
from events.filters import HELD, goal_label


@dataclass(frozen=True)
class Tile:
    """A goal of the grid. The tints step at none, a quarter and a half of the most."""

    number: int
    name: str
    total: int
    tint: str


def anchor(number: int) -> str:
    return f"goal-{number}"


def by_goal(events: Counter, visited: Counter, sent: Counter, works: Counter) -> Table:
    def row(goal):
        number = int(goal)
        return Row(
            [
                Cell(number, words=goal_label(number)),
                Cell(str(goal.label)),
                counted(events[number], held_events.LIST, when=HELD, sdg=number),
                counted(visited[number], visits.LIST, when=BEGUN, sdg=number),
                counted(sent[number], papers.LIST, sdg=number),
                counted(works[number], projects.LIST, sdg=number),
            ],
            anchor=anchor(number),
        )

    return Table(
        name="goals",
        title=_("Activities by goal"),
        source=_(
            "Goals as recorded with each event, visit, paper and project; one with several counts under each."
        ),
        columns=[
            Column("goal", _("Goal")),
            Column("name", pgettext("goal", "Name"), is_number=False, on_page=False),
            Column("events", _("Events")),
            Column("delegations", _("Delegations")),
            Column("papers", _("Papers")),
            Column("projects", _("Projects")),
        ],
        rows=[row(goal) for goal in SDG] if any((events, visited, sent, works)) else [],
    )


def tiles(*found: Counter) -> list[Tile]:
    totals = {int(goal): sum(counts[int(goal)] for counts in found) for goal in SDG}
    most = max(totals.values())
    return [
        Tile(int(goal), str(goal.label), totals[int(goal)], _tint(totals[int(goal)], most)) for goal in SDG
    ]


def _tint(total: int, most: int) -> str:
    if not total:
        return "g0"
    return "g3" if 2 * total >= most else "g2" if 4 * total >= most else "g1"
