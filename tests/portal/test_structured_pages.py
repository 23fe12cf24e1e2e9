"""Structured data of each kind of record: all that the page says to everybody, and no more."""

from datetime import date

import pytest

from beijing_ngo.core.models import Status
from events.models import AttendanceMode, EventState, PartnershipRole
from tests.core.schema_rules import thing_of, things_of
from tests.factories import (
    AgendaItemFactory,
    ArticleFactory,
    ConferenceFactory,
    DelegationFactory,
    EventFactory,
    InternationalStatusFactory,
    MembershipFactory,
    OrganisationFactory,
    PageFactory,
    ParagraphFactory,
    PartnershipFactory,
    SeriesFactory,
    SiteSettingsFactory,
    SpeakerFactory,
    SubmissionFactory,
)
from tests.portal.heads import get, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return SiteSettingsFactory(founded_year=2007, motto_en="Connecting Beijing's NGOs with the world")


# ---------------------------------------------------------------- events


def event_said(client, event) -> dict:
    return thing_of(get(client, f"/en/events/{event.slug}/"), "Event")


def test_an_event_in_full(client):
    host, support = OrganisationFactory(name_en="Host"), OrganisationFactory(name_en="Supporter")
    hidden = OrganisationFactory(name_en="Not public", status=Status.DRAFT)
    event = EventFactory(
        slug="hour",
        title_en="Earth|Hour",
        summary_en="Lights out.",
        starts_at="2027-03-20T12:30Z",
        ends_at="2027-03-20T13:30Z",
        venue_en="Olympic Tower",
        address_en="Chaoyang",
        latitude="40.00370",
        longitude="116.39050",
        series=SeriesFactory(slug="hours", name_en="Hours"),
        conference=ConferenceFactory(slug="cop", acronym="COP", number=27),
        online_url="https://meet.example.org/secret",
    )
    PartnershipFactory(event=event, organisation=support, role=PartnershipRole.SUPPORTER)
    PartnershipFactory(event=event, organisation=hidden, role=PartnershipRole.CO_ORGANISER)
    PartnershipFactory(event=event, organisation=host, role=PartnershipRole.HOST)
    item = AgendaItemFactory(event=event)
    SpeakerFactory(agenda_item=item, name_en="LI Na", organisation=host)
    SpeakerFactory(agenda_item=item, name_en="LI Na", organisation=host)

    one = event_said(client, event)

    here = "http://testserver/en/"
    assert (one["@id"], one["url"]) == (f"{here}events/hour/#event", f"{here}events/hour/")
    assert one["name"] == "Earth|Hour"
    assert one["description"] == "Lights out."
    assert (one["startDate"], one["endDate"]) == ("2027-03-20T20:30+08:00", "2027-03-20T21:30+08:00")
    assert one["eventStatus"] == "https://schema.org/EventScheduled"
    assert one["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert one["location"] == {
        "@type": "Place",
        "name": "Olympic Tower",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Chaoyang",
            "addressLocality": "Beijing",
            "addressCountry": "CN",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 40.0037, "longitude": 116.3905},
    }
    assert one["organizer"] == [
        {"@type": "Organization", "name": "Host", "url": f"{here}members/{host.slug}/"},
        {"@type": "Organization", "name": "Not public"},
    ]
    assert one["performer"] == [
        {"@type": "Person", "name": "LI Na", "affiliation": {"@type": "Organization", "name": "Host"}}
    ]
    assert [whole["@type"] for whole in one["superEvent"]] == ["EventSeries", "Event"]
    assert one["superEvent"][1]["alternateName"] == "COP 27"


def test_the_online_link_is_never_told(client):
    event = EventFactory(
        slug="talk",
        attendance_mode=AttendanceMode.HYBRID,
        online_url="https://meet.example.org/secret",
        venue_en="A hall",
    )

    html = get(client, "/en/events/talk/")

    assert "meet.example.org" not in html
    one = thing_of(html, "Event")
    assert [place["@type"] for place in one["location"]] == ["Place", "VirtualLocation"]
    assert one["location"][1]["url"] == "http://testserver/en/events/talk/"
    assert one["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    event.attendance_mode = AttendanceMode.ONLINE
    event.save()
    assert event_said(client, event)["location"]["@type"] == "VirtualLocation"


@pytest.mark.parametrize(
    ("state", "expected"),
    [(EventState.POSTPONED, "EventPostponed"), (EventState.CANCELLED, "EventCancelled")],
)
def test_an_event_put_off_or_called_off_says_so(client, state, expected):
    assert event_said(client, EventFactory(state=state))["eventStatus"] == f"https://schema.org/{expected}"


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({"all_day": True, "ends_at": "2016-10-07T16:00Z"}, "2016-10-07", None),
        ({"ends_at": "2016-10-08T09:00Z"}, "2016-10-07", "2016-10-08"),
        ({"date_precision": "month", "ends_at": "2016-10-08T09:00Z"}, "2016-10", None),
        ({"date_precision": "year", "ends_at": "2017-10-08T09:00Z"}, "2016", "2017"),
        (
            {"time_zone": "Europe/Zurich", "ends_at": "2016-10-07T09:00Z"},
            "2016-10-07T03:00+02:00",
            "2016-10-07T11:00+02:00",
        ),
    ],
)
def test_no_hour_and_no_day_is_made_up(client, fields, start, end):
    one = event_said(client, EventFactory(starts_at="2016-10-07T01:00Z", **fields))

    assert (one["startDate"], one.get("endDate")) == (start, end)


def test_an_event_without_a_place_has_none(client):
    assert "location" not in event_said(client, EventFactory(city_zh_hans="", city_en=""))


def test_partners_and_speakers_cost_nothing_more(client, django_assert_max_num_queries):
    few, many = EventFactory(), EventFactory()
    for event, number in ((few, 1), (many, 20)):
        for _ in range(number):
            PartnershipFactory(event=event)
            SpeakerFactory(agenda_item__event=event, organisation=OrganisationFactory())
    get(client, "/en/events/")

    with django_assert_max_num_queries(4):
        event_said(client, few)
    with django_assert_max_num_queries(4):
        one = event_said(client, many)
    assert (len(one["organizer"]), len(one["performer"])) == (20, 12)


def test_a_conference_is_an_event_of_its_body(client):
    body = OrganisationFactory(name_en="Human Rights Council")
    conference = ConferenceFactory(body=body, city_en="Geneva", country="CH", starts_on=date(2022, 9, 12))
    conference.ends_on = date(2022, 10, 7)
    conference.save()

    one = thing_of(get(client, f"/en/events/conferences/{conference.slug}/"), "Event")

    assert (one["startDate"], one["endDate"]) == ("2022-09-12", "2022-10-07")
    assert one["organizer"]["name"] == "Human Rights Council"
    assert one["location"]["address"]["addressCountry"] == "CH"


# ---------------------------------------------------------------- reports, papers, visits


def test_an_article_in_full(client):
    article = ArticleFactory(
        title_en="A very long title " * 10,
        source_en="Beijing Daily",
        editor="王芳",
        series_name_en="Letters",
        part=2,
        date=date(2023, 6, 1),
    )
    article.organisations.add(OrganisationFactory(name_en="Green Beijing"))

    html = get(client, f"/en/reports/{article.slug}/")

    one = thing_of(html, "NewsArticle")
    assert len(one["headline"]) <= 110
    assert one["author"] == {"@type": "Organization", "name": "Beijing Daily"}
    assert one["editor"] == {"@type": "Person", "name": "王芳"}
    assert one["publisher"]["@id"] == "http://testserver/#association"
    assert one["datePublished"] == "2023-06-01"
    assert one["isPartOf"] == {"@type": "CreativeWorkSeries", "name": "Letters"}
    assert [each["name"] for each in one["mentions"]] == ["Green Beijing"]
    assert said(html, "article:published_time") == ["2023-06-01"]
    assert said(html, "article:modified_time") == [one["dateModified"]]
    assert said(html, "og:type") == ["article"]


def test_an_article_of_nobody_else_is_the_associations(client):
    one = thing_of(get(client, f"/en/reports/{ArticleFactory(date_precision='month').slug}/"), "NewsArticle")

    assert one["author"]["@id"] == "http://testserver/#association"
    assert one["datePublished"] == "2023-06"


def test_an_article_shown_in_the_other_language_says_which(client):
    article = ArticleFactory(body_en="")

    one = thing_of(get(client, f"/en/reports/{article.slug}/"), "NewsArticle")

    assert one["inLanguage"] == "zh-Hans"


def test_a_paper_in_full(client):
    lead, body = OrganisationFactory(name_en="Lead"), OrganisationFactory(name_en="CESCR", kind="un_body")
    paper = SubmissionFactory(
        symbol="E/C.12/CHN/3",
        lead=lead,
        mechanism__body=body,
        summary_en="In short.",
        filed_on=date(2023, 1, 10),
    )
    ParagraphFactory(submission=paper, text_zh_hans="")

    one = thing_of(get(client, f"/en/reports/submissions/{paper.slug}/"), "Report")

    assert one["identifier"] == one["reportNumber"] == "E/C.12/CHN/3"
    assert one["author"] == {
        "@type": "Organization",
        "name": "Lead",
        "url": f"http://testserver/en/members/{lead.slug}/",
    }
    assert one["audience"]["name"] == "CESCR"
    assert one["abstract"] == "In short."
    assert one["datePublished"] == "2023-01-10"
    assert one["inLanguage"] == ["en"]


def test_a_paper_of_nobody_named_is_the_associations(client):
    paper = ParagraphFactory().submission

    one = thing_of(get(client, f"/en/reports/submissions/{paper.slug}/"), "Report")

    assert one["author"]["@id"] == "http://testserver/#association"


def test_a_visit_is_an_account_of_a_journey(client):
    visit = DelegationFactory(countries=["CH", "FI"], date_precision="month", ends_on=date(2023, 6, 2))

    one = thing_of(get(client, f"/en/delegations/{visit.slug}/"), "Article")

    assert one["temporalCoverage"] == "2023-05/2023-06"
    assert [country["name"] for country in one["spatialCoverage"]] == ["Switzerland", "Finland"]
    assert one["about"]["@type"] == "Trip"


# ---------------------------------------------------------------- organisations


def test_a_member_in_full(client):
    member = OrganisationFactory(
        name_en="Green Beijing",
        name_zh_hans="绿色北京",
        legal_form="foundation",
        founded_year=1998,
        city_en="Beijing",
        website="https://green.example.org",
        credit_code="51110000500000000X",
        phone="010 1234",
    )
    MembershipFactory(organisation=member)

    one = thing_of(get(client, f"/en/members/{member.slug}/"), "NGO")

    assert (one["name"], one["alternateName"]) == ("Green Beijing", ["绿色北京"])
    assert one["memberOf"]["@id"] == "http://testserver/#association"
    assert one["sameAs"] == "https://green.example.org"
    assert one["identifier"]["value"] == "51110000500000000X"
    assert one["foundingDate"] == "1998"
    assert "telephone" not in one  # nor does the page say it


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("government_body", "GovernmentOrganization"), ("company", "Corporation"), ("un_body", "Organization")],
)
def test_not_everybody_is_non_governmental(client, kind, expected):
    other = OrganisationFactory(kind=kind, listed=False)

    one = thing_of(get(client, f"/en/members/{other.slug}/"), expected)

    assert "memberOf" not in one


def test_home_says_who_we_are(client, site):
    own = OrganisationFactory(name_zh_hans=site.name_zh_hans)
    family = OrganisationFactory(name_en="World Family Organization")
    InternationalStatusFactory(organisation=own, body=family, kind="member")
    InternationalStatusFactory(organisation=own, kind="special_consultative")

    html = get(client, "/en/")

    one = thing_of(html, "NGO")
    assert one["name"] == "Beijing NGO Association for International Exchanges"
    assert one["foundingDate"] == "2007"
    assert [body["name"] for body in one["memberOf"]] == ["World Family Organization"]
    assert thing_of(html, "WebSite")["url"] == "http://testserver/en/"
    assert "BreadcrumbList" not in html


def test_the_first_page_of_the_menu_says_it_too(client):
    PageFactory(slug="about", menu="header", order=1)
    PageFactory(slug="charter", menu="header", order=2)

    assert thing_of(get(client, "/en/about/"), "NGO")
    assert [one["@type"] for one in things_of(get(client, "/en/charter/"))] == ["BreadcrumbList"]
