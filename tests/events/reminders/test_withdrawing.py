"""Events that are moved, called off or changed while their reminders are written, queued or sent."""

from datetime import time, timedelta

import pytest

from beijing_ngo.core import delivery
from beijing_ngo.core.models import Message, MessageState
from events import operations, reminders
from events.models import ReminderRun
from events.reminders import audiences, planning
from tests.events.people import contact
from tests.events.reminders.rules import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    addresses,
    desk_in,
    dropped,
    queued,
    registered,
    rule_of,
    send_all,
)

pytestmark = pytest.mark.django_db

MOVED = "The event was moved: there is a new moment for this reminder."
CHANGED = "What the reminder says has changed; it is written anew."


@pytest.fixture
def desk(clock):
    """Of an event in three days: the moment of “three days before” is now."""
    return desk_in(3)


def move(desk, by):
    event = desk.event
    event.starts_at, event.ends_at = event.starts_at + by, event.ends_at + by
    event.save()
    desk.closes_at += by
    desk.save()


def runs():
    return [(run.moment, run.written, run.reason) for run in ReminderRun.objects.order_by("moment")]


def messages(party):
    """How many reminders each was sent or is waiting for."""
    live = Message.objects.exclude(state=MessageState.DROPPED)
    return [
        live.filter(to_address=address, kind__startswith="reminder.").count() for address in addresses(party)
    ]


# ---------------------------------------------------------------- moved


def test_a_moved_event_has_a_new_moment(desk, clock):
    rule_of(desk.event)
    party = registered(desk, people=2)
    reminders.plan()
    send_all()

    move(desk, 5 * DAY)
    clock.move_to(NOW + 5 * DAY - MINUTE, tick=False)
    assert reminders.plan() == 0
    clock.move_to(NOW + 5 * DAY, tick=False)

    assert reminders.plan() == 2
    assert messages(party) == [2, 2]


@pytest.mark.parametrize("by", [HOUR, 23 * HOUR])
def test_who_had_it_less_than_a_day_before_does_not_have_it_again(desk, clock, by):
    rule_of(desk.event)
    early = registered(desk)
    reminders.plan()
    send_all()
    move(desk, by)
    between = registered(desk, at=NOW + MINUTE)
    clock.move_to(NOW + by, tick=False)

    assert reminders.plan() == 1
    assert (messages(early), messages(between)) == ([1], [1])


def test_who_had_it_a_little_late_waits_for_a_day_to_pass(desk, clock):
    rule_of(desk.event)
    party = registered(desk)
    clock.move_to(NOW + 2 * HOUR, tick=False)
    reminders.plan()
    send_all()
    move(desk, DAY)
    clock.move_to(NOW + DAY, tick=False)

    assert reminders.plan() == 1
    assert Message.objects.waiting().get().not_before == NOW + 2 * HOUR + DAY
    assert messages(party) == [2]


def test_there_is_no_waiting_until_the_event_has_begun(clock):
    desk = desk_in(1, event={"starts_at": NOW + 5 * HOUR})
    rule_of(desk.event, amount=5, unit="hours", anchor="before_start")
    party = registered(desk)
    clock.move_to(NOW + 4 * HOUR, tick=False)
    reminders.plan()
    send_all()
    move(desk, DAY + HOUR / 2)
    clock.move_to(NOW + DAY + HOUR, tick=False)
    reminders.plan()

    assert messages(party) == [2]
    assert Message.objects.waiting().get().not_before == NOW + DAY + 4 * HOUR


def test_an_event_moved_forward_is_reminded_of_at_once(clock):
    desk = desk_in(6)
    rule_of(desk.event)
    party = registered(desk)
    assert reminders.plan() == 0

    move(desk, -4 * DAY)

    assert reminders.plan() == 1
    assert messages(party) == [1]


def test_an_event_moved_forward_after_the_reminder_is_not_reminded_of_again(desk, clock):
    rule_of(desk.event)
    registered(desk)
    reminders.plan()
    send_all()
    clock.move_to(NOW + DAY, tick=False)

    move(desk, -DAY)

    assert reminders.plan() == 0


def test_what_is_queued_of_the_old_moment_is_dropped_and_planned_anew(desk, clock):
    rule_of(desk.event)
    party = registered(desk, people=3)
    reminders.plan()
    Message.objects.filter(pk=Message.objects.first().pk).update(
        state=MessageState.SENT, claimed_at=NOW, sent_at=NOW
    )
    move(desk, HOUR)
    clock.move_to(NOW + MINUTE, tick=False)

    assert reminders.plan() == 0
    assert [error for _address, error in dropped()] == [MOVED, MOVED]
    assert runs() == [(NOW, 1, MOVED)]

    clock.move_to(NOW + HOUR, tick=False)
    assert reminders.plan() == 2
    assert messages(party) == [1, 1, 1]


def test_moved_and_moved_back(desk, clock):
    rule_of(desk.event)
    party = registered(desk, people=2)
    reminders.plan()
    move(desk, 2 * DAY)
    clock.move_to(NOW + MINUTE, tick=False)
    reminders.plan()
    assert queued() == []

    move(desk, -2 * DAY)
    clock.move_to(NOW + 2 * MINUTE, tick=False)

    assert reminders.plan() == 2
    assert queued() == addresses(party)
    assert runs() == [(NOW, 2, "")]


@pytest.mark.parametrize(
    "change", [{"venue_en": "Another hall"}, {"starts_at": NOW + 3 * DAY + HOUR}, {"title_en": "Other"}]
)
def test_what_is_queued_says_what_is_so(desk, clock, change):
    """With an hour of its own the rule's moment stays; the words do not."""
    rule_of(desk.event, at_time=time(9), body_en="{event}, {time}, {venue}")
    party = registered(desk)
    party.attendees.update(language="en")
    reminders.plan()
    before = Message.objects.get().text
    for name, value in change.items():
        setattr(desk.event, name, value)
    desk.event.save()
    clock.move_to(NOW + MINUTE, tick=False)

    assert reminders.plan() == 1
    assert [error for _address, error in dropped()] == [CHANGED]
    assert Message.objects.waiting().get().text != before
    assert queued() == addresses(party)


def test_a_rule_reworded_is_sent_in_its_new_words(desk, clock):
    rule = rule_of(desk.event)
    party = registered(desk, people=2)
    reminders.plan()
    Message.objects.filter(to_address=addresses(party)[0]).update(
        state=MessageState.SENT, claimed_at=NOW, sent_at=NOW
    )
    rule.body_zh_hans = "请带水。"
    rule.save()

    assert reminders.plan() == 1
    assert "请带水" in Message.objects.waiting().get().text
    assert messages(party) == [1, 1]


def test_an_event_that_changes_while_pages_are_written_is_written_anew(desk, clock, monkeypatch):
    monkeypatch.setattr(audiences, "PAGE", 2)
    rule_of(desk.event)
    party = registered(desk, people=5)
    messages_of, calls = planning.messages, []

    def meanwhile(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            move(desk, HOUR)
        return messages_of(*arguments)

    monkeypatch.setattr(planning, "messages", meanwhile)

    assert reminders.plan() == 2
    clock.move_to(NOW + MINUTE, tick=False)
    assert reminders.plan() == 0
    assert queued() == []
    clock.move_to(NOW + HOUR, tick=False)
    assert reminders.plan() == 5
    assert queued() == addresses(party)


# ---------------------------------------------------------------- called off


@pytest.mark.parametrize(
    ("state", "said"),
    [("cancelled", "The event is cancelled."), ("postponed", "The event is postponed.")],
)
def test_what_is_queued_of_an_event_called_off_is_dropped(desk, clock, state, said):
    rule_of(desk.event)
    party = registered(desk)
    reminders.plan()
    desk.event.state = state
    desk.event.save()

    reminders.plan()

    assert dropped() == [(addresses(party)[0], said)]

    desk.event.state = "scheduled"
    desk.event.save()
    clock.move_to(NOW + HOUR, tick=False)
    assert reminders.plan() == 1
    assert queued() == addresses(party)


def test_a_rule_switched_off_takes_its_messages_back(desk, clock):
    rule = rule_of(desk.event)
    registered(desk)
    reminders.plan()
    rule.active = False
    rule.save()
    reminders.plan()
    assert [error for _address, error in dropped()] == ["The rule is switched off."]

    clock.move_to(NOW + HOUR, tick=False)
    rule.active = True
    rule.save()

    assert reminders.plan() == 0


# ---------------------------------------------------------------- at the door


def objection(**which):
    return reminders.guard(Message.objects.filter(kind__startswith="reminder.", **which).get())


def test_the_door_lets_through_what_still_holds(desk, clock):
    registered(desk)
    registered(desk, state="pending")
    registered(desk, state="waitlisted", contact=None, guest_email="Guest@example.org")
    contact()
    for to in ("confirmed_attendees", "contacts", "pending", "waitlisted", "members_not_registered"):
        rule_of(desk.event, to=to)
    assert reminders.plan() == 5

    assert [reminders.guard(message) for message in Message.objects.all()] == [""] * 5


def test_whose_place_is_gone_is_not_reminded(desk, clock):
    rule_of(desk.event)
    party = registered(desk)
    reminders.plan()

    operations.cancel(registration=party, by_staff=True)

    assert objection() == "The recipient no longer belongs to those this reminder is for."


def test_one_of_a_party_who_does_not_come_is_not_reminded(desk, clock):
    rule_of(desk.event)
    party = registered(desk, people=2)
    reminders.plan()
    leaves, stays = party.attendees.order_by("number")

    operations.withdraw_person(registration=party, number=leaves.number, by_staff=True)

    assert objection(to_address=leaves.email) != ""
    assert objection(to_address=stays.email) == ""


def test_who_has_been_decided_on_is_not_pending_any_more(desk, clock):
    rule_of(desk.event, to="pending")
    party = registered(desk, state="pending")
    reminders.plan()

    type(party).objects.filter(pk=party.pk).update(state="confirmed", awaits="")

    assert objection() != ""


def test_who_has_registered_meanwhile_is_not_called(desk, clock):
    rule_of(desk.event, to="members_not_registered")
    member = contact()
    reminders.plan()

    registered(desk, organisation=member.organisation, state="pending")

    assert objection() != ""


@pytest.mark.parametrize(
    ("change", "later", "said"),
    [
        ({"state": "cancelled"}, MINUTE, "The event is cancelled."),
        ({}, 3 * DAY, "The event has begun."),
        ({}, 4 * DAY, "The event is over."),
        ({"venue_en": "Another hall"}, MINUTE, CHANGED),
    ],
)
def test_the_event_is_asked_once_more_at_the_door(desk, clock, change, later, said):
    rule_of(desk.event)
    registered(desk)
    reminders.plan()
    for name, value in change.items():
        setattr(desk.event, name, value)
    desk.event.save()
    clock.move_to(NOW + later, tick=False)

    assert objection() == said


def test_a_rule_that_is_gone_reminds_of_nothing(desk, clock):
    rule = rule_of(desk.event)
    registered(desk)
    reminders.plan()

    rule.delete()

    assert objection() == "The rule has been deleted."


def test_after_the_end_the_event_being_over_is_no_reason(clock):
    desk = desk_in(1)
    rule_of(desk.event, anchor="after_end", amount=1)
    registered(desk)
    clock.move_to(NOW + 2 * DAY + 2 * HOUR, tick=False)
    reminders.plan()

    assert objection() == ""


@pytest.mark.parametrize("number", [1, 3])
def test_the_door_costs_two_statements(desk, clock, number, django_assert_num_queries):
    rule_of(desk.event)
    registered(desk, people=number)
    reminders.plan()
    message = Message.objects.first()

    with django_assert_num_queries(2):
        assert reminders.guard(message) == ""


def test_other_messages_of_the_kind_pass(db):
    assert reminders.guard(Message(kind="reminder.trial", key="trial:1")) == ""


def test_delivery_asks_and_what_it_drops_is_planned_anew(desk, clock, mailoutbox):
    rule_of(desk.event)
    party = registered(desk)
    reminders.plan()
    desk.event.venue_zh_hans = "另一个会场"
    desk.event.save()

    delivery.deliver()
    assert mailoutbox == []
    assert dropped() == [(addresses(party)[0], CHANGED)]

    clock.move_to(NOW + MINUTE, tick=False)
    reminders.plan()
    delivery.deliver()
    [mail] = mailoutbox
    assert addresses(party)[0] in mail.to[0]


def test_long_queues_are_judged_at_the_door_only(desk, clock):
    """What waits for more than three days is not looked after any more; the door stops it all the same."""
    rule_of(desk.event, amount=30)
    registered(desk, at=NOW - 50 * DAY)
    desk.event.starts_at += timedelta(days=20)
    desk.event.ends_at += timedelta(days=20)
    desk.event.save()
    reminders.plan()
    clock.move_to(NOW + 4 * DAY, tick=False)
    desk.event.state = "cancelled"
    desk.event.save()

    reminders.plan()

    assert objection() == "The event is cancelled."
