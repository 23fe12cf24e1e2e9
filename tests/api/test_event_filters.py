"""What the list of events may be narrowed by, and what it refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from beijing_ngo.core.models import Status
from events.models import EventState
from tests.api.full_portal import at
from tests.api.reading import get, refusal, slugs
from tests.factories import (
    ConferenceFactory,
    EventFactory,
    OrganisationFactory,
    PartnershipFactory,
    SeriesFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def several():
    """Events that differ in everything that can be asked for."""
    geneva = {"country": "CH", "time_zone": "Europe/Zurich", "kind": "side_event"}
    old = EventFactory(
        slug="old",
        starts_at=at(2011, 12, 31, 23, 30),
        ends_at=at(2012, 1, 1, 2),
        sdgs=[13],
        working_languages=["fr"],
        series=SeriesFactory(slug="earth-hours"),
        title_en="Lanterns on the wall",
        **geneva,
    )
    old.themes.add(ThemeFactory(slug="climate"))
    PartnershipFactory(event=old, organisation=OrganisationFactory(slug="greenovation"))
    PartnershipFactory(event=old, organisation__slug="another")
    new = EventFactory(
        slug="new",
        state=EventState.POSTPONED,
        conference=ConferenceFactory(slug="cop-27"),
        starts_at=at(2040, 1, 1),
    )
    new.themes.add(ThemeFactory(slug="youth"))
    EventFactory(slug="draft", status=Status.DRAFT)
    EventFactory(slug="not-yet", published_at=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["new", "old"]),
        ({"sort": "starts_at"}, ["old", "new"]),
        ({"sort": "updated_at"}, ["old", "new"]),
        ({"when": "upcoming"}, ["new"]),
        ({"when": "past"}, ["old"]),
        ({"kind": "side_event"}, ["old"]),
        ({"state": "postponed"}, ["new"]),
        ({"country": "CH"}, ["old"]),
        ({"theme": "climate"}, ["old"]),
        ({"sdg": "13"}, ["old"]),
        ({"sdg": "3"}, []),
        ({"language": "fr"}, ["old"]),
        ({"language": "zh-Hans"}, ["new"]),
        ({"series": "earth-hours"}, ["old"]),
        ({"conference": "cop-27"}, ["new"]),
        ({"organisation": "greenovation"}, ["old"]),
        ({"year": "2012"}, ["old"]),  # it begins at half past midnight in Geneva
        ({"year": "2011"}, []),
        ({"from": "2012-01-01"}, ["new", "old"]),
        ({"from": "2012-01-02"}, ["new"]),
        ({"to": "2011-12-31"}, []),  # in Beijing the new year has begun
        ({"to": "2012-01-01"}, ["old"]),
        ({"q": "lanterns WALL"}, ["old"]),
        ({"q": "lanterns nowhere"}, []),
        ({"q": " "}, ["new", "old"]),
        ({"updated_since": "2000-01-01T00:00:00Z"}, ["new", "old"]),
        ({"updated_since": "2199-01-01T00:00:00+08:00"}, []),
        ({"kind": "side_event", "country": "FR"}, []),
    ],
)
@pytest.mark.usefixtures("several")
def test_filters(client, asked, found):
    assert slugs(client, "events", **asked) == found


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("kind", "party", "This is none of the values: earth_hour, forum, side_event, symposium, lecture, exhibition, "
         "training, walk, camp, reception, statement_session."),
        ("when", "soon", "This is none of the values: upcoming, past."),
        ("country", "ZZ", None),
        ("theme", "nothing", "There is nothing public under this name: nothing."),
        ("series", "nothing", "There is nothing public under this name: nothing."),
        ("organisation", "no/slug", "Latin letters, digits, hyphens and underscores."),
        ("sdg", "18", "At most 17."),
        ("year", "last", "A whole number."),
        ("from", "2027-02-30", "A day, such as 2027-03-20."),
        ("to", "tomorrow", "A day, such as 2027-03-20."),
        ("updated_since", "2027-01-01", "A moment with its offset, such as 2027-03-20T20:00:00Z; a plus sign is written %2B."),
        ("updated_since", "1700000000", "A moment with its offset, such as 2027-03-20T20:00:00Z; a plus sign is written %2B."),
        ("limit", "0", "At least 1."),
        ("limit", "101", "At most 100."),
        ("q", "x" * 101, "At most 100 characters."),
        ("lang", "fr", "This is none of the values: zh-Hans, en."),
        ("knd", "forum", None),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(client, name, value, message):
    found = refusal(client, "events", **{name: value})

    assert list(found) == [name]
    assert message is None or found[name] == message


def test_a_parameter_is_given_once(client):
    response = client.get("/api/v1/events?kind=forum&kind=walk", headers={"Accept-Language": "en"})

    assert response.status_code == 422
    assert response.json()["detail"] == "kind: Given more than once."


def test_all_that_is_wrong_is_said_at_once(client):
    assert set(refusal(client, "events", kind="party", sdg="0", limit="many")) == {"kind", "sdg", "limit"}


def test_a_running_event_is_still_upcoming_whenever_it_began(client):
    now = timezone.now()
    EventFactory(slug="long", starts_at=now - timedelta(days=400), ends_at=now + timedelta(days=1))
    EventFactory(slug="tomorrow", starts_at=now + timedelta(days=1))

    assert slugs(client, "events", when="upcoming") == ["long", "tomorrow"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_beyond_all_calendars_do_no_harm(client, day):
    EventFactory(starts_at=datetime(2020, 1, 1, tzinfo=UTC))

    assert (
        get(
            client, "events", **{"from": day, "to": day, "updated_since": f"{day}T00:00:00+14:00"}
        ).status_code
        == 200
    )
