"""A headless Chromium that visits the portal, and hears what it complains about."""

import os
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest

# Playwright waits in an event loop of its own thread; Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = which("chromium") or which("google-chrome") or "/usr/bin/chromium"
PATIENCE = 20_000  # milliseconds


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists():
        reason = "Chromium is not installed; apt-get install chromium, or leave the browser tests out."
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser, live_server):
    """Opens pages for somebody: `visitor(language="en", scheme="dark")`. Each has their own cookies.

    What the browser complains about (errors, refused or failed requests, requests to a foreign host) is gathered in
    `page.complaints`.
    """
    contexts = []

    def arrive(language="zh-hans", scheme="light", width=1280, height=900):
        context = browser.new_context(
            base_url=live_server.url,
            locale={"zh-hans": "zh-CN", "en": "en-GB"}[language],
            timezone_id="Asia/Shanghai",
            color_scheme=scheme,
            viewport={"width": width, "height": height},
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        _listen(page, urlsplit(live_server.url).netloc)
        return page

    yield arrive
    for context in contexts:
        context.close()


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
