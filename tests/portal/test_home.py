"""The home page: what is next, what is on, what was done; each figure counted from the records."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from beijing_ngo.core.models import Status
from events.models import Audience, EventKind, EventState
from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    DelegationFactory,
    EventFactory,
    InternationalStatusFactory,
    OrganisationFactory,
    PageFactory,
    ParagraphFactory,
    RegistrationDeskFactory,
    SiteSettingsFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.now() + timedelta(days=days)


def html_of(client, language="en"):
    return client.get(f"/{language}/").content.decode()


def next_band(html):
    return re.search(r'<section class="next deep".*?</section>', html, re.S).group()


def test_an_empty_portal_has_a_home_page_without_empty_sections(client):
    html = html_of(client)

    assert re.findall(r'<section class="[^"]*" aria-labelledby="([^"]+)"', html) == ["top", "on"]
    assert "Nothing is announced at the moment." in html


@pytest.mark.parametrize(("language", "title"), [("en", "A window"), ("zh-hans", "民间一扇窗")])
def test_there_is_one_first_heading(client, language, title):
    headings = re.findall(r"<h1[^>]*>(.*?)</h1>", html_of(client, language))

    assert len(headings) == 1
    if language == "en":
        assert headings[0].startswith(title)


# ---------------------------------------------------------------- the next event


def test_the_next_event_that_can_be_registered_for_comes_before_an_earlier_one(client):
    EventFactory(title_en="Sooner", starts_at=in_days(2))
    for days, fields in (
        (3, {"capacity": 1, "places_taken": 1}),
        (4, {"opens_at": in_days(1)}),
        (5, {"opens_at": in_days(-9), "closes_at": in_days(-1)}),
        (6, {"audience": Audience.INVITATION}),
    ):
        RegistrationDeskFactory(event__starts_at=in_days(days), **fields)
    RegistrationDeskFactory(event__starts_at=in_days(7), event__state=EventState.CANCELLED)
    open_event = RegistrationDeskFactory(
        event__title_en="With places", event__starts_at=in_days(8), capacity=40, places_taken=2
    ).event

    band = next_band(html_of(client))

    assert re.findall(r'<a (?:class="btn" )?href="([^"]+)"', band) == [f"/en/events/{open_event.slug}/"] * 2
    assert '<span class="seal">Open</span>' in band
    assert "38 places left" in band


def test_without_an_open_desk_it_is_simply_the_next_one_and_bears_no_seal(client):
    EventFactory(title_en="Called off", starts_at=in_days(1), state=EventState.CANCELLED)
    EventFactory(title_en="Sooner", starts_at=in_days(2))
    EventFactory(title_en="Later", starts_at=in_days(3))

    band = next_band(html_of(client))

    assert re.findall(r'<h2 class="title"><a[^>]*>(.*?)</a>', band) == ["Sooner"]
    assert "seal" not in band


def test_places_left_are_told_as_they_are_now(client):
    desk = RegistrationDeskFactory(capacity=40, places_taken=2)
    html_of(client)

    type(desk).objects.filter(pk=desk.pk).update(places_taken=10)

    assert "30 places left" in next_band(html_of(client))


# ---------------------------------------------------------------- what is counted


def test_kinds_are_counted_and_lead_to_the_filtered_list(client):
    EventFactory.create_batch(2, kind=EventKind.FORUM)
    EventFactory(kind=EventKind.WALK, starts_at=in_days(-400))
    EventFactory(kind=EventKind.WALK, status=Status.DRAFT, published_at=None)
    DelegationFactory.create_batch(3)

    kinds = re.search(r'<ul class="kinds">(.*?)</ul>', html_of(client), re.S).group(1)

    assert re.findall(r'<a href="([^"]+)">.*?<span>(.*?)</span><small>(.*?)</small>', kinds) == [
        ("/en/events/?kind=forum&amp;when=all", "Forum", "2"),
        ("/en/events/?kind=walk&amp;when=all", "Walk", "1"),
        ("/en/delegations/", "Delegation", "3"),
    ]


def test_figures_are_those_of_the_public_records_and_lead_to_them(client):
    cop = ConferenceFactory(acronym="COP", number=15)
    DelegationFactory(
        slug="copenhagen",
        conference=cop,
        starts_on=date(2009, 12, 7),
        ends_on=date(2009, 12, 18),
        countries=["DK"],
    )
    DelegationFactory(countries=["CH", "DK"])
    DelegationFactory(direction="incoming", countries=["JP"])
    DelegationFactory(internal=True, countries=["FR"])

    figures = re.findall(r'<div><dt>(.*?)</dt><dd><a href="([^"]+)">(.*?)</a></dd></div>', html_of(client))

    sent, received = "/en/delegations/?direction=outgoing", "/en/delegations/?direction=incoming"
    assert figures == [
        ("first delegation to a UN climate conference", "/en/delegations/copenhagen/", "2009"),
        ("delegations sent", sent, "2"),
        ("delegation received", received, "1"),
        ("countries and regions visited or received", "/en/delegations/#map", "3"),
    ]
    assert [client.get(url).context["paginator"].count for url in (sent, received)] == [2, 1]


def test_the_association_s_own_standing_is_shown(client):
    site = SiteSettingsFactory()
    own = OrganisationFactory(name_zh_hans=site.name_zh_hans, name_en="Other spelling")
    InternationalStatusFactory(organisation=own, body=OrganisationFactory(name_en="ECOSOC"), since_year=2015)
    InternationalStatusFactory()

    facts = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html_of(client))

    assert facts == [("Special consultative status since 2015", "ECOSOC")]


def test_the_end_of_the_latest_paper_is_quoted_with_its_place(client):
    old, new = SubmissionFactory(filed_on=date(2020, 1, 1)), SubmissionFactory(filed_on=date(2023, 1, 1))
    for submission, text in ((old, "Old."), (new, "New.")):
        for number in (1, 2):
            ParagraphFactory(submission=submission, number=number, text_en=f"{text} Paragraph {number}.")
    ParagraphFactory(submission=SubmissionFactory(filed_on=date(2025, 1, 1), confidential=True))

    quote = re.search(r'<figure class="quote">(.*?)</figure>', html_of(client), re.S).group(1)

    assert re.findall(r"<blockquote><p>(.*?)</p>", quote) == ["New. Paragraph 2."]
    assert re.findall(r'href="([^"]+)"', quote) == [f"/en/reports/submissions/{new.slug}/#p2"]


def test_what_an_editor_publishes_is_there_at_once(client):
    html_of(client)

    ArticleFactory(title_en="Fresh news")

    assert "Fresh news" in html_of(client)


# ---------------------------------------------------------------- what it costs


def furnish(count):
    SiteSettingsFactory()
    PageFactory(menu="header")
    RegistrationDeskFactory.create_batch(count)
    ArticleFactory.create_batch(count)
    for submission in SubmissionFactory.create_batch(count, conference=ConferenceFactory()):
        ParagraphFactory(submission=submission)
    DelegationFactory.create_batch(count)
    OrganisationFactory.create_batch(count)


@pytest.mark.parametrize("count", [5, 50])
def test_a_visit_asks_for_what_changes_by_the_minute_only(client, count, django_assert_num_queries):
    furnish(count)
    html_of(client)  # the rest is kept from now on

    with django_assert_num_queries(2):  # the events to come, and the next one with places
        html_of(client)


@pytest.mark.parametrize("count", [5, 50])
def test_the_first_visit_after_a_change_costs_the_same_for_any_number(
    client, count, django_assert_max_num_queries
):
    furnish(count)

    with django_assert_max_num_queries(20):
        html_of(client)
