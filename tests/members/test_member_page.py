import re
from datetime import UTC, date, datetime

import pytest

from delegations.models import DelegationState
from members.models import LegalForm, MembershipState, OrganisationKind, StatusKind
from reports.models import Endorsement, SubmissionState
from tests.factories import (
    ArticleFactory,
    CooperationProjectFactory,
    DelegationFactory,
    DelegationMemberFactory,
    EventFactory,
    InternationalStatusFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    SubmissionFactory,
    SuperuserFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def page(client, organisation, language="en"):
    response = client.get(f"/{language}/members/{organisation.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def together(html):
    """The links of the section about work with the association."""
    section = re.search(r'aria-labelledby="together">.*?</section>', html, re.S)
    return re.findall(r'<a href="/en/([^"]+)">', section.group()) if section else []


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 200),
        ({"listed": False}, 200),
        ({"kind": OrganisationKind.PARTNER, "listed": False}, 200),
        ({"kind": OrganisationKind.UN_BODY, "listed": False}, 200),
        ({"status": "draft"}, 404),
        ({"status": "archived"}, 404),
    ],
)
def test_every_public_organisation_has_a_page_listed_or_not(client, fields, status):
    organisation = OrganisationFactory(**fields)

    assert client.get(f"/en/members/{organisation.slug}/").status_code == status


def test_staff_preview_a_draft_and_are_told_so(client):
    organisation = OrganisationFactory(status="draft")
    client.force_login(SuperuserFactory())

    assert "Draft: only staff see this page." in page(client, organisation)


def test_facts_leave_out_what_is_not_known(client):
    bare = OrganisationFactory(credit_code="")
    full = OrganisationFactory(
        legal_form=LegalForm.FOUNDATION,
        founded_year=2018,
        city_zh_hans="北京",
        city_en="Beijing",
        registration_authority_zh_hans="北京市民政局",
        registration_authority_en="Beijing Civil Affairs Bureau",
        credit_code="53110000MJ01234566",
        un_name="Peaceland",
        website="https://www.peaceland.example/en/",
        email="office@peaceland.example",
        phone="010-0000 0000",
        sdgs=[3],
    )
    full.themes.add(ThemeFactory(name_zh_hans="人道救援", name_en="Relief"))

    few = re.findall(r"<div><dt>([^<]+)</dt>", page(client, bare))
    html = page(client, full)

    assert few == []
    assert re.findall(r"<div><dt>([^<]+)</dt><dd[^>]*>(.*?)</dd>", html) == [
        ("Founded", "2018, Beijing"),
        ("Legal form", "Foundation"),
        ("Registered with", "Beijing Civil Affairs Bureau"),
        ("Credit code", "53110000MJ01234566"),
        ("Name in the UN list", "Peaceland"),
        ("Themes", "Relief"),
        ("Development goals", "3 Good health and well-being"),
        ("Website", '<a href="https://www.peaceland.example/en/" rel="noopener">peaceland.example</a>'),
        ("E-mail", '<a href="mailto:office@peaceland.example">office@peaceland.example</a>'),
    ]
    assert "010-0000 0000" not in html


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", "2018年，北京"), ("en", "2018, Beijing")])
def test_year_and_seat_stand_as_each_language_writes_them(client, language, expected):
    organisation = OrganisationFactory(founded_year=2018, city_zh_hans="北京", city_en="Beijing")

    assert f"<dd>{expected}</dd>" in page(client, organisation, language)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([("lapsed", date(2015, 5, 1)), ("active", date(2019, 5, 1))], "Foundation · Member since 2015"),
        ([("declined", date(2012, 5, 1)), ("active", date(2019, 5, 1))], "Foundation · Member since 2019"),
        ([("lapsed", date(2015, 5, 1))], "Foundation"),
        ([], "Foundation"),
    ],
)
def test_a_member_says_since_when(client, states, expected):
    organisation = OrganisationFactory(legal_form=LegalForm.FOUNDATION)
    for state, day in states:
        MembershipFactory(organisation=organisation, state=MembershipState(state), decided_on=day)

    assert f'<p class="kind"><span>{expected}</span></p>' in page(client, organisation)


def test_statuses_name_body_kind_year_and_symbol(client):
    organisation = OrganisationFactory()
    ecosoc = OrganisationFactory(name_zh_hans="经社理事会", name_en="ECOSOC", kind="un_body", listed=False)
    InternationalStatusFactory(
        organisation=organisation,
        body=ecosoc,
        kind=StatusKind.SPECIAL,
        since_year=2015,
        symbol="E/2015/INF/5",
    )

    html = page(client, organisation)

    assert re.findall(r"<b>\s*<a href=\"([^\"]+)\">([^<]+)</a>\s*</b>", html) == [
        (f"/en/members/{ecosoc.slug}/", "ECOSOC")
    ]
    assert "Special consultative status, since 2015" in html
    assert '<a href="https://docs.un.org/E/2015/INF/5" rel="noopener">' in html


def test_projects_are_its_own_and_those_it_is_a_partner_in(client):
    organisation = OrganisationFactory()
    own = CooperationProjectFactory(
        organisation=organisation,
        title_en="Stoves",
        countries=["KH"],
        period_start=date(2018, 1, 1),
        period_end=date(2022, 12, 31),
        sdgs=[1, 7],
    )
    joint = CooperationProjectFactory(title_en="Drones", countries=["TZ"])
    joint.partners.add(organisation)
    CooperationProjectFactory(organisation=organisation, title_en="Secret", status="draft", countries=["NO"])
    CooperationProjectFactory(title_en="Elsewhere")

    html = page(client, organisation)

    assert re.findall(r'<h3 class="title"><a href="/en/members/projects/\?project=([^#]+)#', html) == [
        own.slug,
        joint.slug,
    ]
    assert "Cambodia<br>2018–2022" in html
    assert "SDG 1 · 7" in html
    assert re.findall(r"<circle[^>]*><title>([^<]+)</title>", html) == ["Cambodia", "Tanzania"]
    assert "Secret" not in html


def test_what_it_did_with_the_association_is_public_and_each_thing_once(client):
    organisation = OrganisationFactory()
    event = EventFactory(slug="hour", title_en="Earth Hour")
    PartnershipFactory(event=event, organisation=organisation, role="host", order=1)
    PartnershipFactory(event=event, organisation=organisation, role="organiser", order=2)
    PartnershipFactory(event=EventFactory(slug="draft", status="draft"), organisation=organisation)
    DelegationFactory(slug="hosted", host_organisation=organisation, starts_on=date(2023, 3, 1))
    visit = DelegationFactory(slug="visit", starts_on=date(2022, 3, 1))
    DelegationMemberFactory.create_batch(2, delegation=visit, organisation=organisation)
    unnamed = DelegationFactory(slug="unnamed")
    DelegationMemberFactory(delegation=unnamed, organisation=organisation, public=False)
    DelegationFactory(slug="internal", host_organisation=organisation, internal=True)
    DelegationFactory(slug="planned", inviting_organisation=organisation, state=DelegationState.PLANNED)
    SubmissionFactory(slug="led", lead=organisation, filed_on=date(2023, 2, 1))
    signed, asked = SubmissionFactory(slug="signed"), SubmissionFactory(slug="asked")
    Endorsement.objects.create(submission=signed, organisation=organisation, state="endorsed")
    Endorsement.objects.create(submission=asked, organisation=organisation, state="asked")
    SubmissionFactory(slug="confidential", lead=organisation, confidential=True)
    SubmissionFactory(slug="drafting", lead=organisation, state=SubmissionState.DRAFTING)
    ArticleFactory(slug="news").organisations.add(organisation)
    ArticleFactory(slug="draft-news", status="draft").organisations.add(organisation)

    html = page(client, organisation)

    assert together(html) == [
        "events/hour/",
        "delegations/hosted/",
        "delegations/visit/",
        "reports/submissions/led/",
        "reports/submissions/signed/",
        "reports/news/",
    ]
    assert re.search(r">Earth Hour</a> <small[^>]*>Host, ", html)


def test_the_ten_latest_events_are_shown(client):
    organisation = OrganisationFactory()
    for month in range(1, 13):
        event = EventFactory(slug=f"month-{month}", starts_at=datetime(2024, month, 1, tzinfo=UTC))
        PartnershipFactory(event=event, organisation=organisation)

    html = page(client, organisation)

    assert together(html) == [f"events/month-{month}/" for month in range(12, 2, -1)]


def test_a_page_missing_in_english_says_so(client):
    organisation = OrganisationFactory(name_zh_hans="自然之友", name_en="")

    html = page(client, organisation)

    assert '<h1><span lang="zh-Hans">自然之友</span></h1>' in html
    assert "This page has no English version yet." in html


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_takes_eight_statements_for_any_number(client, count, django_assert_num_queries):
    organisation = OrganisationFactory()
    for _row in range(count):
        organisation.themes.add(ThemeFactory())
        body = OrganisationFactory(kind=OrganisationKind.UN_BODY)
        InternationalStatusFactory(organisation=organisation, body=body)
        CooperationProjectFactory(organisation=organisation)
        PartnershipFactory(organisation=organisation)
        DelegationFactory(host_organisation=organisation)
        SubmissionFactory(lead=organisation)
        ArticleFactory().organisations.add(organisation)
    page(client, organisation)  # what is the same for everybody is kept from here on

    with django_assert_num_queries(8):
        html = page(client, organisation)

    assert len(together(html)) == min(count, 10) * 4
