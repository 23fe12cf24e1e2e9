"""What a visit costs: bytes, requests, statements, and traces left behind. Measured on the demonstration content.

Sizes are those that go over the wire: pages as they are sent to a browser, files as collectstatic compresses them.
"""

import re
from collections import defaultdict
from functools import cache
from urllib.parse import urlsplit

import brotli
import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from beijing_ngo.core import kept, page_cache
from tests.portal.demo_site import loaded

pytestmark = pytest.mark.django_db
KB = 1024
HTML, STYLES, SCRIPTS = 15 * KB, 13 * KB, 20 * KB
FIRST_VISIT, REQUESTS = 60 * KB, 10
STATEMENTS = 4  # of the list of events and of an event
OF_A_KIND = 3  # pages that are looked at
# Pages for one person, or with a form that is sent.
NOT_FOR_EVERYBODY = re.compile(r"/(account|register|verify|drafts|check-in|tickets|registrations|mail)(/|$)")
BROWSER = {"accept-encoding": "gzip, deflate, br, zstd"}
DOORS = ["/zh-hans/", "/en/", "/zh-hans/search/?q=气候", "/en/search/?q=climate"]
# What the list of addresses has to lead to, so that a page cannot fall out of these tests unnoticed.
EXPECTED = {
    *("home", "page", "impact", "search"),
    *("events:list", "events:calendar", "events:detail", "events:series", "events:conference"),
    *("delegations:list", "delegations:detail", "members:list", "members:detail", "members:project_list"),
    *("reports:list", "reports:detail", "reports:submission_list", "reports:submission_detail"),
}


@pytest.fixture(scope="module")
def _demo_content(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def _as_visitors_meet_it(_demo_content, settings):
    settings.PAGE_CACHE_SECONDS = 600


@pytest.fixture(scope="module")
def pages(_demo_content, django_db_blocker) -> dict[str, list[str]]:
    """Addresses of public pages by the name of their view, as the links lead to them from the front doors and the search."""
    with django_db_blocker.unblock():
        return crawl(DOORS)


def crawl(doors):
    client, found, seen = Client(), defaultdict(list), set(doors)
    waiting = list(doors)
    while waiting:
        path = waiting.pop(0)
        kind = (view_of(path), path[:4])
        if kind[0] is None or len(found[kind]) >= OF_A_KIND:
            continue
        response = client.get(path)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        found[kind].append(path)
        links = {
            urlsplit(link).path for link in re.findall(r'<a [^>]*href="([^"#]+)"', response.content.decode())
        }
        inside = {link for link in links if link.startswith(("/zh-hans/", "/en/")) and link.endswith("/")}
        fresh = sorted(link for link in inside - seen if not NOT_FOR_EVERYBODY.search(link))
        seen.update(fresh)
        waiting += fresh
    by_view = defaultdict(list)
    for (view, _language), paths in found.items():
        by_view[view] += paths
    return {view: paths for view, paths in by_view.items() if paths}


def view_of(path) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def all_of(pages):
    return [path for paths in pages.values() for path in paths]


def sent(path):
    """A page as a browser is sent it."""
    return Client().get(path, headers=BROWSER)


def text_of(response) -> str:
    return brotli.decompress(response.content).decode()


@cache
def compressed(name) -> int:
    with open(finders.find(name), "rb") as file:
        return len(brotli.compress(file.read()))


def files_of(html) -> dict[str, list[str]]:
    """What a browser fetches with a page, photographs apart."""
    head, body = html.partition("</head>")[::2]
    icons = re.findall(r'<link rel="icon" href="/static/([^"?]+\.svg)', head)
    return {
        "styles": re.findall(r'<link rel="stylesheet" href="/static/([^"?]+)', head),
        "scripts": re.findall(r'<script[^>]* src="/static/([^"?]+)', head + body),
        "others": icons
        + re.findall(r'(?:<img|<source|rel="preload")[^>]*(?:src|href)="/static/([^"?]+)', html),
    }


def test_every_kind_of_page_is_looked_at(pages):
    assert pages.keys() >= EXPECTED


def test_pages_are_small(pages):
    sizes = {path: len(sent(path).content) for path in all_of(pages)}

    assert {path: size for path, size in sizes.items() if size > HTML} == {}


def test_styles_and_scripts_are_small(pages):
    too_large = {}
    for path in all_of(pages):
        files = files_of(text_of(sent(path)))
        for kind, most in (("styles", STYLES), ("scripts", SCRIPTS)):
            size = sum(map(compressed, files[kind]))
            if size > most:
                too_large[path, kind] = size

    assert too_large == {}


def test_a_first_visit_is_small_and_takes_few_requests(pages):
    too_much = {}
    for path in all_of(pages):
        response = sent(path)
        files = [name for names in files_of(text_of(response)).values() for name in names]
        size, requests = len(response.content) + sum(map(compressed, files)), 1 + len(files)
        if size > FIRST_VISIT or requests > REQUESTS:
            too_much[path] = (size, requests)

    assert too_much == {}


def test_lists_and_events_ask_few_statements_and_kept_pages_none(pages):
    uncached, cached = {}, {}
    for path in all_of(pages):
        sent(path)
        page_cache.shelf.clear()
        with CaptureQueriesContext(connection) as first:
            sent(path)
        with CaptureQueriesContext(connection) as second:
            sent(path)
        uncached[path], cached[path] = len(first), len(second)

    counted = {path: uncached[path] for path in pages["events:list"] + pages["events:detail"]}
    assert {path: number for path, number in counted.items() if number > STATEMENTS} == {}
    assert {path: number for path, number in cached.items() if number} == {}


def test_everything_a_page_is_made_from_renews_it(pages):
    """Nothing is read from a table that could change unnoticed, by the page itself or by what is kept for all pages."""
    not_kept = []
    for path in [paths[0] for paths in pages.values()]:
        page_cache.shelf.clear()
        kept._values.clear()
        sent(path)
        if not page_cache.shelf.pages:
            not_kept.append(path)

    assert not_kept == []


def test_a_visit_leaves_no_trace(pages):
    """Nothing is written, no session is opened, no cookie set, and nothing asked from the browser's cookies."""
    traces = {}
    for path in all_of(pages):
        page_cache.shelf.clear()
        with connection.execute_wrapper(_nothing_is_written):
            response = sent(path)
        if response.cookies or "cookie" in response.get("Vary", "").lower():
            traces[path] = (dict(response.cookies), response["Vary"])

    assert traces == {}
    assert not Session.objects.exists()


def _nothing_is_written(execute, sql, params, many, context):
    assert not re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)", sql, re.I), sql
    return execute(sql, params, many, context)
