"""A changed event and those who are registered for it: who is told what, once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from beijing_ngo.core.models import Message
from events import notices, operations
from events.models import ChangeDecision, Event, EventChange, EventState, RegistrationState
from tests.events.changed_events import EVERYBODY, alter, said, somebody_registered, told, water_desk
from tests.events.pages import at
from tests.events.people import contact, party, register, somebody
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return water_desk()


@pytest.fixture
def staff():
    return SuperuserFactory()


# ---------------------------------------------------------------- what has changed


def test_a_new_time_and_place_in_each_language(desk, staff):
    somebody_registered(desk)

    change = alter(
        desk.event,
        by=staff,
        starts_at=at("2027-06-02 06:00"),
        ends_at=at("2027-06-02 08:00"),
        venue_zh_hans="国际饭店",
        venue_en="International Hotel",
    )

    assert said(change, "zh-hans") == [
        ("时间", "2027年6月1日 周二 14:00–16:00 北京时间", "2027年6月2日 周三 14:00–16:00 北京时间"),
        ("地点", "友谊宾馆，北京", "国际饭店，北京"),
    ]
    assert said(change, "en") == [
        (
            "When",
            "Tuesday 1 June 2027, 14:00–16:00 Beijing time",
            "Wednesday 2 June 2027, 14:00–16:00 Beijing time",
        ),
        ("Where", "Friendship Hotel, Beijing", "International Hotel, Beijing"),
    ]
    assert (change.by, change.decision, change.event) == (staff, ChangeDecision.UNDECIDED, desk.event)


@pytest.mark.parametrize(
    ("facts", "rows"),
    [
        ({"state": "postponed"}, [("State", "Scheduled", "Postponed")]),
        (
            {"online_url": "https://meet.example.org/b"},
            [("Online link", "not given", "https://meet.example.org/b")],
        ),
        ({"attendance_mode": "online"}, [("How", "In person", "Online")]),
        ({"title_en": "Another title", "summary_en": "Another summary"}, []),
    ],
)
def test_what_is_told_and_what_is_not(desk, facts, rows):
    somebody_registered(desk)

    change = alter(desk.event, **facts)

    assert (said(change, "en") if change else []) == rows


def test_the_hours_of_an_event_of_several_days_are_told(desk):
    somebody_registered(desk)
    Event.objects.update(ends_at=at("2027-06-03 08:00"))

    change = alter(desk.event, starts_at=at("2027-06-01 01:00"))

    assert said(change, "zh-hans") == [
        (
            "时间",
            "2027年6月1日 14:00 北京时间至2027年6月3日 16:00 北京时间",
            "2027年6月1日 09:00 北京时间至2027年6月3日 16:00 北京时间",
        )
    ]


def test_nothing_is_kept_where_nobody_is_to_be_told(desk):
    gone = somebody_registered(desk)
    operations.cancel(registration=gone, by_staff=True)

    assert alter(desk.event, state="postponed") is None
    assert alter(EventFactory(), state="cancelled") is None
    assert not EventChange.objects.exists()


def test_what_is_over_is_corrected_without_a_word():
    over = EventFactory(starts_at=timezone.now() - timedelta(days=9))
    somebody_registered(RegistrationDeskFactory(event=over))

    assert alter(over, starts_at=over.starts_at - timedelta(days=1)) is None


def test_several_saves_make_one_change_from_the_first_to_the_last(desk, staff):
    somebody_registered(desk)
    alter(desk.event, venue_en="International Hotel")

    change = alter(desk.event, by=staff, venue_en="Library")

    assert EventChange.objects.count() == 1
    assert said(change, "en") == [("Where", "Friendship Hotel, Beijing", "Library, Beijing")]
    assert change.by == staff


def test_back_to_the_old_means_nothing_to_tell(desk):
    somebody_registered(desk)
    alter(desk.event, state="cancelled", venue_en="Library")

    assert alter(desk.event, state="scheduled", venue_en="Friendship Hotel") is None
    assert not EventChange.objects.exists()


def test_what_was_decided_is_where_the_next_change_begins(desk, staff):
    somebody_registered(desk)
    notices.tell(change=alter(desk.event, venue_en="International Hotel"), states=EVERYBODY, by=staff)

    change = alter(desk.event, venue_en="Library")

    assert said(change, "en") == [("Where", "International Hotel, Beijing", "Library, Beijing")]


def test_an_event_has_one_undecided_change(desk):
    somebody_registered(desk)
    change = alter(desk.event, state="postponed")

    with pytest.raises(IntegrityError), transaction.atomic():
        EventChange.objects.create(event=desk.event, before=change.before, after=change.after)


# ---------------------------------------------------------------- who is told


def test_each_person_and_each_registrar_once_in_their_own_language(desk, staff):
    way = contact()
    way.user.email, way.user.preferred_language = "lan@example.org", "en"
    way.user.save()
    register(
        desk,
        way,
        people=[somebody(email="LAN@example.org", language="en"), somebody(email="two@example.org")],
    )
    register(desk, way, people=[somebody(email="three@example.org", language="en")])
    change = alter(desk.event, state="postponed")

    number = notices.tell(change=change, states=EVERYBODY, by=staff)

    assert number == 3
    assert told() == [
        ("event.changed", "lan@example.org", "en"),
        ("event.changed", "two@example.org", "zh-hans"),
        ("event.changed", "three@example.org", "en"),
    ]
    change.refresh_from_db()
    assert (change.decision, change.told_count, change.decided_by) == ("told", 3, staff)
    assert change.told_states == EVERYBODY


def test_who_waits_hears_of_it_from_whoever_registered_and_only_if_asked_for(desk, staff):
    for state in ("pending", "waitlisted", "declined", "cancelled"):
        registration = RegistrationFactory(desk=desk, state=state, contact__email=f"{state}@example.org")
        AttendeeFactory(registration=registration)
    somebody_registered(desk, email="one@example.org")
    change = alter(desk.event, state="postponed")

    def addresses(states):
        return {person.address for person in notices.recipients(change, states)}

    confirmed = addresses(["confirmed"])
    assert "one@example.org" in confirmed
    assert addresses(["confirmed", "pending"]) - confirmed == {"pending@example.org"}
    assert addresses(EVERYBODY) - confirmed == {"pending@example.org", "waitlisted@example.org"}


def test_a_guest_is_told_by_their_link(desk, staff):
    RegistrationFactory(
        desk=desk,
        contact=None,
        organisation=None,
        guest_email="guest@example.org",
        state="pending",
        language="en",
    )

    notices.tell(change=alter(desk.event, state="postponed"), states=EVERYBODY, by=staff)

    mail = Message.objects.get()
    registration = desk.registrations.get()
    assert (mail.to_address, mail.recipient) == ("guest@example.org", None)
    assert f"/en/registrations/{registration.reference}/{registration.guest_secret}/" in mail.text


def test_the_online_link_is_told_to_those_with_a_place_alone(desk, staff):
    somebody_registered(desk, email="one@example.org", language="en")
    RegistrationFactory(desk=desk, state="waitlisted", contact__email="waits@example.org")

    both = alter(desk.event, state="postponed", online_url="https://meet.example.org/room")
    notices.tell(change=both, states=EVERYBODY, by=staff)
    link_alone = alter(desk.event, online_url="https://meet.example.org/other")

    reads = dict(Message.objects.values_list("to_address", "text"))
    assert "meet.example.org/room" in reads["one@example.org"]
    assert "meet.example.org" not in reads["waits@example.org"]
    assert "waits@example.org" not in {one.address for one in notices.recipients(link_alone, EVERYBODY)}


def test_who_registered_after_the_change_knows_it(desk):
    somebody_registered(desk, email="before@example.org")
    change = alter(desk.event, state="postponed")
    somebody_registered(desk, email="after@example.org")

    addresses = {person.address for person in notices.recipients(change, EVERYBODY)}

    assert "before@example.org" in addresses
    assert "after@example.org" not in addresses


def test_what_reads_the_same_in_a_language_is_not_told_in_it(desk):
    somebody_registered(desk, email="english@example.org", language="en")
    somebody_registered(desk, email="chinese@example.org", language="zh-hans")

    change = alter(desk.event, venue_en="The Friendship Hotel")

    addresses = {person.address for person in notices.recipients(change, EVERYBODY)}
    assert "english@example.org" in addresses
    assert "chinese@example.org" not in addresses


# ---------------------------------------------------------------- what they read


def test_what_somebody_with_a_place_reads(desk, staff):
    registration = somebody_registered(desk, email="one@example.org", language="en")
    attendee = registration.attendees.get()
    change = alter(desk.event, venue_zh_hans="国际饭店", venue_en="International Hotel")

    notices.tell(
        change=change,
        states=EVERYBODY,
        note={"zh-hans": "请走东门。", "en": "Please use the east gate."},
        by=staff,
    )

    mail = Message.objects.get(to_address="one@example.org")
    assert mail.subject == "Changed: Forum on water"
    for words in (
        "Where\nBefore: Friendship Hotel, Beijing\nNow: International Hotel, Beijing",
        "Please use the east gate.",
        str(registration),
        "Your place and your ticket stay valid.",
        f"/en/tickets/{attendee.ticket_secret}/",
        "You receive this message because you are registered for this event.",
    ):
        assert words in mail.text
    assert (mail.kind, mail.about, mail.topic) == ("event.changed", f"events.event:{desk.event_id}", "")


def test_what_is_called_off_in_chinese(desk, staff):
    somebody_registered(desk, email="one@example.org", language="zh-hans")

    notices.tell(change=alter(desk.event, state="cancelled"), states=EVERYBODY, by=staff)

    mail = Message.objects.get(to_address="one@example.org")
    assert (mail.kind, mail.subject) == ("event.cancelled", "活动取消：水论坛")
    assert "您无需办理任何手续" in mail.text
    assert desk.registrations.get().state == RegistrationState.CONFIRMED


@pytest.mark.parametrize(
    ("old", "new", "subject"),
    [
        ("scheduled", "postponed", "Postponed: Forum on water"),
        ("cancelled", "scheduled", "Takes place after all: Forum on water"),
        ("cancelled", "postponed", "Postponed: Forum on water"),
        ("postponed", "scheduled", "Changed: Forum on water"),
        ("postponed", "cancelled", "Called off: Forum on water"),
    ],
)
def test_the_subject_says_what_happened(desk, staff, old, new, subject):
    somebody_registered(desk, email="one@example.org", language="en")
    Event.objects.update(state=old)

    notices.tell(change=alter(desk.event, state=new), states=EVERYBODY, by=staff)

    assert Message.objects.get(to_address="one@example.org").subject == subject


# ---------------------------------------------------------------- what their calendars hold


def entry(mail):
    calendar = Calendar.from_ical(mail.calendar)
    [item] = calendar.walk("VEVENT")
    assert str(calendar["method"]) == mail.calendar_method
    return item


def test_a_calendar_takes_over_the_change_and_then_the_end(desk, staff):
    way = contact()
    register(desk, way, people=[somebody(email="one@example.org")])
    mails = Message.objects.filter(to_address="one@example.org").order_by("pk")

    notices.tell(change=alter(desk.event, starts_at=at("2027-06-01 07:00")), states=EVERYBODY, by=staff)
    notices.tell(change=alter(desk.event, state="cancelled"), states=EVERYBODY, by=staff)
    notices.tell(change=alter(desk.event, state="scheduled"), states=EVERYBODY, by=staff)

    items = [entry(mail) for mail in mails]
    assert [mail.calendar_method for mail in mails] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    assert [item["sequence"] for item in items] == [0, 1, 2, 3]
    assert len({str(item["uid"]) for item in items}) == 1
    assert str(items[2]["status"]) == "CANCELLED"
    assert items[1]["dtstart"].dt == at("2027-06-01 07:00")


def test_an_event_that_has_no_day_any_more_leaves_the_calendars(desk, staff):
    somebody_registered(desk, email="one@example.org")

    notices.tell(
        change=alter(desk.event, state="postponed", date_precision="month"), states=EVERYBODY, by=staff
    )

    mail = Message.objects.get(to_address="one@example.org")
    assert mail.calendar_method == "CANCEL"
    assert "dtstart" not in entry(mail)


def test_who_only_registered_others_has_nothing_in_the_calendar(desk, staff):
    registration = somebody_registered(desk)

    notices.tell(change=alter(desk.event, state="postponed"), states=EVERYBODY, by=staff)

    assert Message.objects.get(to_address=registration.contact.email).calendar == ""


# ---------------------------------------------------------------- once


def test_twice_tells_nobody_twice(desk, staff):
    somebody_registered(desk)
    change = alter(desk.event, state="postponed")
    notices.tell(change=change, states=EVERYBODY, by=staff)
    number = Message.objects.count()

    with pytest.raises(notices.AlreadyDecided):
        notices.tell(change=change, states=EVERYBODY, by=staff)
    with pytest.raises(notices.AlreadyDecided):
        notices.keep_quiet(change=change, by=staff)

    assert Message.objects.count() == number


def test_nobody_is_told_of_what_is_not_so_any_more(desk, staff):
    somebody_registered(desk)
    change = alter(desk.event, state="postponed")
    Event.objects.update(state=EventState.SCHEDULED)

    with pytest.raises(notices.NothingToTell):
        notices.tell(change=change, states=EVERYBODY, by=staff)

    assert told() == []


def test_what_is_decided_not_to_be_told_stays_on_record(desk, staff):
    somebody_registered(desk)
    change = alter(desk.event, state="postponed")

    notices.keep_quiet(change=change, by=staff)

    change.refresh_from_db()
    assert (change.decision, change.decided_by, told()) == ("not_told", staff, [])


@pytest.mark.parametrize("number", [1, 6])
def test_many_take_the_same_statements_as_one(desk, staff, number):
    registration = RegistrationFactory(desk=desk)
    AttendeeFactory.create_batch(number, registration=registration)
    change = alter(desk.event, state="postponed")

    with CaptureQueriesContext(connection) as captured:
        notices.tell(change=change, states=EVERYBODY, by=staff)

    assert len(told()) == number + 1
    assert len(captured) <= 12


def test_a_party_of_twenty_is_told_once_each(desk, staff):
    register(desk, contact(), people=party(20))
    Message.objects.all().delete()

    assert notices.tell(change=alter(desk.event, state="postponed"), states=["confirmed"], by=staff) == 21
    assert len(set(told())) == 21
