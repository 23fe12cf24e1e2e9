"""Atom feeds of each section and of all that is new, read as a feed reader reads them."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from beijing_ngo.core import kept
from tests.events.pages import Statements, at
from tests.factories import (
    ArticleFactory,
    DelegationFactory,
    EventFactory,
    OrganisationFactory,
    SeriesFactory,
    SiteSettingsFactory,
    SubmissionFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"
SECTIONS = {
    "events/feed.atom": EventFactory,
    "delegations/feed.atom": DelegationFactory,
    "reports/feed.atom": ArticleFactory,
    "reports/submissions/feed.atom": SubmissionFactory,
    "feed.atom": ArticleFactory,
}
ALL = pytest.mark.parametrize("path", SECTIONS)


def read(client, path, language="en", **query):
    response = client.get(f"/{language}/{path}", query)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314, our own


def text(element, name) -> str:
    found = element.find(f"{ATOM}{name}")
    return "" if found is None else found.text


def entries(feed) -> list:
    return feed.findall(f"{ATOM}entry")


def titles(feed) -> list[str]:
    return [text(entry, "title") for entry in entries(feed)]


def links(element) -> list[tuple]:
    found = element.findall(f"{ATOM}link")
    return [(link.get("rel"), link.get("hreflang"), link.get("type"), link.get("href")) for link in found]


# ---------------------------------------------------------------- what RFC 4287 asks for


@ALL
def test_a_feed_has_what_every_reader_needs(client, path):
    SiteSettingsFactory()
    SECTIONS[path](title_en="One", title_zh_hans="一")
    SECTIONS[path](title_en="Two", title_zh_hans="二")

    feed = read(client, path)

    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *entries(feed)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
            assert text(element, name)
        kinds = [(rel, hreflang, kind) for rel, hreflang, kind, _href in links(element)]
        assert len(kinds) == len({*kinds})
        assert all(href.startswith("http://testserver/") for *_kind, href in links(element))
    assert text(feed.find(f"{ATOM}author"), "name") == "Beijing NGO Association for International Exchanges"
    assert ("self", None, None, f"http://testserver/en/{path}") in links(feed)
    ids = [text(entry, "id") for entry in entries(feed)]
    assert len({*ids}) == 2
    assert all(one.startswith("tag:testserver,") and one.endswith("/en") for one in ids)
    assert sorted(titles(feed)) == ["One", "Two"]


@ALL
def test_a_feed_without_entries_is_one(client, path):
    feed = read(client, path)

    assert entries(feed) == []
    assert text(feed, "updated")


@ALL
def test_a_feed_is_served_as_one_and_changes_nothing(client, path):
    SECTIONS[path]()

    response = client.get(f"/en/{path}")

    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


@ALL
def test_each_language_is_a_feed_of_its_own_and_knows_the_other(client, path):
    row = SECTIONS[path](title_en="Walk", title_zh_hans="徒步|大会")
    page = row.get_absolute_url().split("/", 2)[2]

    english, chinese = (read(client, path, language) for language in ("en", "zh-hans"))

    assert [feed.get(f"{XML}lang") for feed in (english, chinese)] == ["en", "zh-Hans"]
    assert [titles(feed) for feed in (english, chinese)] == [["Walk"], ["徒步大会"]]
    assert links(entries(english)[0]) == [
        ("alternate", None, None, f"http://testserver/en/{page}"),
        ("alternate", "zh-Hans", "text/html", f"http://testserver/zh-hans/{page}"),
    ]
    other = ("alternate", "en", "application/atom+xml", f"http://testserver/en/{path}")
    assert other in links(chinese)
    assert text(entries(english)[0], "id") != text(entries(chinese)[0], "id")


@ALL
def test_an_entry_keeps_its_id(client, path):
    row = SECTIONS[path](title_en="Walk")
    before = text(entries(read(client, path))[0], "id")

    row.title_en, row.slug = "Another title", "another-address"
    row.save()

    after = entries(read(client, path))[0]
    assert (text(after, "title"), text(after, "id")) == ("Another title", before)


@ALL
def test_what_is_in_one_language_only_says_in_which(client, path):
    SECTIONS[path](title_en="", title_zh_hans="徒步大会")

    [entry] = entries(read(client, path))
    [own] = entries(read(client, path, "zh-hans"))

    assert (entry.get(f"{XML}lang"), text(entry, "title")) == ("zh-Hans", "徒步大会")
    assert own.get(f"{XML}lang") is None
    assert [hreflang for _rel, hreflang, *_rest in links(own)] == [None]  # no English page worth the way


# ---------------------------------------------------------------- what is in it


@ALL
def test_only_what_everybody_may_see(client, path):
    SECTIONS[path](title_en="Draft", status="draft")
    SECTIONS[path](title_en="Later", published_at=timezone.now() + timedelta(days=1))
    SECTIONS[path](title_en="Public")

    assert titles(read(client, path)) == ["Public"]


def test_what_stays_in_the_house(client):
    DelegationFactory(internal=True)
    DelegationFactory(state="planned")
    SubmissionFactory(confidential=True)
    SubmissionFactory(state="drafting")
    OrganisationFactory()

    for path in SECTIONS:
        assert titles(read(client, path)) == []


def test_all_that_is_new_comes_from_everywhere_the_latest_first(client):
    rows = [EventFactory, DelegationFactory, ArticleFactory, SubmissionFactory]
    for day, make in enumerate(rows, start=1):
        make(title_en=make.__name__, published_at=at(f"2026-03-0{day} 01:00"))

    assert titles(read(client, "feed.atom")) == [
        *("SubmissionFactory", "ArticleFactory", "DelegationFactory", "EventFactory"),
    ]


@ALL
def test_a_feed_ends_after_fifty(client, path):
    for number in range(51):
        SECTIONS[path](
            title_en=f"Number {number}", published_at=at("2026-03-01 01:00") + timedelta(hours=number)
        )

    found = titles(read(client, path))

    assert len(found) == 50
    if path != "events/feed.atom":
        assert (found[0], found[-1]) == ("Number 50", "Number 1")


def test_an_event_that_changes_is_news_again(client):
    with time_machine.travel(at("2027-01-01 01:00"), tick=False):
        moved = EventFactory(title_en="Moved", starts_at=at("2027-06-01 01:00"), published_at=timezone.now())
        scheduled = at("2027-01-05 01:00")
        EventFactory(title_en="Scheduled", starts_at=at("2027-06-02 01:00"), published_at=scheduled)
    with time_machine.travel(at("2027-01-03 01:00"), tick=False):
        EventFactory(title_en="New", starts_at=at("2027-06-03 01:00"), published_at=timezone.now())
    with time_machine.travel(at("2027-01-06 01:00"), tick=False):
        assert titles(read(client, "events/feed.atom")) == ["Scheduled", "New", "Moved"]
    with time_machine.travel(at("2027-01-07 01:00"), tick=False):
        moved.state = "postponed"
        moved.save()
        feed = read(client, "events/feed.atom")

    assert titles(feed) == ["Moved", "Scheduled", "New"]
    first = entries(feed)[0]
    assert (text(first, "published"), text(first, "updated")) == (
        *("2027-01-01T01:00:00+00:00", "2027-01-07T01:00:00+00:00"),
    )
    assert text(first, "summary").startswith('<p lang="en">Postponed · Tuesday 1 June 2027')
    assert text(feed, "updated") == "2027-01-07T01:00:00+00:00"


def test_an_entry_tells_what_matters(client):
    theme = ThemeFactory(slug="climate", name_en="Climate action")
    lead = OrganisationFactory(name_en="Green Office")
    paper = SubmissionFactory(
        kind="parallel_report", summary_en="On <b>water</b> & air.", lead=lead, symbol="E/C.12/1"
    )
    paper.themes.add(theme)

    [entry] = entries(read(client, "reports/submissions/feed.atom"))

    assert text(entry, "summary").endswith(
        'E/C.12/1</p><p lang="en">On &lt;b&gt;water&lt;/b&gt; &amp; air.</p>'
    )
    assert text(entry.find(f"{ATOM}author"), "name") == "Green Office"
    categories = entry.findall(f"{ATOM}category")
    assert [(one.get("term"), one.get("label")) for one in categories] == [
        ("parallel_report", paper.get_kind_display()),
        ("climate", "Climate action"),
    ]


@ALL
def test_what_no_xml_can_hold_is_left_out(client, path):
    SECTIONS[path](title_en="Wa\x0blk\x1f").themes.add(ThemeFactory(name_en="Gre\x02en"))

    feed = read(client, path, q="\x0b")

    assert titles(feed) == ["Walk"]
    assert [one.get("label") for one in entries(feed)[0].iter(f"{ATOM}category")][-1] == "Green"


def test_the_online_link_is_in_no_feed(client):
    EventFactory(online_url="https://meeting.example.org/secret", summary_en="Come.")

    for path in ("events/feed.atom", "feed.atom"):
        assert b"meeting.example.org" not in client.get(f"/en/{path}").content


# ---------------------------------------------------------------- the filter in view


@pytest.fixture
def records():
    climate = ThemeFactory(slug="climate", name_en="Climate action")
    for make in (EventFactory, DelegationFactory, ArticleFactory):
        make(title_en="Climate").themes.add(climate)
        make(title_en="Other")
    EventFactory(title_en="Walk", kind="walk", series=SeriesFactory(slug="walks"))
    EventFactory(title_en="Past", starts_at=timezone.now() - timedelta(days=400))
    DelegationFactory(title_en="Guests", direction="incoming", countries=["FI"])
    SubmissionFactory(title_en="Statement", kind="oral_statement", symbol="A/HRC/1")
    SubmissionFactory(title_en="Report", kind="parallel_report")


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("events", {"theme": "climate"}, ["Climate"]),
        ("events", {"series": "walks"}, ["Walk"]),
        ("events", {"when": "past"}, ["Past"]),
        ("events", {"kind": "nonsense", "page": "2"}, ["Climate", "Other", "Walk"]),
        ("delegations", {"direction": "incoming"}, ["Guests"]),
        ("delegations", {"country": "FI", "q": "gue"}, ["Guests"]),
        ("delegations", {"theme": "climate"}, ["Climate"]),
        ("reports", {"theme": "climate"}, ["Climate"]),
        ("reports", {"q": "other"}, ["Other"]),
        ("reports/submissions", {"kind": "parallel_report"}, ["Report"]),
        ("reports/submissions", {"q": "A/HRC/1"}, ["Statement"]),
    ],
)
def test_a_feed_takes_the_filters_of_its_list(client, records, path, query, found):
    assert sorted(titles(read(client, f"{path}/feed.atom", **query))) == found


def test_its_title_and_links_tell_the_filter(client, records):
    SiteSettingsFactory()

    feed = read(client, "reports/feed.atom", theme="climate", page="3", utm="x")

    assert text(feed, "title") == "Beijing NGO: Reports (Climate action)"
    assert [href for *_kind, href in links(feed)] == [
        "http://testserver/en/reports/?theme=climate",
        "http://testserver/en/reports/feed.atom?theme=climate",
        "http://testserver/zh-hans/reports/feed.atom?theme=climate",
        "http://testserver/zh-hans/reports/?theme=climate",
    ]


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("events/?kind=walk&country=CN", "events/feed.atom?kind=walk&amp;country=CN"),
        ("events/calendar/?kind=walk", "events/feed.atom?kind=walk"),
        ("events/calendar/agenda/?kind=walk", "events/feed.atom?kind=walk"),
        ("delegations/?direction=incoming&page=1", "delegations/feed.atom?direction=incoming"),
        ("reports/?theme=climate", "reports/feed.atom?theme=climate"),
        ("reports/submissions/?kind=oral_statement", "reports/submissions/feed.atom?kind=oral_statement"),
    ],
)
def test_pages_lead_to_the_feed_of_what_is_in_view(client, records, page, feed):
    html = client.get(f"/en/{page}").content.decode()

    head, body = html.split("</head>")
    assert 'rel="alternate" type="application/atom+xml" title="' in head
    assert f'href="/en/{feed}"' in head
    assert f'type="application/atom+xml" href="/en/{feed}"' in body
    swapped = client.get(f"/en/{page}", headers={"hx-request": "true"}).content.decode()
    assert f'href="/en/{feed}"' in swapped


def test_the_front_door_leads_to_all_that_is_new(client):
    SiteSettingsFactory()

    html = client.get("/en/").content.decode()

    assert html.split("</head>")[0].count('type="application/atom+xml"') == 1
    assert html.count('href="/en/feed.atom"') == 2


# ---------------------------------------------------------------- asked again, and for many


@ALL
def test_what_has_not_changed_is_not_sent_again(client, path):
    SECTIONS[path]()
    first = client.get(f"/en/{path}")

    for header, value in (
        ("if-none-match", first.headers["ETag"]),
        ("if-modified-since", first.headers["Last-Modified"]),
    ):
        assert client.get(f"/en/{path}", headers={header: value}).status_code == 304


@ALL
def test_what_has_changed_or_come_out_is(client, path):
    SECTIONS[path](title_en="Later", published_at=timezone.now() + timedelta(days=1))
    row = SECTIONS[path](title_en="Now")
    first = client.get(f"/en/{path}")
    asked = [
        {"if-none-match": first.headers["ETag"]},
        {"if-modified-since": first.headers["Last-Modified"]},
    ]

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        kept._values.clear()
        come_out = [client.get(f"/en/{path}", headers=headers) for headers in asked]
        assert [response.status_code for response in come_out] == [200, 200]
        assert b"<title>Later</title>" in come_out[0].content
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        row.title_en = "Changed"
        row.save()
        changed = [client.get(f"/en/{path}", headers=headers) for headers in asked]

    assert [response.status_code for response in changed] == [200, 200]
    assert b"<title>Changed</title>" in changed[0].content


@ALL
def test_a_feed_takes_the_same_statements_for_any_number(client, path):
    counts = []
    for number in (1, 6):
        for _n in range(number):
            SECTIONS[path](title_en="One").themes.add(ThemeFactory())
        with Statements() as made:
            client.get(f"/en/{path}")
        counts.append(made.count)
    with Statements() as again:
        client.get(f"/en/{path}")

    assert counts[0] == counts[1] <= 16
    assert again.count == 0
