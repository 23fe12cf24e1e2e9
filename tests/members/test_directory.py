import re

import pytest

from members.directory import letter_of, sort_key
from members.models import LegalForm, OrganisationKind, StatusKind
from tests.factories import InternationalStatusFactory, OrganisationFactory, SiteSettingsFactory, ThemeFactory


def slugs(response):
    return [organisation.slug for _letter, group in response.context["groups"] for organisation in group]


# ---------------------------------------------------------------- the alphabet


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("北京环境保护基金会", "B"),
        ("阿拉善SEE生态协会", "A"),
        ("创绿研究院", "C"),
        ("光明慈善基金会", "G"),
        ("绿家园", "L"),
        ("全球环境研究所", "Q"),
        ("深圳", "S"),
        ("新阳光", "X"),
        ("自然之友", "Z"),
        ("啊", "A"),
        ("座", "Z"),
        ("Peaceland Foundation", "P"),
        ("élan vital", "E"),
        ("SEE基金会", "S"),
        ("鑫源", "#"),
        ("𠮷", "#"),
        ("123", "#"),
        ("", "#"),
    ],
)
def test_names_stand_under_the_letter_they_are_pronounced_with(name, letter):
    assert letter_of(name) == letter


def test_chinese_names_stand_in_the_order_of_their_sounds():
    names = ["鑫源", "中国", "北京", "Beijing Watch", "阿拉善", "创绿", "安徽", "自然"]

    assert sorted(names, key=sort_key) == [
        *("阿拉善", "安徽", "Beijing Watch", "北京", "创绿", "中国", "自然"),
        "鑫源",
    ]


# ---------------------------------------------------------------- the page


@pytest.fixture
def members(db):
    green, youth = ThemeFactory(slug="green"), ThemeFactory(slug="youth")
    see = OrganisationFactory(
        slug="see",
        name_zh_hans="阿拉善生态协会",
        name_en="Society of Entrepreneurs and Ecology",
        aliases="ALXA",
        legal_form=LegalForm.ASSOCIATION,
        sdgs=[13, 15],
    )
    see.themes.add(green)
    sun = OrganisationFactory(
        slug="sun",
        name_zh_hans="新阳光慈善基金会",
        name_en="New Sunshine",
        description_en="Health for children",
        legal_form=LegalForm.FOUNDATION,
        sdgs=[3],
    )
    sun.themes.add(youth, green)
    InternationalStatusFactory(organisation=sun, kind=StatusKind.SPECIAL)
    InternationalStatusFactory(organisation=sun, kind=StatusKind.OBSERVER)
    hub = OrganisationFactory(
        slug="hub",
        name_zh_hans="创绿研究院",
        name_en="Greenovation Hub",
        legal_form=LegalForm.SERVICE,
        sdgs=[1],
    )
    return see, sun, hub


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["see", "hub", "sun"]),
        ("form=foundation", ["sun"]),
        ("form=foundation&form=social_association", ["see", "sun"]),
        ("theme=green", ["see", "sun"]),
        ("theme=green&theme=youth", ["see", "sun"]),
        ("theme=green&form=foundation", ["sun"]),
        ("status=special_consultative&status=observer", ["sun"]),
        ("status=roster", []),
        ("sdg=1", ["hub"]),
        ("sdg=13&sdg=3", ["see", "sun"]),
        ("q=alxa", ["see"]),
        ("q=children", ["sun"]),
        ("q=创绿", ["hub"]),
        ("q=green+hub", ["hub"]),
    ],
)
def test_filters_narrow_the_directory(client, members, query, expected):
    response = client.get(f"/zh-hans/members/?{query}")

    assert slugs(response) == expected


@pytest.mark.parametrize(
    "query",
    [
        "form=none",
        "theme=%00",
        "sdg=99&sdg=x",
        "status=king",
        "q=%00",
        "page=x",
        "page=-3",
        "page=999999999999",
    ],
)
def test_what_the_directory_does_not_know_is_left_aside(client, members, query):
    response = client.get(f"/en/members/?{query}")

    assert response.status_code == 200
    assert slugs(response) == ["hub", "sun", "see"]


@pytest.mark.parametrize(
    "hidden",
    [
        {"listed": False},
        {"kind": OrganisationKind.PARTNER},
        {"kind": OrganisationKind.UN_BODY},
        {"status": "draft"},
        {"status": "archived"},
    ],
)
def test_the_directory_lists_public_members_that_asked_to_be_in_it(client, members, hidden):
    OrganisationFactory(slug="hidden", **hidden)

    response = client.get("/zh-hans/members/")

    assert slugs(response) == ["see", "hub", "sun"]
    assert response.context["total"] == 3


def test_boxes_say_how_many_each_choice_finds(client, members):
    response = client.get("/en/members/?form=foundation")

    boxes = {
        box["name"]: [(option.value, option.count, option.is_chosen) for option in box["options"]]
        for box in response.context["filters"].boxes
    }
    assert boxes == {
        "form": [
            ("social_association", 1, False),
            ("foundation", 1, True),
            ("social_service_organisation", 1, False),
        ],
        "theme": [("green", 2, False), ("youth", 1, False)],
        "status": [("special_consultative", 1, False), ("observer", 1, False)],
        "sdg": [("1", 1, False), ("3", 1, False), ("13", 1, False), ("15", 1, False)],
    }


def test_each_language_has_its_own_alphabet(client, members):
    chinese, english = client.get("/zh-hans/members/"), client.get("/en/members/")

    assert [letter for letter, _group in chinese.context["groups"]] == ["A", "C", "X"]
    assert [letter for letter, _group in english.context["groups"]] == ["G", "N", "S"]


def test_letters_lead_to_the_page_their_first_name_is_on(client, db):
    for n in range(35):
        OrganisationFactory(name_zh_hans=f"安{n:02}", name_en=f"Alpha {n:02}")
    OrganisationFactory(name_zh_hans="中", name_en="Zeta")

    html = client.get("/en/members/?q=a").content.decode()

    nav = re.search(r'aria-label="By first letter".*?</nav>', html, re.S).group()
    assert re.findall(r'href="([^"]+)"', nav) == ["?q=a&amp;page=1#letter-A", "?q=a&amp;page=2#letter-Z"]


def test_a_member_untranslated_is_shown_in_chinese_and_said_to_be(client, db):
    OrganisationFactory(name_zh_hans="自然之友", name_en="", slug="fon")

    html = client.get("/en/members/").content.decode()

    assert '<a href="/en/members/fon/"><span lang="zh-Hans">自然之友</span></a>' in html


def test_where_half_translated_records_are_held_back_it_is_not_listed(client, db):
    SiteSettingsFactory(publish_gate="hold")
    OrganisationFactory(name_zh_hans="自然之友", name_en="", slug="fon")

    assert slugs(client.get("/en/members/")) == []
    assert slugs(client.get("/zh-hans/members/")) == ["fon"]


def test_htmx_gets_the_results_alone(client, members):
    response = client.get("/en/members/?form=foundation", headers={"HX-Request": "true"})

    assert response.content.decode().lstrip().startswith('<div class="wrap split early" id="results">')
    assert slugs(response) == ["sun"]


@pytest.mark.parametrize("count", [5, 50])
def test_the_directory_takes_four_statements_for_any_number(client, db, count, django_assert_num_queries):
    for organisation in OrganisationFactory.create_batch(count):
        organisation.themes.add(ThemeFactory())
        InternationalStatusFactory(organisation=organisation)
    client.get("/en/members/")  # what is the same for everybody is kept from here on

    with django_assert_num_queries(4):
        response = client.get("/en/members/")

    assert len(slugs(response)) == min(count, 30)
