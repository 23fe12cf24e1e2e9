"""The programme booklet: what it says in each language, what it leaves out, who gets it."""

from datetime import date, time
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from pypdf import PdfReader

from delegations.papers.booklet import booklet, booklet_pdf
from tests.factories import (
    DelegationFactory,
    DelegationMemberFactory,
    ItineraryItemFactory,
    OrganisationFactory,
    SiteSettingsFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

READS = ("view_delegation", "view_delegationmember", "view_itineraryitem")


@pytest.fixture
def visit():
    SiteSettingsFactory(
        address_zh_hans="复兴路4号", address_en="4 Fuxing Road", phone="010-1", email="o@example.org"
    )
    host = OrganisationFactory(
        name_zh_hans="青年会议", name_en="Youth Conference", phone="+81 3 1", email="", website=""
    )
    return DelegationFactory(
        title_zh_hans="访日",
        title_en="To Japan",
        starts_on=date(2027, 4, 11),
        ends_on=date(2027, 4, 12),
        host_organisation=host,
        owner=UserFactory(family_name="赵", given_name="敏", latin_name="ZHAO Min", email="zhao@example.org"),
    )


@pytest.fixture
def people(visit):
    """Entered in another order than protocol has them."""
    fund = OrganisationFactory(name_zh_hans="环保基金会", name_en="Environment Fund")
    library = OrganisationFactory(name_zh_hans="图书馆", name_en="Library")
    told = [
        ("李", "明", "LI Ming", "member", 1, fund, "干事", "Officer"),
        ("何", "佳", "HE Jia", "member", 2, library, "馆长", "Librarian"),
        ("王", "岚", "WANG Lan", "head", 3, library, "主任", "Director"),
    ]
    return [
        DelegationMemberFactory(
            delegation=visit,
            family_name=family,
            given_name=given,
            latin_name=latin,
            role=role,
            order=order,
            organisation=organisation,
            position_zh_hans=chinese,
            position_en=english,
        )
        for family, given, latin, role, order, organisation, chinese, english in told
    ]


@pytest.fixture
def talks(visit):
    return ItineraryItemFactory(
        delegation=visit,
        date=date(2027, 4, 11),
        starts=time(9),
        ends=time(10, 30),
        kind="talks",
        title_zh_hans="与市局会谈",
        title_en="Talks with the city",
        city_zh_hans="横滨",
        city_en="Yokohama",
        place_zh_hans="市厅舍",
        place_en="City Hall",
        hosts_zh_hans="田中（局长）",
        hosts_en="TANAKA (Director)",
        interpreter="SONG Jia",
        talking_points="Thank them.",
        note="The lift is broken.",
    )


def colleague(*rights):
    user = UserFactory(is_staff=True, preferred_language="en")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def address(visit, language="en", page="booklet"):
    return reverse(f"admin:delegations_delegation_{page}", args=[visit.pk, language])


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh-hans",
            [("图书馆", [("王岚", "主任"), ("何佳", "馆长")]), ("环保基金会", [("李明", "干事")])],
        ),
        (
            "en",
            [
                ("Library", [("WANG Lan", "Director"), ("HE Jia", "Librarian")]),
                ("Environment Fund", [("LI Ming", "Officer")]),
            ],
        ),
    ],
)
def test_people_stand_by_organisation_in_the_order_of_protocol(visit, people, language, expected):
    made = booklet(visit, language)

    assert [
        (
            group["organisation"]["text"],
            [(one["name"]["text"], one["position"]["text"]) for one in group["people"]],
        )
        for group in made["groups"]
    ] == expected


def test_a_day_says_when_where_with_whom_and_who_goes_if_not_all(visit, people, talks):
    talks.attendees.set([people[0], people[2]])
    ItineraryItemFactory(
        delegation=visit,
        date=date(2027, 4, 12),
        starts=time(23, 10),
        ends=time(6, 20),
        kind="travel",
        title_en="Home",
        city_zh_hans="",
        city_en="",
    )

    made = booklet(visit, "en")

    assert [(day["label"], day["weekday"], day["number"]) for day in made["days"]] == [
        ("11 April", "Sunday", "Day 1"),
        ("12 April", "Monday", "Day 2"),
    ]
    first, last = (day["stops"][0] for day in made["days"])
    assert (first["hours"], str(first["kind"]), first["title"]["text"]) == (
        "09:00–10:30",
        "Talks",
        "Talks with the city",
    )
    assert [(fact["label"], fact["text"]) for fact in first["facts"]] == [
        ("Where", "Yokohama, City Hall"),
        ("Whom we meet", "TANAKA (Director)"),
        ("Who attends", "WANG Lan, LI Ming"),
        ("Interpreter", "SONG Jia"),
    ]
    assert (last["hours"], last["facts"]) == ("23:10–06:20 (next day)", [])


def test_who_attends_is_not_said_where_everybody_does(visit, people, talks):
    talks.attendees.set(people)

    made = booklet(visit, "en")

    assert "Who attends" not in [fact["label"] for fact in made["days"][0]["stops"][0]["facts"]]


def test_contacts_come_from_the_record(visit):
    made = booklet(visit, "en")

    assert [(str(one["label"]), one["name"]["text"], one["lines"]) for one in made["contacts"]] == [
        ("Received by", "Youth Conference", ["+81 3 1"]),
        ("Officer in charge", "ZHAO Min", ["zhao@example.org"]),
        ("The association", made["sender"]["en"]["name"], ["4 Fuxing Road", "010-1", "o@example.org"]),
    ]


def test_what_a_language_lacks_stands_in_the_other_one_and_is_told(visit, people, talks):
    visit.title_en = ""
    visit.save()
    people[2].latin_name = ""
    people[2].save()
    talks.hosts_en = ""
    talks.interpreter = "宋佳"
    talks.save()

    english, chinese = booklet(visit, "en"), booklet(visit, "zh-hans")

    assert [gap.text for gap in english["missing"]] == ["访日", "王岚", "田中（局长）", "宋佳"]
    assert english["title"] == {"text": "访日", "tag": "zh-Hans"}
    assert chinese["missing"] == []


def test_notes_are_in_no_edition_and_talking_points_in_ours_only(visit, people, talks):
    guests, ours = booklet(visit, "en"), booklet(visit, "en", for_ourselves=True)

    assert (guests["edition"], guests["days"][0]["stops"][0]["talking_points"]) == ("", "")
    assert ours["days"][0]["stops"][0]["talking_points"] == "Thank them."
    assert ours["edition"] == "For our own people only; not to be handed on."
    assert "lift" not in str(guests) + str(ours)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("count", "days"), [(1, 1), (25, 12)])
def test_it_is_set_for_few_and_many(visit, language, count, days):
    visit.title_en, visit.title_zh_hans = "A very long title of a visit " * 6, "很长的团组名称" * 25
    visit.ends_on = date(2027, 4, 10 + days)
    visit.save()
    for number in range(count):
        DelegationMemberFactory(delegation=visit, latin_name=f"NAME Number{number}", given_name=f"明{number}")
    for day in range(days):
        ItineraryItemFactory(delegation=visit, date=date(2027, 4, 11 + day), starts=time(9))

    made = PdfReader(BytesIO(booklet_pdf(visit, language)))

    words = "".join("".join(page.extract_text().split()) for page in made.pages)
    assert len(made.pages) == (2 if count == 1 else 5)
    assert (f"NAMENumber{count - 1}" if language == "en" else f"李明{count - 1}") in words


@pytest.mark.parametrize("rows", [1, 12])
def test_it_takes_the_same_statements_for_any_number(visit, rows, django_assert_num_queries):
    for _row in range(rows):
        person = DelegationMemberFactory(delegation=visit)
        ItineraryItemFactory(delegation=visit, organisation_met=OrganisationFactory()).attendees.add(person)
    booklet(visit, "en")

    with django_assert_num_queries(3):
        booklet(visit, "en")


@pytest.mark.parametrize("page", ["booklet", "booklet_pdf"])
@pytest.mark.parametrize("lacking", READS)
def test_it_is_for_who_may_see_the_people_and_the_programme(client, visit, page, lacking):
    client.force_login(colleague(*(right for right in READS if right != lacking)))

    assert client.get(address(visit, page=page)).status_code == 403


@pytest.mark.parametrize("page", ["booklet", "booklet_pdf"])
def test_our_edition_needs_the_right_to_internal_notes(client, visit, page):
    client.force_login(colleague(*READS))

    theirs = client.get(address(visit, page=page))
    ours = client.get(address(visit, page=page) + "?for=ours")
    client.force_login(colleague(*READS, "view_internal_delegation"))
    allowed = client.get(address(visit, page=page) + "?for=ours")

    assert [theirs.status_code, ours.status_code, allowed.status_code] == [200, 403, 200]


def test_the_page_tells_what_is_missing_before_it_is_printed(client, visit, people, talks):
    talks.title_en = ""
    talks.save()
    client.force_login(colleague(*READS))

    html = client.get(address(visit)).content.decode()

    assert "<li>title of the meeting: “与市局会谈”</li>" in html
    assert '<h4 lang="zh-Hans">与市局会谈</h4>' in html
    assert "Thank them." not in html
    assert f'href="{address(visit, page="booklet_pdf")}"' in html


def test_there_are_two_languages_and_no_third(client, visit):
    client.force_login(colleague(*READS))

    answers = [client.get(address(visit, language)) for language in ("zh-hans", "en", "fr")]

    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert answers[0].headers["Cache-Control"].startswith("private, no-store")
