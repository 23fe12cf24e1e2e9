"""The event comes into people's calendars with the mail about their place, and goes out of them with it."""

from datetime import date

import pytest
from django.core import mail as post
from icalendar import Calendar

from beijing_ngo.core import delivery
from beijing_ngo.core.models import Message
from events import operations
from events.models import Event, RegistrationDesk
from events.ways import guest
from tests.events.pages import at
from tests.events.people import contact, register, somebody
from tests.factories import EventFactory, RegistrationDeskFactory, SiteSettingsFactory, SuperuserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    event = EventFactory(
        title_en="Forum on water",
        title_zh_hans="水论坛",
        starts_at=at("2027-06-01 12:00"),
        ends_at=at("2027-06-01 14:00"),
        time_zone="Europe/Zurich",
        country="CH",
        venue_en="Palais des Nations",
        venue_zh_hans="万国宫",
        city_en="Geneva",
        city_zh_hans="日内瓦",
        online_url="https://meet.example.org/room",
    )
    return RegistrationDeskFactory(event=event, capacity=4)


@pytest.fixture
def way():
    found = contact()
    found.user.email, found.user.preferred_language = "lan@example.org", "en"
    found.user.save()
    return found


def people(*names, language="en"):
    return [somebody(email=f"{name}@example.org", language=language) for name in names]


def calendar_of(mail):
    calendar = Calendar.from_ical(mail.calendar)
    [item] = calendar.walk("VEVENT")
    assert str(calendar["method"]) == mail.calendar_method
    return calendar, item


def to(name):
    """What came for somebody's calendar: (METHOD, SEQUENCE, STATUS) of each mail in order."""
    mails = Message.objects.filter(to_address__istartswith=f"{name}@").order_by("pk")
    items = [(mail, calendar_of(mail)[1]) for mail in mails if mail.calendar]
    return [(mail.calendar_method, item["sequence"], str(item["status"])) for mail, item in items]


def test_an_invitation_says_all_a_calendar_needs(desk, way):
    SiteSettingsFactory(name_en="Beijing NGO Association", email="office@example.org")
    registration = register(desk, way, people=people("one"))
    attendee = registration.attendees.get()

    calendar, item = calendar_of(Message.objects.get(kind="registration.ticket"))

    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Zurich"]
    assert (str(item["uid"]), item["sequence"]) == (f"event-{desk.event_id}@localhost", 0)
    assert item["dtstart"].dt.isoformat() == "2027-06-01T14:00:00+02:00"
    assert item["dtstart"].params["TZID"] == "Europe/Zurich"
    assert str(item["organizer"]) == "mailto:office@example.org"
    assert item["organizer"].params["CN"] == "Beijing NGO Association"
    assert str(item["attendee"]) == "mailto:one@example.org"
    assert (item["attendee"].params["PARTSTAT"], item["attendee"].params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert str(item["url"]).endswith(f"/en/tickets/{attendee.ticket_secret}/")
    assert (str(item["summary"]), str(item["status"])) == ("Forum on water", "CONFIRMED")
    assert str(item["location"]) == "Palais des Nations, Geneva, Switzerland"
    assert "https://meet.example.org/room" in str(item["description"])
    assert item["dtstamp"].dt.tzinfo is not None


def test_it_is_in_the_persons_language(desk, way):
    register(desk, way, people=people("one", language="zh-hans"))

    _calendar, item = calendar_of(Message.objects.get(kind="registration.ticket"))

    assert (str(item["summary"]), str(item["location"])) == ("水论坛", "万国宫，日内瓦，瑞士")
    assert "/zh-hans/tickets/" in str(item["url"])


def test_whole_days_are_days(desk, way):
    Event.objects.update(
        time_zone="Asia/Shanghai",
        all_day=True,
        starts_at=at("2027-06-01 16:00"),
        ends_at=at("2027-06-03 15:59"),
    )

    register(desk, way, people=people("one"))

    calendar, item = calendar_of(Message.objects.get(kind="registration.ticket"))
    assert (item["dtstart"].dt, item["dtend"].dt) == (date(2027, 6, 2), date(2027, 6, 4))
    assert calendar.walk("VTIMEZONE") == []


def test_the_part_of_the_mail_and_the_file_name_one_method(desk, way):
    registration = register(desk, way, people=people("one"))
    operations.cancel(registration=registration, by=way.user)

    delivery.deliver()

    parts = [
        part
        for sent in post.outbox
        if sent.to[0].endswith(("<one@example.org>", "one@example.org"))
        for part in sent.message().walk()
        if part.get_content_type() == "text/calendar" and part.get_param("method")
    ]
    methods = [part.get_param("method") for part in parts]
    in_the_file = [str(Calendar.from_ical(part.get_payload(decode=True))["method"]) for part in parts]
    assert methods == in_the_file == ["REQUEST", "CANCEL"]


# ---------------------------------------------------------------- who gets one


def test_who_only_registers_others_gets_none(desk, way):
    registration = register(desk, way, people=people("one"))
    operations.cancel(registration=registration, by=way.user)

    assert (to("lan"), len(to("one"))) == ([], 2)


def test_who_registers_themselves_gets_it_with_the_confirmation(desk, way):
    RegistrationDesk.objects.update(audience="everyone")
    register(desk, guest("visitor@example.org"), people=people("visitor"))

    assert to("visitor") == [("REQUEST", 0, "CONFIRMED")]


def test_who_has_no_place_yet_gets_none_and_then_one(desk, way):
    first = register(desk, contact(), people=people("a", "b", "c"))
    register(desk, way, people=people("lan", "two"))
    waiting = to("lan"), to("two")

    operations.cancel(registration=first, by=first.contact)

    assert waiting == ([], [])
    assert to("lan") == to("two") == [("REQUEST", 0, "CONFIRMED")]


def test_a_registration_that_was_approved_and_then_declined(desk, way):
    RegistrationDesk.objects.update(staff_approval=True)
    staff = SuperuserFactory()
    registration = register(desk, way, people=people("lan"))
    operations.approve(registration=registration, by=staff)
    operations.decline(registration=registration, by=staff, reason="Full.")

    assert to("lan") == [("REQUEST", 0, "CONFIRMED"), ("CANCEL", 1, "CANCELLED")]


def test_one_who_was_never_confirmed_is_taken_out_of_nothing(desk, way):
    RegistrationDesk.objects.update(staff_approval=True)
    registration = register(desk, way, people=people("lan", "two"))

    operations.decline(registration=registration, by=SuperuserFactory(), reason="Full.")

    assert to("lan") == to("two") == []


def test_a_substitute_comes_and_the_other_goes(desk, way):
    registration = register(desk, way, people=people("lan", "two"))
    operations.substitute(registration=registration, number=1, person=people("new")[0], by=way.user)
    operations.substitute(registration=registration, number=2, person=people("lan")[0], by=way.user)

    assert to("new") == [("REQUEST", 0, "CONFIRMED")]
    assert to("two") == [("REQUEST", 0, "CONFIRMED"), ("CANCEL", 1, "CANCELLED")]
    assert [method for method, _number, _status in to("lan")] == ["REQUEST", "CANCEL", "REQUEST"]


def test_one_person_is_taken_off_another_is_added(desk, way):
    registration = register(desk, way, people=people("lan", "two"))
    operations.withdraw_person(registration=registration, number=1, by=way.user)
    operations.add_people(registration=registration, people=people("lan", "three"), by=way.user)

    assert to("two") == to("three") == [("REQUEST", 0, "CONFIRMED")]
    assert to("lan") == [("REQUEST", 0, "CONFIRMED"), ("CANCEL", 1, "CANCELLED"), ("REQUEST", 2, "CONFIRMED")]


def test_a_corrected_address_gets_what_went_to_the_wrong_one(desk, way):
    registration = register(desk, way, people=people("wrong"))
    [right] = people("right")
    operations.edit(registration=registration, people={1: right}, by=way.user)
    operations.edit(
        registration=registration, people={1: somebody(email=right.email, position="Dr")}, by=way.user
    )

    assert to("right") == [("REQUEST", 0, "CONFIRMED")]


def test_an_event_without_a_day_or_called_off_is_in_no_calendar(desk, way):
    Event.objects.update(date_precision="month")
    register(desk, way, people=people("one"))
    Event.objects.update(date_precision="day", state="cancelled")
    operations.substitute(
        registration=desk.registrations.get(), number=1, person=people("two")[0], by=way.user
    )

    assert to("two") == []
    assert [method for method, _number, _status in to("one")] == ["CANCEL"]


# ---------------------------------------------------------------- which is the newer


def test_each_word_is_newer_than_the_one_before(desk, way):
    """A place lost and given again, twice, and the event moved in between: no calendar may take the older for the newer."""
    numbers = []
    for _time in range(2):
        registration = register(desk, way, people=people("one"))
        operations.cancel(registration=registration, by=way.user)
        event = Event.objects.get()
        event.venue_en += "!"
        event.save()
    register(desk, way, people=people("one"))

    numbers = [number for _method, number, _status in to("one")]
    assert [method for method, _number, _status in to("one")] == ["REQUEST", "CANCEL"] * 2 + ["REQUEST"]
    assert numbers == sorted(set(numbers)) == [0, 1, 3, 4, 6]
    uids = {str(calendar_of(mail)[1]["uid"]) for mail in Message.objects.exclude(calendar="")}
    assert uids == {f"event-{desk.event_id}@localhost"}
