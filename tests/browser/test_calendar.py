"""The calendar in a real browser: by keyboard, turned in place, and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import violations
from tests.events.pages import at
from tests.factories import EventFactory, SiteSettingsFactory

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = "/en/events/calendar/2027-03/"


@pytest.fixture
def events(time_machine):
    time_machine.move_to(at("2027-03-02 01:00"))
    SiteSettingsFactory()
    EventFactory(slug="one", title_en="One", starts_at=at("2027-03-10 01:00"), kind="walk")
    EventFactory(slug="first", title_en="First", starts_at=at("2027-03-20 01:00"))
    EventFactory(slug="second", title_en="Second", starts_at=at("2027-03-20 03:00"))
    EventFactory(slug="april", title_en="In April", starts_at=at("2027-04-30 01:00"))


def day(page) -> str:
    """The day that has the focus."""
    return page.evaluate("document.activeElement.querySelector('time')?.dateTime || ''")


def press(page, *keys) -> str:
    for key in keys:
        page.keyboard.press(key)
    return day(page)


def test_days_are_walked_by_keyboard_and_opened(visitor, events):
    page = visitor("en")
    page.goto(MARCH)
    page.locator("#next").focus()

    assert press(page, "Tab") == "2027-03-02"  # today
    expect(page.locator("#keys")).to_be_visible()
    assert press(page, "ArrowRight", "ArrowDown") == "2027-03-10"
    assert press(page, "Home") == "2027-03-08"
    assert press(page, "End") == "2027-03-14"
    assert press(page, "ArrowUp") == "2027-03-07"
    assert press(page, "Control+End") == "2027-03-31"
    assert press(page, "Control+Home") == "2027-03-01"
    assert page.locator(".cal td[tabindex='0']").count() == 1
    assert violations(page) == []

    assert press(page, *["ArrowDown"] * 2, *["ArrowRight"] * 5) == "2027-03-20"
    page.keyboard.press("Enter")
    expect(page.locator("a:focus")).to_have_text("First")
    page.keyboard.press("ArrowDown")
    expect(page.locator("a:focus")).to_have_text("Second")
    assert press(page, "Escape") == "2027-03-20"
    assert press(page, "ArrowUp", *["ArrowLeft"] * 3) == "2027-03-10"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/events/one/")
    assert page.complaints == []


def test_months_are_turned_in_place_and_told(visitor, events):
    page = visitor("en")
    page.goto(f"{MARCH}?country=CN")
    page.evaluate("window.stayed = true")
    page.locator(".cal td[tabindex='0']").focus()

    press(page, "Control+End")
    page.keyboard.press("PageDown")
    expect(page.locator("td:focus time")).to_have_attribute("datetime", "2027-04-30")
    expect(page.locator("#count")).to_have_text("1 event in April 2027")
    assert page.url.endswith("/en/events/calendar/2027-04/?country=CN")
    expect(page).to_have_title("Events in April 2027 · Beijing NGO")
    assert (
        page.locator("a[data-language]")
        .get_attribute("href")
        .endswith("/zh-hans/events/calendar/2027-04/?country=CN")
    )
    page.keyboard.press("ArrowRight")
    expect(page.locator("td:focus time")).to_have_attribute("datetime", "2027-05-01")
    page.keyboard.press("ArrowUp")
    expect(page.locator("td:focus time")).to_have_attribute("datetime", "2027-04-24")

    page.click("#previous")
    expect(page.locator("#month")).to_have_text("March 2027")
    expect(page.locator("#previous")).to_be_focused()
    page.focus("#kind")
    page.select_option("#kind", "walk")
    expect(page.locator("#count")).to_have_text("1 event in March 2027")
    expect(page.locator("#kind")).to_be_focused()
    for kind, name in (("application/atom+xml", "feed.atom"), ("text/calendar", "calendar.ics")):
        address = re.compile(rf"/en/events/{name}\?kind=walk&country=CN$")
        expect(page.locator(f"head link[type='{kind}']")).to_have_attribute("href", address)
    page.go_back()
    expect(page.locator("#count")).to_have_text("3 events in March 2027")
    assert page.evaluate("window.stayed")
    assert page.complaints == []


def test_without_script_all_of_it_is_links_and_a_form(visitor, events):
    page = visitor("en", width=768, script=False)
    page.goto(MARCH)

    assert page.locator(".cal table").get_attribute("role") is None
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator(".narrow h4")).to_have_text(["One", "First", "Second"])
    page.select_option("#kind", "walk")
    page.click(".filters .btn")
    expect(page.locator("#count")).to_have_text("1 event in March 2027")
    page.click("#next")
    expect(page.locator("#count")).to_have_text("No event in April 2027 fits this")
    page.click("text=Agenda")
    page.wait_for_url("**/en/events/calendar/2027-04/agenda/?**kind=walk**")
    page.click("text=Last in March 2027")
    expect(page.locator("h4")).to_have_text(["One"])
