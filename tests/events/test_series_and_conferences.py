import re

import pytest

from beijing_ngo.core.models import Status
from tests.events.pages import Statements, at, in_days, keep_the_frame, listed, words
from tests.factories import (
    ConferenceFactory,
    DelegationFactory,
    EventFactory,
    OrganisationFactory,
    SeriesFactory,
    SubmissionFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return SeriesFactory(
        slug="hour", name_en="Earth Hour", description_en="Lights go out.", description_zh_hans="熄灯。"
    )


@pytest.fixture
def conference():
    return ConferenceFactory(
        slug="cop-27",
        acronym="COP",
        number=27,
        name_en="27th Conference of the Parties",
        name_zh_hans="第二十七届会议",
        body=OrganisationFactory(slug="unfccc", name_en="UNFCCC"),
        city_en="Sharm el-Sheikh",
        city_zh_hans="沙姆沙伊赫",
        country="EG",
        website="https://unfccc.int",
    )


def test_a_series_lists_its_editions_by_year(client, series):
    for year in (2014, 2015, 2016):
        EventFactory(slug=f"hour-{year}", series=series, starts_at=at(f"{year}-03-20 12:00"))
    EventFactory(series=series, status="draft")
    EventFactory()

    response = client.get("/en/events/series/hour/")

    html = response.content.decode()
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Earth Hour"]
    assert '<p class="lead">Lights go out.</p>' in html
    assert '<meta name="description" content="Lights go out.">' in html
    assert listed(response) == ["hour-2016", "hour-2015", "hour-2014"]
    assert re.findall(r'<h3 class="month">(\d+)</h3>', html) == ["2016", "2015", "2014"]


def test_a_long_series_has_pages(client, series):
    slugs = [EventFactory(slug=f"n{n}", series=series, starts_at=in_days(n)).slug for n in range(25)]

    assert listed(client.get("/en/events/series/hour/?page=2")) == slugs[4::-1]


def test_a_series_without_editions_says_what_would_be_there(client, series):
    assert (
        "The editions of this series will stand here."
        in client.get("/en/events/series/hour/").content.decode()
    )


def test_a_conference_gathers_what_was_done_there(client, conference):
    EventFactory(slug="side", conference=conference)
    EventFactory(slug="secret", conference=conference, status="draft")
    DelegationFactory(slug="to-egypt", conference=conference)
    DelegationFactory(slug="internal", conference=conference, internal=True)
    SubmissionFactory(slug="views", conference=conference)
    SubmissionFactory(slug="confidential", conference=conference, confidential=True)

    html = client.get("/en/events/conferences/cop-27/").content.decode()

    main = re.search(r'<main id="main">(.*?)</main>', html, re.S).group(1)
    assert re.findall(r'<h3 class="title"><a href="([^"]+)"', main) == [
        "/en/events/side/",
        "/en/delegations/to-egypt/",
        "/en/reports/submissions/views/",
    ]
    assert [words(text) for text in re.findall(r"<dd>(.*?)</dd>", main)] == [
        "6–18 November 2022",
        "Sharm el-Sheikh, Egypt",
        "UNFCCC",
        "https://unfccc.int",
    ]


def test_a_conference_in_chinese(client, conference):
    html = client.get("/zh-hans/events/conferences/cop-27/").content.decode()

    assert '<time datetime="2022-11-06">2022年11月6日至18日</time>' in html
    assert "沙姆沙伊赫，埃及" in html
    assert "<title>COP 27·第二十七届会议</title>" in html


@pytest.mark.parametrize("kind", ["series", "conferences"])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_only_staff_see_what_is_not_public(client, series, conference, kind, status):
    record = {"series": series, "conferences": conference}[kind]
    path = f"/en/events/{kind}/{record.slug}/"
    record.status = status
    record.save()

    assert client.get(path).status_code == 404
    client.force_login(SuperuserFactory())
    assert "only staff see this page" in client.get(path).content.decode()


@pytest.mark.parametrize("number", [1, 20])
def test_both_pages_take_eight_statements_at_most(client, series, conference, number):
    """Nothing kept but the frame of every page, and for the second page the rows that stood on the first."""
    for _row in range(number):
        EventFactory(series=series, conference=conference)
        DelegationFactory(conference=conference)
        SubmissionFactory(conference=conference)
    keep_the_frame()

    with Statements() as of_series:
        client.get("/en/events/series/hour/")
    with Statements() as of_conference:
        client.get("/en/events/conferences/cop-27/")

    assert (of_series.count, of_conference.count) == (4, 4)
