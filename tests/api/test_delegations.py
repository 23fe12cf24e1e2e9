from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from delegations.models import DelegationState
from tests.api.full_portal import attach
from tests.api.reading import get, read, refusal, slugs
from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    DelegationFactory,
    DelegationMemberFactory,
    ItineraryItemFactory,
    OrganisationFactory,
    OutcomeFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    visit = DelegationFactory(
        slug="geneva",
        title_en="Visit to Geneva",
        purpose_en="Talks",
        report_en="<p>What was done</p>",
        inviting_organisation=OrganisationFactory(slug="host"),
        conference=ConferenceFactory(slug="hrc-51"),
        starts_on=date(2023, 5, 8),
        ends_on=date(2023, 5, 12),
        countries=["CH"],
        sdgs=[17],
    )
    visit.themes.add(ThemeFactory(slug="governance"))
    return visit


def test_a_visit(client, visit):
    own = OrganisationFactory(name_en="Institute")
    DelegationMemberFactory(delegation=visit, role="member", organisation=own, position_en="Researcher")
    DelegationMemberFactory(delegation=visit, role="head", latin_name="WANG Fang", order=9, organisation=None)
    DelegationMemberFactory(delegation=visit, latin_name="Nobody Named", public=False)
    ItineraryItemFactory(
        delegation=visit, starts=time(9, 30), title_en="Talks", organisation_met=visit.inviting_organisation
    )
    OutcomeFactory(delegation=visit, kind="follow_up", text_en="Write", due_on=date(2024, 6, 30))
    OutcomeFactory(delegation=visit, kind="memorandum", text_en="Signed")
    article = ArticleFactory(slug="a-day")
    article.delegations.add(visit)
    attach(visit)

    answer = read(client, "delegations/geneva", lang="en")

    assert answer["title"] == "Visit to Geneva"
    assert answer["days"] == {"starts": "2023-05-08", "ends": "2023-05-12", "precision": "day"}
    assert answer["countries"] == [{"code": "CH", "label": "Switzerland"}]
    assert (answer["invited_by"]["slug"], answer["received_by"]) == ("host", None)
    assert answer["conference"]["slug"] == "hrc-51"
    assert answer["report"] == "<p>What was done</p>"
    assert [(one["name"], one["role"]["code"]) for one in answer["named"]] == [
        ("WANG Fang", "head"),
        ("LI Ming", "member"),
    ]
    assert (answer["named"][1]["position"], answer["named"][1]["organisation"]) == ("Researcher", "Institute")
    assert answer["people"] == 3
    (stop,) = answer["programme"]
    assert (stop["date"], stop["starts"], stop["ends"], stop["title"]) == (
        "2023-05-08",
        "09:30",
        None,
        "Talks",
    )
    assert stop["organisation_met"]["slug"] == "host"
    assert [(one["text"], one["due"], one["status"]) for one in answer["outcomes"]] == [
        ("Write", "2024-06", "open"),
        ("Signed", None, None),
    ]
    assert [one["slug"] for one in answer["articles"]] == ["a-day"]
    assert (len(answer["photos"]), len(answer["files"])) == (1, 1)
    assert "Nobody" not in str(answer)


def test_a_persons_name_in_both_scripts(client, visit):
    DelegationMemberFactory(delegation=visit)

    (person,) = read(client, "delegations/geneva")["named"]

    assert person["name"] == {"zh-Hans": "李明", "en": "LI Ming"}


def test_where_people_are_is_told_once_they_are_back(client):
    today = timezone.localdate()
    visit = DelegationFactory(
        slug="now",
        state=DelegationState.UNDER_WAY,
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=1),
    )
    ItineraryItemFactory(delegation=visit, date=today)

    assert read(client, "delegations/now")["programme"] == []


def test_days_that_nobody_knows_are_not_made_up(client):
    visit = DelegationFactory(
        slug="old", date_precision="month", starts_on=date(2011, 6, 1), ends_on=date(2011, 6, 30)
    )
    ItineraryItemFactory(delegation=visit, date=date(2011, 6, 1))

    answer = read(client, "delegations/old")

    assert answer["days"] == {"starts": "2011-06", "ends": "2011-06", "precision": "month"}
    assert [stop["date"] for stop in answer["programme"]] == [None]


@pytest.mark.parametrize(
    "hidden", [{"internal": True}, {"state": "planned"}, {"state": "cancelled"}, {"status": "draft"}]
)
def test_what_is_internal_is_not_there(client, hidden):
    DelegationFactory(slug="hidden", **hidden)

    assert get(client, "delegations/hidden").status_code == 404
    assert slugs(client, "delegations") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["beijing", "geneva"]),
        ({"sort": "starts_on"}, ["geneva", "beijing"]),
        ({"direction": "incoming"}, ["beijing"]),
        ({"country": "CH"}, ["geneva"]),
        ({"theme": "governance"}, ["geneva"]),
        ({"sdg": 17}, ["geneva"]),
        ({"conference": "hrc-51"}, ["geneva"]),
        ({"organisation": "host"}, ["geneva"]),
        ({"organisation": "travels"}, ["beijing"]),
        ({"organisation": "unnamed"}, []),
        ({"year": 2023}, ["geneva"]),
        ({"q": "geneva visit"}, ["geneva"]),
        ({"updated_since": "2199-01-01T00:00:00Z"}, []),
    ],
)
@pytest.mark.usefixtures("visit")
def test_filters(client, asked, found):
    incoming = DelegationFactory(
        slug="beijing",
        direction="incoming",
        countries=["FI"],
        starts_on=date(2024, 5, 8),
        ends_on=date(2024, 5, 9),
    )
    DelegationMemberFactory(delegation=incoming, organisation=OrganisationFactory(slug="travels"))
    DelegationMemberFactory(
        delegation=incoming, organisation=OrganisationFactory(slug="unnamed"), public=False
    )

    assert slugs(client, "delegations", **asked) == found


def test_what_cannot_be_meant_is_refused(client):
    assert set(refusal(client, "delegations", direction="north", kind="x")) == {"direction"}
    assert set(refusal(client, "delegations", kind="x")) == {"kind"}
