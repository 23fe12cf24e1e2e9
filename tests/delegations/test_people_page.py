"""Who travels: the order of protocol, one head, people who travel again, and who may change any of it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from delegations import people_checks
from delegations.models import DelegationMember, TravelDocument
from delegations.operations import people as operations
from tests.events.office import colleague
from tests.factories import (
    DelegationFactory,
    DelegationMemberFactory,
    NominationFactory,
    OrganisationFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SEES = ("view_delegation", "view_delegationmember")


def person(delegation, given, role="member", **facts):
    """王甲, WANG Jia: told apart by the given name."""
    facts = {"family_name": "王", "latin_name": f"WANG {given}", **facts}
    return DelegationMemberFactory(delegation=delegation, given_name=given, role=role, **facts)


def listed(delegation):
    return [
        (one.given_name, one.role, one.order) for one in delegation.members.in_protocol_order().iterator()
    ]


def travel_document(member):
    return TravelDocument.objects.create(
        member=member,
        sealed=b"",
        key_name="2027",
        purpose="办理签证",
        consent_at=timezone.now(),
        delete_on=date(2027, 8, 1),
    )


def told(response):
    return [str(message) for message in response.context["messages"]]


def page(delegation, name="people", *args):
    return reverse(f"admin:delegations_delegation_{name}", args=[delegation.pk, *args])


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return UserFactory(is_staff=True)


@pytest.fixture
def delegation():
    """甲 leads, 乙 is the deputy; then 丙, 丁."""
    delegation = DelegationFactory()
    for place, (given, role) in enumerate(
        [("丙", "member"), ("甲", "head"), ("乙", "deputy_head"), ("丁", "interpreter")]
    ):
        person(delegation, given, role, order=place)
    return delegation


@pytest.fixture
def office(client):
    client.force_login(SuperuserFactory(preferred_language="en"))
    return client


# ---------------------------------------------------------------- the order


def test_the_head_comes_first_then_the_deputies_then_the_others_as_given(delegation):
    order = [one.given_name for one in delegation.members.in_protocol_order()]

    assert order == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize(
    ("given", "places", "expected"),
    [("丙", 1, "甲乙丁丙"), ("丁", -1, "甲乙丁丙")],
)
def test_people_of_one_rank_change_places(delegation, by, given, places, expected):
    operations.move_person(person=delegation.members.get(given_name=given), places=places, by=by)

    assert [(name, place) for name, _role, place in listed(delegation)] == list(
        zip(expected, range(4), strict=True)
    )


@pytest.mark.parametrize(("given", "places"), [("甲", -1), ("甲", 1), ("乙", -1), ("丙", -1), ("丁", 1)])
def test_nobody_moves_past_another_rank_or_the_end(delegation, by, given, places):
    before = listed(delegation)

    with pytest.raises(operations.NoFurther):
        operations.move_person(person=delegation.members.get(given_name=given), places=places, by=by)

    assert listed(delegation) == before


def test_only_whom_somebody_moved_has_it_in_their_history(delegation, by):
    moved, other = (delegation.members.get(given_name=given) for given in "丁丙")

    operations.move_person(person=moved, places=-1, by=by)

    assert [one.history.count() for one in (moved, other)] == [2, 1]
    assert moved.history.first().history_user == by


# ---------------------------------------------------------------- the head


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("乙", [("乙", "head"), ("甲", "deputy_head"), ("丙", "member"), ("丁", "interpreter")]),
        ("丙", [("丙", "head"), ("乙", "deputy_head"), ("甲", "member"), ("丁", "interpreter")]),
        ("丁", [("丁", "head"), ("乙", "deputy_head"), ("甲", "member"), ("丙", "member")]),
    ],
)
def test_a_new_head_takes_the_place_of_the_old_one(delegation, by, given, expected):
    operations.give_role(person=delegation.members.get(given_name=given), role="head", by=by)

    assert [(name, role) for name, role, _order in listed(delegation)] == expected
    assert [order for *_who, order in listed(delegation)] == [0, 1, 2, 3]


def test_whoever_is_head_already_stays_head(delegation, by):
    operations.give_role(person=delegation.members.get(given_name="甲"), role="head", by=by)

    assert next((name, role) for name, role, _order in listed(delegation)) == ("甲", "head")


def test_somebody_added_as_head_takes_over(delegation, by):
    new = DelegationMember(delegation=delegation, given_name="戊", role="head")

    operations.put_person(person=new, by=by)

    assert [name for name, *_rest in listed(delegation)] == ["戊", "乙", "甲", "丙", "丁"]
    assert delegation.members.get(given_name="甲").role == "member"


def test_somebody_added_stands_last(delegation, by):
    new = operations.put_person(person=DelegationMember(delegation=delegation, given_name="戊"), by=by)

    assert (new.order, listed(delegation)[-1]) == (4, ("戊", "member", 4))


# ---------------------------------------------------------------- off the list


def test_taken_off_the_list_the_others_close_up(delegation, by):
    operations.remove_person(person=delegation.members.get(given_name="乙"), by=by)

    assert [(name, order) for name, _role, order in listed(delegation)] == [("甲", 0), ("丙", 1), ("丁", 2)]


@pytest.mark.parametrize(
    ("make", "what"), [(NominationFactory, "nominations"), (travel_document, "travel documents")]
)
def test_somebody_with_papers_stays(delegation, by, make, what):
    needed = delegation.members.get(given_name="丙")
    make(member=needed)

    with pytest.raises(operations.StillNeeded) as refusal:
        operations.remove_person(person=needed, by=by)

    assert str(refusal.value) == (
        f"WANG 丙 cannot be taken off the list while these hang on the name: {what}."
    )
    assert delegation.members.count() == 4


# ---------------------------------------------------------------- from another visit


def test_people_travel_again(delegation, by):
    house = OrganisationFactory()
    new = DelegationFactory()
    person(
        delegation,
        "戊",
        organisation=house,
        position_zh_hans="主任",
        position_en="Director",
        badge_kind="ngo",
        order=9,
    )

    copied = operations.copy_people(delegation=new, people=delegation.members.in_protocol_order(), by=by)

    assert [name for name, *_rest in listed(new)] == ["甲", "乙", "丙", "丁", "戊"]
    assert [one.given_name for one in copied.people] == ["甲", "乙", "丙", "丁", "戊"]
    last = new.members.get(given_name="戊")
    assert (last.organisation, last.position_zh_hans, last.position_en, last.latin_name) == (
        house,
        "主任",
        "Director",
        "WANG 戊",
    )
    assert (last.badge_kind, last.public) == ("", False)


def test_copying_brings_no_second_head_and_nobody_twice(delegation, by):
    new = DelegationFactory()
    person(new, "己", "head")
    person(new, "丙", latin_name="")

    copied = operations.copy_people(delegation=new, people=delegation.members.in_protocol_order(), by=by)

    assert [(name, role) for name, role, _order in listed(new)] == [
        ("己", "head"),
        ("乙", "deputy_head"),
        ("丙", "member"),
        ("甲", "member"),
        ("丁", "interpreter"),
    ]
    assert [one.given_name for one in copied.there_already] == ["丙"]


def test_nobody_chosen_is_refused(delegation, by):
    with pytest.raises(operations.NobodyChosen):
        operations.copy_people(delegation=delegation, people=[], by=by)


# ---------------------------------------------------------------- worth a second look


def remarks(delegation):
    return people_checks.remarks(delegation, delegation.members.in_protocol_order())


def test_nothing_is_said_of_a_list_in_order(delegation):
    assert remarks(delegation) == []


def test_a_list_without_a_head(by):
    delegation = DelegationFactory()
    person(delegation, "甲")

    assert remarks(delegation) == ["Nobody is the head of the delegation yet."]


def test_nothing_is_said_of_an_empty_list():
    assert remarks(DelegationFactory()) == []


@pytest.mark.parametrize(
    "again",
    [
        {"family_name": "", "given_name": "王 丙", "latin_name": ""},
        {"given_name": "别名", "latin_name": "wang  丙"},
    ],
)
def test_somebody_listed_twice_in_either_script(delegation, again):
    DelegationMemberFactory(delegation=delegation, order=9, **again)

    assert len(people_checks.listed_twice(delegation.members.all())) == 1


def test_passport_names_are_needed_abroad_only(delegation):
    DelegationMember.objects.filter(given_name="丙").update(latin_name="")
    abroad = remarks(delegation)
    delegation.direction = "incoming"

    assert [abroad, remarks(delegation)] == [
        ["For a visit abroad the name as in the passport is needed; it is missing for 王丙."],
        [],
    ]


@pytest.mark.parametrize(
    ("direction", "basis", "people", "said"),
    [
        ("outgoing", "official", 6, 0),
        ("outgoing", "official", 7, 1),
        ("outgoing", "private", 7, 0),
        ("incoming", "official", 7, 0),
    ],
)
def test_an_official_visit_abroad_has_six_people(direction, basis, people, said):
    delegation = DelegationFactory(direction=direction, passport_basis=basis, approval_number="1")
    person(delegation, "0", "head")
    for number in range(1, people):
        person(delegation, str(number))

    assert len(remarks(delegation)) == said


# ---------------------------------------------------------------- the page


def test_neighbours_of_one_organisation_stand_together(office):
    delegation = DelegationFactory()
    one, other = OrganisationFactory(), OrganisationFactory()
    for place, (given, house) in enumerate([("a", one), ("b", one), ("c", other), ("d", one), ("e", None)]):
        person(delegation, given, organisation=house, order=place)

    response = office.get(page(delegation))

    groups = [(house, [row.person.given_name for row in rows]) for house, rows in response.context["groups"]]
    assert groups == [(one, ["a", "b"]), (other, ["c"]), (one, ["d"]), (None, ["e"])]


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        ((), 403),
        (("view_delegation",), 403),
        (("view_delegationmember",), 403),
        (SEES, 200),
        (("change_delegation", "change_delegationmember"), 200),
    ],
)
def test_the_page_needs_the_right_to_visits_and_their_people(client, delegation, rights, status):
    response = colleague(client, *rights).get(page(delegation))

    assert response.status_code == status


WAYS = {
    "people_add": "add_delegationmember",
    "people_copy": "add_delegationmember",
    "people_edit": "change_delegationmember",
    "people_move": "change_delegationmember",
    "people_role": "change_delegationmember",
    "people_remove": "delete_delegationmember",
}


def address(delegation, name):
    args = [] if name in ("people_add", "people_copy") else [delegation.members.first().pk]
    return page(delegation, name, *args)


def test_whoever_only_reads_has_no_way_to_change_anything(client, delegation):
    reader = colleague(client, *SEES)

    text = reader.get(page(delegation)).content.decode()
    answers = {
        reader.post(address(delegation, name), {"role": "head", "to": "down"}).status_code for name in WAYS
    }

    assert [name for name in WAYS if address(delegation, name) in text] == []
    assert answers == {403}


@pytest.mark.parametrize(("name", "right"), WAYS.items())
def test_each_way_needs_its_own_right(client, delegation, name, right):
    url = address(delegation, name)
    others = set(WAYS.values()) - {right}

    without = colleague(client, *SEES, *others).get(url).status_code
    having = colleague(client, *SEES, right).get(url).status_code

    assert (without, having) in [(403, 200), (403, 302)]


def test_the_buttons_move_people_and_give_roles(office, delegation):
    of = lambda given: delegation.members.get(given_name=given)  # noqa: E731

    moved = office.post(page(delegation, "people_move", of("丁").pk), {"to": "up"})
    office.post(page(delegation, "people_role", of("丁").pk), {"role": "deputy_head"})

    assert moved.url == f"{page(delegation)}#person-{of('丁').pk}"
    assert [name for name, *_rest in listed(delegation)] == ["甲", "乙", "丁", "丙"]


def test_a_button_that_came_too_late_says_so(office, delegation):
    first = delegation.members.get(given_name="甲")

    response = office.post(page(delegation, "people_move", first.pk), {"to": "down"}, follow=True)

    assert told(response) == [
        "WANG 甲 cannot move further: people change places with those of the same rank only."
    ]


def test_opening_the_address_of_a_button_changes_nothing(office, delegation):
    before = listed(delegation)
    third = delegation.members.get(given_name="丙")

    office.get(page(delegation, "people_move", third.pk), {"to": "down"})
    office.get(page(delegation, "people_role", third.pk), {"role": "head"})

    assert listed(delegation) == before


@pytest.mark.parametrize(
    ("name", "typed"),
    [("people_move", {"to": "top"}), ("people_role", {"role": "king"}), ("people_role", {})],
)
def test_what_no_button_says_is_not_found(office, delegation, name, typed):
    response = office.post(page(delegation, name, delegation.members.first().pk), typed)

    assert response.status_code == 404


def test_people_of_another_visit_are_not_found_here(office, delegation):
    stranger = DelegationMemberFactory()

    answers = [
        office.post(page(delegation, name, stranger.pk), {"to": "up", "role": "head"}).status_code
        for name in ("people_edit", "people_move", "people_role", "people_remove")
    ]

    assert answers == [404, 404, 404, 404]


TYPED = {
    "family_name": "王",
    "given_name": "戊",
    "latin_name": "WANG Wu",
    "role": "member",
    "position_zh_hans": "主任",
    "position_en": "Director",
    "organisation": "",
    "badge_kind": "ngo",
    "public": "on",
}


def test_somebody_is_added_with_both_scripts_and_both_languages(office, delegation):
    response = office.post(page(delegation, "people_add"), TYPED)

    new = delegation.members.get(given_name="戊")
    assert {name: getattr(new, name) for name in TYPED} == TYPED | {"organisation": None, "public": True}
    assert (response.url, new.order) == (page(delegation), 4)


def test_a_name_left_empty_is_answered_at_its_field(office, delegation):
    response = office.post(page(delegation, "people_add"), TYPED | {"given_name": ""})

    assert list(response.context["form"].errors) == ["given_name"]
    assert response.context["form"]["latin_name"].value() == "WANG Wu"


def test_an_edit_to_the_head_swaps(office, delegation):
    third = delegation.members.get(given_name="丙")

    office.post(page(delegation, "people_edit", third.pk), TYPED | {"given_name": "丙", "role": "head"})

    assert [(name, role) for name, role, _order in listed(delegation)][:1] == [("丙", "head")]
    assert delegation.members.filter(role="head").count() == 1


def test_taking_somebody_off_asks_first_and_shows_why_not(office, delegation):
    third, fourth = (delegation.members.get(given_name=given) for given in "丙丁")
    NominationFactory(member=third)

    asked = office.get(page(delegation, "people_remove", fourth.pk))
    refused = office.post(page(delegation, "people_remove", third.pk))
    office.post(page(delegation, "people_remove", fourth.pk))

    assert asked.context["title"] == "Take WANG 丁 off the list?"
    assert refused.context["refusal"] == (
        "WANG 丙 cannot be taken off the list while these hang on the name: nominations."
    )
    assert [name for name, *_rest in listed(delegation)] == ["甲", "乙", "丙"]


def test_people_are_chosen_and_copied_on_the_page(office, delegation):
    new = DelegationFactory()
    person(new, "丙")

    asked = office.get(page(new, "people_copy"), {"source": delegation.pk})
    chosen = asked.context["form"]["people"].initial
    response = office.post(
        f"{page(new, 'people_copy')}?source={delegation.pk}", {"people": [*chosen]}, follow=True
    )

    assert sorted(DelegationMember.objects.filter(pk__in=chosen).values_list("given_name", flat=True)) == (
        sorted("甲乙丁")
    )
    assert told(response) == ["3 people are copied."]


def test_copying_nobody_is_said_on_the_page(office, delegation):
    new = DelegationFactory()

    response = office.post(f"{page(new, 'people_copy')}?source={delegation.pk}", {})

    assert response.context["refusal"] == "Please choose whom to copy."


def test_people_of_a_third_visit_cannot_be_slipped_in(office, delegation):
    new, stranger = DelegationFactory(), DelegationMemberFactory()

    response = office.post(f"{page(new, 'people_copy')}?source={delegation.pk}", {"people": [stranger.pk]})

    assert list(response.context["form"].errors) == ["people"]
    assert not new.members.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_speaks_the_colleagues_language(client, delegation, language):
    client.force_login(SuperuserFactory(preferred_language=language))

    text = client.get(page(delegation)).content.decode()

    assert ("团长" in text, "Head of delegation" in text) == (language == "zh-hans", language == "en")


def test_the_page_takes_the_same_statements_for_any_number(office, django_assert_max_num_queries):
    delegation = DelegationFactory()
    counts = []
    for number in (1, 8):
        for n in range(number):
            person(delegation, f"{number}-{n}")
        office.get(page(delegation))
        with django_assert_max_num_queries(12) as captured:
            office.get(page(delegation))
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("by_action", [True, False])
def test_the_list_of_all_people_lets_nobody_go_with_their_travel_documents(client, delegation, by_action):
    member = delegation.members.get(given_name="乙")
    travel_document(member)
    client.force_login(SuperuserFactory(preferred_language="en"))
    one = reverse("admin:delegations_delegationmember_delete", args=[member.pk])
    many = reverse("admin:delegations_delegationmember_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [member.pk]}

    response = client.post(many if by_action else one, {"post": "yes", **(chosen if by_action else {})})

    assert [str(kept) for kept in response.context["protected"]] == [f"Passport · {member.name}"]
    assert TravelDocument.objects.filter(member=member).exists()
