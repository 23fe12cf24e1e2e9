"""Reminders that are written and not sent when what they say is no longer so: taken back, and written anew in time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from beijing_ngo.core import outbox
from beijing_ngo.core.models import Message, MessageState
from events.models import ReminderRun
from events.reminders import mails, reasons
from events.reminders.moments import moment

LOOKED_AFTER = timedelta(days=3)  # what still waits then is judged when it is to be sent


def withdraw(now: datetime) -> int:
    """Drop what is queued of runs whose event was moved, called off or changed. Returns how many messages that were.

    Everybody whose message is dropped is written anew when the reminder's moment comes (again).
    """
    recent = with_facts(ReminderRun.objects.filter(Q(ran_at__gte=now - LOOKED_AFTER) | Q(is_done=False)))
    stale = [(run, reason) for run in recent if (reason := outdated(run, now))]
    labels = {outbox.label(run.event) for run, _reason in stale}
    queued = Message.objects.waiting().filter(about__in=labels, kind__startswith=mails.KIND)
    concerned = set(queued.order_by().values_list("about", flat=True).distinct()) if labels else set()
    return sum(
        _take_back(run, reason)
        for run, reason in stale
        if not run.is_done or outbox.label(run.event) in concerned
    )


def outdated(run: ReminderRun, now: datetime):
    """Why the messages of a run are no longer to be sent; None where they are."""
    if reason := reasons.obstacle(run.rule, run.event, now):
        return reason
    at = moment(run.rule, run.event)
    if at is None or mails.stamp(at) != mails.stamp(run.moment):
        return reasons.MOVED
    return reasons.CHANGED if run.told != mails.digest(run.rule, run.event) else None


@transaction.atomic
def _take_back(run: ReminderRun, reason) -> int:
    queued = Message.objects.waiting().filter(
        about=outbox.label(run.event),
        key__startswith=mails.prefix(run.rule_id, run.event_id, run.moment),
    )
    # The key is given up, so that the same person can be written the same reminder once more.
    dropped = queued.update(state=MessageState.DROPPED, error=str(reason), key=key_given_up())
    if dropped or not run.is_done:
        ReminderRun.objects.filter(pk=run.pk).update(
            is_done=True, reason=str(reason), reached=0, written=F("written") - dropped
        )
    return dropped


def free(keys) -> None:
    """Let go of the keys of messages that were dropped for a reason that has passed."""
    Message.objects.filter(key__in=keys, state=MessageState.DROPPED).update(key=key_given_up())


def key_given_up():
    return Concat("key", Value(":"), Cast("pk", CharField()))


def with_facts(runs):
    return runs.select_related("rule", "event__desk").defer(
        *(f"event__{name}_{code}" for name in ("summary", "body", "theme_line") for code in ("zh_hans", "en"))
    )
