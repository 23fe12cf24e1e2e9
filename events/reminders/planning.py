"""What the clock asks each minute: write the reminders whose moment has come.

A rule's moment for an event is a ReminderRun. Its messages are written a page of the audience at a time, each page in a
transaction that also notes how far the run has come: whoever dies in between has written whole pages, and the next planner
goes on behind them. Two planners at once take pages in turn. Whatever happens, a key lets nobody have the same reminder twice.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from beijing_ngo.core import outbox
from events.models import Event, ReminderAnchor, ReminderRule, ReminderRun
from events.reminders import audiences, mails, reasons
from events.reminders.history import Due, messages
from events.reminders.moments import FACTS, anchor, pairs, published
from events.reminders.withdrawing import withdraw

# Somebody joins at a moment and is seen when their transaction is over: as long after as this, we look once more.
SETTLED = timedelta(minutes=5)
RECORDED = timedelta(days=1)  # so long after the anchor it is noted that a moment was missed


class Outpaced(Exception):  # noqa: N818, nothing went wrong: somebody else was here first
    """Another planner took the page."""


class Outdated(Exception):  # noqa: N818, nothing went wrong: the next minute begins with what is so now
    """The event or the rule changed while the page was put together."""


def plan(now: datetime | None = None) -> int:
    """Write every reminder that is due; take back what is no longer so. Returns how many were written."""
    now = now or timezone.now()
    withdraw(now)
    return sum(_carry_out(one, now) for one in due(now))


def due(now: datetime) -> list[Due]:
    """What has come and is not too long ago: before an event as long as the event is to come, after it a week."""
    found = _pairs(now)
    runs = {}
    of_events = ReminderRun.objects.filter(event__in={event.pk for _rule, event, _at in found})
    for run in of_events if found else ():
        runs.setdefault((run.rule_id, run.event_id), []).append(run)
    return [Due(rule, event, at, runs.get((rule.pk, event.pk), [])) for rule, event, at in found]


def _pairs(now):
    """The moments that have come: the window is as long ago as the rule with the longest distance asks for."""
    until = now + timedelta(microseconds=1)
    after = Q(anchor=ReminderAnchor.AFTER_END)
    found = pairs(ReminderRule.objects.filter(after), published(), now - reasons.CATCH_UP, until)
    before = ReminderRule.objects.exclude(after)
    for unit, amount in before.order_by().values_list("unit", "amount").distinct():
        since = now - timedelta(**{unit: amount}) - timedelta(days=2) - RECORDED
        for rule, event, at in pairs(before.filter(unit=unit, amount=amount), published(), since, until):
            if anchor(rule, event) > now - RECORDED:
                found.append((rule, event, at))
    return sorted(found, key=lambda pair: (pair[2], pair[0].pk, pair[1].pk))


def _carry_out(one: Due, now: datetime) -> int:
    run = one.run or _open(one, now)
    if run.is_done and reasons.is_one_of(run.reason, reasons.PASSING):
        _reopen(run, one, now)
    if not run.is_done:
        return _write_run(run, one, now)
    return _write_late(run, one, now)


def _open(one: Due, now: datetime) -> ReminderRun:
    reason = reasons.obstacle(one.rule, one.event, now)
    if reason is None and one.moment < one.counts_from:
        reason = reasons.NEWER
    run, _new = ReminderRun.objects.get_or_create(
        rule=one.rule,
        event=one.event,
        moment=one.moment,
        defaults={
            "ran_at": now,
            "covers_until": now,
            "told": mails.digest(one.rule, one.event),
            "is_done": reason is not None,
            "reason": str(reason or ""),
        },
    )
    return run


def _reopen(run: ReminderRun, one: Due, now: datetime) -> None:
    """What stood in the way has passed, so the reminder is made up for."""
    if reasons.obstacle(one.rule, one.event, now) or one.moment < one.counts_from:
        return
    run.is_done, run.reason, run.reached = False, "", 0
    run.ran_at = run.covers_until = now
    run.told = mails.digest(one.rule, one.event)
    run.save(update_fields=["is_done", "reason", "reached", "ran_at", "covers_until", "told"])


def _write_run(run: ReminderRun, one: Due, now: datetime) -> int:
    """Write to everybody who belonged to the audience at the moment; of rules for late joiners too, to all who do now."""
    if reason := reasons.obstacle(one.rule, one.event, now):
        run.is_done, run.reason = True, str(reason)
        run.save(update_fields=["is_done", "reason"])
        return 0
    writer, written = mails.Writer(one.rule, one.event, one.moment), 0
    until = None if one.rule.late_joiners else one.moment
    while not run.is_done:
        people = audiences.page(one.rule, one.event, after=run.reached, joined_until=until)
        try:
            written += _write_page(run, one, writer, people, now) if people else _finish(run)
        except Outpaced:
            known = run.told
            run.refresh_from_db()
            if run.told != known:
                break
        except Outdated:
            break
    return written


def _write_page(run: ReminderRun, one: Due, writer: mails.Writer, people, now: datetime) -> int:
    rows = messages(one, writer, people, now)
    reached = people[-1].place
    with transaction.atomic():
        mine = ReminderRun.objects.filter(pk=run.pk, is_done=False, reached=run.reached, told=run.told)
        if not mine.update(reached=reached, written=F("written") + len(rows)):
            raise Outpaced
        _check_nothing_changed(run, now)
        outbox.write(rows)
    run.reached = reached
    return len(rows)


def _check_nothing_changed(run: ReminderRun, now: datetime) -> None:
    """The event as it is now, not as it was when the page was put together."""
    rule = ReminderRule.objects.filter(pk=run.rule_id).first()
    event = Event.objects.select_related("desk").only(*FACTS).filter(pk=run.event_id).first()
    if rule is None or event is None or mails.digest(rule, event) != run.told:
        raise Outdated
    if reasons.obstacle(rule, event, now):
        raise Outdated


def _finish(run: ReminderRun) -> int:
    mine = ReminderRun.objects.filter(pk=run.pk, is_done=False, reached=run.reached, told=run.told)
    if not mine.update(is_done=True):
        raise Outpaced
    run.refresh_from_db()
    if not run.written:
        run.reason = str(reasons.NOBODY)
        run.save(update_fields=["reason"])
    return 0


def _write_late(run: ReminderRun, one: Due, now: datetime) -> int:
    """Who joined since we last looked; of rules that are not for late joiners, who did before the moment and was not yet seen."""
    start = max(run.covers_until - SETTLED, one.counts_from)
    until = min(now, anchor(one.rule, one.event)) if one.rule.late_joiners else one.moment
    if start >= until or reasons.obstacle(one.rule, one.event, now):
        return 0
    writer, written, after = mails.Writer(one.rule, one.event, one.moment), 0, 0
    window = {"joined_after": start, "joined_until": until}
    while people := audiences.page(one.rule, one.event, after=after, **window):
        rows, after = messages(one, writer, people, now), people[-1].place
        if rows:
            _write_more(run, one, rows)
            written += len(rows)
    ReminderRun.objects.filter(pk=run.pk).update(covers_until=now)
    return written


@transaction.atomic
def _write_more(run: ReminderRun, one: Due, rows) -> None:
    ReminderRun.objects.filter(pk=run.pk).update(
        written=F("written") + len(rows), told=mails.digest(one.rule, one.event), reason=""
    )
    outbox.write(rows)
