"""What a browser keeps: a page it has is asked about again, and nobody meets the copy of who they were before."""

import pytest
from playwright.sync_api import expect

from beijing_ngo.core import page_cache
from events.models import Event
from tests.browser.conftest import press
from tests.factories import EventFactory, SiteSettingsFactory
from tests.members.accounts import PASSWORD, make_person

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "person@example.org"


@pytest.fixture(autouse=True)
def _as_visitors_meet_it(settings):
    settings.PAGE_CACHE_SECONDS = 600
    settings.ACCOUNT_RATE_LIMITS = False
    SiteSettingsFactory()
    EventFactory(slug="forum", title_en="Annual Forum")


def masthead(page):
    return page.locator(".utility-links")


def test_signing_in_and_out_shows_at_once_on_a_page_seen_before(en):
    make_person(email=ADDRESS)
    en.goto("/en/events/")
    expect(masthead(en)).to_contain_text("Sign in")
    assert page_cache.shelf.pages

    press(en, ".utility-links a:has-text('Sign in')")
    en.fill("[name=login]", ADDRESS)
    en.fill("[name=password]", PASSWORD)
    press(en, "main form:has([name=login]) button[type=submit]")
    press(en, ".site-nav a[href='/en/events/']")
    expect(masthead(en)).not_to_contain_text("Sign in")

    en.goto("/en/account/logout/")
    press(en, "main form button[type=submit]")
    press(en, ".site-nav a[href='/en/events/']")
    expect(masthead(en)).to_contain_text("Sign in")


def test_a_browser_asks_about_the_copy_it_has_and_shows_what_has_changed(en):
    first = en.goto("/en/events/forum/")

    again = en.goto("/en/events/forum/")
    Event.objects.update(title_en="Quite another forum")
    changed = en.goto("/en/events/forum/")

    tag = first.headers["etag"]
    assert [answer.request.all_headers().get("if-none-match") for answer in (again, changed)] == [tag, tag]
    assert [again.headers["etag"] == tag, changed.headers["etag"] == tag] == [True, False]
    expect(en.locator("h1")).to_have_text("Quite another forum")
