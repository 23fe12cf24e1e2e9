"""A headless Chromium that visits the portal, and hears what it complains about."""

import os
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

# Playwright waits in an event loop of its own thread; Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The headless shell has no windows to draw and is a quarter quicker than the whole browser.
CHROMIUM = (
    which("chromium-headless-shell") or which("chromium") or which("google-chrome") or "/usr/bin/chromium"
)
PATIENCE = 20_000  # milliseconds
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists():
        reason = "Chromium is not installed; apt-get install chromium-headless-shell, or leave the browser tests out."
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        # Without a process that forks the others, pages open an eighth quicker.
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--no-zygote", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser, live_server):
    """Opens pages for somebody: `visitor(language="en", scheme="dark")`. Each has their own cookies.

    `user` is signed in; `script=False` is a browser without JavaScript.

    What the browser complains about (errors, refused or failed requests, requests to a foreign host) is gathered in
    `page.complaints`.
    """
    contexts = []

    def arrive(language="zh-hans", scheme="light", width=1280, height=900, user=None, script=True):
        context = browser.new_context(
            base_url=live_server.url,
            locale={"zh-hans": "zh-CN", "en": "en-GB"}[language],
            timezone_id="Asia/Shanghai",
            color_scheme=scheme,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if user:
            sign_in(context, user, live_server.url)
        page = context.new_page()
        page.complaints = []
        _listen(page, urlsplit(live_server.url).netloc)
        return page

    yield arrive
    for context in contexts:
        context.close()


def sign_in(context, user, url):
    """A session as if the person had signed in."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])


def press(page, selector):
    """Click what leads to another page, or to this one again, and wait until it is there."""
    with page.expect_navigation():
        page.click(selector)


def violations(page) -> list:
    """What axe finds fault with, and where."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def _listen(page, host):
    def said(message):
        # That a page is missing is what some tests are about.
        if message.type == "error" and "404 (Not Found)" not in message.text:
            page.complaints.append(message.text)

    def asked(request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.netloc != host:
            page.complaints.append(f"asked {request.url}")

    page.on("console", said)
    page.on("request", asked)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))


@pytest.fixture
def zh(visitor):
    return visitor("zh-hans")


@pytest.fixture
def en(visitor):
    return visitor("en")
