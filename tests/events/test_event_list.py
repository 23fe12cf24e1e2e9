import re

import pytest
from django.utils import timezone

from events import rows
from events.filters import EventFilter
from events.models import EventState
from tests.events.pages import Statements, at, in_days, keep_the_frame, listed, photo_of, status
from tests.factories import (
    EventFactory,
    PartnershipFactory,
    RegistrationDeskFactory,
    SeriesFactory,
    SiteSettingsFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
EN, ZH = "/en/events/", "/zh-hans/events/"


@pytest.fixture
def events():
    """Five events that differ in all one can ask for; two lie behind us."""
    climate, youth = ThemeFactory(slug="climate"), ThemeFactory(slug="youth")
    hour = SeriesFactory(slug="hour")
    past = {"working_languages": ["zh-hans"], "country": "CN"}
    rows = {
        "hour-2016": EventFactory(
            slug="hour-2016", kind="earth_hour", series=hour, starts_at=at("2016-03-19 12:30"), **past
        ),
        "doha": EventFactory(
            slug="doha",
            kind="side_event",
            starts_at=at("2012-12-31 22:00"),  # already 2013 in Doha
            time_zone="Asia/Qatar",
            country="QA",
            working_languages=["en", "fr"],
            sdgs=[13, 17],
            participants_count=50,
            title_en="Photographs from Beijing",
            title_zh_hans="北京民间组织在行动",
        ),
        "forum": EventFactory(
            slug="forum", kind="forum", starts_at=in_days(5), country="FI", attendance_mode="online"
        ),
        "hour-next": EventFactory(slug="hour-next", kind="earth_hour", series=hour, starts_at=in_days(9)),
        "going-on": EventFactory(slug="going-on", kind="forum", starts_at=in_days(-30), ends_at=in_days(2)),
    }
    EventFactory(starts_at=at("2015-03-19 12:30"), state="cancelled", status="archived")
    PartnershipFactory(event=rows["doha"], organisation__slug="wwf")
    rows["doha"].themes.add(climate)
    rows["forum"].themes.add(climate, youth)
    return rows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["going-on", "forum", "hour-next"]),
        ("when=past", ["hour-2016", "doha"]),
        ("when=all", ["hour-next", "forum", "going-on", "hour-2016", "doha"]),
        ("kind=forum", ["going-on", "forum"]),
        ("kind=forum&when=past", []),
        ("theme=climate", ["forum"]),
        ("theme=climate&when=all", ["forum", "doha"]),
        ("country=FI", ["forum"]),
        ("series=hour", ["hour-next"]),
        ("series=hour&when=past", ["hour-2016"]),
        ("language=fr&when=all", ["doha"]),
        ("language=zh-hans&when=past", ["hour-2016"]),
        ("year=2016", ["hour-2016"]),
        ("year=2013", ["doha"]),
        ("year=2012", []),
        ("year=2016&when=upcoming", []),
        ("when=held", ["hour-2016", "doha"]),
        ("when=held&sdg=13", ["doha"]),
        ("when=held&sdg=1", []),
        ("when=held&people=counted", ["doha"]),
        ("when=held&place=mainland", ["hour-2016"]),
        ("when=held&place=elsewhere", ["doha"]),
        ("when=all&place=online", ["forum"]),
        ("when=held&partner=wwf", ["doha"]),
        ("q=photographs", ["doha"]),
        ("q=民间组织", ["doha"]),
        ("q=beijing+photographs", ["doha"]),
        ("q=photographs&when=upcoming", []),
        ("kind=earth_hour&series=hour&year=2016&country=CN&language=zh-hans", ["hour-2016"]),
    ],
)
@pytest.mark.parametrize("path", [EN, ZH])
def test_each_filter_finds_its_events(client, events, path, query, expected):
    response = client.get(f"{path}?{query}")

    assert listed(response) == expected
    assert response.context["page"].paginator.count == len(expected)


@pytest.mark.parametrize(
    "query",
    [
        *("page=abc", "page=-1", "page=0", "page=999", "page=" + "9" * 5000, "page=1e3", "page=%00"),
        *("year=x", "year=0", "year=99999", "year=²⁰²⁶", "month=2027-99", "kind=party", "theme=nothing"),
        *("country=XX", "country=%00", "series=%27--", "language=tlh", "when=never", "q=%00", "q=%25_%5C"),
        *(
            "q=" + "x" * 9000,
            "q=" + "+a" * 500,
            "kind=forum&kind=walk",
            "%00=%00",
            "view=month&month=2027-99",
        ),
    ],
)
@pytest.mark.parametrize("path", [EN, ZH, "/en/events/calendar/", "/en/events/series/hour/"])
def test_whatever_is_typed_into_the_address_is_no_error(client, events, path, query):
    assert client.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["kind=party", "year=x", "country=XX", "theme=nothing", "series=none", "q=%00", "page=x"]
)
def test_what_nobody_can_have_meant_is_left_aside(client, events, query):
    response = client.get(f"{EN}?{query}")

    assert listed(response) == ["going-on", "forum", "hour-next"]
    assert response.context["asked"] == EventFilter()


def test_the_public_sees_neither_drafts_nor_what_is_scheduled_or_archived(client):
    EventFactory(slug="seen")
    EventFactory(slug="draft", status="draft", published_at=None)
    EventFactory(slug="tomorrow", published_at=in_days(1))
    EventFactory(slug="archived", status="archived")

    assert listed(client.get(EN)) == ["seen"]


def test_an_event_without_english_is_held_back_or_shown_in_chinese(client):
    EventFactory(slug="chinese", title_en="", summary_en="", city_en="", title_zh_hans="绿色论坛")
    settings = SiteSettingsFactory(publish_gate="fallback")

    shown = client.get(EN)
    settings.publish_gate = "hold"
    settings.save()
    held = client.get(EN)

    assert listed(shown) == ["chinese"]
    assert '<span lang="zh-Hans">绿色论坛</span>' in shown.content.decode()
    assert listed(held) == []
    assert listed(client.get(ZH)) == ["chinese"]


def test_the_form_works_without_javascript(client, events):
    html = client.get(f"{EN}?kind=forum&q=forum").content.decode()

    form = re.search(r'<form class="filters".*?</form>', html, re.S).group()
    assert re.search(r'action="([^"]+)" method="get"', form).group(1) == EN
    assert re.findall(r'name="([a-z]+)"', form) == [
        *("q", "kind", "theme", "when", "year", "country", "series", "language", "sdg"),
    ]
    assert re.findall(r'<option value="([^"]*)" selected', form) == ["forum", *[""] * 7]
    assert 'value="forum" maxlength' in form
    assert '<button class="btn" type="submit">' in form


def test_the_form_offers_what_there_is(client, events):
    html = client.get(f"{EN}?when=all").content.decode()

    options = {
        name: re.findall(r'<option value="([^"]*)"', select)
        for name, select in re.findall(r'<select [^>]*name="([a-z]+)">(.*?)</select>', html, re.S)
    }
    this_year = {str(moment.year) for moment in (in_days(5), in_days(9), in_days(-30))}
    assert options["year"] == ["", *sorted({*this_year, "2016", "2013"}, reverse=True)]
    assert options["country"] == ["", "CN", "FI", "QA"]
    assert options["language"] == ["", "zh-hans", "en", "fr"]
    assert options["series"] == ["", "hour"]
    assert options["theme"] == ["", "climate", "youth"]


def test_who_names_a_year_may_still_ask_for_what_is_to_come(client, events):
    def times(query):
        html = client.get(f"{EN}?{query}").content.decode()
        select = re.search(r'name="when">(.*?)</select>', html, re.S).group(1)
        return re.findall(r'<option value="([^"]*)"( selected)?>([^<]+)<', select)

    assert times("") == [("", " selected", "Upcoming"), ("past", "", "Past"), ("all", "", "All times")]
    assert times("year=2016") == [
        ("upcoming", "", "Upcoming"),
        ("past", "", "Past"),
        ("", " selected", "All times"),
    ]
    assert times("year=2016&when=all") == [
        ("upcoming", "", "Upcoming"),
        ("past", "", "Past"),
        ("all", " selected", "All times"),
    ]


def test_what_was_asked_for_can_be_taken_away_one_by_one(client, events):
    html = client.get(f"{EN}?kind=earth_hour&country=CN&year=2016&page=1").content.decode()

    tags = re.findall(r'<a class="tag[^"]*" href="([^"]+)"[^>]*>([^<]+)', html)
    assert tags == [
        ("/en/events/?year=2016&amp;country=CN", "Earth Hour"),
        ("/en/events/?kind=earth_hour&amp;country=CN", "2016"),
        ("/en/events/?kind=earth_hour&amp;year=2016", "China"),
        ("/en/events/", "Clear all"),
    ]


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [(EN, "", "3 events"), (EN, "country=FI", "1 event"), (EN, "kind=walk", "0 events")],
)
def test_the_number_found_is_told(client, events, path, query, expected):
    response = client.get(f"{path}?{query}")

    assert status(response) == expected
    assert '<p class="small quiet" role="status" id="count">' in response.content.decode()


def test_an_empty_list_offers_the_other_times(client, events):
    html = client.get(f"{EN}?country=QA").content.decode()

    assert "No event fits this." in html
    assert '<a class="btn plain" href="/en/events/?country=QA&amp;when=all">' in html


def test_htmx_gets_the_part_that_follows_the_filter(client, events):
    response = client.get(f"{EN}?kind=forum&q=&year=", headers={"HX-Request": "true"})

    html = response.content.decode()
    assert "<html" not in html
    assert re.findall(r'<\w+ [^>]*id="(results|bar|count|chosen)"', html) == [
        "results",
        "bar",
        "count",
        "chosen",
    ]
    assert listed(response) == ["going-on", "forum"]
    assert response.headers["HX-Push-Url"] == "/en/events/?kind=forum"
    assert "HX-Request" in response.headers["Vary"]


def test_a_filtered_list_is_not_for_search_engines(client, events):
    assert '<meta name="robots"' not in client.get(EN).content.decode()
    assert '<meta name="robots" content="noindex, follow">' in client.get(f"{EN}?kind=forum").content.decode()


# ---------------------------------------------------------------- pages


@pytest.fixture
def fifty():
    return [
        EventFactory(slug=f"n{number:02}", starts_at=in_days(1, hours=number)).slug for number in range(50)
    ]


def test_the_pages_follow_each_other_from_either_end(client, fifty):
    pages = [listed(client.get(f"{EN}?page={number}")) for number in (1, 2, 3)]

    assert pages == [fifty[:20], fifty[20:40], fifty[40:]]


def test_the_page_beyond_the_end_is_the_last_one(client, fifty):
    assert listed(client.get(f"{EN}?page=4")) == fifty[40:]


def test_the_pager_knows_where_it_stands_and_keeps_the_filter(client, fifty):
    html = client.get(f"{EN}?kind=forum&page=2&junk=1").content.decode()

    pager = re.search(r'<nav class="pager".*?</nav>', html, re.S).group()
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', pager) == [
        ("prev", "?kind=forum&amp;page=1"),
        ("next", "?kind=forum&amp;page=3"),
    ]
    assert '<span aria-current="page">2</span>' in pager


def test_events_that_start_together_keep_one_order_over_the_pages(client):
    moment = in_days(3)
    slugs = [EventFactory(slug=f"same-{number:02}", starts_at=moment).slug for number in range(45)]

    pages = [listed(client.get(f"{EN}?page={number}")) for number in (1, 2, 3)]

    assert [slug for page in pages for slug in page] == slugs


def test_the_list_stands_under_its_months(client):
    EventFactory(slug="a", starts_at=at("2016-03-19 12:30"))
    EventFactory(slug="b", starts_at=at("2016-02-29 17:00"))  # the first of March in Beijing
    EventFactory(slug="c", starts_at=at("2015-10-01 02:00"), date_precision="month")
    EventFactory(slug="d", starts_at=at("2014-01-01 02:00"), date_precision="year")

    def months(path):
        html = client.get(f"{path}?when=past").content.decode()
        return re.findall(r'<h3 class="month">(.*?)</h3>', html)

    assert months(EN) == ["March <small>2016</small>", "October <small>2015</small>", "2014"]
    assert months(ZH) == ["三月 <small>2016</small>", "十月 <small>2015</small>", "2014"]


def test_a_row_says_when_as_its_language_writes_it(client):
    EventFactory(slug="sitting", starts_at=at("2016-03-19 12:30"), ends_at=at("2016-03-19 13:30"))
    EventFactory(slug="days", starts_at=at("2016-03-05 01:00"), ends_at=at("2016-03-07 09:00"))
    EventFactory(
        slug="geneva",
        starts_at=at("2016-03-01 12:00"),
        ends_at=at("2016-03-01 13:00"),
        time_zone="Europe/Zurich",
    )

    def times(path):
        html = client.get(f"{path}?when=past").content.decode()
        dates = re.findall(
            r'<time class="date" datetime="([^"]+)"><b>(\d+)</b><span>([^<]+)</span></time>', html
        )
        metas = [
            re.sub(r"<[^>]+>", "", meta).strip()
            for meta in re.findall(r'<p class="meta">\s*<span>(.*?)</span>', html, re.S)
        ]
        return dates, metas

    assert times(EN) == (
        [
            ("2016-03-19T20:30+08:00", "19", "Sat"),
            ("2016-03-05T09:00+08:00", "5", "Sat"),
            ("2016-03-01T13:00+01:00", "1", "Tue"),
        ],
        ["20:30–21:30", "5–7 March 2016", "13:00–14:00 Geneva time"],
    )
    assert times(ZH)[1] == ["20:30–21:30", "2016年3月5日至7日", "13:00–14:00 日内瓦时间"]


# ---------------------------------------------------------------- freshness


def test_a_row_follows_its_registration_desk(client):
    desk = RegistrationDeskFactory(capacity=10)

    def state():
        return re.findall(r'<span class="state (\w+)">([^<]+)<', client.get(EN).content.decode())

    assert state() == [("open", "Registration open")]
    desk.places_taken = 10
    desk.save()
    assert state() == [("wait", "Full, waiting list open")]
    desk.closes_at = in_days(-1)
    desk.save()
    assert state() == [("past", "Registration closed")]
    desk.event.state = EventState.CANCELLED
    desk.event.save()
    assert state() == [("off", "Cancelled")]


def test_a_change_shows_at_once(client):
    event = EventFactory(slug="before")
    assert listed(client.get(EN)) == ["before"]

    event.slug = "after"
    event.save()
    EventFactory(slug="new", starts_at=in_days(20))

    response = client.get(EN)
    assert listed(response) == ["after", "new"]
    assert status(response) == "2 events"


def test_what_starts_between_two_visits_is_not_lost(client, monkeypatch):
    """The count is a minute old at most; what began or ended since then must not break the page."""
    EventFactory(slug="soon-over", starts_at=in_days(-1), ends_at=in_days(0, seconds=30))
    EventFactory(slug="later", starts_at=in_days(3))
    assert listed(client.get(EN)) == ["soon-over", "later"]

    later = timezone.now() + timezone.timedelta(seconds=45)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert listed(client.get(EN)) == ["later"]


@pytest.mark.parametrize("page", [EN, "/en/events/series/walks/"])
def test_what_is_deleted_while_a_list_is_read_is_left_out(client, monkeypatch, page):
    series, drawn = SeriesFactory(slug="walks"), rows.drawn_by_pk
    EventFactory(slug="here", starts_at=in_days(2), series=series)
    gone = EventFactory(slug="gone", starts_at=in_days(3), series=series)
    EventFactory(slug="there", starts_at=in_days(4), series=series)

    def without_one(found, **shape):
        return {pk: html for pk, html in drawn(found, **shape).items() if pk != gone.pk}

    monkeypatch.setattr(rows, "drawn_by_pk", without_one)

    assert sorted(listed(client.get(page))) == ["here", "there"]


# ---------------------------------------------------------------- statements


def test_the_list_takes_four_statements_at_most_and_the_same_for_any_number(client):
    """Nothing kept but the frame of every page; then with all kept; then another page of the list."""
    counts = []
    for number in (1, 4, 45):
        for event in EventFactory.create_batch(number):
            RegistrationDeskFactory(event=event)
            event.cover = photo_of(event)
            event.save()
            EventFactory(starts_at=in_days(-3))
        keep_the_frame()
        with Statements() as cold:
            client.get(EN)
        with Statements() as warm:
            client.get(EN)
        with Statements() as other:
            client.get(f"{EN}?when=past")
        counts.append((cold.count, warm.count, other.count))

    assert counts == [(4, 1, 3), (4, 1, 3), (4, 1, 3)]
