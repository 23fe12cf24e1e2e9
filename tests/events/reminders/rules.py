"""Rules, and events whose people are reminded: at a desk where the clock stands still until it is moved."""

from datetime import UTC, datetime, timedelta

from beijing_ngo.core.models import Message, MessageState
from events.models import ReminderRule
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    ModelFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
)

NOW = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)  # nine in the morning in Beijing
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class ReminderRuleFactory(ModelFactory):
    class Meta:
        model = ReminderRule

    event_kind = "forum"
    amount = 3
    unit = "days"
    anchor = "before_start"
    to = "confirmed_attendees"
    subject_zh_hans = "提醒：{event}"
    subject_en = "Reminder: {event}"
    body_zh_hans = "请准时到场。\n\n查看电子票\n{link}"
    body_en = "Please be on time.\n\nSee your ticket\n{link}"
    counts_from = NOW - timedelta(days=100)


def rule_of(event, **facts):
    return ReminderRuleFactory(event=event, event_kind="", **facts)


def desk_in(days=10, **rules):
    """The desk of an event that starts so many days from NOW."""
    facts = rules.pop("event", {})
    start = facts.get("starts_at", NOW + timedelta(days=days))
    event = EventFactory(**{"starts_at": start, "ends_at": start + 2 * HOUR} | facts)
    return RegistrationDeskFactory(
        **{"event": event, "opens_at": NOW - 5 * DAY, "closes_at": start - DAY, "capacity": 100} | rules
    )


def registered(desk, people=1, *, at=NOW - DAY, state="confirmed", **facts):
    """A party whose places were given at a time."""
    party = RegistrationFactory(
        desk=desk,
        state=state,
        registered_at=at,
        decided_at=at if state == "confirmed" else None,
        waiting_since=at if state == "waitlisted" else None,
        **facts,
    )
    for _place in range(people):
        one = AttendeeFactory(registration=party)
        type(one).objects.filter(pk=one.pk).update(created_at=at)
    return party


def addresses(party):
    return sorted(party.attendees.values_list("email", flat=True))


def queued():
    """To whom reminders wait to be sent."""
    return sorted(Message.objects.waiting().values_list("to_address", flat=True))


def dropped():
    rows = Message.objects.filter(state=MessageState.DROPPED).order_by("pk")
    return [(row.to_address, row.error) for row in rows]


def send_all():
    """The mail server takes everything."""
    from django.utils import timezone

    now = timezone.now()
    Message.objects.waiting().update(state=MessageState.SENT, claimed_at=now, sent_at=now)
