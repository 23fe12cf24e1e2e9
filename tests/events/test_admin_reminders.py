"""The secretariat looks after reminders: rules are checked as they are typed; what comes and what was is told."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation
from django.utils.html import escape

from beijing_ngo.core.models import Status
from events import reminders
from events.admin import reminders_words as words
from events.models import Event, ReminderRule, ReminderRun
from events.reminders import reasons
from tests.admin_forms import add, change, errors, filled, page
from tests.events.office import colleague
from tests.events.reminders.rules import (
    DAY,
    HOUR,
    NOW,
    ReminderRuleFactory,
    desk_in,
    registered,
    rule_of,
)
from tests.factories import (
    EventFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]

TYPED = {
    "subject_zh_hans": "提醒：{event}",
    "subject_en": "Reminder: {event}",
    "body_zh_hans": "{name}，您好：\n\n查看电子票\n{link}",
    "body_en": "See you on {date}.\n\nSee your ticket\n{link}",
    "event_kind": "forum",
    "amount": "3",
}


@pytest.fixture
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def in_chinese(text):
    """As the clock, which works in Chinese, keeps it."""
    with translation.override("zh-hans"):
        return str(text)


# ---------------------------------------------------------------- the form


@pytest.mark.parametrize("name", ["subject_zh_hans", "subject_en", "body_zh_hans", "body_en"])
@pytest.mark.parametrize(
    ("text", "complaint"),
    [("On {day}.", "There is no placeholder “{day}”"), ("On {date.", "A curly bracket stands alone")],
)
def test_a_placeholder_we_do_not_know_is_refused_beside_its_text(office, name, text, complaint):
    response = add(office, ReminderRule, **TYPED | {name: text})

    found = errors(response)
    assert list(found) == [name]
    assert found[name][0].startswith(complaint)
    assert response.context["adminform"].form[name].value() == text
    assert not ReminderRule.objects.exists()


def test_who_has_not_registered_cannot_be_told_a_reference(office):
    response = add(office, ReminderRule, **TYPED | {"to": "members_not_registered", "body_en": "{reference}"})

    assert list(errors(response)) == ["body_en"]


def test_brackets_that_are_meant_as_such_are_written_twice(office):
    add(office, ReminderRule, **TYPED | {"body_en": "Bring {{ID}}."})

    assert ReminderRule.objects.get().body_en == "Bring {{ID}}."


def test_a_rule_is_for_one_event_or_for_a_kind(office):
    event = EventFactory()

    neither = add(office, ReminderRule, **TYPED | {"event_kind": ""})
    both = add(office, ReminderRule, **TYPED | {"event": str(event.pk)})
    one = add(office, ReminderRule, **TYPED | {"event": str(event.pk), "event_kind": ""})

    assert errors(neither) == {"event": ["Please choose one event here, or the kind of event below."]}
    assert errors(both) == {
        "event_kind": ["The rule is for one event already. Leave the kind empty, or take the event away."]
    }
    assert one.status_code == 302
    assert ReminderRule.objects.get().event == event


def test_an_hour_of_the_day_goes_with_days(office):
    response = add(office, ReminderRule, **TYPED | {"unit": "hours", "at_time": "09:00"})

    assert list(errors(response)) == ["at_time"]


def test_the_form_lists_the_placeholders(office):
    html = office.get(page(ReminderRule, "add")).content.decode()

    for name, meaning in reminders.PLACEHOLDERS.items():
        assert f"<li><code>{{{name}}}</code> {escape(meaning)}</li>" in html


@pytest.mark.parametrize(
    ("facts", "english", "chinese"),
    [
        (
            {"amount": 3, "at_time": time(9)},
            "3 days before the start, 09:00",
            "活动开始前3天，09:00",
        ),
        ({"amount": 1}, "1 day before the start, at the same hour", "活动开始前1天，同一时刻"),
        (
            {"amount": 2, "unit": "hours", "anchor": "before_registration_closes"},
            "2 hours before registration closes",
            "报名截止前2小时",
        ),
        ({"amount": 1, "unit": "hours", "anchor": "after_end"}, "1 hour after the end", "活动结束后1小时"),
    ],
)
def test_when_in_words(facts, english, chinese):
    rule = ReminderRuleFactory.build(**facts)

    with translation.override("en"):
        assert words.when(rule) == english
    with translation.override("zh-hans"):
        assert words.when(rule) == chinese


def test_the_rule_s_page_says_its_moment_by_the_event_s_clock_and_in_beijing(office):
    starts = datetime(2027, 3, 20, 19, tzinfo=UTC)
    event = EventFactory(starts_at=starts, time_zone="Europe/Zurich", title_en="Side event")
    rule = rule_of(event, at_time=time(9))

    response = office.get(page(ReminderRule, "change", rule.pk))

    told = "17 March 2027, 09:00 Geneva time (17 March, 16:00 Beijing time)"
    assert response.context["when"] == "3 days before the start, 09:00"
    assert response.context["moments"] == [(event, told, False)]
    assert told in response.content.decode()
    assert told in office.get(page(ReminderRule)).content.decode()


def test_the_page_of_a_kind_s_rule_names_the_next_events_it_is_for(office):
    late, soon = (EventFactory(starts_at=NOW + days * DAY) for days in (20, 10))
    EventFactory(starts_at=NOW + 2 * DAY)  # its moment has passed
    EventFactory(starts_at=NOW + 10 * DAY, kind="walk")
    EventFactory(starts_at=NOW + 10 * DAY, status=Status.DRAFT)
    rule = ReminderRuleFactory()

    moments = office.get(page(ReminderRule, "change", rule.pk)).context["moments"]

    assert [event for event, _moment, _past in moments] == [soon, late]


def test_the_list_is_narrowed_down(office):
    event = EventFactory()
    own = rule_of(event)
    of_kind = ReminderRuleFactory(active=False, to="pending")

    def listed(**filters):
        return set(office.get(page(ReminderRule), filters).context["cl"].result_list)

    assert listed() == {own, of_kind}
    assert listed(event__id__exact=event.pk) == {own}
    assert listed(active__exact="0") == {of_kind}
    assert listed(to__exact="pending") == {of_kind}
    assert listed(event_kind__exact="forum") == {of_kind}


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_takes_the_same_statements_for_any_number(office, count, django_assert_max_num_queries):
    for _number in range(count):
        rule_of(desk_in().event)
    office.get(page(ReminderRule))

    with django_assert_max_num_queries(12):
        response = office.get(page(ReminderRule))

    assert len(response.context["cl"].result_list) == count


# ---------------------------------------------------------------- at the event


def test_rules_are_typed_at_the_event_and_checked_there_too(office):
    event = EventFactory()
    row = {f"reminder_rules__0__{name}": value for name, value in TYPED.items() if name != "event_kind"}
    row |= {"reminder_rules__0__unit": "days", "reminder_rules__0__anchor": "before_start"}
    row |= {"reminder_rules__0__to": "confirmed_attendees", "reminder_rules__0__active": "on"}
    row["reminder_rules-TOTAL_FORMS"] = "1"

    refused = change(office, event, **row | {"reminder_rules__0__body_en": "{where}"})
    saved = change(office, event, **row)

    assert list(errors(refused)) == ["reminder_rules-0-body_en"]
    assert saved.status_code == 302
    rule = event.reminder_rules.get()
    assert (rule.event_kind, rule.amount, rule.body_en) == ("", 3, TYPED["body_en"])


@pytest.mark.parametrize("count", [1, 6])
def test_the_event_s_page_takes_the_same_statements_for_any_number_of_its_rules(
    office, count, django_assert_max_num_queries
):
    desk = desk_in()
    for number in range(count):
        rule_of(desk.event, active=False, amount=number + 1)
    url = page(Event, "change", desk.event.pk)
    office.get(url)

    with django_assert_max_num_queries(31):
        office.get(url)


def test_the_event_s_page_says_what_comes_and_what_was(office):
    desk = desk_in(10)
    registered(desk, people=2)
    own, of_kind = rule_of(desk.event), ReminderRuleFactory(amount=2, to="waitlisted")
    closing = rule_of(desk.event, amount=1, unit="hours", to="members_not_registered")
    rule_of(desk.event, active=False)
    gone = rule_of(desk.event, amount=20)
    run = ReminderRun.objects.create(
        rule=gone,
        event=desk.event,
        moment=NOW - 10 * DAY,
        ran_at=NOW - 10 * DAY,
        covers_until=NOW,
        is_done=True,
        reason=in_chinese(reasons.NOBODY),
    )

    response = office.get(page(Event, "change", desk.event.pk))

    coming = [(one.rule, one.count, one.obstacle) for one in response.context["reminders_coming"]]
    assert coming == [(own, 2, ""), (of_kind, 0, ""), (closing, 0, "Registration is closed.")]
    [(past, _moment, reason)] = response.context["reminders_past"]
    assert (past, reason) == (run, "There was nobody to remind.")
    html = response.content.decode()
    assert "nobody at present" in html
    assert "There was nobody to remind." in html


def test_who_may_not_see_rules_is_not_told_of_them_at_the_event(client):
    desk = desk_in()
    rule_of(desk.event)

    response = colleague(client, "view_event").get(page(Event, "change", desk.event.pk))

    assert response.status_code == 200
    assert "reminders_coming" not in response.context


# ---------------------------------------------------------------- ahead and past


def test_the_next_thirty_days(office):
    desk = desk_in(10)
    registered(desk, people=3)
    abroad = EventFactory(
        starts_at=NOW + 10 * DAY + HOUR, time_zone="Europe/Zurich", title_en="In Geneva", kind="walk"
    )
    own, far_away = ReminderRuleFactory(), ReminderRuleFactory(amount=1, event_kind="walk")
    ReminderRuleFactory(active=False, amount=4)
    rule_of(desk_in(60, event={"kind": "camp"}).event)

    response = office.get(page(ReminderRule, "forecast"))

    days = [
        (day.date, [(one.rule, one.event, one.count) for one in day.coming])
        for day in response.context["days"]
    ]
    assert days == [
        (date(2027, 3, 8), [(own, desk.event, 3)]),
        (date(2027, 3, 10), [(far_away, abroad, 0)]),
    ]
    html = response.content.decode()
    assert "10 March 2027, 03:00 Geneva time" in html
    assert "nobody at present" in html
    for record in (own, desk.event, far_away, abroad):
        assert page(type(record), "change", record.pk) in html


def test_nothing_ahead_is_said_to_be_nothing(office):
    html = office.get(page(ReminderRule, "forecast")).content.decode()

    assert "No reminder is due in the next 30 days." in html


def test_who_may_see_the_days_ahead(client):
    url = page(ReminderRule, "forecast")

    answers = [
        colleague(client, job=job).get(url).status_code
        for job in ("registration-desk", "read-only", "publications-officers")
    ]

    assert answers == [200, 200, 403]


def test_the_list_leads_to_the_days_ahead(office):
    assert page(ReminderRule, "forecast") in office.get(page(ReminderRule)).content.decode()


@pytest.mark.parametrize("count", [1, 8])
def test_past_reminders_are_read_and_not_written(office, count, django_assert_max_num_queries):
    desk = desk_in()
    for number in range(count):
        at = NOW - number * DAY
        run = ReminderRun.objects.create(
            rule=rule_of(desk.event), event=desk.event, moment=at, ran_at=at, covers_until=at, written=4
        )
    office.get(page(ReminderRun))

    with django_assert_max_num_queries(10):
        listed = office.get(page(ReminderRun))

    assert len(listed.context["cl"].result_list) == count
    assert office.get(page(ReminderRun, "change", run.pk)).status_code == 200
    assert office.post(page(ReminderRun, "change", run.pk), {"written": 0}).status_code == 403
    assert office.post(page(ReminderRun, "delete", run.pk), {"post": "yes"}).status_code == 403


def test_what_a_rule_s_page_would_send_is_what_it_shows(office):
    """Saving without a change keeps the rule's moment: it looks ahead from when it was made."""
    rule = ReminderRuleFactory()
    url = page(ReminderRule, "change", rule.pk)

    office.post(url, filled(office.get(url)))

    assert ReminderRule.objects.get(pk=rule.pk).counts_from == rule.counts_from
