"""A colleague moves an event, looks at what registrants will read, and tells them; calls another off and decides later."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from beijing_ngo.core.models import Message
from events.models import EventChange
from tests.browser.conftest import press, violations
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SiteSettingsFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")
TELL = {"zh-hans": "通知{}人", "en": "Tell {} people"}


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture(autouse=True)
def site():
    SiteSettingsFactory(email="office@example.org")


@pytest.fixture
def colleague(language):
    return SuperuserFactory(preferred_language=language)


@pytest.fixture
def office(visitor, language, colleague):
    return visitor(language, user=colleague)


def move(page, event):
    """Type another place in both languages and save."""
    page.goto(f"/admin/events/event/{event.pk}/change/")
    page.fill("[name=venue_zh_hans]", "国际饭店")
    page.get_by_text("English", exact=True).first.click()
    page.fill("[name=venue_en]", "International Hotel")
    press(page, "button[name=_save]")


@pytest.fixture
def event():
    event = EventFactory(
        starts_at=timezone.now() + timedelta(days=30),
        title_zh_hans="水论坛",
        title_en="Forum on water",
        venue_zh_hans="友谊宾馆",
        venue_en="Friendship Hotel",
    )
    desk = RegistrationDeskFactory(event=event)
    registration = RegistrationFactory(desk=desk)
    AttendeeFactory(registration=registration, email="one@example.org", language="en")
    AttendeeFactory(registration=registration, email="two@example.org", language="zh-hans")
    RegistrationFactory(desk=desk, state="waitlisted")
    return event


def picture(page, name):
    size = page.viewport_size
    for width in (375, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size(size)


def test_a_moved_event(office, event, language):
    change = f"/admin/events/event/{event.pk}/change/"
    move(office, event)

    # The question, with how many and what they read.
    expect(office.locator("button[value=tell]")).to_have_text(TELL[language].format(4))
    expect(office.locator(".listing").first).to_contain_text("国际饭店，北京")
    expect(office.locator(".listing").last).to_contain_text("Friendship Hotel, Beijing")
    picture(office, f"notice-{language}")

    # Looked at later: it waits on the event's page and in the overview.
    office.goto("/admin/")
    picture(office, f"notice-overview-{language}")
    press(office, ".overview a[href*='/eventchange/'][href$='/tell/']")
    office.goto(change)
    picture(office, f"notice-event-{language}")
    press(office, "a[href*='/eventchange/'][href$='/tell/']")

    # Only those with a place, with a note: another number than was said is asked about once more.
    office.uncheck("[name=also]")
    office.fill("[name=note_zh_hans]", "请走东门。")
    office.fill("[name=note_en]", "Please use the east gate.")
    press(office, "button[value=tell]")
    expect(office.get_by_role("alert")).to_be_visible()
    expect(office.locator("main, #main, body").first).to_contain_text("请走东门。")
    assert not Message.objects.exists()
    picture(office, f"notice-again-{language}")
    press(office, "button[value=tell]")

    office.wait_for_url(f"**{change}")
    told = dict(Message.objects.values_list("to_address", "text"))
    assert len(told) == 3
    assert "Now: International Hotel, Beijing" in told["one@example.org"]
    assert "请走东门。" in told["two@example.org"]
    assert office.locator("a[href$='/tell/']").count() == 0
    picture(office, f"notice-told-{language}")
    assert office.complaints == []


def test_an_event_that_is_called_off_in_silence(office, event, language):
    office.goto(f"/admin/events/event/{event.pk}/change/")
    office.select_option("[name=state]", "cancelled")
    press(office, "button[name=_save]")
    picture(office, f"notice-off-{language}")

    press(office, "button[value=keep_quiet]")

    assert not Message.objects.exists()
    assert EventChange.objects.get().decision == "not_told"
    office.goto("/admin/events/eventchange/")
    picture(office, f"notice-list-{language}")
    press(office, "#result_list a[href*='/eventchange/']")
    picture(office, f"notice-kept-{language}")
    assert office.complaints == []


def test_the_question_is_for_everybody(office, event):
    move(office, event)

    assert violations(office) == []


def test_the_calendar_of_what_is_in_view(visitor, event, language):
    page = visitor(language)
    page.goto(f"/{language}/events/?kind=forum")
    expect(page.locator("a[href^='webcal:']")).to_be_visible()
    picture(page, f"feed-list-{language}")
    page.goto(f"/{language}/events/calendar/")
    picture(page, f"feed-month-{language}")
    page.goto(f"/{language}/events/{event.slug}/")
    picture(page, f"feed-event-{language}")

    with page.expect_download() as download:
        page.click("main a[href$='calendar.ics']")

    assert "BEGIN:VEVENT" in download.value.path().read_text()
    assert violations(page) == []
    assert page.complaints == []
