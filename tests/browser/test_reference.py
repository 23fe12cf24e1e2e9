"""The reference page in a browser: nothing foreign, nothing inline, nothing too wide."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.api import full_portal
from tests.browser.conftest import violations
from tests.factories import SiteSettingsFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("language", "width"), [("en", 375), ("zh-hans", 1280)])
def test_the_reference_fits_and_is_all_ours(visitor, language, width):
    SiteSettingsFactory()
    full_portal.make()
    page = visitor(language, width=width)

    page.goto(f"/{language}/data/")
    page.locator("summary").click()

    assert page.locator("pre").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.complaints == []


def test_the_reference_is_accessible(visitor):
    SiteSettingsFactory()
    page = visitor("en")

    page.goto("/en/data/")

    assert violations(page) == []


class Elsewhere(BaseHTTPRequestHandler):
    """Another site: the same machine, another origin."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<p>elsewhere</p>")

    def log_message(self, *_words):
        pass


@pytest.fixture
def elsewhere():
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_page_of_another_site_may_read(visitor, live_server, elsewhere):
    """The browser itself decides, and asks first because of the header."""
    SiteSettingsFactory()
    full_portal.make()
    page = visitor("en")

    page.goto(elsewhere)
    told = page.evaluate(
        """async (address) => {
            const answer = await fetch(address, {headers: {"If-None-Match": "x"}});
            return [answer.status, answer.headers.get("RateLimit-Limit"), (await answer.json()).items.length];
        }""",
        f"{live_server.url}/api/v1/events?limit=1",
    )

    assert told == [200, "120", 1]
