"""When a reminder is due, by the event's own clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from events import reminders
from events.reminders import moments
from tests.events.reminders.rules import DAY, NOW, ReminderRuleFactory, desk_in, rule_of
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def at(text, zone="Asia/Shanghai"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def event_at(start, zone="Asia/Shanghai", hours=2, **facts):
    start = at(start, zone)
    return EventFactory(starts_at=start, ends_at=start + timedelta(hours=hours), time_zone=zone, **facts)


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({"amount": 3}, "2027-03-17 20:00"),
        ({"amount": 3, "at_time": time(9)}, "2027-03-17 09:00"),
        ({"amount": 5, "unit": "hours"}, "2027-03-20 15:00"),
        ({"amount": 5, "unit": "hours", "at_time": time(9)}, "2027-03-20 15:00"),
        ({"amount": 1, "anchor": "after_end"}, "2027-03-21 22:00"),
        ({"amount": 1, "anchor": "after_end", "at_time": time(10)}, "2027-03-21 10:00"),
    ],
)
def test_the_moment_counts_from_its_anchor(facts, due):
    event = event_at("2027-03-20 20:00")

    assert reminders.moment(rule_of(event, **facts), event) == at(due)


def test_before_closing_counts_from_the_desk():
    desk = desk_in(10, closes_at=at("2027-03-09 23:59"))

    rule = rule_of(desk.event, amount=7, anchor="before_registration_closes")

    assert reminders.moment(rule, desk.event) == at("2027-03-02 23:59")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2027-03-29 20:00", "2027-03-27 20:00"),  # the clocks go forward on the 28th
        ("2027-11-01 20:00", "2027-10-30 20:00"),  # and back on 31 October
    ],
)
def test_a_change_to_summer_time_does_not_shift_the_hour(start, due):
    event = event_at(start, "Europe/Zurich")

    found = reminders.moment(rule_of(event, amount=2), event)

    assert found == at(due, "Europe/Zurich")
    assert abs(event.starts_at - found) != 2 * DAY


def test_hours_are_hours_when_the_clocks_change():
    event = event_at("2027-03-28 12:00", "Europe/Zurich")

    found = reminders.moment(rule_of(event, amount=24, unit="hours"), event)

    assert found == at("2027-03-27 11:00", "Europe/Zurich")


def test_an_hour_that_the_clocks_leave_out_is_the_one_after():
    event = event_at("2027-03-29 20:00", "Europe/Zurich")

    found = reminders.moment(rule_of(event, amount=1, at_time=time(2, 30)), event)

    assert found == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_what_lasts_all_day_is_reminded_of_in_the_morning():
    event = event_at("2027-03-20 00:00", hours=48, all_day=True)

    assert reminders.moment(rule_of(event, amount=1), event) == at("2027-03-19 09:00")
    after = rule_of(event, amount=1, anchor="after_end")
    assert reminders.moment(after, event) == at("2027-03-22 09:00")


def test_there_is_none_where_the_day_or_the_desk_is_missing():
    month = event_at("2027-03-20 20:00", date_precision="month")
    no_desk = event_at("2027-03-20 20:00")

    assert reminders.moment(rule_of(month), month) is None
    assert reminders.moment(rule_of(no_desk, anchor="before_registration_closes"), no_desk) is None


# ---------------------------------------------------------------- which rules, which events


def test_an_event_has_its_own_rules_and_those_of_its_kind(clock):
    event = desk_in(10).event
    own, of_kind = rule_of(event), ReminderRuleFactory()
    ReminderRuleFactory(event_kind="lecture")
    ReminderRuleFactory(active=False)
    rule_of(desk_in(10).event)

    assert set(reminders.rules_for(event)) == {own, of_kind}


@pytest.mark.parametrize("facts", [{"status": "draft"}, {"state": "cancelled"}])
def test_a_rule_of_a_kind_is_for_published_events_that_are_held(clock, facts):
    event = EventFactory(starts_at=NOW + 10 * DAY, ends_at=NOW + 11 * DAY, **facts)
    own, of_kind = rule_of(event), ReminderRuleFactory()

    assert list(reminders.rules_for(event)) == [own]
    assert reminders.events_for(of_kind, NOW, NOW + 20 * DAY) == []


def test_events_are_found_by_their_moment(clock):
    rule = ReminderRuleFactory(amount=3)
    early, due, late = (desk_in(days).event for days in (4, 5, 6))

    found = reminders.events_for(rule, NOW + 2 * DAY, NOW + 3 * DAY)

    assert found == [due]
    assert set(reminders.events_for(rule, NOW, NOW + 5 * DAY)) == {early, due, late}


def test_an_event_in_another_zone_is_found_by_its_own_clock(clock):
    start = at("2027-03-20 20:00", "America/Los_Angeles")
    event = EventFactory(starts_at=start, ends_at=start + DAY, time_zone="America/Los_Angeles")
    rule = ReminderRuleFactory(amount=3, at_time=time(23))
    due = at("2027-03-17 23:00", "America/Los_Angeles")

    assert reminders.events_for(rule, due, due + timedelta(seconds=1)) == [event]
    assert reminders.events_for(rule, due - DAY, due) == []


@pytest.mark.parametrize("number", [1, 4])
def test_pairs_take_the_same_statements_for_any_number(clock, django_assert_num_queries, number):
    of_kind = ReminderRuleFactory()
    for _place in range(number):
        rule_of(desk_in(5).event, amount=2)

    with django_assert_num_queries(5):
        pairs = moments.pairs(type(of_kind).objects.all(), moments.published(), NOW, NOW + 4 * DAY)
        assert len(pairs) == 2 * number
        assert all(event.open_desk and event.title_en for _rule, event, _moment in pairs)
