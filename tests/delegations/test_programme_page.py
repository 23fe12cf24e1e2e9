"""The page of a programme: its days, what is said of them, its forms, and who may read or change what."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import translation

from delegations.models import ItineraryItem
from tests.admin_forms import page as admin_page
from tests.events.office import colleague
from tests.factories import (
    DelegationFactory,
    DelegationMemberFactory,
    ItineraryItemFactory,
    OrganisationFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, SATURDAY = (date(2023, 5, day) for day in (8, 9, 13))
SEES = ("view_delegation", "view_itineraryitem")
SECRET = "Never mention the price."
NOTE = "The lift is broken."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def office(client):
    client.force_login(SuperuserFactory(preferred_language="en"))
    return client


@pytest.fixture
def delegation():
    return DelegationFactory()


def page(delegation, name="programme", *args):
    return reverse(f"admin:delegations_delegation_{name}", args=[delegation.pk, *args])


def item(delegation, hours="", **facts):
    starts, _dash, ends = hours.partition("-")
    return ItineraryItemFactory(
        delegation=delegation,
        starts=time.fromisoformat(starts) if starts else None,
        ends=time.fromisoformat(ends) if ends else None,
        **facts,
    )


def told(response):
    return [str(message) for message in response.context["messages"]]


# ---------------------------------------------------------------- the days


def test_every_day_of_the_visit_stands_there_and_days_outside_that_are_used(office, delegation):
    first = item(delegation, "09:00-10:00")
    late = item(delegation, date=SATURDAY)

    days = office.get(page(delegation)).context["days"]

    assert [(day.label, day.number, day.is_outside) for day in days] == [
        ("8 May, Monday", "Day 1", False),
        ("9 May, Tuesday", "Day 2", False),
        ("10 May, Wednesday", "Day 3", False),
        ("11 May, Thursday", "Day 4", False),
        ("12 May, Friday", "Day 5", False),
        ("13 May, Saturday", "Day 6", True),
    ]
    assert [[line.item for line in day.lines] for day in days] == [[first], [], [], [], [], [late]]


@pytest.mark.parametrize("facts", [{"date_precision": "month"}, {"ends_on": date(2023, 6, 20)}])
def test_of_a_long_or_vague_visit_only_the_days_with_something_stand_there(office, facts):
    delegation = DelegationFactory(**facts)
    item(delegation, date=TUESDAY)

    days = office.get(page(delegation)).context["days"]

    assert [day.date for day in days] == [TUESDAY]


def test_what_the_page_says_of_an_item(office, delegation):
    one, other = (
        DelegationMemberFactory(delegation=delegation, latin_name=name, given_name=name) for name in "AB"
    )
    DelegationMemberFactory(delegation=delegation)
    stop = item(
        delegation,
        "22:10-06:05",
        kind="travel",
        title_en="",
        place_en="Central Station",
        organisation_met=OrganisationFactory(name_en="Railways", name_zh_hans="铁路"),
        hosts_en="The station master",
        interpreter="Xu",
    )
    stop.attendees.set([other, one])

    line = office.get(page(delegation)).context["days"][0].lines[0]

    assert (line.hours, line.titles, line.where, line.hosts, line.who) == (
        "22:10–06:05 the next day",
        [("en", ""), ("zh-Hans", stop.title_zh_hans)],
        "Central Station, Geneva, Switzerland",
        "The station master",
        "A, B",
    )
    assert [remark.text for remark in line.remarks] == [f"“{stop.title_zh_hans}” has no title in English."]


def test_a_missing_title_is_marked_and_what_clashes_links_to_the_item(office, delegation):
    first = item(delegation, "09:00-11:00", title_en="", title_zh_hans="会谈")
    item(delegation, "10:00-12:00", title_en="Lunch")

    text = office.get(page(delegation)).content.decode()

    assert "No English title" in text
    assert (
        f'<a href="#item-{first.pk}">“会谈” and “Lunch” are at the same time for the whole delegation.'
        in text
    )


def test_items_for_different_people_are_no_warning(office, delegation):
    people = DelegationMemberFactory.create_batch(2, delegation=delegation)
    for person in people:
        item(delegation, "09:00-11:00").attendees.set([person])

    response = office.get(page(delegation))

    assert response.context["warnings"] == []
    assert response.content.decode().count("with different people: that is fine.") == 2


@pytest.mark.parametrize(
    ("direction", "basis", "expected"),
    [
        ("outgoing", "official", (120, 180)),
        ("outgoing", "private", None),
        ("incoming", "official", None),
    ],
)
def test_the_share_of_substance_is_told_of_official_visits_abroad(office, direction, basis, expected):
    delegation = DelegationFactory(direction=direction, passport_basis=basis, approval_number="1")
    item(delegation, "09:00-11:00", kind="talks")
    item(delegation, "19:00-20:00", kind="reception")

    response = office.get(page(delegation))

    share = response.context["share"]
    assert (share and (share.substance, share.counted)) == expected
    assert ("66% of the planned time is on substance." in response.content.decode()) == bool(expected)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_speaks_the_colleagues_language(client, delegation, language):
    item(delegation, "09:00-11:00", kind="talks")
    client.force_login(SuperuserFactory(preferred_language=language))

    text = client.get(page(delegation)).content.decode()

    assert ("周一" in text, "Monday" in text) == (language == "zh-hans", language == "en")


def test_the_page_takes_the_same_statements_for_any_number(office, django_assert_max_num_queries):
    delegation = DelegationFactory()
    counts = []
    for number in (1, 8):
        for _n in range(number):
            person = DelegationMemberFactory(delegation=delegation)
            stop = item(delegation, "09:00-10:00", organisation_met=OrganisationFactory(), country="CH")
            stop.attendees.set([person])
        office.get(page(delegation))
        with django_assert_max_num_queries(14) as captured:
            office.get(page(delegation))
        counts.append(len(captured))

    assert counts[0] == counts[1]


# ---------------------------------------------------------------- rights


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        ((), 403),
        (("view_delegation",), 403),
        (("view_itineraryitem",), 403),
        (SEES, 200),
        (("change_delegation", "change_itineraryitem"), 200),
    ],
)
def test_the_page_needs_the_right_to_visits_and_their_programmes(client, delegation, rights, status):
    response = colleague(client, *rights).get(page(delegation))

    assert response.status_code == status


WAYS = {
    "programme_add": "add_itineraryitem",
    "programme_item": "change_itineraryitem",
    "programme_move": "change_itineraryitem",
    "programme_delete": "delete_itineraryitem",
    "programme_day_before": "change_delegation",
    "programme_day_after": "change_delegation",
    "programme_copy_day": "add_itineraryitem",
    "programme_clear_day": "delete_itineraryitem",
}


def address(stop, name):
    if name in ("programme_item", "programme_move", "programme_delete"):
        return page(stop.delegation, name, stop.pk)
    if name.endswith(("y_day", "clear_day")):
        return page(stop.delegation, name, stop.date.isoformat())
    return page(stop.delegation, name)


@pytest.mark.parametrize(("name", "right"), WAYS.items())
def test_each_way_needs_its_own_right_and_stands_on_the_page_with_it(client, delegation, name, right):
    stop = item(delegation)
    url = address(stop, name)
    found = []
    for rights in ((*SEES, *(set(WAYS.values()) - {right})), (*SEES, right)):
        visitor = colleague(client, *rights)
        found.append(
            (visitor.get(url).status_code, f'href="{url}"' in visitor.get(page(delegation)).content.decode())
        )

    assert found == [(403, False), (200, True)]


def test_whoever_only_reads_changes_nothing(client, delegation):
    stop = item(delegation)
    reader = colleague(client, *SEES)

    answers = {
        reader.post(address(stop, name), {"seen": "1", "to": "2023-05-09"}).status_code for name in WAYS
    }

    assert answers == {403}
    assert ItineraryItem.objects.get().date == MONDAY


@pytest.mark.parametrize(("rights", "reads"), [((), False), (("view_internal_delegation",), True)])
def test_internal_words_have_a_right_of_their_own(client, delegation, rights, reads):
    stop = item(delegation, talking_points=SECRET, note=NOTE)
    visitor = colleague(client, *SEES, "change_itineraryitem", *rights)
    stop.talking_points, stop.note, stop.interpreter = SECRET + "!", NOTE + "!", "Xu Yi"
    stop.save()

    pages = [
        page(delegation),
        address(stop, "programme_item"),
        admin_page(ItineraryItem, "change", stop.pk),
        admin_page(ItineraryItem, "history", stop.pk),
    ]
    texts = [visitor.get(url).content.decode() for url in pages]

    assert [SECRET in text for text in texts] == [reads, reads, False, reads]
    assert [NOTE in text for text in texts] == [reads] * 4
    assert "Xu Yi" in texts[3]


def test_nothing_internal_is_on_the_public_page(client):
    delegation = DelegationFactory()
    stop = item(
        delegation,
        "09:00-11:00",
        talking_points=SECRET,
        note=NOTE,
        interpreter="Xu Yi",
        hosts_en="The Director",
        place_en="Room 4",
    )
    stop.attendees.set([DelegationMemberFactory(delegation=delegation, latin_name="QIAN Mu", public=False)])
    item(delegation, "12:00-13:00", title_en="Inner circle", public=False)

    text = client.get(
        f"/en{delegation.get_absolute_url().removeprefix('/zh').removeprefix('/en')}"
    ).content.decode()

    assert stop.title_en in text
    hidden = [SECRET, NOTE, "Xu Yi", "The Director", "Room 4", "QIAN Mu", "Inner circle"]
    assert [word for word in hidden if word in text] == []


# ---------------------------------------------------------------- one item


TYPED = {
    "date": "2023-05-09",
    "starts": "09:30",
    "ends": "11:00",
    "kind": "talks",
    "title_zh_hans": "会谈",
    "title_en": "Talks",
    "country": "CH",
    "city_zh_hans": "日内瓦",
    "city_en": "Geneva",
    "place_zh_hans": "万国宫",
    "place_en": "Palais des Nations",
    "hosts_zh_hans": "司长",
    "hosts_en": "The Director",
    "interpreter": "Xu",
    "talking_points": SECRET,
    "note": NOTE,
    "public": "on",
}


def test_an_item_is_added_with_everything(office, delegation):
    house, person = OrganisationFactory(), DelegationMemberFactory(delegation=delegation)

    response = office.post(
        page(delegation, "programme_add"),
        TYPED | {"organisation_met": house.pk, "attendees": [person.pk]},
    )

    stop = delegation.itinerary.get()
    read = {name: getattr(stop, name) for name in TYPED}
    assert read == TYPED | {"date": TUESDAY, "starts": time(9, 30), "ends": time(11), "public": True}
    assert (stop.organisation_met, list(stop.attendees.all())) == (house, [person])
    assert response.url == f"{page(delegation)}#item-{stop.pk}"


def test_a_new_item_is_offered_on_its_day_where_the_last_one_was(office, delegation):
    item(delegation, "09:00-10:00", city_en="Bern", city_zh_hans="伯尔尼", country="CH")
    item(delegation, date=SATURDAY, city_en="Rome", country="IT")

    form = office.get(page(delegation, "programme_add"), {"day": "2023-05-09"}).context["form"]

    offered = {name: str(form[name].value()) for name in ("date", "city_zh_hans", "city_en", "country")}
    assert offered == {"date": "2023-05-09", "city_zh_hans": "伯尔尼", "city_en": "Bern", "country": "CH"}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"ends": "09:00"}, "ends"),
        ({"title_zh_hans": "", "title_en": ""}, "title_zh_hans"),
        ({"date": ""}, "date"),
    ],
)
def test_wrong_input_is_answered_at_its_field_and_kept(office, delegation, typed, field):
    response = office.post(page(delegation, "programme_add"), TYPED | typed)

    form = response.context["form"]
    assert (list(form.errors), form["place_en"].value()) == ([field], "Palais des Nations")
    assert not delegation.itinerary.exists()


def test_a_night_journey_may_end_the_next_day(office, delegation):
    office.post(
        page(delegation, "programme_add"), TYPED | {"kind": "travel", "starts": "22:00", "ends": "06:00"}
    )

    assert delegation.itinerary.values_list("starts", "ends").get() == (time(22), time(6))


def test_people_of_another_visit_cannot_attend(office, delegation):
    stranger = DelegationMemberFactory()

    response = office.post(page(delegation, "programme_add"), TYPED | {"attendees": [stranger.pk]})

    assert list(response.context["form"].errors) == ["attendees"]


def test_whoever_may_not_read_the_internal_words_leaves_them_as_they_are(client, delegation):
    stop = item(delegation, talking_points=SECRET, note=NOTE)
    visitor = colleague(client, *SEES, "change_itineraryitem")

    visitor.post(
        address(stop, "programme_item"), TYPED | {"title_en": "New", "talking_points": "", "note": ""}
    )

    stop.refresh_from_db()
    assert (stop.title_en, stop.talking_points, stop.note) == ("New", SECRET, NOTE)


def test_items_of_another_visit_are_not_found_here(office, delegation):
    stranger = item(DelegationFactory())

    answers = [
        office.post(page(delegation, name, stranger.pk), {"to": "2023-05-09"}).status_code
        for name in ("programme_item", "programme_move", "programme_delete")
    ]

    assert answers == [404, 404, 404]
    assert ItineraryItem.objects.get().date == MONDAY


def test_an_item_moves_to_a_day_of_the_visit(office, delegation):
    stop = item(delegation, "09:00-10:00")

    days = office.get(address(stop, "programme_move")).context["form"].fields["to"].choices
    office.post(address(stop, "programme_move"), {"to": "2023-05-09", "starts": "14:00"})
    refused = office.post(address(stop, "programme_move"), {"to": "2024-01-01", "starts": "14:00"})

    assert days[1] == ("2023-05-09", "9 May, Tuesday · Day 2")
    assert delegation.itinerary.values_list("date", "starts", "ends").get() == (TUESDAY, time(14), time(15))
    assert list(refused.context["form"].errors) == ["to"]


def test_why_an_item_cannot_move_stands_on_the_form(office, delegation):
    stop = item(delegation, "09:00-12:00")

    response = office.post(address(stop, "programme_move"), {"to": "2023-05-09", "starts": "23:00"})

    assert "would go on past midnight" in response.context["refusal"]
    assert response.context["form"]["starts"].value() == "23:00"


def test_deleting_an_item_asks_first(office, delegation):
    stop = item(delegation, title_en="Talks")

    asked = office.get(address(stop, "programme_delete"))
    there = delegation.itinerary.count()
    done = office.post(address(stop, "programme_delete"), follow=True)

    assert (asked.context["title"], there) == ("Delete “Talks” from the programme?", 1)
    assert (told(done), delegation.itinerary.count()) == (["“Talks” is deleted."], 0)


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("name", "expected", "text"),
    [
        ("programme_day_before", ("2023-05-07", "2023-05-12"), "The visit begins on Sunday 7 May 2023."),
        ("programme_day_after", ("2023-05-08", "2023-05-13"), "The visit ends on Saturday 13 May 2023."),
    ],
)
def test_a_day_is_added_after_asking(office, delegation, name, expected, text):
    asked = office.get(page(delegation, name))
    unchanged = (delegation.starts_on, delegation.ends_on)
    delegation.refresh_from_db()
    assert (delegation.starts_on, delegation.ends_on) == unchanged
    done = office.post(page(delegation, name), follow=True)

    delegation.refresh_from_db()
    assert asked.context["told"] == (
        f"{text} The items of the programme stay on their dates. "
        "Open entries of the checklist and the day the report is due move with the visit."
    )
    assert (str(delegation.starts_on), str(delegation.ends_on)) == expected
    assert told(done) == [text]


def test_of_an_approved_visit_the_page_says_that_a_change_is_reported(office):
    delegation = DelegationFactory(passport_basis="official", approval_number="外〔2023〕7号")

    asked = office.get(page(delegation, "programme_day_after"))

    assert asked.context["told"].endswith(
        "The visit was approved for certain days (外〔2023〕7号): a change has to be reported."
    )


def copying(delegation):
    item(delegation, title_en="A")
    item(delegation, title_en="B", date=TUESDAY)
    return page(delegation, "programme_copy_day", "2023-05-08")


def titles(delegation, day):
    return sorted(delegation.itinerary.on(day).values_list("title_en", flat=True))


def test_a_day_is_copied_to_a_free_one_at_once(office, delegation):
    response = office.post(copying(delegation), {"target": "2023-05-10"}, follow=True)

    assert titles(delegation, date(2023, 5, 10)) == ["A"]
    assert told(response) == ["1 item is copied to 10 May 2023."]


@pytest.mark.parametrize(("chosen", "expected"), [("stays", ["A", "B"]), ("replaced", ["A"])])
def test_where_something_is_planned_the_page_asks(office, delegation, chosen, expected):
    url = copying(delegation)

    asked = office.post(url, {"target": "2023-05-09"})
    hidden = dict(asked.context["hidden"])
    untouched = titles(delegation, TUESDAY)
    office.post(url, {"target": "2023-05-09", "there": chosen, **hidden})

    assert asked.context["refusal"] == (
        "Something is planned on that day already. Should it stay, or be replaced?"
    )
    assert (hidden, untouched) == ({"seen": 1}, ["B"])
    assert titles(delegation, TUESDAY) == expected


def test_a_day_that_changed_meanwhile_is_shown_again(office, delegation):
    url = copying(delegation)
    item(delegation, date=TUESDAY, title_en="New")

    response = office.post(url, {"target": "2023-05-09", "there": "replaced", "seen": "1"})

    assert "has changed in the meantime" in response.context["refusal"]
    assert (dict(response.context["hidden"]), titles(delegation, TUESDAY)) == ({"seen": 2}, ["B", "New"])


def test_without_the_right_to_delete_nothing_is_replaced(client, delegation):
    url = copying(delegation)
    visitor = colleague(client, *SEES, "add_itineraryitem")

    response = visitor.post(url, {"target": "2023-05-09", "there": "replaced", "seen": "1"})

    assert list(response.context["form"].errors) == ["there"]
    assert titles(delegation, TUESDAY) == ["B"]


def test_clearing_a_day_names_what_goes_and_takes_only_that(office, delegation):
    item(delegation, title_en="A")
    item(delegation, title_en="B")
    item(delegation, title_en="C", date=TUESDAY)
    url = page(delegation, "programme_clear_day", "2023-05-08")

    asked = office.get(url)
    late = office.post(url, {"seen": "1"})
    done = office.post(url, {"seen": "2"}, follow=True)

    assert (asked.context["title"], asked.context["told"]) == (
        "Delete all 2 items of Monday 8 May 2023?",
        "A, B",
    )
    assert "has changed in the meantime" in late.context["refusal"]
    assert told(done) == ["2 items are deleted."]
    assert list(delegation.itinerary.values_list("title_en", flat=True)) == ["C"]


@pytest.mark.parametrize("day", ["2023-13-01", "today"])
@pytest.mark.parametrize("name", ["programme_copy_day", "programme_clear_day"])
def test_a_day_that_is_none_is_not_found(office, delegation, name, day):
    assert office.get(page(delegation, name, day)).status_code == 404


# ---------------------------------------------------------------- in the dossier


def test_the_dossier_shows_people_and_programme_to_those_who_may_see_them(client, delegation):
    DelegationMemberFactory(delegation=delegation, role="head", latin_name="QIAN Mu")
    item(delegation, "09:00-11:00", title_en="Long talks")
    item(delegation, "10:00-11:00", title_en="Lunch")
    shown = []
    for rights in (["view_delegation"], [*SEES, "view_delegationmember"]):
        text = (
            colleague(client, *rights)
            .get(reverse("admin:delegations_delegation_dossier", args=[delegation.pk]))
            .content.decode()
        )
        words = ["QIAN Mu", "Long talks", page(delegation, "people"), page(delegation)]
        shown.append([word in text for word in words])
        shown.append("1 thing in the programme is worth a second look." in text)

    assert shown == [[False] * 4, False, [True] * 4, True]
