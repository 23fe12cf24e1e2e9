"""What will be sent, and to how many people as things stand."""

from dataclasses import dataclass
from datetime import datetime

from events.models import Event, EventState, ReminderRule
from events.reminders import audiences
from events.reminders.moments import pairs, published


@dataclass(frozen=True)
class Planned:
    moment: datetime
    rule: ReminderRule
    event: Event
    count: int


def forecast(since: datetime, until: datetime) -> list[Planned]:
    """The reminders that are due between the two, the first one first, each with the people it is for at present."""
    events = published().filter(state=EventState.SCHEDULED)
    coming = pairs(ReminderRule.objects.filter(active=True), events, since, until)
    return [
        Planned(moment=at, rule=rule, event=event, count=audiences.count(rule, event))
        for rule, event, at in coming
        if at >= max(rule.counts_from, event.published_at)
    ]
