from datetime import date

import pytest

from tests.api.reading import get, read, refusal, slugs
from tests.factories import (
    CooperationProjectFactory,
    InternationalStatusFactory,
    MembershipFactory,
    OrganisationFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    member = OrganisationFactory(
        slug="greenovation",
        name_zh_hans="创绿",
        name_en="Greenovation",
        legal_form="foundation",
        founded_year=2012,
        credit_code="",
        description_en="Works on climate.",
        website="https://greenovation.example/",
        email="office@greenovation.example",
        phone="010-12345678",
        sdgs=[13],
    )
    member.themes.add(ThemeFactory(slug="climate", name_en="Climate"))
    MembershipFactory(organisation=member, decided_on=date(2014, 5, 1))
    body = OrganisationFactory(slug="ecosoc", name_en="ECOSOC", kind="un_body")
    InternationalStatusFactory(organisation=member, body=body, symbol="E/2015/32", since_year=2015)
    return member


@pytest.mark.usefixtures("member")
def test_a_member(client):
    answer = read(client, "organisations/greenovation", lang="en")

    assert answer["name"] == "Greenovation"
    assert answer["legal_form"] == {"code": "foundation", "label": "Foundation"}
    assert (answer["member_since"], answer["founded"]) == (2014, 2012)
    assert answer["website"] == "https://greenovation.example/"
    assert answer["description"] == "Works on climate."
    assert answer["themes"] == [{"slug": "climate", "name": "Climate"}]
    (status,) = answer["statuses"]
    assert (status["body"]["slug"], status["kind"]["code"]) == ("ecosoc", "special_consultative")
    assert (status["since"], status["symbol"]) == (2015, "E/2015/32")
    assert status["link"] == "https://docs.un.org/E/2015/32"
    assert answer["url"] == "http://testserver/en/members/greenovation/"


@pytest.mark.usefixtures("member")
def test_addresses_of_people_are_not_for_harvesting(client):
    for path in ("organisations", "organisations/greenovation"):
        answer = get(client, path).content.decode()
        assert "office@" not in answer
        assert "12345678" not in answer


def test_projects_are_told_with_the_organisation(client, member):
    CooperationProjectFactory(
        slug="wells",
        organisation=member,
        period_start=date(2019, 1, 1),
        title_en="Wells",
        countries=["NP", "LA"],
    )
    CooperationProjectFactory(slug="partnered").partners.add(member)
    CooperationProjectFactory(slug="draft", organisation=member, status="draft")

    projects = {one["slug"]: one for one in read(client, "organisations/greenovation", lang="en")["projects"]}

    assert set(projects) == {"wells", "partnered"}
    assert projects["wells"]["title"] == "Wells"
    assert [one["code"] for one in projects["wells"]["countries"]] == ["LA", "NP"]
    assert (projects["wells"]["from_year"], projects["wells"]["to_year"]) == (2019, None)
    assert projects["wells"]["url"].endswith("/en/members/projects/?project=wells#wells")


def test_a_member_who_is_not_in_the_directory_is_not_listed(client):
    OrganisationFactory(slug="quiet", listed=False)
    OrganisationFactory(slug="un", listed=False, kind="un_body")
    OrganisationFactory(slug="draft", status="draft")

    assert slugs(client, "organisations") == ["un"]
    assert get(client, "organisations/quiet").status_code == 200
    assert get(client, "organisations/draft").status_code == 404


def test_who_is_no_member_today_has_been_none(client, member):
    member.memberships.update(state="lapsed")

    assert read(client, "organisations/greenovation")["member_since"] is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["ecosoc", "greenovation"]),
        ({"kind": "un_body"}, ["ecosoc"]),
        ({"form": "foundation"}, ["greenovation"]),
        ({"status": "special_consultative"}, ["greenovation"]),
        ({"status": "roster"}, []),
        ({"country": "CN"}, ["ecosoc", "greenovation"]),
        ({"theme": "climate"}, ["greenovation"]),
        ({"sdg": 13}, ["greenovation"]),
        ({"q": "climate greenovation"}, ["greenovation"]),
        ({"sort": "updated_at"}, ["greenovation", "ecosoc"]),
        ({"updated_since": "2199-01-01T00:00:00Z"}, []),
    ],
)
@pytest.mark.usefixtures("member")
def test_filters(client, asked, found):
    assert slugs(client, "organisations", **asked) == found


def test_what_cannot_be_meant_is_refused(client):
    assert set(refusal(client, "organisations", form="club")) == {"form"}
    assert set(refusal(client, "organisations", when="past")) == {"when"}
