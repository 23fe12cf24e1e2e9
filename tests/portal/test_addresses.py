"""Every public address answers in both languages, links to itself in the other, and is found from the front door."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    CooperationProjectFactory,
    DelegationFactory,
    EventFactory,
    OrganisationFactory,
    PageFactory,
    ParagraphFactory,
    RegistrationDeskFactory,
    SeriesFactory,
    SiteSettingsFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "",
    "about/",
    "events/",
    "events/calendar/",
    "events/earth-hour/",
    "events/series/earth-hours/",
    "events/conferences/cop-27/",
    "delegations/",
    "delegations/geneva/",
    "reports/",
    "reports/a-day/",
    "reports/submissions/",
    "reports/submissions/our-report/",
    "members/",
    "members/greenovation/",
    "members/projects/",
    "impact/",
    "data/",
]
UNKNOWN = [
    "nothing/",
    "nothing/at/all/",
    "events/nothing/",
    "events/series/nothing/",
    "events/conferences/nothing/",
    "delegations/nothing/",
    "reports/nothing/",
    "reports/submissions/nothing/",
    "members/nothing/",
]


@pytest.fixture
def portal():
    """A portal with one public record behind each kind of address, all of them related."""
    SiteSettingsFactory()
    PageFactory(slug="about", menu="header")
    member = OrganisationFactory(slug="greenovation")
    CooperationProjectFactory(organisation=member)
    conference, series = ConferenceFactory(slug="cop-27"), SeriesFactory(slug="earth-hours")
    # An event of the past, for it is the lists that are to lead there.
    event = EventFactory(
        slug="earth-hour",
        series=series,
        conference=conference,
        starts_at=timezone.now() - timedelta(days=400),
    )
    RegistrationDeskFactory()
    delegation = DelegationFactory(slug="geneva", conference=conference, inviting_organisation=member)
    submission = SubmissionFactory(slug="our-report", conference=conference, lead=member)
    ParagraphFactory(submission=submission)
    article = ArticleFactory(slug="a-day")
    article.events.add(event)
    article.delegations.add(delegation)
    article.submissions.add(submission)
    article.organisations.add(member)


def links_of(html):
    found = re.findall(r'<a [^>]*href="([^"#]+)', html)
    return {link.replace("&amp;", "&") for link in found if link.startswith(("/", "?"))}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_answers_and_leads_to_itself_in_the_other_language(client, portal, language, address):
    other = {"zh-hans": "en", "en": "zh-hans"}[language]

    response = client.get(f"/{language}/{address}")

    html = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r'href="([^"]+)" lang="[^"]+" hreflang="[^"]+" data-language', html) == [
        f"/{other}/{address}"
    ]
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert response.cookies == {}
    assert "style=" not in re.sub(r"<svg.*?</svg>", "", html, flags=re.S)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", UNKNOWN)
def test_what_does_not_exist_is_said_to_be_lost_on_our_own_page(client, portal, language, address):
    response = client.get(f"/{language}/{address}")

    assert response.status_code == 404
    assert [template.name for template in response.templates][:1] == ["404.html"]
    assert '<div class="wrap section"><div class="lost">' in response.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everything_is_within_three_clicks_of_the_home_page_and_no_link_is_dead(client, portal, language):
    clicks, latest, dead = {f"/{language}/": 0}, [f"/{language}/"], []
    for click in (1, 2, 3, 4):
        reached = []
        for page in latest:
            response = client.get(page)
            if response.status_code != 200:
                dead.append((page, response.status_code))
                continue
            if not response.headers["Content-Type"].startswith("text/html"):
                continue  # a file: it leads nowhere
            for link in links_of(response.content.decode()):
                address = page.partition("?")[0] + link if link.startswith("?") else link
                if address.startswith(f"/{language}/") and address not in clicks:
                    clicks[address] = click
                    reached.append(address)
        latest = reached

    too_far = [address for address in ADDRESSES if clicks.get(f"/{language}/{address}", 99) > 3]
    assert (dead, too_far) == ([], [])


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (None, "zh-hans"),
        ("", "zh-hans"),
        ("*", "zh-hans"),
        ("zh", "zh-hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-TW", "zh-hans"),
        ("en-GB,en;q=0.9", "en"),
        ("fr", "en"),
        ("fr-CH, ja;q=0.9, *;q=0.5", "en"),
        ("fr, zh;q=0.5", "zh-hans"),
        ("not a language;;;q=x", "zh-hans"),
    ],
)
def test_the_front_door_leads_to_the_reader_s_language(client, portal, asked, language):
    headers = {} if asked is None else {"Accept-Language": asked}

    response = client.get("/", headers=headers)

    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response.headers["Vary"]


def test_an_address_without_a_language_leads_to_the_reader_s_too(client, portal):
    response = client.get("/about/", headers={"Accept-Language": "fr"})

    assert response.headers["Location"] == "/en/about/"


SAME_FOR_ALL = [
    *("/robots.txt", "/sitemap.xml", "/sitemap-lists-1.xml", "/sitemap-events-1.xml", "/healthz"),
    *("/oembed.json?url=http://testserver/en/events/earth-hour/", "/media/a.jpg"),
    *("/share/event/earth-hour/en/qr.svg", "/share/event/earth-hour/en/old.png"),
    *("/api/v1/", "/api/v1/events", "/api/v1/events/earth-hour", "/api/v1/openapi.json"),
]
IN_THE_READER_S_LANGUAGE = ["/", "/about/", "/calendar.ics", "/api/v1/nothing", "/sitemap-nothing-1.xml"]


@pytest.mark.parametrize("address", SAME_FOR_ALL)
def test_what_has_no_language_is_one_answer_for_all_readers(client, portal, address):
    if address == "/media/a.jpg":
        default_storage.save("a.jpg", ContentFile(b"a picture"))

    answers = [client.get(address, headers={"accept-language": language}) for language in ("zh-CN", "en")]

    first, second = ((one.status_code, one.get("Location"), body_of(one)) for one in answers)
    assert first == second
    assert first[0] in (200, 302)
    assert [one.get("Vary", "") for one in answers] == ["", ""]


@pytest.mark.parametrize("address", IN_THE_READER_S_LANGUAGE)
def test_what_is_told_in_the_reader_s_language_says_so_to_caches(client, portal, address):
    answers = [client.get(address, headers={"accept-language": language}) for language in ("zh-CN", "en")]

    first, second = ((one.get("Location"), body_of(one)) for one in answers)
    assert first != second
    assert all("Accept-Language" in one["Vary"] for one in answers)


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
