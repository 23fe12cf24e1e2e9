"""Whole pages are kept for visitors who are not signed in, and never shown when they are no longer true."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

import brotli
import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from beijing_ngo.core import page_cache
from events import views
from events.models import Event
from tests.factories import (
    ArticleFactory,
    EventFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SiteSettingsFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/en/events/"
# Beijing at noon: a moment that is far from every turn of a day.
NOON = datetime.fromisoformat("2027-03-01T12:00:00+08:00")


@pytest.fixture(autouse=True)
def _pages_are_kept(settings):
    settings.PAGE_CACHE_SECONDS = 600


@pytest.fixture
def event():
    SiteSettingsFactory()
    return EventFactory(slug="forum", title_en="Annual Forum")


@pytest.fixture
def comes_from_memory(client, django_assert_num_queries):
    """Whether a page is answered without asking the database anything."""

    def check(path, **more):
        client.get(path, **more)
        with django_assert_num_queries(0):
            return client.get(path, **more)

    return check


# ---------------------------------------------------------------- kept


@pytest.mark.parametrize(
    "address", ["", "events/", "events/forum/", "events/calendar/", "members/", "reports/"]
)
def test_a_second_visitor_costs_no_statement(event, comes_from_memory, client, address):
    path = f"/en/{address}"

    first, second = client.get(path), comes_from_memory(path)

    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)


def test_the_two_languages_hosts_and_queries_are_pages_of_their_own(event, client, settings):
    settings.ALLOWED_HOSTS = ["one.example.org", "two.example.org"]
    paths = [LIST, "/zh-hans/events/", f"{LIST}?kind=forum", f"{LIST}?kind=walk"]
    hosts = ["one.example.org", "two.example.org"]

    seen = [
        client.get(path, headers={"host": host}).content for path in paths for host in hosts for _ in "ab"
    ]

    assert seen[::2] == seen[1::2]
    assert len(set(seen)) == len(paths) * len(hosts)


def test_a_host_that_is_not_ours_gets_nothing(event, client):
    client.get(LIST)

    assert client.get(LIST, headers={"host": "elsewhere.example.org"}).status_code == 400


def test_who_sent_a_visitor_makes_no_other_page(event, client, comes_from_memory):
    client.get(f"{LIST}?kind=forum")

    sent = comes_from_memory(f"{LIST}?utm_source=wechat&kind=forum&isappinstalled=0")

    assert sent.content == client.get(f"{LIST}?kind=forum").content
    assert b"utm_source" not in sent.content


def test_what_they_ask_for_stays_as_their_browser_wrote_it(event, client):
    """Some browsers send the letters of an address as they are, without percent signs."""
    asked = "q=气候".encode().decode("latin-1")

    plain, sent = (client.get(LIST, QUERY_STRING=query) for query in (asked, f"{asked}&utm_source=wechat"))

    assert 'value="气候"' in plain.content.decode()
    assert sent.content == plain.content


def test_htmx_is_handed_the_part_and_the_visitor_the_page(event, client):
    page, part = client.get(LIST), client.get(LIST, headers={"hx-request": "true"})
    again = client.get(LIST), client.get(LIST, headers={"hx-request": "true"})

    assert b"<html" in page.content
    assert b"<html" not in part.content
    assert [one.content for one in again] == [page.content, part.content]
    assert part.headers["HX-Push-Url"] == again[1].headers["HX-Push-Url"]


def test_head_is_answered_like_get(event, client, django_assert_num_queries):
    whole = client.get(LIST)

    with django_assert_num_queries(0):
        head = client.head(LIST)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_memory_is_bounded(event, client, monkeypatch):
    monkeypatch.setattr("beijing_ngo.core.page_shelf.MOST_BYTES", 200_000)

    for number in range(10):
        client.get(f"{LIST}?q=word{number}")

    shelf = page_cache.shelf
    assert 0 < len(shelf.pages) < 10
    assert shelf.size == sum(page.size for page in shelf.pages.values()) <= 200_000
    assert "word9" in next(reversed(shelf.pages))[3]


def test_it_can_be_turned_off(event, client, settings):
    settings.PAGE_CACHE_SECONDS = 0

    response = client.get(LIST)

    assert not page_cache.shelf.pages
    assert "ETag" not in response.headers


# ---------------------------------------------------------------- what is sent


def test_the_answer_says_who_may_keep_it_and_for_how_long(event, client):
    headers = client.get("/en/events/forum/").headers

    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert headers["CDN-Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    assert headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in headers


def test_shared_caches_can_be_kept_out(event, client, settings):
    settings.SHARED_CACHE_SECONDS = 0

    assert client.get(LIST).headers["CDN-Cache-Control"] == "no-store"


def test_a_shared_cache_is_not_told_to_keep_a_page_beyond_the_next_turn(client):
    with time_machine.travel(NOON, tick=False):
        EventFactory(starts_at=NOON - timedelta(hours=1), ends_at=NOON + timedelta(seconds=20))

        assert "max-age=20," in client.get(LIST).headers["CDN-Cache-Control"]


def test_a_browser_that_has_the_page_is_only_told_so(event, client):
    first = client.get(LIST)
    again = client.get(LIST, headers={"if-none-match": first.headers["ETag"]})
    listed = client.get(LIST, headers={"if-none-match": f'"other", W/{first.headers["ETag"]}'})

    assert [again.status_code, listed.status_code] == [304, 304]
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert {"Content-Type", "Content-Encoding"} & set(again.headers) == set()

    Event.objects.update(title_en="Another Forum")
    changed = client.get(LIST, headers={"if-none-match": first.headers["ETag"]})

    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_the_tag_of_a_page_stays_while_its_text_does(event, client):
    first = client.get(LIST).headers["ETag"]
    ArticleFactory()

    assert client.get(LIST, headers={"if-none-match": first}).status_code == 304


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_pages_are_compressed_as_the_browser_can_read_them(event, client, accepted, encoding):
    plain = client.get(LIST)
    sent = [client.get(LIST, headers={"accept-encoding": accepted}) for _time in "ab"]

    assert [one.headers.get("Content-Encoding") for one in sent] == [encoding, encoding]
    assert sent[0].content == sent[1].content
    assert int(sent[1].headers["Content-Length"]) == len(sent[1].content)
    assert (sent[0].headers["ETag"] == plain.headers["ETag"]) == (encoding is None)
    if encoding == "br":
        assert brotli.decompress(sent[0].content) == plain.content
        assert len(sent[0].content) < len(plain.content) / 3


# ---------------------------------------------------------------- for one reader


def test_who_is_signed_in_gets_their_own_page_and_leaves_none_behind(event, client):
    user = UserFactory(given_name="Fang", preferred_language="en")
    anonymous = client.get(LIST)
    client.force_login(user)

    signed_in = client.get(LIST)

    assert signed_in.content != anonymous.content
    assert b"/en/account/login/" in anonymous.content
    assert b"/en/account/login/" not in signed_in.content
    assert signed_in.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" not in signed_in.headers
    assert Client().get(LIST).content == anonymous.content


def test_the_copy_from_before_signing_in_is_not_taken_for_the_page_afterwards(event, client):
    tag = client.get(LIST).headers["ETag"]
    client.force_login(UserFactory())

    assert client.get(LIST, headers={"if-none-match": tag}).status_code == 200


def test_a_draft_that_staff_look_at_is_not_kept(client):
    EventFactory(slug="secret", status="draft")
    client.force_login(SuperuserFactory())

    assert client.get("/en/events/secret/").status_code == 200
    assert Client().get("/en/events/secret/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/en/account/login/",
        "/en/account/signup/",
        "/en/events/forum/register/",
        "/en/verify/",
        "/en/verify/ABCDEFG/",
        "/en/nothing/",
        "/healthz",
        "/",
        "/en/events/calendar.ics",
    ],
)
def test_what_is_no_page_for_everybody_is_not_kept(event, client, address):
    RegistrationDeskFactory(event=event)

    client.get(address)

    assert not page_cache.shelf.pages


def test_a_ticket_is_not_kept(client):
    registration = RegistrationFactory(people=1)

    response = client.get(f"/en/tickets/{registration.attendees.get().ticket_secret}/")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not page_cache.shelf.pages


def _something_for_you(_request, response):
    response.add_post_render_callback(lambda rendered: rendered.write("<p>for you</p>"))


@contextmanager
def answering(**changes):
    """The list of events, answered with something more."""
    render = views.EventListView.render_to_response

    def changed(self, *args, **kwargs):
        response = render(self, *args, **kwargs)
        for name, value in changes.items():
            value(self.request, response) if callable(value) else response.headers.__setitem__(name, value)
        return response

    with patch.object(views.EventListView, "render_to_response", changed):
        yield


@pytest.mark.parametrize(
    "changes",
    [
        {"Cache-Control": "private"},
        {"Vary": "Accept-Language"},
        {"Content-Type": "text/csv"},
        {"a cookie": lambda _request, response: response.set_cookie("a", "b")},
        {"the session": lambda request, _response: request.session.get("a")},
        {"another table": lambda _request, _response: get_user_model().objects.exists()},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_might_be_personal_is_not_kept(event, client, changes):
    with answering(**changes):
        client.get(LIST)

    assert not page_cache.shelf.pages


@pytest.mark.parametrize(
    "headers", [{"authorization": "Basic eDp5"}, {"cookie": "messages=x"}, {"cookie": "sessionid=x"}]
)
def test_who_brings_something_personal_gets_no_page_from_memory(event, client, headers):
    client.get(LIST)
    with answering(personal=_something_for_you):
        assert b"for you" in client.get(LIST, headers=headers).content

    assert b"for you" not in client.get(LIST).content
