"""A reminder follows its reader to the address they have now.

Somebody corrects an address after the reminder was written to the old one. What still waits is taken back, and they are
written to at the new address, once: also where the old one had it, or refused it, for then somebody else read it or nobody.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from beijing_ngo.core import outbox
from beijing_ngo.core.delivery.sifting import BOUNCED
from beijing_ngo.core.models import Message, MessageState
from events.models import ChangeKind, Event, RegistrationChange, ReminderAudience, ReminderRun
from events.reminders import audiences, mails, reasons
from events.reminders.history import Due, messages
from events.reminders.withdrawing import key_given_up, outdated, with_facts


@transaction.atomic
def follow(*, event: Event, moved: dict[str, int]) -> int:
    """People at an event have other addresses: the one they had → the attendee. Returns how many reminders were written anew."""
    now, written = timezone.now(), 0
    runs = with_facts(
        ReminderRun.objects.filter(event=event, rule__to=ReminderAudience.ATTENDEES, written__gt=0)
    )
    for run in runs.order_by("pk"):
        if not outdated(run, now):  # else the planner writes it anew, and to the new addresses
            written += _write_again(run, moved, Q(pk__in=moved.values()), now)
    return written


def follow_reader(run: ReminderRun, message: Message, now: datetime) -> int:
    """A message is about to leave for an address that nobody of the audience has. Returns how often it was written anew."""
    if run.rule.to == ReminderAudience.ATTENDEES:
        attendee = _corrected(run, message)
        return _write_again(run, {message.to_address: attendee}, Q(pk=attendee), now) if attendee else 0
    if message.recipient_id is None:
        return 0
    by_calls = run.rule.to == ReminderAudience.NOT_REGISTERED
    rows = Q(user=message.recipient_id) if by_calls else Q(contact=message.recipient_id)
    places = audiences.audience(run.rule, run.event).filter(rows).values_list("pk", flat=True)
    return _write_again(run, {message.to_address: places.first()}, rows, now)


@transaction.atomic
def _write_again(run: ReminderRun, moved: dict[str, int], rows: Q, now: datetime) -> int:
    """To those of the audience whose old address was written to."""
    keys = {mails.key(run.rule_id, run.event_id, run.moment, old): place for old, place in moved.items()}
    bounced = Q(state=MessageState.DROPPED, error__in=reasons.said([BOUNCED]))
    had = Message.objects.filter(~Q(state=MessageState.DROPPED) | bounced, key__in=list(keys))
    places = {keys[key] for key in had.values_list("key", flat=True)}
    people = [one for one in audiences.some(run.rule, run.event, rows) if one.place in places]
    if not people:
        return 0
    waiting = Message.objects.waiting().filter(key__in=list(keys))
    taken_back = waiting.update(state=MessageState.DROPPED, error=str(reasons.CORRECTED), key=key_given_up())
    due = Due(run.rule, run.event, run.moment, [run])
    again = messages(due, mails.Writer(run.rule, run.event, run.moment), people, now)
    outbox.write(again)
    ReminderRun.objects.filter(pk=run.pk).update(written=F("written") + len(again) - taken_back)
    return len(again)


def _corrected(run: ReminderRun, message: Message) -> int | None:
    """The attendee who had the address when the page was put together, and has been given another since."""
    changes = RegistrationChange.objects.filter(
        kind=ChangeKind.EDITED, registration__desk__event=run.event_id, at__gte=run.ran_at
    )
    changes = changes.annotate(text=Cast("details", TextField())).filter(text__icontains=message.to_address)
    for change in changes.order_by("-at").select_related("registration"):
        for field, (old, _new) in change.details.items():
            number, _point, name = field.partition(".")
            if name == "email" and old.lower() == message.to_address.lower():
                found = change.registration.attendees.filter(number=number).values_list("pk", flat=True)
                return found.first()
    return None
