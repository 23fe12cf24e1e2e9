"""The calendar as an agenda: the days of a month, or of the weeks to come, one below the other."""

import re

import pytest

from tests.events.pages import at, status, words
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
COMING, MARCH = "/en/events/calendar/agenda/", "/en/events/calendar/2027-03/agenda/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(at("2027-02-26 17:00"))  # the 27th in Beijing, a Saturday


def days(response) -> dict:
    """What stands under each day: the slugs, and where in a longer event the day is."""
    found = re.findall(r'<li class="duo" id="d-([\d-]+)">(.*?)</ul>', response.content.decode(), re.S)
    return {
        day: [
            (re.search(r'href="/en/events/([^/"]+)/"', line).group(1), *re.findall(r"Day \d+ of \d+", line))
            for line in re.findall(r"<li>(.*?)</li>", html, re.S)
        ]
        for day, html in found
    }


def neighbours(response) -> dict:
    links = re.findall(r'id="(today|previous|next)"[^>]* href="([^"]+)"', response.content.decode())
    return dict(links)


def test_each_event_stands_under_each_of_its_days_of_the_month(client):
    EventFactory(slug="evening", starts_at=at("2027-03-20 12:00"), ends_at=at("2027-03-20 13:45"))
    EventFactory(slug="camp", starts_at=at("2027-03-30 01:00"), ends_at=at("2027-04-02 09:00"))
    EventFactory(slug="before", starts_at=at("2027-02-27 01:00"), ends_at=at("2027-03-01 09:00"))
    EventFactory(slug="some-time", starts_at=at("2027-03-05 01:00"), date_precision="month")

    response = client.get(MARCH)

    assert days(response) == {
        "2027-03-01": [("before", "Day 3 of 3")],
        "2027-03-20": [("evening",)],
        "2027-03-30": [("camp", "Day 1 of 4")],
        "2027-03-31": [("camp", "Day 2 of 4")],
    }
    assert status(response) == "4 events in March 2027"
    assert "At some time of the month" in response.content.decode()


def test_the_weeks_to_come_begin_today(client):
    EventFactory(slug="yesterday", starts_at=at("2027-02-26 01:00"))
    EventFactory(slug="this-morning", starts_at=at("2027-02-27 01:00"), time_zone="Asia/Shanghai")
    EventFactory(slug="last", starts_at=at("2027-04-03 01:00"))
    EventFactory(slug="later", starts_at=at("2027-04-04 01:00"))

    response = client.get(COMING)

    assert [*days(response)] == ["2027-02-27", "2027-04-03"]
    first = re.search(r'id="d-2027-02-27">\s*<h3>(.*?)</h3>', response.content.decode(), re.S).group(1)
    assert words(first) == "27 February Saturday · Today"
    assert status(response) == "2 events in the next five weeks"


def test_what_has_no_day_yet_may_be_in_the_weeks_to_come(client):
    EventFactory(title_en="January", starts_at=at("2027-01-31 01:00"), date_precision="month")
    EventFactory(title_en="February", starts_at=at("2027-02-01 01:00"), date_precision="month")
    EventFactory(title_en="April", starts_at=at("2027-04-20 01:00"), date_precision="month")
    EventFactory(title_en="May", starts_at=at("2027-05-01 01:00"), date_precision="month")
    EventFactory(title_en="Some time", starts_at=at("2027-03-01 01:00"), date_precision="year")

    response = client.get(COMING)

    undated = re.search(r'<ul class="lines">(.*?)</ul>', response.content.decode(), re.S).group(1)
    assert [words(line) for line in re.findall(r"<li>(.*?)</li>", undated, re.S)] == [
        "Forum February February 2027 Beijing Ended",
        "Forum April April 2027 Beijing",
    ]
    assert days(response) == {}
    assert status(response) == "2 events in the next five weeks"


def test_no_day_is_skipped_on_the_way_from_the_weeks_to_the_months(client):
    assert neighbours(client.get(f"{COMING}?kind=walk")) == {
        "previous": "/en/events/calendar/2027-02/agenda/?kind=walk",
        "next": "/en/events/calendar/2027-04/agenda/?kind=walk",
    }
    assert neighbours(client.get(f"{MARCH}?kind=walk")) == {
        "today": "/en/events/calendar/agenda/?kind=walk",
        "previous": "/en/events/calendar/2027-02/agenda/?kind=walk",
        "next": "/en/events/calendar/2027-04/agenda/?kind=walk",
    }


def test_weeks_that_end_with_a_month_lead_to_the_next(client, time_machine):
    time_machine.move_to(at("2027-03-26 17:00"))  # five weeks later is the last of April

    found = neighbours(client.get("/en/events/calendar/agenda/"))

    assert found["next"] == "/en/events/calendar/2027-05/agenda/"


def test_weeks_without_events_lead_to_those_with(client):
    EventFactory(starts_at=at("2027-06-20 01:00"))

    html = client.get(COMING).content.decode()

    assert "No events in the next five weeks" in html
    assert 'href="/en/events/calendar/2027-06/agenda/"' in html


def test_a_line_tells_hours_place_and_how_things_stand(client):
    EventFactory(
        state="postponed",
        starts_at=at("2027-03-20 12:00"),
        ends_at=at("2027-03-20 13:45"),
        venue_en="Shougang Park",
        attendance_mode="hybrid",
        title_en="Earth Hour",
    )

    line = re.search(r"<ul class=\"stack\">(.*?)</ul>", client.get(MARCH).content.decode(), re.S).group(1)

    assert words(line) == "Forum Earth Hour 20:00–21:45 Shougang Park In person and online Postponed"


def test_long_agendas_have_pages_and_a_day_is_found_on_its_own(client):
    EventFactory.create_batch(98, starts_at=at("2027-03-10 01:00"))
    EventFactory.create_batch(5, starts_at=at("2027-03-20 01:00"))
    EventFactory.create_batch(5, starts_at=at("2027-03-21 01:00"))

    first, second = days(client.get(MARCH)), days(client.get(f"{MARCH}?page=2"))
    month = client.get("/en/events/calendar/2027-03/").content.decode()

    assert {day: len(lines) for day, lines in first.items()} == {"2027-03-10": 98, "2027-03-20": 2}
    assert {day: len(lines) for day, lines in second.items()} == {"2027-03-20": 3, "2027-03-21": 5}
    assert 'href="/en/events/calendar/2027-03/agenda/#d-2027-03-20"' in month
    assert 'href="/en/events/calendar/2027-03/agenda/?page=2#d-2027-03-21"' in month


@pytest.mark.parametrize(("page", "pushed"), [("1", ""), ("2", "&page=2"), ("99", "&page=2")])
def test_a_page_turned_in_place_has_its_address(client, page, pushed):
    EventFactory.create_batch(101, starts_at=at("2027-03-10 01:00"), kind="walk")

    response = client.get(f"{MARCH}?kind=walk&country=&page={page}", headers={"hx-request": "true"})

    assert response.headers["HX-Push-Url"] == f"{MARCH}?kind=walk{pushed}"


@pytest.mark.parametrize("page", ["nonsense", "-1", "99"])
def test_a_page_that_is_none_is_the_nearest(client, page):
    EventFactory(slug="walk", starts_at=at("2027-03-10 01:00"))

    assert days(client.get(f"{MARCH}?page={page}")) == {"2027-03-10": [("walk",)]}


def test_the_filters_hold_and_the_ways_to_look_keep_month_and_filter(client):
    EventFactory(slug="walk", kind="walk", starts_at=at("2027-03-10 01:00"))
    EventFactory(slug="forum", kind="forum", starts_at=at("2027-03-10 01:00"))

    response = client.get(f"{MARCH}?kind=walk")

    assert days(response) == {"2027-03-10": [("walk",)]}
    views = re.search(r'<nav class="seg".*?</nav>', response.content.decode(), re.S).group()
    assert re.findall(r'href="([^"]+)"', views) == [
        "/en/events/?kind=walk",
        "/en/events/calendar/2027-03/?kind=walk",
        "/en/events/calendar/2027-03/agenda/?kind=walk",
    ]


@pytest.mark.parametrize(
    ("query", "month"),
    [("", "calendar/"), ("?when=past", "calendar/2019-05/"), ("?year=2018", "calendar/2018-03/")],
)
def test_from_the_list_the_calendar_opens_where_the_reader_is(client, query, month):
    EventFactory(starts_at=at("2027-06-20 01:00"))
    EventFactory(starts_at=at("2019-05-20 01:00"))
    EventFactory(starts_at=at("2018-03-20 01:00"))

    views = re.search(r'<nav class="seg".*?</nav>', client.get(f"/en/events/{query}").content.decode(), re.S)

    assert re.findall(r'href="([^"]+)"', views.group())[1] == f"/en/events/{month}"


def test_machines_read_the_month_and_not_its_agenda_too(client):
    EventFactory(starts_at=at("2027-03-10 01:00"))

    for page in (COMING, MARCH):
        assert '<meta name="robots" content="noindex, follow">' in client.get(page).content.decode()


def test_nothing_is_public_that_is_not_yet(client):
    EventFactory(starts_at=at("2027-03-10 01:00"), status="draft")
    EventFactory(starts_at=at("2027-03-10 01:00"), published_at=at("2027-03-01 01:00"))

    assert days(client.get(MARCH)) == {}
