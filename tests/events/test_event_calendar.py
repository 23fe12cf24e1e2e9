import re

import pytest

from events.models import RegistrationDesk
from tests.events.pages import Statements, at, in_days, keep_the_frame, status, words
from tests.factories import EventFactory, RegistrationDeskFactory, SiteSettingsFactory

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
    assert status(response) == "1 event in March 2027"


def test_today_is_marked_by_the_clocks_of_beijing(client, db, time_machine):
    time_machine.move_to(at("2027-03-01 17:00"))  # the second in Beijing

    html = client.get("/en/events/calendar/").content.decode()

    assert re.findall(r'<td class="today"><time class="d" datetime="([^"]+)" aria-current="date">', html) == [
        "2027-03-02"
    ]
    assert client.get(MARCH).content.decode().count('aria-current="date"') == 1
    assert 'aria-current="date"' not in client.get("/en/events/calendar/2027-04/").content.decode()


def neighbours(html) -> list[tuple]:
    links = re.findall(
        r'<a class="btn plain" id="[a-z]+" rel="(prev|next)" href="([^"]+)"[^>]*>(.*?)</a>', html
    )
    return [(rel, url, words(text)) for rel, url, text in links]


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
        ("2019-01", [("next", "/en/events/calendar/2019-02/", "February")]),
        ("2027-12", [("prev", "/en/events/calendar/2027-11/", "November")]),
        ("2199-12", [("prev", "/en/events/calendar/2199-11/", "November")]),
    ],
)
def test_the_months_lead_to_each_other_from_the_first_event_to_the_next_year(
    client, time_machine, month, expected
):
    time_machine.move_to(at("2026-06-10 01:00"))
    EventFactory(starts_at=at("2019-05-20 01:00"))

    html = client.get(f"/en/events/calendar/{month}/").content.decode()

    assert neighbours(html) == expected


def test_today_is_a_link_where_it_is_not_in_view(client, time_machine):
    time_machine.move_to(at("2027-02-10 01:00"))

    assert (
        'id="today" href="/en/events/calendar/?kind=walk"'
        in client.get(f"{MARCH}?kind=walk").content.decode()
    )
    for present in ("/en/events/calendar/", "/en/events/calendar/2027-02/"):
        assert 'id="today"' not in client.get(present).content.decode()


@pytest.mark.parametrize(
    ("query", "told", "elsewhere"),
    [
        (
            "",
            "No events in March 2027",
            [
                ("/en/events/calendar/2027-05/", "Next in May 2027"),
                ("/en/events/calendar/2027-01/", "Last in January 2027"),
            ],
        ),
        (
            "?kind=walk",
            "No event in March 2027 fits this",
            [("/en/events/calendar/2027-08/?kind=walk", "Next in August 2027")],
        ),
        ("?kind=camp", "No event in March 2027 fits this", []),
    ],
)
def test_an_empty_month_leads_to_those_that_have_something(client, query, told, elsewhere):
    EventFactory(starts_at=at("2026-12-30 01:00"), ends_at=at("2027-01-02 01:00"))
    EventFactory(starts_at=at("2027-04-30 22:00"))  # the first of May in Beijing
    EventFactory(starts_at=at("2027-04-01 01:00"), date_precision="year")
    EventFactory(starts_at=at("2027-08-01 01:00"), date_precision="month", kind="walk")

    response = client.get(f"{MARCH}{query}")

    box = re.search(r'<div class="box gap-below">(.*?)</div>', response.content.decode(), re.S).group(1)
    assert status(response) == told
    assert words(re.search(r'<p class="quiet">(.*?)</p>', box).group(1)) == told
    assert [
        (url, words(text)) for url, text in re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', box)
    ] == elsewhere


def test_on_which_side_of_an_empty_month_an_event_is_tell_the_clocks_of_its_place(client):
    EventFactory(starts_at=at("2027-02-20 01:00"))
    EventFactory(starts_at=at("2027-03-01 00:00"), time_zone="America/New_York")  # 28 February there
    EventFactory(starts_at=at("2027-03-31 17:00"))  # the first of April in Beijing
    EventFactory(starts_at=at("2027-05-20 01:00"))

    html = client.get(MARCH).content.decode()

    box = re.search(r'<div class="box gap-below">(.*?)</div>', html, re.S).group(1)
    assert re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', box) == [
        ("/en/events/calendar/2027-04/", "Next in April 2027"),
        ("/en/events/calendar/2027-02/", "Last in February 2027"),
    ]


@pytest.mark.parametrize(
    ("month", "query", "robots"),
    [
        ("2027-03", "", None),
        ("2027-03", "?kind=forum", "noindex, follow"),
        ("2027-04", "", "noindex, follow"),
        ("2094-04", "", "noindex, nofollow"),
        ("1912-01", "", "noindex, nofollow"),
    ],
)
def test_what_machines_are_told_of_a_month(client, time_machine, month, query, robots):
    time_machine.move_to(at("2027-02-10 01:00"))
    EventFactory(starts_at=at("2027-03-20 01:00"))

    html = client.get(f"/en/events/calendar/{month}/{query}").content.decode()

    found = re.search(r'<meta name="robots" content="([^"]+)">', html)
    assert (found and found.group(1)) == robots


def test_a_full_day_says_how_many_more_there_are_and_leads_to_them(client):
    EventFactory.create_batch(4, starts_at=at("2027-03-10 01:00"))
    EventFactory.create_batch(8, starts_at=at("2027-03-20 01:00"))

    response = client.get(MARCH)

    assert [len(slugs) for slugs in squares(response).values()] == [4, 3]
    html = response.content.decode()
    more = re.findall(
        r'<a class="e" href="([^"]+)"><svg[^>]*>.*?</svg><span class="t">(and [^<]+)</span>', html
    )
    assert more == [("/en/events/calendar/2027-03/agenda/#d-2027-03-20", "and 5 more")]
    agenda = client.get("/en/events/calendar/2027-03/agenda/").content.decode()
    day = re.search(r'id="d-2027-03-20">(.*?)</ul>', agenda, re.S).group(1)
    assert day.count('<h4 class="title">') == 8


def test_below_the_month_stands_its_agenda_for_small_screens(client):
    EventFactory.create_batch(3, starts_at=at("2027-03-09 01:00"))
    EventFactory(title_en="Long", starts_at=at("2027-03-10 01:00"), ends_at=at("2027-04-28 01:00"))
    EventFactory.create_batch(20, starts_at=at("2027-03-31 01:00"))

    html = client.get(MARCH).content.decode()

    narrow = re.search(r'<div class="narrow gap-above">(.*?)</ol>(.*?)</div>', html, re.S)
    assert narrow.group(1).count('<h4 class="title">') == 40
    assert 'href="/en/events/calendar/2027-03/agenda/#d-2027-03-31"' in narrow.group(2)


def test_turning_the_month_answers_with_the_days_and_what_follows_them(client):
    SiteSettingsFactory()
    EventFactory(starts_at=at("2027-03-20 01:00"), kind="walk")

    response = client.get(f"{MARCH}?kind=walk&country=&when=past", headers={"hx-request": "true"})

    html = response.content.decode()
    assert "<html" not in html
    assert re.search(r"<title>(.*?)</title>", html).group(1) == "Events in March 2027 · Beijing NGO"
    assert response.headers["HX-Push-Url"] == f"{MARCH}?kind=walk"
    assert re.findall(r'<(?:div|p) id="([a-z]+)"(?: data-hx-swap-oob="innerHTML")?>', html) == [
        *("results", "bar", "count", "chosen"),
    ]
    assert status(response) == "1 event in March 2027"


@pytest.mark.parametrize("month", ["2027-99", "2027-00", "2027-3", "1899-12", "2200-01", "0000-01", "march"])
def test_a_month_that_is_none_has_no_page(client, db, month):
    assert client.get(f"/en/events/calendar/{month}/").status_code == 404


def test_the_filters_hold_in_the_month_too(client):
    EventFactory(slug="walk", kind="walk", starts_at=at("2027-03-20 01:00"))
    EventFactory(slug="forum", kind="forum", starts_at=at("2027-03-21 01:00"))

    response = client.get(f"{MARCH}?kind=walk&when=past&year=2016")

    html = response.content.decode()
    assert squares(response) == {"2027-03-20": ["walk"]}
    boxes = re.findall(r'<select [^>]*name="([a-z]+)"', html)
    assert {"kind", "theme", "country", "series", "language"} <= {*boxes}
    assert not {"when", "year"} & {*boxes}
    assert 'href="/en/events/calendar/2027-04/?kind=walk"' in html
    views = re.search(r'<nav class="seg".*?</nav>', html, re.S).group()
    assert re.findall(r'<a href="([^"]+)"(?: aria-current="(true)")?>', views) == [
        ("/en/events/?kind=walk", ""),
        ("/en/events/calendar/2027-03/?kind=walk", "true"),
        ("/en/events/calendar/2027-03/agenda/?kind=walk", ""),
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

    assert '<h2 id="month" tabindex="-1">2027年3月</h2>' in html
    assert re.findall(r'<span aria-hidden="true">(.)</span><span class="vh">(星期.)', html) == [
        (day, f"星期{day}") for day in "一二三四五六日"
    ]
    assert '<span lang="zh-Hans">“地球一小时”</span>' in client.get(MARCH).content.decode()


@pytest.mark.parametrize("page", [MARCH, f"{MARCH}agenda/"])
def test_the_days_take_the_same_statements_for_any_number(client, page):
    counts = []
    for number in (1, 60):
        EventFactory.create_batch(number, starts_at=at("2027-03-20 01:00"))
        keep_the_frame()
        with Statements() as made:
            client.get(page)
        counts.append(made.count)

    # Most of them ask, once for each state of the records, when the clock changes a page next.
    assert counts[0] == counts[1] <= 11


def test_a_month_in_view_is_drawn_once_and_anew_when_places_are_taken(client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    RegistrationDeskFactory(event=EventFactory(starts_at=at("2027-03-20 01:00")), capacity=20)

    first = client.get(MARCH).content.decode()
    with Statements() as made:
        client.get(MARCH)
    RegistrationDesk.objects.update(places_taken=19)

    assert made.count == 0
    assert "Registration open" in first
    assert "Only 1 place left" in client.get(MARCH).content.decode()


def test_an_event_that_began_long_before_is_in_its_last_month(client):
    EventFactory(slug="exhibition", starts_at=at("2026-07-20 01:00"), ends_at=at("2027-03-01 09:00"))
    EventFactory(starts_at=at("2027-03-20 01:00"))

    assert squares(client.get(MARCH))["2027-03-01"] == ["exhibition"]


def test_what_is_asked_for_in_words_is_found_in_the_month(client):
    EventFactory(slug="lamp", title_en="Lamps", starts_at=at("2027-03-20 01:00"))
    EventFactory(title_en="Rivers", starts_at=at("2027-03-21 01:00"))

    assert squares(client.get(f"{MARCH}?q=lamp")) == {"2027-03-20": ["lamp"]}
