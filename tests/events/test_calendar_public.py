"""The public events in a calendar: any filter of the list as a feed, one event as a file."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from beijing_ngo.core import kept
from events.models import Event
from tests.factories import EventFactory, SeriesFactory, ThemeFactory

pytestmark = pytest.mark.django_db

FEED = "/en/events/calendar.ics"


def calendar(client, url=FEED, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def titles(client, url=FEED, **query):
    return [str(item["summary"]) for item in calendar(client, url, **query).walk("VEVENT")]


def event(title, **facts):
    return EventFactory(title_en=title, title_zh_hans=f"{title}中", **facts)


@pytest.fixture
def events():
    climate = ThemeFactory(slug="climate")
    event("Forum", kind="forum", country="CH").themes.add(climate)
    event(
        "Walk", kind="walk", series=SeriesFactory(slug="walks"), starts_at=timezone.now() + timedelta(days=20)
    )
    event("Past", kind="walk", starts_at=timezone.now() - timedelta(days=400))
    event("Draft", status="draft")
    event("Later", published_at=timezone.now() + timedelta(days=1))
    event("Some day", date_precision="month")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Forum", "Walk"]),
        ({"kind": "walk"}, ["Walk"]),
        ({"kind": "walk", "when": "all"}, ["Walk", "Past"]),
        ({"when": "past"}, ["Past"]),
        ({"theme": "climate"}, ["Forum"]),
        ({"series": "walks"}, ["Walk"]),
        ({"country": "CH"}, ["Forum"]),
        ({"q": "past"}, ["Past"]),
        ({"kind": "nonsense"}, ["Forum", "Walk"]),
    ],
)
def test_a_feed_takes_the_filters_of_the_list(client, events, query, found):
    assert titles(client, **query) == found


def test_it_is_in_the_language_of_its_address(client, events):
    assert titles(client, "/zh-hans/events/calendar.ics") == ["Forum中", "Walk中"]
    assert titles(client, "/calendar.ics") == ["Forum中", "Walk中"]
    assert "en" in str(calendar(client)["prodid"])


def test_the_address_without_a_language_speaks_the_visitors(client, events):
    response = client.get("/calendar.ics", headers={"accept-language": "en-GB"})

    assert b"SUMMARY:Forum\r\n" in response.content
    assert "Accept-Language" in response.headers["Vary"]


def test_a_feed_is_one_to_subscribe_to(client, hour):
    with time_machine.travel("2027-03-01", tick=False):
        feed = calendar(client)

    [item] = feed.walk("VEVENT")
    assert (str(feed["method"]), str(feed["refresh-interval"].to_ical().decode())) == ("PUBLISH", "PT6H")
    assert (str(item["uid"]), str(item["status"])) == (f"event-{hour.pk}@testserver", "CONFIRMED")
    assert item["dtstart"].dt.isoformat() == "2027-03-20T20:00:00+08:00"
    assert [str(zone["tzid"]) for zone in feed.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert str(item["url"]) == f"http://testserver/en/events/{hour.slug}/"
    assert "The furnace goes dark." in str(item["description"])
    assert "organizer" not in item
    assert "attendee" not in item


def test_the_online_link_is_in_no_public_file(client, hour):
    one = reverse("events:ics", args=[hour.slug])

    for url in (f"{FEED}?when=all", one):
        assert b"meeting.example.org" not in client.get(url).content


def test_what_is_called_off_stays_and_says_so(client):
    event("Off", state="cancelled")
    event("Moved", state="postponed")

    told = {str(item["summary"]): str(item["status"]) for item in calendar(client).walk("VEVENT")}

    assert told == {"Off": "CANCELLED", "Moved": "TENTATIVE"}


def test_its_name_tells_the_filter(client, events):
    assert "Walk" in str(calendar(client, kind="walk")["x-wr-calname"])


# ---------------------------------------------------------------- asked again


def test_what_has_not_changed_is_not_sent_again(client, events):
    first = client.get(FEED)
    same = {"if-none-match": first.headers["ETag"]}
    since = {"if-modified-since": first.headers["Last-Modified"]}

    assert client.get(FEED, headers=same).status_code == 304
    assert client.get(FEED, headers=since).status_code == 304
    assert client.get(FEED, {"kind": "walk"}, headers=same).status_code == 200
    assert first.headers["Cache-Control"] == "public, max-age=300"


def test_what_has_changed_is(client, events):
    first = client.get(FEED)
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        changed = Event.objects.get(title_en="Forum")
        changed.state = "cancelled"
        changed.save()
        kept.renew()
        again = [
            client.get(FEED, headers={"if-none-match": first.headers["ETag"]}),
            client.get(FEED, headers={"if-modified-since": first.headers["Last-Modified"]}),
        ]

    assert [response.status_code for response in again] == [200, 200]


def test_the_clock_changes_it_too(client, events):
    first = client.get(FEED)
    asked = {"if-modified-since": first.headers["Last-Modified"]}

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        kept._values.clear()
        published = client.get(FEED, headers=asked)

    assert published.status_code == 200
    assert b"SUMMARY:Later\r\n" in published.content


@pytest.mark.parametrize("count", [1, 5])
def test_a_feed_takes_the_same_statements_for_any_number(client, count, django_assert_num_queries):
    for number in range(count):
        event(f"Event {number}", country="CH")
    client.get(FEED)

    with django_assert_num_queries(2):
        client.get(FEED, {"country": "CH"})
    with django_assert_num_queries(0):
        client.get(FEED, {"country": "CH"})


# ---------------------------------------------------------------- one event, and the links


def test_one_event_is_a_file(client, hour):
    with time_machine.travel("2027-03-01", tick=False):
        html = client.get(f"/en/events/{hour.slug}/").content.decode()
        file = calendar(client, f"/en/events/{hour.slug}/calendar.ics")

    assert f'href="/en/events/{hour.slug}/calendar.ics"' in html
    assert [str(item["uid"]) for item in file.walk("VEVENT")] == [f"event-{hour.pk}@testserver"]
    assert "x-wr-calname" not in file


@pytest.mark.parametrize("facts", [{"status": "draft"}, {"date_precision": "month"}])
def test_what_is_not_public_or_has_no_day_has_no_file(admin, facts):
    found = event("Secret", **facts)

    assert admin.get(f"/en/events/{found.slug}/calendar.ics").status_code == 404
    assert "calendar.ics" not in admin.get(f"/en/events/{found.slug}/").content.decode()


@pytest.mark.parametrize(
    "page", ["/en/events/?kind=walk&country=CN", "/en/events/calendar/?kind=walk&country=CN"]
)
def test_the_list_and_the_month_lead_to_the_feed_of_what_is_in_view(client, page):
    html = client.get(page).content.decode()

    feed = "testserver/en/events/calendar.ics?kind=walk&amp;country=CN"
    assert f'href="webcal://{feed}"' in html
    assert f'href="http://{feed}"' in html


def test_the_link_follows_the_filter(client):
    html = client.get("/en/events/?kind=walk", headers={"hx-request": "true"}).content.decode()

    assert "calendar.ics?kind=walk" in html
