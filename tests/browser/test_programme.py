"""A colleague puts a visit together: people in their order, then the programme, on a wide screen and on a telephone."""

import re
from datetime import date, time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import press, violations
from tests.factories import (
    DelegationFactory,
    DelegationMemberFactory,
    ItineraryItemFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "zh-hans": {
        "head": "团长",
        "clash": "“会谈”与“午餐会”时间重叠，涉及全团。",
        "parallel": "“会谈”与“午餐会”同时进行，参加人员不同，没有冲突。",
        "ask": "这一天已有安排",
    },
    "en": {
        "head": "Head of delegation",
        "clash": "“Talks” and “Lunch” are at the same time for the whole delegation.",
        "parallel": "“Talks” and “Lunch” are at the same time, with different people: that is fine.",
        "ask": "Something is planned on that day already.",
    },
}


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture
def office(visitor, language):
    return visitor(language, user=SuperuserFactory(preferred_language=language))


@pytest.fixture
def delegation():
    delegation = DelegationFactory(starts_on=date(2027, 5, 10), ends_on=date(2027, 5, 12))
    for place, (family, latin) in enumerate([("王", "WANG Fang"), ("李", "LI Ming"), ("赵", "ZHAO Li")]):
        DelegationMemberFactory(
            delegation=delegation, family_name=family, given_name="示", latin_name=latin, order=place
        )
    return delegation


def test_people_are_put_in_order(office, delegation, language):
    order = lambda: [one.latin_name for one in delegation.members.in_protocol_order()]  # noqa: E731
    office.goto(f"/admin/delegations/delegation/{delegation.pk}/dossier/")
    press(office, "#people a.act")

    last = delegation.members.last()
    press(office, f"#person-{last.pk} button[value=up]")
    assert order() == ["WANG Fang", "ZHAO Li", "LI Ming"]
    expect(office.locator(f"#person-{last.pk}")).to_be_in_viewport()

    press(office, f"#person-{delegation.members.get(family_name='李').pk} button[value=head]")

    assert order() == ["LI Ming", "WANG Fang", "ZHAO Li"]
    expect(office.locator(".listing tbody tr:not(.listing__group)").first).to_contain_text(
        WORDS[language]["head"]
    )
    assert office.complaints == []


def test_a_clash_is_seen_and_solved(office, delegation, language):
    words = WORDS[language]
    facts = {"delegation": delegation, "date": date(2027, 5, 10)}
    talks = ItineraryItemFactory(
        **facts, title_zh_hans="会谈", title_en="Talks", starts=time(10), ends=time(12)
    )
    office.goto(f"/admin/delegations/delegation/{delegation.pk}/programme/")

    press(office, "#day-2027-05-10 a[href*='add/?day=']")
    expect(office.locator("input[name=date]")).to_have_value(re.compile("2027.05.10"))
    office.fill("input[name=starts]", "11:00")
    office.fill("input[name=ends]", "13:00")
    office.fill("input[name=title_zh_hans]", "午餐会")
    office.fill("input[name=title_en]", "Lunch")
    press(office, ".sheet button[type=submit]")
    lunch = delegation.itinerary.get(title_en="Lunch")
    expect(office.locator(f"#item-{lunch.pk}")).to_contain_text(words["clash"])
    expect(office.locator(".remarks")).to_contain_text(words["clash"])

    # Half of them lunch, the others talk on.
    for item, number in ((talks, 0), (lunch, 1)):
        press(office, f"#item-{item.pk} a[href$='/programme/{item.pk}/']")
        office.locator("input[name=attendees]").nth(number).check()
        press(office, ".sheet button[type=submit]")

    expect(office.locator(".remarks")).to_have_count(0)
    expect(office.locator(f"#item-{lunch.pk}")).to_contain_text(words["parallel"])
    assert office.complaints == []


def test_a_day_is_copied_onto_another_after_asking(office, delegation, language):
    for day, title in ((10, "Talks"), (11, "Walk")):
        ItineraryItemFactory(delegation=delegation, date=date(2027, 5, day), title_en=title)
    office.goto(f"/admin/delegations/delegation/{delegation.pk}/programme/")

    press(office, "#day-2027-05-10 a[href$='/copy/']")
    office.select_option("select[name=target]", "2027-05-11")
    press(office, ".sheet button[type=submit]")
    expect(office.get_by_role("alert")).to_contain_text(WORDS[language]["ask"])
    office.locator("input[name=there][value=replaced]").check()
    press(office, ".sheet button[type=submit]")

    titles = [
        list(delegation.itinerary.on(date(2027, 5, day)).values_list("title_en", flat=True))
        for day in (10, 11)
    ]
    assert titles == [["Talks"], ["Talks"]]
    assert office.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_the_pages_fit_and_can_be_used_by_everybody(visitor, delegation, width, scheme):
    DelegationMemberFactory(delegation=delegation, latin_name="", given_name="示")
    for hours in ((time(10), time(12)), (time(11), time(13))):
        ItineraryItemFactory(
            delegation=delegation,
            date=date(2027, 5, 10),
            starts=hours[0],
            ends=hours[1],
            title_en="",
            talking_points="Points",
            public=False,
        )
    page = visitor("en", scheme=scheme, width=width, user=SuperuserFactory(preferred_language="en"))
    found = {}
    for path in ("people/", "people/add/", "programme/", "programme/add/", "programme/2027-05-10/copy/"):
        page.goto(f"/admin/delegations/delegation/{delegation.pk}/{path}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        inside = [(rule, html) for rule, nodes in violations(page) for html in nodes if _is_ours(html)]
        found[path] = (wide <= width, inside)

    assert found == {path: (True, []) for path in found}


def _is_ours(html):
    """The admin's frame is another's."""
    return any(name in html for name in ("act", "item", "day", "remark", "listing", "sheet", "share"))
