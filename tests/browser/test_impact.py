"""The impact page in a browser: figures lead to their lists, tables open for those who come for one of their rows."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import press, violations
from tests.portal.impact_records import furnish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def en(visitor):
    furnish()
    page = visitor("en", width=375)
    page.goto("/en/impact/")
    return page


def test_a_figure_leads_to_its_list_whose_filter_can_be_taken_off(en):
    press(en, ".figures a[href*='people=counted']")

    expect(en.locator("#count")).to_have_text("3 events")
    tags = en.locator("#chosen .tag.on")
    expect(tags).to_have_count(2)
    press(en, "#chosen a[href='/en/events/?when=held']")
    expect(en.locator("#count")).to_have_text("6 events")
    assert en.complaints == []


def test_a_goal_opens_the_table_at_its_row(en):
    row = en.locator("#goal-13")
    expect(row).to_be_hidden()

    en.click(".goals a[href='#goal-13']")

    expect(row).to_be_visible()


def test_nothing_sticks_out_sideways_on_a_small_phone(en):
    en.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    for width in (375, 320):
        en.set_viewport_size({"width": width, "height": 800})
        assert en.evaluate("document.documentElement.scrollWidth") == width


def test_axe_finds_nothing_with_all_tables_open(visitor):
    furnish()
    page = visitor("zh-hans", scheme="dark")
    page.goto("/zh-hans/impact/")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert violations(page) == []
    assert page.complaints == []
