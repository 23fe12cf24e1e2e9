"""The next edition of an event, made after the last one."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from beijing_ngo.core.models import Status
from events import operations
from events.models import DeskInvitation, Event
from tests.events.pages import photo_of
from tests.events.people import contact, party, register
from tests.events.reminders.rules import rule_of
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    OrganisationFactory,
    PartnershipFactory,
    QuestionFactory,
    RegistrationDeskFactory,
    SeriesFactory,
    SpeakerFactory,
    SuperuserFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def at(text, zone="Asia/Shanghai"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.fixture
def event():
    return EventFactory(
        slug="forum-2026",
        series=SeriesFactory(),
        edition=4,
        theme_line_zh_hans="同行",
        body_en="<p>Programme.</p>",
        venue_zh_hans="会议中心",
        venue_en="Conference Centre",
        starts_at=at("2026-05-10 09:00"),
        ends_at=at("2026-05-11 17:00"),
        online_url="https://meeting.example.org/1",
        approval_number="2026-1",
        participants_count=200,
        state="postponed",
        latitude="39.9",
        longitude="116.4",
        sdgs=[13],
    )


def clone(event, start="2027-05-12 09:00"):
    return operations.clone_event(event, starts_at=at(start), by=SuperuserFactory())


def test_the_copy_is_a_draft_of_the_next_edition(event):
    copy = Event.objects.get(pk=clone(event).pk)

    assert (copy.status, copy.published_at, copy.state) == (Status.DRAFT, None, "scheduled")
    assert (copy.slug, copy.series, copy.edition) == ("forum-2027", event.series, 5)
    assert (copy.starts_at, copy.ends_at) == (at("2027-05-12 09:00"), at("2027-05-13 17:00"))
    for name in ("title_zh_hans", "title_en", "theme_line_zh_hans", "body_en", "venue_zh_hans", "venue_en"):
        assert getattr(copy, name) == getattr(event, name)
    for name in ("kind", "latitude", "longitude", "sdgs", "working_languages", "time_zone", "country"):
        assert getattr(copy, name) == getattr(Event.objects.get(pk=event.pk), name)


def test_what_belongs_to_the_first_one_stays_there(event):
    event.cover = photo_of(event)
    event.calendar_sequence = 7
    event.save()

    copy = clone(event)

    assert (copy.cover, copy.photos.count(), copy.calendar_sequence) == (None, 0, 0)
    assert (copy.participants_count, copy.approval_number, copy.online_url) == (None, "", "")
    event.refresh_from_db()
    assert (event.slug, event.edition, event.participants_count) == ("forum-2026", 4, 200)


def test_themes_partners_and_rules_go_along(event):
    event.themes.add(ThemeFactory(), ThemeFactory())
    first, second = OrganisationFactory(), OrganisationFactory()
    PartnershipFactory(event=event, organisation=second, role="supporter", order=1)
    PartnershipFactory(event=event, organisation=first, order=0)
    rule_of(event, amount=2)

    copy = clone(event, "2037-05-12 09:00")

    assert set(copy.themes.all()) == set(event.themes.all())
    partners = [(one.organisation, one.role) for one in copy.partnerships.all()]
    assert partners == [(first, "host"), (second, "supporter")]
    assert [(rule.amount, rule.active) for rule in copy.reminder_rules.all()] == [(2, True)]


def test_the_hours_of_the_programme_move_with_the_start(event):
    item = AgendaItemFactory(event=event, day=2, starts=time(14), ends=time(15, 30), room_en="Hall 1")
    SpeakerFactory(agenda_item=item)
    AgendaItemFactory(event=event, day=1, starts=time(22), ends=time(23, 30))

    copy = clone(event, "2027-05-12 10:00")

    items = [(one.day, one.starts, one.ends) for one in copy.agenda.all()]
    assert items == [(1, time(23), time(23, 59)), (2, time(15), time(16, 30))]
    assert copy.agenda.last().room_en == "Hall 1"
    assert copy.agenda.last().speakers.count() == 0


def test_hours_that_run_over_midnight_belong_to_another_day(event):
    AgendaItemFactory(event=event, day=1, starts=time(22, 30), ends=time(23))
    AgendaItemFactory(event=event, day=1, starts=time(0, 30), ends=time(1))

    later = [(one.day, one.starts) for one in clone(event, "2027-05-12 12:00").agenda.all()]
    earlier = [(one.day, one.starts) for one in clone(event, "2027-05-12 08:00").agenda.all()]

    assert later == [(1, time(3, 30)), (2, time(1, 30))]
    assert earlier == [(1, time(0)), (1, time(21, 30))]


def test_the_desk_opens_as_many_days_before(event, clock_before):
    desk = RegistrationDeskFactory(
        event=event,
        audience="members_first",
        members_first_until=at("2026-04-20 12:00"),
        opens_at=at("2026-04-10 09:00"),
        closes_at=at("2026-05-07 23:59"),
        capacity=80,
        quota=3,
        staff_approval=True,
        waiting_list_policy="first_that_fits",
    )
    QuestionFactory(
        desk=desk, label_en="Diet", kind="single_choice", choices_en="A\nB", choices_zh_hans="甲\n乙", order=2
    )
    DeskInvitation.objects.create(desk=desk, email="guest@example.org")
    register(desk, contact(), people=party(2))

    copy = clone(event, "2027-05-12 10:00").desk

    copy.refresh_from_db()
    dates = (copy.opens_at, copy.members_first_until, copy.closes_at, copy.editable_until)
    assert dates == (at("2027-04-12 09:00"), at("2027-04-22 12:00"), at("2027-05-09 23:59"), None)
    assert (copy.audience, copy.capacity, copy.quota) == ("members_first", 80, 3)
    assert (copy.staff_approval, copy.waiting_list_policy) == (True, "first_that_fits")
    assert (copy.places_taken, copy.registrations.count(), copy.invitations.count()) == (0, 0, 0)
    question = copy.questions.get()
    assert (question.label_en, question.choices_zh_hans, question.order) == ("Diet", "甲\n乙", 2)
    assert desk.questions.count() == 1


@pytest.fixture
def clock_before(time_machine):
    time_machine.move_to(at("2026-04-25 09:00"))


def test_days_keep_their_hours_over_a_change_to_summer_time():
    zone = "Europe/Zurich"
    event = EventFactory(
        time_zone=zone, starts_at=at("2027-03-10 10:00", zone), ends_at=at("2027-03-10 12:00", zone)
    )
    RegistrationDeskFactory(
        event=event, opens_at=at("2027-02-10 09:00", zone), closes_at=at("2027-03-08 18:00", zone)
    )

    copy = operations.clone_event(event, starts_at=at("2027-06-10 10:00", zone), by=SuperuserFactory())

    assert copy.ends_at == at("2027-06-10 12:00", zone)
    assert copy.desk.closes_at == at("2027-06-08 18:00", zone)
    assert copy.desk.opens_at == at("2027-05-13 09:00", zone)


def test_the_address_is_one_that_is_free(event):
    assert [clone(event).slug, clone(event).slug] == ["forum-2027", "forum-2027-2"]
    assert clone(EventFactory(slug="walk")).slug == "walk-2"


def test_an_edition_follows_the_last_of_the_series(event):
    EventFactory(series=event.series, edition=9)

    assert clone(event).edition == 10
    assert clone(EventFactory(series=event.series, edition=None)).edition is None


def test_who_made_it_is_kept(event):
    secretary = SuperuserFactory()

    copy = operations.clone_event(event, starts_at=at("2027-05-12 09:00"), by=secretary)

    assert copy.history.get().history_user == secretary
