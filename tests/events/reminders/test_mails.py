"""A reminder as it is written to somebody."""

import pytest

from beijing_ngo.core import outbox
from events import reminders
from events.reminders import mails
from tests.events.people import contact
from tests.events.reminders.rules import DAY, NOW, desk_in, registered, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def desk():
    return desk_in(10, event={"title_zh_hans": "北京论坛", "title_en": "Beijing Forum"})


def written(rule, desk, one=None):
    one = one or next(reminders.recipients(rule, desk.event))
    return outbox.message(reminders.mail(rule, desk.event, one))


def test_it_is_the_news_of_a_moment_to_an_address(desk):
    party = registered(desk)
    rule = rule_of(desk.event)
    address = party.attendees.get().email

    message = written(rule, desk)

    assert message.key == f"reminder:{rule.pk}:{desk.event.pk}:20270308T010000Z:{address}"
    assert (message.kind, message.topic) == ("reminder.confirmed_attendees", "reminders")
    assert message.about == f"events.event:{desk.event.pk}"
    assert message.to_address == address
    assert message.recipient is None
    assert message.reason


def test_a_call_to_register_may_be_switched_off_by_itself(desk):
    contact()

    message = written(rule_of(desk.event, to="members_not_registered"), desk)

    assert (message.kind, message.topic) == ("reminder.members_not_registered", "calls")


def test_an_address_too_long_for_a_key_is_told_apart_all_the_same():
    long = [f"{letter}{'x' * 60}@{'y' * 180}.org" for letter in "ab"]

    keys = {mails.key(10**9, 10**9, NOW, address) for address in long}

    assert len(keys) == 2
    assert all(len(key) < 180 for key in keys)
    assert mails.parsed(mails.key(1, 2, NOW, "a@b.org")) == (1, 2, mails.stamp(NOW))
    assert mails.parsed("trial:1") is None
    assert mails.key(1, 2, NOW, "A@Example.org") == mails.key(1, 2, NOW, "a@example.org")


@pytest.mark.parametrize(
    ("language", "subject", "label"),
    [("zh-hans", "提醒：北京论坛", "查看电子票"), ("en", "Reminder: Beijing Forum", "See your ticket")],
)
def test_it_speaks_the_recipients_language(desk, language, subject, label):
    party = registered(desk)
    party.attendees.update(language=language)

    message = written(rule_of(desk.event), desk)

    assert (message.language, message.subject) == (language, subject)
    assert f"{label}\nhttp" in message.text
    assert [block["kind"] for block in message.parts[0]["blocks"]] == ["paragraph", "button"]


def test_both_languages_where_the_recipients_is_unknown(desk):
    one = reminders.Recipient(address="a@example.org", name="Ann", language="")

    message = written(rule_of(desk.event), desk, one)

    assert message.language == "both"
    assert message.subject == "提醒：北京论坛｜Reminder: Beijing Forum"


@pytest.mark.parametrize("wanted", ["en", ""])
def test_a_rule_written_in_one_language_is_sent_in_that(desk, wanted):
    one = reminders.Recipient(address="a@example.org", name="Ann", language=wanted)

    message = written(rule_of(desk.event, subject_en="", body_en=""), desk, one)

    assert (message.language, message.subject) == ("zh-hans", "提醒：北京论坛")


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        ("Please be on time.", "Dear WANG Fang,\n\nPlease be on time."),
        ("Dear {name},\n\nPlease be on time.", "Dear WANG Fang,\n\nPlease be on time."),
        ("Dear member:\n\nPlease register.", "Dear member:\n\nPlease register."),
    ],
)
def test_nobody_is_greeted_twice(desk, body, begins):
    party = registered(desk)
    party.attendees.update(language="en")

    message = written(rule_of(desk.event, body_en=body, body_zh_hans="请准时。"), desk)

    assert message.text.startswith(begins)


def test_what_an_event_is_called_is_no_placeholder(desk):
    desk.event.title_en = "{name} and {{others}}"
    registered(desk).attendees.update(language="en")

    assert written(rule_of(desk.event), desk).subject == "Reminder: {name} and {{others}}"


def test_the_digest_changes_with_what_is_told(desk):
    rule, event = rule_of(desk.event), desk.event
    before = mails.digest(rule, event)

    event.starts_at += DAY / 24
    moved = mails.digest(rule, event)
    rule.body_en += " Bring water."

    assert len({before, moved, mails.digest(rule, event)}) == 3
