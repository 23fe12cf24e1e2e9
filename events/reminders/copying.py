"""The rules of an event, taken over for another."""

from django.utils import timezone

from events.models import Event, ReminderRule
from events.reminders.moments import moment

COPIED = ("amount", "unit", "anchor", "to", "at_time", "late_joiners")
TEXTS = tuple(f"{name}_{code}" for name in ("subject", "body") for code in ("zh_hans", "en"))


def copy_rules(source_event: Event, target_event: Event) -> list[ReminderRule]:
    """The own rules of an event for another one, in the same words; switched off where their moment has passed there."""
    return [_copied(rule, target_event) for rule in source_event.reminder_rules.all()]


def _copied(rule: ReminderRule, event: Event) -> ReminderRule:
    facts = {name: getattr(rule, name) for name in (*COPIED, *TEXTS)}
    copy = ReminderRule(event=event, **facts)
    at = moment(copy, event)
    copy.active = rule.active and (at is None or at > timezone.now())
    copy.save()
    return copy
