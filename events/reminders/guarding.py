"""The last question before a reminder is sent: whether it is still so, and still for whom it was written."""

from django.db.models import F
from django.utils import timezone

from beijing_ngo.core.models import Message
from events.models import ReminderAudience, ReminderRun
from events.reminders import audiences, following, mails, reasons
from events.reminders.withdrawing import outdated, with_facts


def guard(message: Message) -> str:
    """Before a reminder is sent: why it is not to be, or "".

    The event may have been called off or moved since, the recipient's place may be gone, or their address another.
    """
    if message.kind.removeprefix(mails.KIND) not in ReminderAudience.values:
        return ""
    now = timezone.now()
    run = _run_of(message)
    if run is None:
        return str(reasons.DELETED)
    if reason := outdated(run, now):
        if reason in reasons.PASSING:  # then it is planned anew when the reason has passed
            ReminderRun.objects.filter(pk=run.pk).update(
                is_done=True, reason=str(reason), reached=0, written=F("written") - 1
            )
        return str(reason)
    address, person_id = message.to_address, message.recipient_id
    if audiences.includes(run.rule, run.event, address=address, person_id=person_id):
        return ""
    return str(reasons.CORRECTED if following.follow_reader(run, message, now) else reasons.GONE)


def _run_of(message: Message) -> ReminderRun | None:
    of = mails.parsed(message.key)
    if of is None:
        return None
    rule_pk, event_pk, at = of
    runs = with_facts(ReminderRun.objects.filter(rule=rule_pk, event=event_pk))
    return next((run for run in runs if mails.stamp(run.moment) == at), None)
