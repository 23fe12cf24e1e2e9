"""Every kind of public page in a real browser, on demonstration content: both languages, both colour schemes."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.demo_server import demo_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "home": "",
    "events": "events/",
    "events, filtered": "events/?when=past&kind=forum",
    "events, nothing found": "events/?q=zzzzzz",
    "calendar": "events/calendar/",
    "agenda": "events/calendar/agenda/",
    "event": "events/earth-hour-next/",
    "event with a waiting list": "events/reading-a-cop-decision/",
    "series": "events/series/earth-hour-beijing/",
    "conference": "events/conferences/cop-27/",
    "delegations": "delegations/",
    "delegation": "delegations/copenhagen-2009/",
    "articles": "reports/",
    "article": "reports/{article}/",
    "submissions": "reports/submissions/",
    "submission": "reports/submissions/cescr-china-2023/",
    "members": "members/",
    "member": "members/greenovation-hub/",
    "projects": "members/projects/",
    "join": "members/join/",
    "impact": "impact/",
    "data and API": "data/",
    "verify": "verify/",
    "page": "about/",
    "search": "search/?q=green+development",
    "search, nothing asked": "search/",
    "not found": "no-such-page/",
}
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with demo_server(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture(scope="module")
def screens(browser):
    """A phone in the dark, and a desk in the light."""
    looks = [(375, "dark"), (1440, "light")]
    contexts = [
        browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for width, scheme in looks
    ]
    yield contexts
    for context in contexts:
        context.close()


class Visit:
    """One look at a page: what the browser had to say about it."""

    def __init__(self, context, address, host):
        self.page = context.new_page()
        self.complaints, self.foreign = [], []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url, host))
        self.answer = self.page.goto(address, wait_until="load")

    def _heard(self, message):
        if message.type in ("error", "warning") and "404" not in message.text:
            self.complaints.append(message.text)

    def _asked(self, url, host):
        if urlsplit(url).netloc not in (host, ""):
            self.foreign.append(url)


@pytest.fixture(scope="module")
def article(site, browser):
    """The address of the first article of the list."""
    page = browser.new_page()
    page.goto(f"{site}/en/reports/")
    links = page.locator("main a[href*='/en/reports/']").evaluate_all(
        "links => links.map(link => link.pathname)"
    )
    page.close()
    return next(path for path in links if re.fullmatch(r"/en/reports/(?!submissions/)[\w-]+/", path)).split(
        "/"
    )[3]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAGES)
def test_page_is_accessible_quiet_and_at_home(kind, language, screens, site, article):
    """Each page on both screens, once in each language; which language has which screen goes by turns."""
    address = f"{site}/{language}/{PAGES[kind].format(article=article)}"
    screen = screens[([*PAGES].index(kind) + [*LANGUAGES].index(language)) % 2]

    visit = Visit(screen, address, urlsplit(site).netloc)
    axe = Axe().run(visit.page)

    violations = [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in axe.response["violations"]
        for node in rule["nodes"][:3]
    ]
    assert violations == []
    assert visit.answer.status == (404 if kind == "not found" else 200)
    assert visit.page.locator("html").get_attribute("lang") == LANGUAGES[language]
    assert visit.page.locator("h1").count() == 1
    assert (visit.complaints, visit.foreign) == ([], [])
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "scrolls sideways"
    assert screen.cookies() == []
    visit.page.close()
