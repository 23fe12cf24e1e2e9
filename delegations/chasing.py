"""What falls due on visits, and who is to be reminded of it today.

A matter is told by window, not by day: seven days before it is due, one day before, on the day, and then every week until it
is done. Whoever was told since the last of these moments is not told again, so a machine that was off for two days sends what
matters once. Deadlines of a conference are told thirty, fourteen, seven, three and one day before, and not after.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from beijing_ngo.core import dates
from delegations.models import Chase, ChecklistItem, Delegation, DelegationState, Outcome, Participation

LEADS = (7, 1, 0)  # days
DEADLINE_LEADS = (30, 14, 7, 3, 1)
EVERY = 7
NOMINATE, CONFIRM, FOLLOW_UP, CHECKLIST, REPORT = "nominate", "confirm", "follow_up", "checklist", "report"


@dataclass(frozen=True)
class Matter:
    """Something that falls due, who is to be told, and the moment since when they should know."""

    kind: str
    record: Any
    person: Any
    due_on: date
    since: date

    @property
    def key(self) -> str:
        return matter_key(self.kind, self.record.pk, self.due_on)


def matter_key(kind: str, pk: int, due_on: date) -> str:
    """With another day it is another matter: what was put off is chased from the beginning."""
    return f"{kind}:{pk}:{due_on.isoformat()}"


def since(due_on: date, today: date, leads=LEADS, *, goes_on: bool = True) -> date | None:
    """The last moment of chasing that has come; none before the first, nor after the day where it does not go on."""
    left = (due_on - today).days
    if left < 0:
        return due_on + timedelta(days=-left // EVERY * EVERY) if goes_on else None
    reached = min((days for days in leads if left <= days), default=None)
    return None if reached is None else due_on - timedelta(days=reached)


def looks_after(owner, delegation: Delegation):
    """The owner, or else the officer in charge of the visit; who has left the secretariat is neither."""
    for person in (owner, delegation.owner):
        if person and person.is_colleague:
            return person
    return None


# ---------------------------------------------------------------- what is due


def due(now: datetime) -> Iterator[Matter]:
    today = timezone.localtime(now).date()
    yield from _deadlines(now, today)
    soon = today + timedelta(days=max(LEADS))
    follow_ups = Outcome.objects.open().filter(due_on__lte=soon)
    yield from _of_visits(FOLLOW_UP, follow_ups.select_related("owner", "delegation__owner"), today)
    items = ChecklistItem.objects.filter(done_on__isnull=True, due_on__lte=soon)
    items = items.exclude(delegation__state=DelegationState.CANCELLED).order_by("due_on", "pk")
    yield from _of_visits(CHECKLIST, items.select_related("owner", "delegation__owner"), today)
    for visit in Delegation.objects.report_due().filter(report_due_on__lte=soon).select_related("owner"):
        day = visit.report_due_on
        yield from _matter(REPORT, visit, looks_after(None, visit), day, since(day, today))


def _of_visits(kind, rows, today) -> Iterator[Matter]:
    for row in rows:
        yield from _matter(
            kind, row, looks_after(row.owner, row.delegation), row.due_on, since(row.due_on, today)
        )


def _deadlines(now, today) -> Iterator[Matter]:
    """While people are still to be nominated or confirmed, and while they still can be."""
    for row in (
        Participation.objects.before_a_deadline(now).with_counts().select_related("conference", "owner")
    ):
        person = row.owner if row.owner and row.owner.is_colleague else None
        for kind, deadline, is_open in (
            (NOMINATE, row.nominate_by, row.to_nominate or not row.listed),
            (CONFIRM, row.confirm_by, row.to_confirm),
        ):
            if deadline and deadline > now and is_open:
                day = dates.to_date(deadline)
                yield from _matter(kind, row, person, day, since(day, today, DEADLINE_LEADS, goes_on=False))


def _matter(kind, record, person, due_on, moment) -> Iterator[Matter]:
    if person and moment:
        yield Matter(kind, record, person, due_on, moment)


# ---------------------------------------------------------------- who does not know yet


def untold(matters: Iterable[Matter]) -> dict[Any, list[Matter]]:
    """Each colleague with what they were not told since it was time."""
    matters = list(matters)
    told = {
        (row.matter, row.person_id): row.last_on
        for row in Chase.objects.filter(matter__in={matter.key for matter in matters})
    }
    found: dict[Any, list[Matter]] = {}
    for matter in matters:
        last = told.get((matter.key, matter.person.pk))
        if last is None or last < matter.since:
            found.setdefault(matter.person, []).append(matter)
    return found
