import re

import pytest

from tests.events.pages import Statements, at, in_days, keep_the_frame, status, words
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
MARCH = "/en/events/calendar/2027-03/"


def squares(response) -> dict:
    """The slugs on each day of the month that has any."""
    days = re.findall(
        r'<td[^>]*><time class="d" datetime="([\d-]+)"[^>]*>\d+</time>(.*?)</td>',
        response.content.decode(),
        re.S,
    )
    found = {day: re.findall(r'href="/[a-z-]+/events/([^/"]+)/"', cell) for day, cell in days}
    return {day: slugs for day, slugs in found.items() if slugs}


def test_a_month_begins_with_the_monday_of_its_first_week(client, db):
    html = client.get(MARCH).content.decode()

    rows = re.findall(r"<tr>(.*?)</tr>", html, re.S)
    numbers = [re.findall(r'class="d"[^>]*>(\d+)<', row) for row in rows[1:]]
    assert re.findall(r'<span aria-hidden="true">(\w+)</span><span class="vh">(\w+)', rows[0])[0] == (
        "Mon",
        "Monday",
    )
    assert [(row[0], row[-1]) for row in numbers] == [
        ("1", "7"),
        ("8", "14"),
        ("15", "21"),
        ("22", "28"),
        ("29", "4"),
    ]
    assert html.count('<td class="pad">') == 4


def test_each_event_stands_on_each_of_its_days(client):
    EventFactory(slug="evening", starts_at=at("2027-03-20 12:00"), ends_at=at("2027-03-20 13:45"))
    EventFactory(slug="camp", starts_at=at("2027-03-30 01:00"), ends_at=at("2027-04-02 09:00"))
    EventFactory(slug="before", starts_at=at("2027-02-20 01:00"), ends_at=at("2027-03-02 09:00"))

    assert squares(client.get(MARCH)) == {
        "2027-03-01": ["before"],
        "2027-03-02": ["before"],
        "2027-03-20": ["evening"],
        "2027-03-30": ["camp"],
        "2027-03-31": ["camp"],
    }


def test_midnight_belongs_to_the_day_before(client):
    EventFactory(slug="until-midnight", starts_at=at("2027-03-20 12:00"), ends_at=at("2027-03-20 16:00"))
    EventFactory(slug="past-midnight", starts_at=at("2027-03-10 12:00"), ends_at=at("2027-03-10 16:01"))
    EventFactory(slug="last-of-february", starts_at=at("2027-02-28 12:00"), ends_at=at("2027-02-28 16:00"))
    EventFactory(slug="first-of-april", starts_at=at("2027-03-31 16:00"), ends_at=at("2027-03-31 17:00"))

    assert squares(client.get(MARCH)) == {
        "2027-03-10": ["past-midnight"],
        "2027-03-11": ["past-midnight"],
        "2027-03-20": ["until-midnight"],
    }


def test_the_days_are_those_of_the_place(client):
    """The last evening of February in New York is the first of March in Beijing, and the other way round in Samoa."""
    EventFactory(
        slug="new-york",
        time_zone="America/New_York",
        starts_at=at("2027-03-01 00:00"),
        ends_at=at("2027-03-01 02:00"),
    )
    EventFactory(
        slug="kiritimati",
        time_zone="Pacific/Kiritimati",
        starts_at=at("2027-02-28 11:00"),
        ends_at=at("2027-02-28 12:00"),
    )

    assert squares(client.get(MARCH)) == {"2027-03-01": ["kiritimati"]}
    assert squares(client.get("/en/events/calendar/2027-02/")) == {"2027-02-28": ["new-york"]}


def test_no_day_is_made_up(client):
    EventFactory(
        slug="some-time", starts_at=at("2027-03-01 01:00"), date_precision="month", title_en="Some time"
    )
    EventFactory(slug="some-year", starts_at=at("2027-03-01 01:00"), date_precision="year")

    response = client.get(MARCH)

    assert squares(response) == {}
    assert "At some time of the month" in response.content.decode()
    assert "some-year" not in response.content.decode()
    assert status(response) == "1 event"


def test_today_is_marked_by_the_clocks_of_beijing(client, db, time_machine):
    time_machine.move_to(at("2027-03-01 17:00"))  # the second in Beijing

    html = client.get("/en/events/calendar/").content.decode()

    assert re.findall(r'<td class="today"><time class="d" datetime="([^"]+)" aria-current="date">', html) == [
        "2027-03-02"
    ]
    assert client.get(MARCH).content.decode().count('aria-current="date"') == 1
    assert 'aria-current="date"' not in client.get("/en/events/calendar/2027-04/").content.decode()


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (
            "2027-03",
            [
                ("prev", "/en/events/calendar/2027-02/", "February"),
                ("next", "/en/events/calendar/2027-04/", "April"),
            ],
        ),
        (
            "2027-01",
            [
                ("prev", "/en/events/calendar/2026-12/", "December"),
                ("next", "/en/events/calendar/2027-02/", "February"),
            ],
        ),
        ("1900-01", [("next", "/en/events/calendar/1900-02/", "February")]),
        ("2199-12", [("prev", "/en/events/calendar/2199-11/", "November")]),
    ],
)
def test_the_months_lead_to_each_other(client, db, month, expected):
    html = client.get(f"/en/events/calendar/{month}/").content.decode()

    found = re.findall(r'<a class="btn plain" rel="(prev|next)" href="([^"]+)">(.*?)</a>', html)
    assert [(rel, url, words(text)) for rel, url, text in found] == expected


@pytest.mark.parametrize("month", ["2027-99", "2027-00", "2027-3", "1899-12", "2200-01", "0000-01", "march"])
def test_a_month_that_is_none_has_no_page(client, db, month):
    assert client.get(f"/en/events/calendar/{month}/").status_code == 404


def test_the_filters_hold_in_the_month_too(client):
    EventFactory(slug="walk", kind="walk", starts_at=at("2027-03-20 01:00"))
    EventFactory(slug="forum", kind="forum", starts_at=at("2027-03-21 01:00"))

    response = client.get(f"{MARCH}?kind=walk&when=past&year=2016")

    html = response.content.decode()
    assert squares(response) == {"2027-03-20": ["walk"]}
    assert re.findall(r'<select [^>]*name="([a-z]+)"', html) == [
        "kind",
        "theme",
        "country",
        "series",
        "language",
    ]
    assert 'href="/en/events/calendar/2027-04/?kind=walk"' in html
    views = re.search(r'<nav class="seg".*?</nav>', html, re.S).group()
    assert re.findall(r'<a href="([^"]+)"(?: aria-current="(true)")?>', views) == [
        ("/en/events/?kind=walk", ""),
        ("/en/events/calendar/?kind=walk", "true"),
    ]


def test_what_will_not_take_place_is_struck_out(client):
    EventFactory(slug="off", state="cancelled", starts_at=at("2027-03-20 01:00"), title_en="Lecture")

    assert "<s>Lecture</s> Cancelled" in client.get(MARCH).content.decode()


def test_only_public_events(client):
    EventFactory(status="draft", starts_at=at("2027-03-20 01:00"))
    EventFactory(published_at=in_days(1), starts_at=at("2027-03-20 01:00"))

    assert squares(client.get(MARCH)) == {}


def test_chinese_month(client):
    EventFactory(title_zh_hans="“地球一小时”", title_en="", summary_en="", starts_at=at("2027-03-20 12:00"))

    html = client.get("/zh-hans/events/calendar/2027-03/").content.decode()

    assert '<h2 id="month">2027年3月</h2>' in html
    assert re.findall(r'<span aria-hidden="true">(.)</span><span class="vh">(星期.)', html) == [
        (day, f"星期{day}") for day in "一二三四五六日"
    ]
    assert '<span lang="zh-Hans">“地球一小时”</span>' in client.get(MARCH).content.decode()


def test_the_month_takes_the_same_statements_for_any_number(client):
    counts = []
    for number in (1, 50):
        EventFactory.create_batch(number, starts_at=at("2027-03-20 01:00"))
        keep_the_frame()
        with Statements() as made:
            client.get(MARCH)
        counts.append(made.count)

    assert counts == [3, 3]
