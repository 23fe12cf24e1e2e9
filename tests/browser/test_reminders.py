"""A colleague writes a reminder: a slip is shown beside its text; then previewed, tried out, and found among what is to come."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from beijing_ngo.core.models import Message
from events.models import Event, ReminderRule
from tests.browser.conftest import press
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "zh-hans": {
        "subject": "提醒：论坛",
        "greeting": "李芳，您好：",
        "button": "查看电子票",
        "trial": "【试发】提醒：论坛",
        "sent": "试发邮件已发往 office@example.org。",
        "people": "2人",
    },
    "en": {
        "subject": "Reminder: Forum",
        "greeting": "Dear LI Fang,",
        "button": "See your ticket",
        "trial": "[Trial] Reminder: Forum",
        "sent": "The trial is on its way to office@example.org.",
        "people": "2 people",
    },
}


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture
def colleague(language):
    return SuperuserFactory(preferred_language=language, email="office@example.org")


@pytest.fixture
def office(visitor, language, colleague):
    return visitor(language, user=colleague)


@pytest.fixture
def event(language):
    event = EventFactory(
        starts_at=timezone.now() + timedelta(days=10), title_zh_hans="论坛", title_en="Forum"
    )
    party = RegistrationFactory(desk=RegistrationDeskFactory(event=event))
    for family, latin in (("王", "WANG Fang"), ("李", "LI Fang")):
        AttendeeFactory(registration=party, family_name=family, latin_name=latin, language=language)
    return event


def test_a_reminder_from_the_first_slip_to_the_days_ahead(office, event, colleague, language):
    words = WORDS[language]

    # A placeholder that is none: said beside the text, and nothing that was typed is lost.
    office.goto(f"/admin/events/event/{event.pk}/change/")
    press(office, "a[href*='/reminderrule/add/?event=']")
    expect(office.locator("select[name=event]")).to_have_value(str(event.pk))
    office.fill("input[name=subject_zh_hans]", "提醒：{event}")
    office.fill("textarea[name=body_zh_hans]", "{name}，您好：\n\n{day}见。\n\n查看电子票\n{link}")
    office.get_by_text("English", exact=True).first.click()
    office.fill("input[name=subject_en]", "Reminder: {event}")
    office.fill("textarea[name=body_en]", "Dear {name},\n\nSee you on {date}.\n\nSee your ticket\n{link}")
    office.fill("input[name=amount]", "3")
    office.fill("input[name=at_time]", "09:00")
    press(office, "button[name=_continue]")
    wrong = office.locator(".errors:has(textarea[name=body_zh_hans])").last
    expect(wrong.locator("ul").last).to_contain_text("{day}")
    expect(office.locator("textarea[name=body_en]")).to_have_value(
        "Dear {name},\n\nSee you on {date}.\n\nSee your ticket\n{link}"
    )

    office.fill("textarea[name=body_zh_hans]", "{name}，您好：\n\n{date}见。\n\n查看电子票\n{link}")
    press(office, "button[name=_continue]")
    rule = ReminderRule.objects.get()
    assert (rule.event, rule.amount, str(rule.at_time)) == (event, 3, "09:00:00")

    # As one of the registrants will read it.
    press(office, "a[href$='/preview/']")
    office.fill("input[name=q]", "李")
    press(office, ".filters button")
    mail = office.frame_locator("iframe").first
    expect(mail.locator("body")).to_contain_text(words["greeting"])
    expect(mail.get_by_text(words["button"])).to_be_visible()
    expect(office.locator(".preview").first).to_contain_text(words["subject"])

    # To oneself.
    press(office, ".preview button")
    expect(office.get_by_text(words["sent"])).to_be_visible()
    trial = Message.objects.get(kind="reminder.trial")
    assert (trial.to_address, trial.recipient, trial.subject) == (
        "office@example.org",
        colleague,
        words["trial"],
    )

    # Among what is to come.
    office.goto("/admin/events/reminderrule/")
    press(office, "a[href$='/reminderrule/forecast/'] >> nth=-1")
    row = office.locator(".listing tbody tr:has(td)")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("09:00")
    expect(row).to_contain_text(words["subject"].replace("论坛", "{event}").replace("Forum", "{event}"))
    expect(row.locator("td").last).to_have_text(words["people"])
    assert office.complaints == []


def test_the_next_edition_with_its_reminders(office, event, language):
    ReminderRule.objects.create(event=event, amount=3, subject_en="R", body_en="T")

    office.goto(f"/admin/events/event/{event.pk}/change/")
    press(office, "a[href$='/copy/']")
    press(office, ".sheet button[type=submit]")

    copy = Event.objects.exclude(pk=event.pk).get()
    assert office.url.endswith(f"/admin/events/event/{copy.pk}/change/")
    assert (copy.status, copy.reminder_rules.count()) == ("draft", 1)
    assert (copy.starts_at - event.starts_at).days in (363, 364)
    expect(office.locator("body")).to_contain_text(
        {"zh-hans": "1 条提醒规则", "en": "1 reminder rule"}[language]
    )
    assert office.complaints == []
