"""From the masthead to a hit: by keyboard with suggestions, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import press, violations
from tests.factories import ArticleFactory, EventFactory, SiteSettingsFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _site(transactional_db):
    SiteSettingsFactory()


def test_suggestions_are_walked_through_by_keyboard(en):
    EventFactory(title_en="Green cities forum", slug="green-cities")
    ArticleFactory(title_en="Green roofs")
    en.goto("/en/")
    press(en, ".utility-links a[href='/en/search/']")
    field = en.get_by_label("Search the site")
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-expanded", "false")

    field.press_sequentially("gre")
    options = en.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(en.locator("#suggested")).to_have_text("2 suggestions")
    assert violations(en) == []

    field.press("ArrowDown")
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    field.press("Escape")
    expect(options).to_have_count(0)  # hidden is not there for anybody
    expect(field).to_have_value("gre")

    field.press("ArrowDown")
    expect(options.first).to_have_text("Event · ForumGreen cities forum")
    with en.expect_navigation():
        field.press("Enter")
    assert en.url.endswith("/en/events/green-cities/")
    assert en.complaints == []


def test_a_suggestion_can_be_pressed_and_the_typed_words_asked_for(en):
    ArticleFactory(title_en="Green roofs", slug="green-roofs")
    en.goto("/en/search/")
    field = en.get_by_label("Search the site")
    field.press_sequentially("roof")
    with en.expect_navigation():
        en.get_by_role("option").click()
    assert en.url.endswith("/en/reports/green-roofs/")

    en.goto("/en/search/")
    field.press_sequentially("roofs")
    expect(en.get_by_role("option")).to_have_count(1)
    with en.expect_navigation():
        field.press("Enter")

    expect(en.locator(".hits mark")).to_have_text(["roofs"])
    expect(en.get_by_role("option")).to_have_count(0)
    assert violations(en) == []
    assert en.complaints == []


def test_without_scripts_the_search_is_a_form_and_links(visitor):
    EventFactory(title_zh_hans="绿色论坛", title_en="Green forum")
    ArticleFactory(title_zh_hans="绿色报道", title_en="", body_en="")
    page = visitor("en", script=False, width=375, scheme="dark")
    page.goto("/en/search/")
    field = page.get_by_label("Search the site")
    assert field.get_attribute("role") is None
    field.fill("绿色")

    press(page, ".searchbar button")
    expect(page.locator(".hits li")).to_have_count(2)
    press(page, ".facet >> text=Chinese only")

    expect(page.locator(".hits li")).to_have_count(1)
    expect(page.locator(".hits .tag")).to_have_text("Chinese only")
    expect(field).to_have_value("绿色")
    assert page.complaints == []
