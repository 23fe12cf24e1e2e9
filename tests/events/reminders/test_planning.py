"""What is written when a moment has come: once, to everybody who is entitled, whatever happens in between."""

from datetime import timedelta

import pytest

from beijing_ngo.core import outbox
from beijing_ngo.core.models import MailOptOut, Message
from events import operations, reminders
from events.models import ReminderRun
from events.reminders import audiences, planning
from events.tasks import plan_reminders
from tests.events.people import contact
from tests.events.reminders.rules import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    ReminderRuleFactory,
    addresses,
    desk_in,
    dropped,
    queued,
    registered,
    rule_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clock):
    """Of an event in three days and an hour: the moment of “three days before” is in an hour."""
    return desk_in(event={"starts_at": NOW + 3 * DAY + HOUR, "ends_at": NOW + 3 * DAY + 3 * HOUR})


DUE = NOW + HOUR


def reason():
    return ReminderRun.objects.get().reason


# ---------------------------------------------------------------- once, at the moment


def test_nothing_is_written_before_the_moment(desk, clock):
    rule_of(desk.event)
    registered(desk)
    clock.move_to(DUE - MINUTE, tick=False)

    assert reminders.plan() == 0
    assert not ReminderRun.objects.exists()


def test_the_clock_writes_at_the_moment_and_never_again(desk, clock):
    rule = rule_of(desk.event)
    party = registered(desk, people=3)
    clock.move_to(DUE, tick=False)

    plan_reminders()
    plan_reminders()
    clock.move_to(DUE + HOUR, tick=False)
    plan_reminders()

    assert queued() == addresses(party)
    run = ReminderRun.objects.get()
    assert (run.rule, run.event, run.moment) == (rule, desk.event, DUE)
    assert (run.written, run.is_done, run.reason) == (3, True, "")


def test_a_rule_of_a_kind_and_one_of_the_event_do_not_silence_each_other(desk, clock):
    ReminderRuleFactory()
    rule_of(desk.event)
    [address] = addresses(registered(desk))
    clock.move_to(DUE, tick=False)

    assert reminders.plan() == 2
    assert queued() == [address, address]


def test_each_audience_gets_its_reminder(desk, clock):
    people = {
        "confirmed_attendees": addresses(registered(desk))[0],
        "pending": registered(desk, state="pending").contact.email,
        "waitlisted": registered(desk, state="waitlisted").contact.email,
        "members_not_registered": contact().email,
    }
    for to in people:
        rule_of(desk.event, to=to)
    clock.move_to(DUE, tick=False)

    reminders.plan()

    found = Message.objects.values_list("kind", "to_address")
    assert {kind.removeprefix("reminder."): address for kind, address in found} == people


def test_nobody_there_is_said(desk, clock):
    rule_of(desk.event)
    clock.move_to(DUE, tick=False)

    assert reminders.plan() == 0
    assert reason() == "There was nobody to remind."


def test_who_has_switched_reminders_off_gets_none(desk, clock):
    rule_of(desk.event)
    [address] = addresses(registered(desk))
    MailOptOut.objects.create(address=address, topic="reminders")
    clock.move_to(DUE, tick=False)

    reminders.plan()
    clock.move_to(DUE + MINUTE, tick=False)
    reminders.plan()

    assert dropped() == [(address, "The recipient has switched this kind of mail off.")]


# ---------------------------------------------------------------- moments that were missed


def test_what_was_missed_is_made_up_for_while_it_makes_sense(desk, clock):
    rule_of(desk.event)
    party = registered(desk)
    clock.move_to(DUE + 2 * DAY, tick=False)

    assert reminders.plan() == 1
    assert queued() == addresses(party)


@pytest.mark.parametrize(
    ("rule", "facts", "later", "said"),
    [
        ({}, {"state": "cancelled"}, MINUTE, "The event is cancelled."),
        ({}, {"state": "postponed"}, MINUTE, "The event is postponed."),
        ({"active": False}, {}, MINUTE, "The rule is switched off."),
        ({}, {}, 3 * DAY, "The event has begun."),
        ({}, {}, 3 * DAY + 3 * HOUR, "The event is over."),
        ({"to": "members_not_registered"}, {}, 2 * DAY + HOUR, "Registration is closed."),
    ],
)
def test_what_makes_no_sense_is_noted_with_its_reason(desk, clock, rule, facts, later, said):
    rule_of(desk.event, **rule)
    registered(desk)
    contact()
    for name, value in facts.items():
        setattr(desk.event, name, value)
    desk.event.save()
    clock.move_to(DUE + later, tick=False)

    assert reminders.plan() == 0
    assert reason() == said
    assert queued() == []


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"opens_at": NOW + 2 * HOUR}, "Registration is not open yet."),
        ({"capacity": 1, "waiting_list": False}, "The event is full and has no waiting list."),
    ],
)
def test_nobody_is_called_to_a_desk_that_takes_nobody(clock, rules, said):
    desk = desk_in(3, **rules)
    registered(desk)
    contact()
    rule_of(desk.event, to="members_not_registered")

    reminders.plan()

    assert reason() == said


def test_after_the_end_a_reminder_is_made_up_for_within_a_week(clock):
    desk = desk_in(1)
    registered(desk)
    rule_of(desk.event, anchor="after_end", amount=1)
    moment = NOW + 2 * DAY + 2 * HOUR

    clock.move_to(moment + 8 * DAY, tick=False)
    assert reminders.plan() == 0
    clock.move_to(moment + 6 * DAY, tick=False)
    assert reminders.plan() == 1


def test_a_rule_looks_ahead_only(desk, clock):
    clock.move_to(DUE + HOUR, tick=False)
    registered(desk)
    rule_of(desk.event, counts_from=DUE + HOUR)

    assert reminders.plan() == 0
    assert reason() == "The rule, or the event's page, is newer than this moment."


@pytest.mark.parametrize("change", [{"amount": 3}, {"active": True}])
def test_a_rule_that_is_changed_or_switched_on_looks_ahead_too(desk, clock, change):
    before = {"amount": 1} if "amount" in change else {"active": False}
    rule = rule_of(desk.event, **before)
    registered(desk)
    clock.move_to(DUE + HOUR, tick=False)

    for name, value in change.items():
        setattr(rule, name, value)
    rule.save(update_fields=list(change))

    assert reminders.plan() == 0
    rule.refresh_from_db()
    assert rule.counts_from == DUE + HOUR


def test_new_words_do_not_start_a_rule_anew(desk, clock):
    rule = rule_of(desk.event)
    clock.move_to(DUE + HOUR, tick=False)

    rule.subject_en = "See you soon"
    rule.save()

    assert rule.counts_from < NOW


def test_an_event_published_after_the_moment_is_not_made_up_for(desk, clock):
    rule_of(desk.event)
    registered(desk)
    desk.event.status = "draft"
    desk.event.save()
    clock.move_to(DUE + HOUR, tick=False)
    assert reminders.plan() == 0

    desk.event.status, desk.event.published_at = "published", DUE + HOUR
    desk.event.save()

    assert reminders.plan() == 0


# ---------------------------------------------------------------- who joins later


def test_who_joins_later_gets_it_only_where_the_rule_says_so(desk, clock):
    late_rule, rule = rule_of(desk.event, late_joiners=True), rule_of(desk.event)
    first = registered(desk)
    clock.move_to(DUE, tick=False)
    assert reminders.plan() == 2

    clock.move_to(DUE + DAY, tick=False)
    late = registered(desk, at=DUE + DAY - MINUTE)
    assert reminders.plan() == 1
    clock.move_to(DUE + DAY + MINUTE, tick=False)
    assert reminders.plan() == 0

    def got(rule):
        mine = Message.objects.filter(key__startswith=f"reminder:{rule.pk}:")
        return sorted(mine.values_list("to_address", flat=True))

    assert got(late_rule) == sorted(addresses(first) + addresses(late))
    assert got(rule) == addresses(first)


def test_who_moves_up_joins_then(desk, clock):
    rule_of(desk.event, late_joiners=True)
    desk.capacity = 1
    desk.save()
    waiting = registered(desk, people=2, state="waitlisted")
    clock.move_to(DUE, tick=False)
    assert reminders.plan() == 0

    clock.move_to(DUE + HOUR, tick=False)
    operations.change_capacity(desk=desk, capacity=10)

    assert reminders.plan() == 2
    reminded = Message.objects.filter(kind__startswith="reminder.").values_list("to_address", flat=True)
    assert sorted(reminded) == addresses(waiting)


def test_nobody_joins_late_once_the_event_has_begun(desk, clock):
    rule_of(desk.event, late_joiners=True)
    registered(desk)
    clock.move_to(DUE, tick=False)
    reminders.plan()

    clock.move_to(desk.event.starts_at + MINUTE, tick=False)
    registered(desk, at=desk.event.starts_at)

    assert reminders.plan() == 0


def test_a_new_rule_is_for_those_who_join_from_then_on(desk, clock):
    registered(desk, at=DUE + HOUR)
    clock.move_to(DUE + 2 * HOUR, tick=False)
    rule_of(desk.event, late_joiners=True, counts_from=DUE + 2 * HOUR)
    assert reminders.plan() == 0

    clock.move_to(DUE + 3 * HOUR, tick=False)
    late = registered(desk, at=DUE + 3 * HOUR - MINUTE)

    assert reminders.plan() == 1
    assert queued() == addresses(late)


def test_a_missed_moment_is_not_for_who_joined_after_it(desk, clock):
    rule_of(desk.event)
    first = registered(desk)
    registered(desk, at=DUE + MINUTE)
    clock.move_to(DUE + HOUR, tick=False)

    reminders.plan()

    assert queued() == addresses(first)


def test_who_joined_in_time_and_was_seen_a_moment_later_is_not_forgotten(desk, clock):
    """A registration is seen when its transaction is over, which is after the time it bears."""
    rule_of(desk.event)
    clock.move_to(DUE, tick=False)
    reminders.plan()

    party = registered(desk, at=DUE - timedelta(seconds=1))
    clock.move_to(DUE + MINUTE, tick=False)

    assert reminders.plan() == 1
    assert queued() == addresses(party)
    run = ReminderRun.objects.get()
    assert (run.written, run.reason) == (1, "")


# ---------------------------------------------------------------- a planner that dies, two at once


class Died(BaseException):
    """As a process dies: nothing catches it."""


@pytest.mark.parametrize("pages", [0, 1, 2, 3])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_planner_that_dies_has_its_work_taken_up(desk, clock, monkeypatch, pages, when):
    monkeypatch.setattr(audiences, "PAGE", 2)
    rule_of(desk.event)
    party = registered(desk, people=7)
    clock.move_to(DUE, tick=False)
    write, calls = outbox.write, []

    def dying(rows):
        calls.append(rows)
        if len(calls) <= pages or when == "after":
            write(rows)
        if len(calls) > pages:
            raise Died

    monkeypatch.setattr(outbox, "write", dying)
    with pytest.raises(Died):
        reminders.plan()
    assert Message.objects.count() == 2 * pages
    assert not ReminderRun.objects.get().is_done
    monkeypatch.setattr(outbox, "write", write)
    clock.move_to(DUE + HOUR, tick=False)

    assert reminders.plan() == 7 - 2 * pages
    assert queued() == addresses(party)
    run = ReminderRun.objects.get()
    assert (run.written, run.is_done) == (7, True)


def test_two_planners_take_pages_in_turn(desk, clock, monkeypatch):
    """While one puts a page together, the other writes all there is: the first finds nothing left to do."""
    monkeypatch.setattr(audiences, "PAGE", 2)
    rule_of(desk.event)
    party = registered(desk, people=5)
    clock.move_to(DUE, tick=False)
    messages, inside = planning.messages, []

    def meanwhile(*arguments):
        rows = messages(*arguments)
        if not inside:
            inside.append(True)
            assert reminders.plan() == 5
        return rows

    monkeypatch.setattr(planning, "messages", meanwhile)

    assert reminders.plan() == 0
    assert queued() == addresses(party)
    assert ReminderRun.objects.get().written == 5


@pytest.mark.parametrize("number", [1, 4])
def test_a_minute_with_nothing_to_do_costs_the_same_for_any_number(
    clock, desk, number, django_assert_num_queries
):
    ReminderRuleFactory()
    for _place in range(number):
        registered(desk_in(3, event={"starts_at": desk.event.starts_at, "ends_at": desk.event.ends_at}))
    clock.move_to(DUE, tick=False)
    reminders.plan()
    clock.move_to(DUE + HOUR, tick=False)
    reminders.plan()

    with django_assert_num_queries(8):
        assert reminders.plan() == 0
