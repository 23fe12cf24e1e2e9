import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from delegations.models import DelegationState, Direction
from tests.factories import (
    DelegationFactory,
    DelegationMemberFactory,
    OrganisationFactory,
    OutcomeFactory,
    SiteSettingsFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def slugs(response):
    return [delegation.slug for delegation in response.context["delegations"]]


@pytest.fixture
def visits():
    """Three visits that differ in everything a filter asks about."""
    youth, water = ThemeFactory(slug="youth"), ThemeFactory(slug="water")
    host = OrganisationFactory(name_zh_hans="日本青年会议", name_en="Japanese Youth Conference")
    japan = DelegationFactory(
        slug="japan",
        title_en="Saving energy region by region",
        countries=["JP"],
        starts_on=date(2016, 4, 11),
        ends_on=date(2016, 4, 15),
        inviting_organisation=host,
    )
    japan.themes.add(youth)
    DelegationMemberFactory(delegation=japan, public=False)
    alps = DelegationFactory(
        slug="alps", sdgs=[13], countries=["CH", "FI"], starts_on=date(2011, 9, 5), ends_on=date(2011, 9, 14)
    )
    alps.themes.add(youth, water)
    finns = DelegationFactory(
        slug="finns",
        direction=Direction.INCOMING,
        countries=["FI"],
        starts_on=date(2016, 12, 30),
        ends_on=date(2017, 1, 2),
    )
    finns.themes.add(water)
    return japan, alps, finns


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["finns", "japan", "alps"]),
        ("direction=incoming", ["finns"]),
        ("country=FI", ["finns", "alps"]),
        ("country=FR", []),
        ("theme=youth", ["japan", "alps"]),
        ("sdg=13", ["alps"]),
        ("sdg=1", []),
        ("people=recorded", ["japan"]),
        ("when=begun", ["finns", "japan", "alps"]),
        ("when=never&people=some&sdg=99", ["finns", "japan", "alps"]),
        ("year=2016", ["finns", "japan"]),
        ("country=FI&year=2011", ["alps"]),
        ("q=energy", ["japan"]),
        ("q=ENERGY+region", ["japan"]),
        ("q=energy+moon", []),
        ("q=青年会议", ["japan"]),
        ("q=Finland", ["finns", "alps"]),
        ("q=瑞士", ["alps"]),
    ],
)
def test_filters_narrow_the_list(client, visits, query, expected):
    response = client.get(f"/en/delegations/?{query}")

    assert slugs(response) == expected


@pytest.mark.parametrize(
    "query",
    [
        "direction=sideways&country=ZZ&theme=none&year=soon",
        "year=999999999999999999999",
        "country=%00&q=%00",
        "page=0",
        "page=-1",
        "page=many",
        "page=99999999999999999999",
        "q=%E3%80%80",
        "theme=%ff%fe",
        "direction=&country=&theme=&year=&q=&page=",
    ],
)
def test_what_the_list_does_not_know_is_left_aside(client, visits, query):
    response = client.get(f"/zh-hans/delegations/?{query}")

    assert response.status_code == 200
    assert slugs(response) == ["finns", "japan", "alps"]


@pytest.mark.parametrize(
    "hidden",
    [
        {"internal": True},
        {"state": DelegationState.PLANNED},
        {"state": DelegationState.CANCELLED},
        {"status": "draft"},
        {"status": "archived"},
        {"published_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_what_is_not_public_leaves_no_trace(client, hidden):
    delegation = DelegationFactory(
        title_zh_hans="秘密", title_en="Secret", countries=["NO"], starts_on=date(1999, 1, 1), **hidden
    )
    delegation.themes.add(ThemeFactory(name_zh_hans="秘密", name_en="Secret"))
    OutcomeFactory(delegation=delegation, kind="follow_up")

    response = client.get("/en/delegations/")

    html = response.content.decode()
    assert slugs(response) == []
    assert [word for word in ("Secret", "Norway", "1999", "follow-up") if word in html] == []


def test_the_map_counts_journeys_to_and_from_each_country_and_lists_them(client, visits):
    DelegationFactory(countries=["CN", "FI"])

    response = client.get("/en/delegations/")

    html = response.content.decode()
    assert [(name, count) for name, _lat, _lon, count in response.context["places"]] == [
        ("Finland", 3),
        ("Japan", 1),
        ("Switzerland", 1),
    ]
    assert re.findall(r"<circle[^>]*><title>([^<]+)</title>", html) == ["Finland", "Japan", "Switzerland"]
    assert sorted(re.findall(r'href="\?country=(\w\w)#list">([^<]+) <span class="count">(\d)', html)) == [
        ("CH", "Switzerland", "1"),
        ("FI", "Finland", "3"),
        ("JP", "Japan", "1"),
    ]
    assert re.findall(r'role="img" aria-label="([^"]+)"', html) == [
        "Dotted map of the world with 3 countries and regions of our delegations, each joined to Beijing; "
        "the list below names them all"
    ]
    assert "A sketch: the dots show land and no boundaries." in html


def test_the_figures_are_counted_and_promises_are_public_follow_ups(client, visits):
    japan = visits[0]
    OutcomeFactory(delegation=japan, kind="follow_up", done_on=date(2017, 5, 1))
    OutcomeFactory(delegation=japan, kind="follow_up")
    OutcomeFactory(delegation=japan, kind="follow_up", public=False)
    OutcomeFactory(delegation=japan, kind="memorandum")

    response = client.get("/en/delegations/")

    assert response.context["figures"] == [
        ("delegations sent since 2011", "2"),
        ("received in Beijing", "1"),
        ("countries and regions", "3"),
        ("follow-ups promised; 1 kept", "2"),
    ]


def test_a_row_counts_everybody_who_travels_named_or_not(client):
    delegation = DelegationFactory()
    DelegationMemberFactory(delegation=delegation, latin_name="WANG Fang", public=True)
    DelegationMemberFactory(delegation=delegation, latin_name="LI Ming", public=False)

    response = client.get("/en/delegations/")

    html = response.content.decode()
    assert [row.size for row in response.context["delegations"]] == [2]
    assert "2 people" in html
    assert "WANG Fang" not in html
    assert "LI Ming" not in html


def test_the_chosen_filters_are_marked_and_remove_themselves(client, visits):
    html = client.get("/en/delegations/?country=FI&year=2016&page=1").content.decode()

    assert re.findall(r'<option value="(\w+)" selected', html) == ["FI", "2016"]
    assert re.findall(r'<a class="tag on" href="([^"]+)"[^>]*>([^<]+)<', html) == [
        ("?year=2016", "Finland"),
        ("?country=FI", "2016"),
    ]


def test_htmx_gets_the_results_alone(client, visits):
    response = client.get("/en/delegations/?country=JP", headers={"HX-Request": "true"})

    html = response.content.decode()
    assert html.lstrip().startswith('<div id="results">')
    assert slugs(response) == ["japan"]


def test_nothing_found_says_so_and_offers_everything(client, visits):
    html = client.get("/en/delegations/?country=FR").content.decode()

    assert "No journey fits all of this." in html
    assert '<a class="btn plain" href="/en/delegations/">' in html


@pytest.mark.parametrize("path", ["delegations/", "members/", "members/projects/"])
def test_a_portal_that_has_nothing_yet_offers_no_empty_link(client, path):
    html = client.get(f"/en/{path}").content.decode()

    assert html.count('<div class="box"><p class="quiet">') == 1
    assert 'class="btn plain" href' not in html


def test_where_half_translated_records_are_held_back_each_language_counts_its_own(client):
    SiteSettingsFactory(publish_gate="hold")
    DelegationFactory(slug="chinese-only", title_en="", summary_en="")
    DelegationFactory(slug="both")

    assert slugs(client.get("/zh-hans/delegations/")) == ["both", "chinese-only"]
    assert slugs(client.get("/en/delegations/")) == ["both"]
    assert client.get("/en/delegations/").context["figures"][0][1] == "1"


@pytest.mark.parametrize("count", [5, 50])
def test_the_list_takes_two_statements_for_any_number(client, count, django_assert_num_queries):
    delegations = DelegationFactory.create_batch(count)
    for delegation in delegations:
        DelegationMemberFactory(delegation=delegation)
    client.get("/en/delegations/")  # what is the same for everybody is kept from here on

    with django_assert_num_queries(2):
        response = client.get("/en/delegations/")

    assert len(slugs(response)) == min(count, 20)


def test_what_is_kept_is_counted_anew_when_a_visit_is_published(client):
    draft = DelegationFactory(status="draft")
    before = client.get("/en/delegations/").context["figures"]

    draft.status = "published"
    draft.save()

    assert before == []
    assert client.get("/en/delegations/").context["figures"] == [
        ("delegation sent since 2023", "1"),
        ("country or region", "1"),
    ]
