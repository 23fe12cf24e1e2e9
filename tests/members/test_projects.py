import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from members.models import CooperationProject, ProjectKind
from tests.factories import CooperationProjectFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def slugs(response):
    return [project.slug for project in response.context["projects"]]


@pytest.fixture
def projects():
    peace = OrganisationFactory(slug="peace", name_zh_hans="平澜", name_en="Peaceland")
    sun = OrganisationFactory(slug="sun", name_zh_hans="新阳光", name_en="New Sunshine")
    CooperationProjectFactory(
        slug="stoves",
        organisation=peace,
        kind=ProjectKind.LIVELIHOOD,
        countries=["KH"],
        sdgs=[1, 7],
        amount=5,
        period_start=date(2018, 1, 1),
    )
    masks = CooperationProjectFactory(
        slug="masks",
        organisation=sun,
        kind=ProjectKind.AID,
        countries=["IT", "KH"],
        sdgs=[17],
        period_start=date(2020, 1, 1),
    )
    masks.partners.add(peace)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["masks", "stoves"]),
        ("kind=aid", ["masks"]),
        ("country=KH", ["masks", "stoves"]),
        ("country=IT", ["masks"]),
        ("country=FR", []),
        ("organisation=peace", ["stoves"]),
        ("sdg=7", ["stoves"]),
        ("sdg=17", ["masks"]),
        ("partner=peace", ["masks"]),
        ("partner=sun", []),
        ("value=CNY", ["stoves"]),
        ("value=EUR", []),
        ("value=much&partner=nobody", ["masks", "stoves"]),
        ("partner=%00", ["masks", "stoves"]),
        ("project=stoves", ["stoves"]),
        ("kind=none&country=%00&organisation=nobody&sdg=70&project=%00&page=x", ["masks", "stoves"]),
        ("project=nothing", ["masks", "stoves"]),
    ],
)
def test_filters_narrow_the_list(client, projects, query, expected):
    response = client.get(f"/en/members/projects/?{query}")

    assert response.status_code == 200
    assert slugs(response) == expected


def test_a_draft_leaves_no_trace(client):
    organisation = OrganisationFactory(name_zh_hans="某会", name_en="Some body")
    draft = CooperationProjectFactory(
        title_en="Secret", status="draft", organisation=organisation, countries=["NO"]
    )

    html = client.get(f"/en/members/projects/?project={draft.slug}").content.decode()

    assert [word for word in ("Secret", "Norway", "Some body") if word in html] == []


@pytest.mark.parametrize("kept_back", [0, 25])
def test_a_projects_address_leads_to_it_on_whichever_page_it_is(client, kept_back):
    project = CooperationProjectFactory(period_start=date(2001, 1, 1))
    for year in range(kept_back):
        CooperationProjectFactory(period_start=date(2002 + year, 1, 1))

    address, _hash, anchor = project.get_absolute_url().partition("#")
    html = client.get(address).content.decode()

    assert f'<li class="work duo" id="{anchor}">' in html


@pytest.mark.parametrize(
    ("language", "fields", "expected"),
    [
        ("en", {}, []),
        (
            "en",
            {"amount": 2990000, "currency": "CNY", "beneficiaries": 0, "quantities_en": "10,000 stoves"},
            ["10,000 stoves", "RMB 2.99 million", "0"],
        ),
        ("zh-hans", {"amount": 2990000, "beneficiaries": 12000}, ["299万元", "12,000"]),
    ],
)
def test_figures_nobody_reported_are_left_out_and_are_no_zero(client, language, fields, expected):
    CooperationProjectFactory(**fields)

    html = client.get(f"/{language}/members/projects/").content.decode()

    facts = re.search(r'<li class="work duo".*?</li>', html, re.S).group()
    values = re.findall(r"<dd>(.*?)</dd>", facts, re.S)
    assert [re.sub("<[^>]+>", "", value).strip() for value in values] == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2018, 3, 1), date(2022, 12, 31), "2018–2022"),
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2021, 1, 1), None, "from 2021"),
        (None, None, ""),
    ],
)
def test_a_project_says_in_which_years_it_ran(client, start, end, expected):
    CooperationProjectFactory(period_start=start, period_end=end, countries=["NP"])

    html = client.get("/en/members/projects/").content.decode()

    shown = re.search(r'<p class="small faint">Nepal(?:<br>)?([^<]*)</p>', html).group(1)
    assert shown == expected


def test_it_does_not_end_before_it_starts():
    with pytest.raises(IntegrityError), transaction.atomic():
        CooperationProjectFactory(period_start=date(2022, 1, 2), period_end=date(2022, 1, 1))


def test_one_is_of_its_organisation_and_of_its_partners():
    organisation = OrganisationFactory()
    own = CooperationProjectFactory(organisation=organisation)
    joint = CooperationProjectFactory()
    joint.partners.add(organisation, OrganisationFactory())
    CooperationProjectFactory()

    assert set(CooperationProject.objects.of(organisation)) == {own, joint}


def test_htmx_gets_the_results_alone(client, projects):
    response = client.get("/en/members/projects/?kind=aid", headers={"HX-Request": "true"})

    assert response.content.decode().lstrip().startswith('<div id="results">')
    assert slugs(response) == ["masks"]


@pytest.mark.parametrize("count", [5, 50])
def test_the_list_takes_two_statements_for_any_number(client, count, django_assert_num_queries):
    CooperationProjectFactory.create_batch(count)
    client.get("/en/members/projects/")  # what is the same for everybody is kept from here on

    with django_assert_num_queries(2):
        response = client.get("/en/members/projects/")

    assert len(slugs(response)) == min(count, 20)
