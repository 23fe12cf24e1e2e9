"""What is written of a reminder already, and to whom it is still to be written.

A moved event has a new moment. Whoever had the reminder of an earlier one has it again only when a day lies between the two; and
never less than a day after they were sent it: until then the new one waits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from beijing_ngo.core import kept, outbox
from beijing_ngo.core.models import Message, MessageState
from events.models import Event, ReminderAnchor, ReminderRule, ReminderRun
from events.reminders import mails, reasons
from events.reminders.audiences import Recipient
from events.reminders.moments import anchor
from events.reminders.withdrawing import free

APART = timedelta(hours=24)
MOVES = 10  # of the moments an event had before, the last that are compared
NOT_HAD = (MessageState.DROPPED, MessageState.FAILED)


@dataclass
class Due:
    """A rule's moment for an event that has come, and the runs of the rule for this event: of this moment and of others."""

    rule: ReminderRule
    event: Event
    moment: datetime
    runs: list[ReminderRun]

    @property
    def run(self) -> ReminderRun | None:
        return next((run for run in self.runs if run.moment == self.moment), None)

    @property
    def counts_from(self) -> datetime:
        return max(self.rule.counts_from, self.event.published_at)

    @property
    def earlier(self) -> list[datetime]:
        others = [run.moment for run in self.runs if run.written and run.moment != self.moment]
        return sorted(others)[-MOVES:]

    def key(self, address: str, at: datetime | None = None) -> str:
        return mails.key(self.rule.pk, self.event.pk, at or self.moment, address)


@kept.read_once()
def messages(due: Due, writer: mails.Writer, people: list[Recipient], now: datetime) -> list[Message]:
    """The messages for those of a page who have not had the reminder."""
    taken = _taken({due.key(one.address) for one in people})
    wait = _waits(due, people, now) if due.earlier else {}
    rows = []
    for one in people:
        key, address = due.key(one.address), one.address.lower()
        if key in taken or (address in wait and wait[address] is None):
            continue
        taken.add(key)
        row = outbox.message(writer.mail(one))
        row.not_before = wait.get(address)
        rows.append(row)
    return rows


def _taken(keys: set[str]) -> set[str]:
    """Keys under which a message is written. One that was withdrawn for a reason that has passed gives up its key."""
    there = Message.objects.filter(key__in=keys).values_list("key", "state", "error")
    again, found = reasons.said(reasons.WITHDRAWN), set()
    given_up = set()
    for key, state, error in there:
        (given_up if state == MessageState.DROPPED and error in again else found).add(key)
    if given_up:
        free(given_up)
    return found


def _waits(due: Due, people: list[Recipient], now: datetime) -> dict[str, datetime | None]:
    """Of those who had the reminder of an earlier moment: from when they may have it again; None where they do not."""
    of = {due.key(one.address, at): (one.address.lower(), at) for one in people for at in due.earlier}
    had = Message.objects.filter(key__in=list(of)).exclude(state__in=NOT_HAD)
    waits: dict[str, datetime | None] = {}
    for key, created_at, claimed_at, sent_at in had.values_list("key", "created_at", "claimed_at", "sent_at"):
        address, at = of[key]
        again_at = (sent_at or claimed_at or created_at) + APART
        if due.moment - at < APART or (again_at > now and not _in_time(due, again_at)):
            waits[address] = None
        elif again_at > now and waits.get(address, now) is not None:
            waits[address] = max(again_at, waits.get(address, again_at))
    return waits


def _in_time(due: Due, at: datetime) -> bool:
    return due.rule.anchor == ReminderAnchor.AFTER_END or at < anchor(due.rule, due.event)
