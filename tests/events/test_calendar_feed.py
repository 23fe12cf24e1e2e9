"""Events in the calendars of phones and desks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from events import operations
from events.models import Event
from events.ways import guest
from tests.events.people import contact, party, somebody
from tests.factories import EventFactory, RegistrationDeskFactory, UserFactory

pytestmark = pytest.mark.django_db


def register(way, people, **facts):
    desk = RegistrationDeskFactory(**facts)
    with translation.override("en"):
        return operations.register(desk_pk=desk.pk, way=way, people=people, language="en")


def feed(client, user):
    if not user.calendar_secret:
        user.renew_calendar_secret()
    response = client.get(f"/calendar/{user.calendar_secret}.ics")
    return Calendar.from_ical(response.content), response


def events_of(client, user):
    calendar, _response = feed(client, user)
    return calendar.walk("VEVENT")


def summaries(client, user):
    return [str(item["summary"]) for item in events_of(client, user)]


def test_the_feed_is_one_to_subscribe_to(client, way):
    register(way, party(1))

    calendar, response = feed(client, way.user)

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert (str(calendar["method"]), calendar["refresh-interval"].dt) == ("PUBLISH", timedelta(hours=6))
    assert calendar.walk("VTIMEZONE")[0]["tzid"] == "Asia/Shanghai"


def test_an_event_stands_by_the_clocks_of_its_place(client, way):
    event = EventFactory(
        starts_at=datetime(2027, 7, 1, 14, tzinfo=UTC),
        ends_at=datetime(2027, 7, 1, 16, tzinfo=UTC),
        time_zone="Europe/Zurich",
        calendar_sequence=3,
        venue_en="Palais des Nations",
    )
    register(way, party(1), event=event)
    way.user.preferred_language = "en"
    way.user.save()

    [item] = events_of(client, way.user)

    assert item["dtstart"].dt.isoformat() == "2027-07-01T16:00:00+02:00"
    assert item["dtstart"].params["TZID"] == "Europe/Zurich"
    assert (str(item["uid"]), item["sequence"], str(item["status"])) == (
        f"event-{event.pk}@testserver",
        3,
        "CONFIRMED",
    )
    assert str(item["location"]).startswith("Palais des Nations")


def test_whole_days_have_no_hours_and_end_the_day_after(client, way):
    event = EventFactory(
        starts_at=datetime(2027, 7, 1, 16, tzinfo=UTC),  # midnight in Beijing
        ends_at=datetime(2027, 7, 3, 15, 59, tzinfo=UTC),
        all_day=True,
    )
    register(way, party(1), event=event)

    [item] = events_of(client, way.user)

    assert (item["dtstart"].dt, item["dtend"].dt) == (date(2027, 7, 2), date(2027, 7, 4))


def test_it_is_written_in_the_persons_language(client, way):
    register(way, party(1))
    way.user.preferred_language = "zh-hans"
    way.user.save()
    chinese = summaries(client, way.user)
    way.user.preferred_language = "en"
    way.user.save()

    event = Event.objects.get()
    assert (chinese, summaries(client, way.user)) == ([event.title_zh_hans], [event.title_en])


def test_it_holds_what_they_go_to_and_what_they_registered_others_for(client, way):
    named = UserFactory()
    register(way, [somebody(email=named.email), somebody()])
    register(way, party(1))
    register(contact(), party(1))

    assert (len(events_of(client, way.user)), len(events_of(client, named))) == (2, 1)


def test_an_event_stands_once(client, way):
    desk = RegistrationDeskFactory()
    for _place in range(2):
        operations.register(desk_pk=desk.pk, way=way, people=party(1), language="en")

    assert len(events_of(client, way.user)) == 1


def test_how_it_stands(client, way):
    off = register(way, party(1), event=EventFactory(title_en="A", title_zh_hans="A"))
    Event.objects.filter(desk=off.desk).update(state="cancelled", calendar_sequence=1)
    register(way, party(1), event=EventFactory(title_en="B", title_zh_hans="B"), staff_approval=True)
    gone = register(way, party(1), event=EventFactory(title_en="C", title_zh_hans="C"))
    operations.cancel(registration=gone, by=way.user)
    Event.objects.filter(title_en="D").update(date_precision="month")
    register(way, party(1), event=EventFactory(title_en="D", title_zh_hans="D", date_precision="month"))

    told = {str(item["summary"]): str(item["status"]) for item in events_of(client, way.user)}

    assert told == {"A": "CANCELLED", "B": "TENTATIVE"}


def test_the_online_link_is_for_those_with_a_place(client, way):
    facts = {"online_url": "https://meet.example.org/room", "attendance_mode": "online"}
    register(way, party(1), event=EventFactory(**facts))
    register(way, party(1), event=EventFactory(**facts), staff_approval=True)

    told = ["meet.example.org" in str(item["description"]) for item in events_of(client, way.user)]

    assert sorted(told) == [False, True]


def test_who_was_replaced_has_nothing_to_go_to(client, way):
    named = UserFactory()
    registration = register(way, [somebody(email=named.email)])
    operations.substitute(registration=registration, number=1, person=somebody(), by=way.user)

    assert events_of(client, named) == []


def test_an_old_address_shows_nothing(client, way):
    way.user.renew_calendar_secret()
    old = way.user.calendar_secret
    way.user.renew_calendar_secret()

    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get("/calendar/nonsense.ics").status_code == 404
    type(way.user).objects.filter(pk=way.user.pk).update(is_active=False)
    assert client.get(f"/calendar/{way.user.calendar_secret}.ics").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_feed_takes_the_same_statements_for_any_number(client, way, count, django_assert_num_queries):
    for _place in range(count):
        register(way, party(2))
    way.user.renew_calendar_secret()
    url = reverse("calendar_feed", args=[way.user.calendar_secret])
    client.get(url)

    with django_assert_num_queries(4):
        client.get(url)


def test_one_registration_has_a_file(client, way):
    registration = register(way, party(1))
    client.force_login(way.user)

    response = client.get(reverse("registrations:ics", args=[registration.reference]))

    [item] = Calendar.from_ical(response.content).walk("VEVENT")
    assert str(item["uid"]) == f"event-{registration.desk.event_id}@testserver"
    assert item["dtstamp"].dt <= timezone.now()


def test_a_guest_and_a_ticket_have_a_file(client):
    registration = register(guest("guest@example.org"), [somebody()], audience="everyone")
    [attendee] = registration.attendees.all()
    urls = [
        reverse("guest:ics", args=[registration.reference, registration.guest_secret]),
        reverse("ticket_ics", args=[attendee.ticket_secret]),
    ]

    assert [len(Calendar.from_ical(client.get(url).content).walk("VEVENT")) for url in urls] == [1, 1]


@pytest.mark.parametrize(
    ("facts", "sequence"),
    [
        ({"starts_at": datetime(2027, 7, 1, 13, tzinfo=UTC)}, 4),
        ({"ends_at": datetime(2027, 7, 1, 17, tzinfo=UTC)}, 4),
        ({"time_zone": "Europe/Zurich"}, 4),
        ({"all_day": True}, 4),
        ({"state": "cancelled"}, 4),
        ({"venue_en": "Room 12"}, 4),
        ({"address_zh_hans": "和平里中街"}, 4),
        ({"city_en": "Geneva", "venue_zh_hans": "万国宫"}, 4),
        ({"title_en": "Another title", "working_languages": ["en"]}, 3),
        ({}, 3),
    ],
)
def test_what_calendars_say_raises_the_number_and_nothing_else_does(facts, sequence):
    made = EventFactory(
        starts_at=datetime(2027, 7, 1, 14, tzinfo=UTC),
        ends_at=datetime(2027, 7, 1, 16, tzinfo=UTC),
        calendar_sequence=3,
    )
    event = Event.objects.get(pk=made.pk)
    for name, value in facts.items():
        setattr(event, name, value)

    event.save()

    event.refresh_from_db()
    assert event.calendar_sequence == sequence


def test_the_number_goes_on_from_the_one_stored():
    event = EventFactory()
    Event.objects.filter(pk=event.pk).update(calendar_sequence=7)
    event.state = "postponed"

    event.save(update_fields=["state"])

    event.refresh_from_db()
    assert (event.state, event.calendar_sequence) == ("postponed", 8)


def test_a_field_that_is_not_saved_raises_nothing():
    event = EventFactory()
    event.state, event.title_en = "postponed", "Another title"

    event.save(update_fields=["title_en"])

    event.refresh_from_db()
    assert (event.state, event.calendar_sequence) == ("scheduled", 0)


def test_looking_takes_one_statement_and_a_new_event_none():
    with CaptureQueriesContext(connection) as made:
        event = EventFactory()
    with CaptureQueriesContext(connection) as saved:
        event.save()

    looks = [
        [
            "calendar_sequence" in query["sql"] and query["sql"].startswith("SELECT") for query in queries
        ].count(True)
        for queries in (made.captured_queries, saved.captured_queries)
    ]
    assert looks == [0, 1]
