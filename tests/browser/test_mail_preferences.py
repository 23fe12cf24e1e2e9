"""Switching mail off: by the link at the end of a mail, and on the page of one's own account."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from beijing_ngo.core import unsubscribing
from beijing_ngo.core.models import AddressTrouble, MailTopic
from tests.browser.conftest import press, violations
from tests.factories import SiteSettingsFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = os.environ.get("PICTURES", "")
ADDRESS = "wang.fang@example.org"
BUTTON = "main form button[type=submit]"
both_languages = pytest.mark.parametrize("language", ["zh-hans", "en"])
with_and_without_script = pytest.mark.parametrize("script", [True, False])


@pytest.fixture(autouse=True)
def _site():
    SiteSettingsFactory(email="office@example.org")


def looked_at(page, name):
    """Nothing for axe to complain about, no sideways scrolling, no complaint; with PICTURES, pictures as well."""
    size = page.viewport_size
    for width in (375, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        assert violations(page) == []
    page.set_viewport_size(size)
    assert page.complaints == []


def link(live_server, language):
    path = unsubscribing.page(ADDRESS, MailTopic.REMINDERS, language)
    return path.replace("http://localhost:8000", live_server.url)


@both_languages
@with_and_without_script
def test_the_link_in_a_mail(visitor, live_server, language, script):
    page = visitor(language, script=script)
    page.goto(link(live_server, language))
    if script:
        looked_at(page, f"unsubscribe-{language}")
    assert unsubscribing.off(ADDRESS) == set()

    press(page, BUTTON)
    assert unsubscribing.off(ADDRESS) == {"reminders"}
    expect(page.locator("main .note.good")).to_be_visible()
    if script:
        looked_at(page, f"unsubscribed-{language}")

    press(page, BUTTON)
    assert unsubscribing.off(ADDRESS) == set()
    expect(page.locator("main .note.good")).to_have_count(0)


@both_languages
def test_the_link_in_the_other_language(visitor, live_server, language):
    page = visitor(language)
    page.goto(link(live_server, language))

    press(page, "[data-language]")

    other = {"zh-hans": "en", "en": "zh-Hans"}[language]
    assert page.get_attribute("html", "lang") == other
    expect(page.locator(BUTTON)).to_be_visible()


@both_languages
def test_a_link_that_was_broken_in_two(visitor, live_server, language):
    page = visitor(language)

    answer = page.goto(link(live_server, language)[:-20] + "/")

    assert answer.status == 404
    looked_at(page, f"unsubscribe-broken-{language}")


@both_languages
@with_and_without_script
def test_the_page_of_the_account(visitor, language, script):
    user = UserFactory(email=ADDRESS, is_staff=True, preferred_language=language)
    AddressTrouble.objects.create(address=ADDRESS, said="550 5.1.1 <wang.fang@example.org>: user unknown")
    page = visitor(language, user=user, script=script)
    page.goto(f"/{language}/account/")
    press(page, f"main nav a[href='/{language}/account/mail/']")
    if script:
        looked_at(page, f"account-mail-bounced-{language}")

    press(page, "main form[action$='/works-again/'] button")
    expect(page.locator("main .note.warn")).to_have_count(0)
    assert unsubscribing.trouble(ADDRESS) is None

    page.uncheck("[name=reminders]")
    page.uncheck("[name=digests]")
    press(page, BUTTON)
    assert unsubscribing.off(ADDRESS) == {"reminders", "digests"}
    ticks = [page.is_checked(f"[name={topic}]") for topic in ("reminders", "calls", "digests")]
    assert ticks == [False, True, False]
    if script:
        looked_at(page, f"account-mail-{language}")
