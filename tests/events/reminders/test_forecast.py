"""What will be sent, and rules taken over for another event."""

from datetime import time

import pytest

from events import reminders
from tests.events.reminders.rules import DAY, NOW, ReminderRuleFactory, desk_in, registered, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def foreseen(days=30):
    return reminders.forecast(NOW, NOW + days * DAY)


def test_what_is_due_comes_in_order_with_how_many_it_is_for():
    late, early = desk_in(10), desk_in(5)
    registered(late, people=3)
    registered(late, people=4, state="pending")
    of_kind = ReminderRuleFactory(amount=3)
    own = rule_of(late.event, amount=2, to="pending")
    rule_of(late.event, active=False)
    ReminderRuleFactory(event_kind="lecture")

    found = [(one.moment, one.rule, one.event, one.count) for one in foreseen()]

    assert found == [
        (NOW + 2 * DAY, of_kind, early.event, 0),
        (NOW + 7 * DAY, of_kind, late.event, 3),
        (NOW + 8 * DAY, own, late.event, 1),
    ]
    assert [one.rule for one in foreseen(days=3)] == [of_kind]


@pytest.mark.parametrize("facts", [{"state": "cancelled"}, {"state": "postponed"}, {"status": "draft"}])
def test_nothing_is_foreseen_for_events_that_are_not_held(facts):
    desk = desk_in(10, event=facts)
    rule_of(desk.event)

    assert foreseen() == []


@pytest.mark.parametrize("number", [1, 3])
def test_one_statement_for_each_that_is_foreseen(number, django_assert_num_queries):
    for _place in range(number):
        desk = desk_in(10)
        registered(desk, people=2)
        rule_of(desk.event)

    with django_assert_num_queries(4 + number):
        found = foreseen()
        assert [(one.count, one.event.title_en != "") for one in found] == [(2, True)] * number


# ---------------------------------------------------------------- copying


def test_rules_are_taken_over_in_the_same_words():
    source, target = desk_in(20).event, desk_in(30).event
    rule = rule_of(source, amount=2, at_time=time(9), late_joiners=True, body_en="On 3 May in {venue}.")
    ReminderRuleFactory()

    [copy] = reminders.copy_rules(source, target)

    assert list(target.reminder_rules.all()) == [copy]
    assert (copy.amount, copy.at_time, copy.late_joiners, copy.active) == (2, time(9), True, True)
    assert copy.body_en == "On 3 May in {venue}."
    assert copy.subject_zh_hans == rule.subject_zh_hans
    assert copy.counts_from == NOW


def test_a_rule_whose_moment_has_passed_is_taken_over_switched_off():
    source, target = desk_in(20).event, desk_in(2).event
    rule_of(source, amount=3)
    rule_of(source, amount=1)
    rule_of(source, amount=1, active=False)

    copies = reminders.copy_rules(source, target)

    assert {(copy.amount, copy.active) for copy in copies} == {(3, False), (1, True), (1, False)}
