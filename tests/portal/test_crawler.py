"""The crawl sees what is wrong: a portal of a few pages, with a fault of each kind."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import path

from tests.portal import references
from tests.portal.crawler import MOST_OF_A_KIND, Crawl
from tests.portal.references import Reference

pytestmark = pytest.mark.django_db  # Django's client closes what connections there are
HOME = """<!doctype html><html lang="en"><head>
<link rel="stylesheet" href="/site.css"><link rel="canonical" href="https://example.org/">
<script type="application/ld+json">{"@context": "https://schema.org", "url": "http://testserver/said/"}</script>
</head><body>
<a href="/moved/#lost">moved</a> <a href="/two/#here">here</a> <a href="/two/#nowhere">nowhere</a> <a href="?page=2">more</a>
<a href="https://example.org/">away</a> <a href="mailto:a@example.org">mail</a> <a href="/gone/?a=1&amp;b=2">gone</a>
<img src="https://example.org/a.png" alt=""> <img srcset="/a.png 1x, /b.png 2x" alt="">
<form action="https://example.org/ask/"></form> <p data-hx-get="/part/"></p> <form method="post" action="/nobody/"></form>
</body></html>"""
TWO = '<!doctype html><h1 id="here">Two</h1><a href="{}">narrower</a>'


MANY = "".join(f'<a href="?month={n}">{n}</a><a href="/months/{n}/">{n}</a>' for n in range(9))


def _page(text, kind="text/html"):
    return lambda request: HttpResponse(text, content_type=kind)


handler404 = lambda request, exception: HttpResponse(status=404)  # noqa: E731
urlpatterns = [
    path("", _page(HOME)),
    path(
        "two/", lambda request: HttpResponse(TWO.format("?kind=a&amp;theme=b" if request.GET else "?kind=a"))
    ),
    path("months/", _page(MANY)),
    path("months/<int:number>/", _page("<!doctype html>")),
    path("part/", _page("<p>a part of a page</p>")),
    path("said/", _page("<!doctype html>")),
    path("moved/", lambda request: HttpResponseRedirect("/two/")),
    path(
        "site.css",
        _page("a { background: url(/c.png) } b { background: url('https://example.org/d.png') }", "text/css"),
    ),
    path("a.png", _page("", "image/png")),
    path("c.png", _page("", "image/png")),
]


@pytest.fixture
def crawl(settings):
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []
    return Crawl(Client(), ["/"])


def test_it_goes_wherever_a_reference_leads(crawl):
    reached = {address for address, answer in crawl.answers.items() if answer.status == 200}

    assert reached == {
        "/",
        "/?page=2",
        "/site.css",
        "/moved/",
        "/two/",
        "/two/?kind=a",
        "/said/",
        "/part/",
        "/a.png",
        "/c.png",
    }


def test_a_few_lists_stand_for_all_that_differ_by_a_parameter(settings):
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []

    crawl = Crawl(Client(), ["/months/"])

    assert len(crawl.answers) == 1 + MOST_OF_A_KIND + 9


def test_what_a_script_puts_into_a_page_is_no_page(crawl):
    assert set(crawl.pages) == {"/", "/?page=2", "/two/", "/two/?kind=a", "/said/"}


def test_it_finds_what_is_broken(crawl):
    assert crawl.broken == [("/", "/gone/?a=1&b=2", 404), ("/", "/b.png", 404)]


def test_it_finds_a_form_that_nobody_listens_to(crawl):
    assert set(crawl.unanswered) == {("/", "/nobody/"), ("/?page=2", "/nobody/")}


def test_it_finds_places_that_are_not_there(crawl):
    from_home = {link for page, link in crawl.lost_fragments if page == "/"}

    assert from_home == {"/two/#nowhere", "/moved/#lost"}


def test_it_finds_what_comes_from_elsewhere_and_lets_links_lead_there(crawl):
    from_pages = {(page, url) for page, url in crawl.foreign if page != "/?page=2"}

    assert from_pages == {
        ("/", "https://example.org/a.png"),
        ("/", "https://example.org/ask/"),
        ("/site.css", "https://example.org/d.png"),
    }


def test_what_is_not_to_be_followed_is_not_asked_for(settings):
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []

    crawl = Crawl(Client(), ["/"], within=lambda place: not place.startswith(("/gone/", "/moved/", "/b.png")))

    assert crawl.broken == []
    assert "/moved/" not in crawl.answers


@pytest.mark.parametrize(
    ("read", "text", "urls"),
    [
        (
            references.of_css,
            "/* url(a.png) */ @import 'b.css'; x { mask: url(\"c.svg\") }",
            ["b.css", "c.svg"],
        ),
        (
            references.of_xml,
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:x="http://www.w3.org/1999/xhtml">'
            '<url><loc>http://testserver/en/</loc><x:link rel="alternate" href="http://testserver/zh-hans/"/></url></urlset>',
            ["http://testserver/en/", "http://testserver/zh-hans/"],
        ),
        (
            references.of_calendar,
            "URL;VALUE=URI:http://testserver/en/ev\r\n ents/\r\nX-URL:no\r\n",
            ["http://testserver/en/events/"],
        ),
        (
            references.of_robots,
            "User-agent: *\nSitemap: http://testserver/sitemap.xml\n",
            ["http://testserver/sitemap.xml"],
        ),
    ],
)
def test_what_is_no_page_refers_too(read, text, urls):
    assert [reference.url for reference in read(text)] == urls


@pytest.mark.parametrize(
    ("html", "reference"),
    [
        ('<link rel="alternate" type="application/atom+xml" href="/feed/">', Reference("/feed/")),
        ('<link rel="preload" href="/a.js" as="script">', Reference("/a.js", loads=True)),
        ('<svg><use href="#window"/></svg>', Reference("#window", loads=True)),
        ('<source srcset="/a.avif 320w" type="image/avif">', Reference("/a.avif", loads=True)),
        ('<form method="post" action="/in/">', Reference("/in/", loads=True, method="POST")),
        ('<div data-hx-get="/found/"></div>', Reference("/found/", loads=True, part=True)),
        ('<meta property="og:image" content="/share.png">', Reference("/share.png")),
        ("<style>a { background: url(/b.png) }</style>", Reference("/b.png", loads=True)),
    ],
)
def test_what_a_page_refers_to(html, reference):
    assert set(references.Page(html).references) == {reference}
