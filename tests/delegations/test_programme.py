"""The programme of a visit: what does not fit in it, and what can be done with its items and days."""

from datetime import date, time

import pytest
from django.utils import translation

from delegations import itinerary_checks as checks
from delegations.models import ChecklistItem, ItineraryItem
from delegations.operations import programme as operations
from delegations.operations.states import report_due
from tests.factories import (
    ChecklistTemplateFactory,
    DelegationFactory,
    DelegationMemberFactory,
    ItineraryItemFactory,
    UserFactory,
)

MONDAY, TUESDAY, FRIDAY, SATURDAY = (date(2023, 5, day) for day in (8, 9, 12, 13))
NAMES = {1: "WANG", 2: "LI", 3: "ZHAO"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def stop(pk, hours="", who=(), day=MONDAY, **facts):
    """Hours as they stand in a programme: 09:30-11:00, 09:30- without an end, -11:00 without a beginning."""
    starts, _dash, ends = hours.partition("-")
    return checks.Stop(
        pk,
        f"Item {pk}",
        day,
        time.fromisoformat(starts) if starts else None,
        time.fromisoformat(ends) if ends else None,
        who=frozenset(who),
        **facts,
    )


# ---------------------------------------------------------------- at the same time


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("09:00-10:00", "09:30-11:00", True),
        ("09:00-12:00", "10:00-11:00", True),
        ("09:00-10:00", "09:00-10:00", True),
        ("09:00-10:00", "10:00-11:00", False),  # one after the other
        ("09:00-10:00", "11:00-12:00", False),
        ("09:00-", "08:00-10:00", True),  # open-ended: begins in the middle of the other
        ("09:00-", "09:00-10:00", True),
        ("10:00-", "09:00-10:00", False),
        ("09:00-", "10:00-11:00", False),  # nobody knows that it lasts until then
        ("09:00-", "09:00-", True),
        ("09:00-", "09:30-", False),
        ("-10:00", "09:00-10:00", True),
        ("-09:00", "09:00-10:00", False),
        ("-10:30", "09:00-10:00", False),
        ("", "09:00-10:00", False),  # without hours
        ("", "", False),
    ],
)
def test_which_items_are_at_the_same_time(one, other, expected):
    both_ways = [
        checks.at_the_same_time(stop(1, one), stop(2, other)),
        checks.at_the_same_time(stop(2, other), stop(1, one)),
    ]

    assert both_ways == [expected, expected]


@pytest.mark.parametrize(
    ("hours", "day", "expected"),
    [
        ("05:00-07:00", TUESDAY, True),  # still on the train
        ("06:10-07:00", TUESDAY, False),
        ("00:00-", TUESDAY, True),
        ("23:30-23:50", MONDAY, True),
        ("21:00-22:00", MONDAY, False),
        ("05:00-07:00", MONDAY, False),
    ],
)
def test_a_night_journey_lasts_into_the_next_day(hours, day, expected):
    train = stop(1, "22:00-06:10", kind="travel")

    assert checks.at_the_same_time(train, stop(2, hours, day=day)) is expected


def test_midnight_itself_ends_a_day():
    assert stop(1, "22:00-00:00").span[1].isoformat() == "2023-05-09T00:00:00"


@pytest.mark.parametrize(
    ("one", "other", "about", "text"),
    [
        ({}, {}, "overlap", "“Item 1” and “Item 2” are at the same time for the whole delegation."),
        (
            {"who": [2, 1]},
            {},
            "overlap",
            "“Item 1” and “Item 2” are at the same time for WANG, LI.",
        ),
        (
            {"who": [1, 2]},
            {"who": [2, 3]},
            "overlap",
            "“Item 1” and “Item 2” are at the same time for LI.",
        ),
        (
            {"who": [1]},
            {"who": [2, 3]},
            "parallel",
            "“Item 1” and “Item 2” are at the same time, with different people: that is fine.",
        ),
        (
            {"who": [1], "city": "Geneva", "place": "Hall"},
            {"who": [1], "city": "Bern"},
            "two_places",
            "In two places at once, “Item 1” (Geneva, Hall) and “Item 2” (Bern): WANG.",
        ),
        (
            {"city": "Geneva", "place": "Hall I"},
            {"city": "Geneva", "place": "Hall II"},
            "two_places",
            "The whole delegation would be in two places at once: “Item 1” (Geneva, Hall I) and “Item 2” (Geneva, Hall II).",
        ),
        (
            {"city": "Geneva"},
            {"city": "Geneva", "place": "Hall II"},
            "overlap",
            "“Item 1” and “Item 2” are at the same time for the whole delegation.",
        ),
        ({}, {"kind": "travel"}, "journey", "The journey “Item 2” falls into “Item 1”."),
        (
            {"kind": "travel", "who": [3]},
            {"city": "Bern"},
            "journey",
            "For ZHAO the journey “Item 1” falls into “Item 2”.",
        ),
        (
            {"kind": "travel", "who": [3]},
            {"who": [1]},
            "parallel",
            "“Item 1” and “Item 2” are at the same time, with different people: that is fine.",
        ),
        (
            {"kind": "travel", "city": "Bern"},
            {"kind": "travel", "city": "Geneva"},
            "two_places",
            "The whole delegation would be in two places at once: “Item 1” (Bern) and “Item 2” (Geneva).",
        ),
    ],
)
def test_what_is_said_of_two_items_at_the_same_time(one, other, about, text):
    stops = [stop(1, "09:00-11:00", **one), stop(2, "10:00-12:00", **other)]

    found = checks.clashes(stops, NAMES)

    assert found == [checks.Remark(checks.About(about), (1, 2), text)]
    assert found[0].is_warning == (about != "parallel")


def test_of_three_items_each_two_are_compared():
    stops = [stop(1, "09:00-12:00"), stop(2, "09:30-10:00"), stop(3, "11:00-13:00")]

    assert [one.items for one in checks.clashes(stops, NAMES)] == [(1, 2), (1, 3)]


def test_items_outside_the_days_of_the_visit():
    stops = [stop(1, day=MONDAY), stop(2, day=FRIDAY), stop(3, day=SATURDAY)]

    found = checks.outside(stops, MONDAY, FRIDAY)

    assert [(one.items, one.text) for one in found] == [
        ((3,), "“Item 3” is on 13 May 2023, outside the days of the visit.")
    ]


def test_a_title_missing_in_a_language():
    items = [
        ItineraryItem(pk=1, date=MONDAY, title_zh_hans="会谈", title_en="Talks"),
        ItineraryItem(pk=2, date=MONDAY, title_zh_hans="宴请", title_en=""),
        ItineraryItem(pk=3, date=MONDAY, title_zh_hans="", title_en="Signing"),
    ]

    assert [(one.items, one.text) for one in checks.missing_titles(items)] == [
        ((2,), "“宴请” has no title in English."),
        ((3,), "“Signing” has no title in Chinese."),
    ]


# ---------------------------------------------------------------- the share of substance


@pytest.mark.parametrize(
    ("stops", "expected", "percent", "is_enough"),
    [
        ([], (0, 0, 0), 0, True),
        ([stop(1, "09:00-11:00", kind="talks")], (120, 120, 0), 100, True),
        (
            [stop(1, "09:00-11:00", kind="talks"), stop(2, "19:00-20:00", kind="reception")],
            (120, 180, 0),
            66,
            True,
        ),
        (
            [stop(1, "09:00-10:59", kind="talks"), stop(2, "19:00-20:00", kind="reception")],
            (119, 179, 0),
            66,
            False,
        ),
        (
            [stop(1, "09:00-10:00", kind="site_visit"), stop(2, "14:00-16:00", kind="culture")],
            (60, 180, 0),
            33,
            False,
        ),
        # Journeys are no part of it; what has no hours is told apart.
        (
            [
                stop(1, "08:00-20:00", kind="travel"),
                stop(2, "09:00-10:00"),
                stop(3, "11:00-"),
                stop(4, kind="signing"),
                stop(5, kind="travel"),
            ],
            (60, 60, 2),
            100,
            True,
        ),
        # At the same time counts once, and as substance where one of the two is.
        (
            [stop(1, "09:00-12:00", [1], kind="talks"), stop(2, "10:00-13:00", [2], kind="culture")],
            (180, 240, 0),
            75,
            True,
        ),
    ],
)
def test_how_much_of_the_time_is_on_substance(stops, expected, percent, is_enough):
    share = checks.share_of_substance(stops)

    assert (share, share.percent, share.is_enough) == (checks.Share(*expected), percent, is_enough)


# ---------------------------------------------------------------- from the record


@pytest.mark.django_db
def test_nobody_chosen_is_the_whole_delegation(django_assert_num_queries):
    delegation = DelegationFactory()
    one, other = DelegationMemberFactory.create_batch(2, delegation=delegation)
    facts = {"delegation": delegation, "starts": time(9), "ends": time(11)}
    ItineraryItemFactory(**facts).attendees.set([one])
    ItineraryItemFactory(**facts).attendees.set([other])
    everybody = ItineraryItemFactory(**facts | {"date": TUESDAY})
    clash = ItineraryItemFactory(**facts | {"date": TUESDAY})
    late = ItineraryItemFactory(**facts | {"date": SATURDAY})

    with django_assert_num_queries(2):
        found = checks.remarks(delegation, delegation.itinerary.for_programme(), {one.pk: "A", other.pk: "B"})

    assert [(remark.about, remark.items) for remark in found[1:]] == [
        (checks.About.OVERLAP, (everybody.pk, clash.pk)),
        (checks.About.OUTSIDE, (late.pk,)),
    ]
    assert found[0].about == checks.About.PARALLEL


# ---------------------------------------------------------------- operations


@pytest.fixture
def by(db):
    return UserFactory(is_staff=True)


@pytest.fixture
def delegation(db):
    return DelegationFactory()


def when(item):
    item.refresh_from_db()
    return item.date, item.starts, item.ends


def item(delegation, hours="", **facts):
    starts, _dash, ends = hours.partition("-")
    return ItineraryItemFactory(
        delegation=delegation,
        starts=time.fromisoformat(starts) if starts else None,
        ends=time.fromisoformat(ends) if ends else None,
        **facts,
    )


@pytest.mark.parametrize(
    ("hours", "kind", "starts", "expected"),
    [
        ("09:00-11:30", "talks", time(14), (time(14), time(16, 30))),
        ("09:00-11:30", "talks", None, (None, None)),
        ("09:00-", "talks", time(14), (time(14), None)),
        ("", "talks", time(14), (time(14), None)),
        ("-11:30", "talks", time(10), (time(10), time(11, 30))),
        ("-11:30", "talks", time(12), (time(12), None)),
        ("-11:30", "talks", None, (None, time(11, 30))),
        ("09:00-11:30", "travel", time(23), (time(23), time(1, 30))),
        ("22:00-06:00", "travel", time(1), (time(1), time(9))),
    ],
)
def test_a_moved_item_lasts_as_long_as_before(delegation, by, hours, kind, starts, expected):
    moved = item(delegation, hours, kind=kind)

    operations.move_item(item=moved, to=TUESDAY, starts=starts, by=by)

    assert when(moved) == (TUESDAY, *expected)
    assert moved.history.first().history_user == by


@pytest.mark.parametrize("starts", [time(22), time(23)])
def test_only_a_journey_goes_on_past_midnight(delegation, by, starts):
    moved = item(delegation, "09:00-11:00", kind="talks")

    with pytest.raises(operations.PastMidnight):
        operations.move_item(item=moved, to=TUESDAY, starts=starts, by=by)

    assert when(moved) == (MONDAY, time(9), time(11))


@pytest.mark.parametrize(
    ("before", "expected"),
    [(True, (date(2023, 5, 7), FRIDAY)), (False, (MONDAY, SATURDAY))],
)
def test_a_day_more_leaves_the_programme_where_it_is(delegation, by, before, expected):
    there = item(delegation)

    operations.add_day(delegation=delegation, before=before, by=by)

    delegation.refresh_from_db()
    assert (delegation.starts_on, delegation.ends_on) == expected
    assert when(there)[0] == MONDAY


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (True, {"from the start": date(2023, 4, 7), "from the end": date(2023, 5, 20)}),
        (False, {"from the start": date(2023, 4, 8), "from the end": date(2023, 5, 21)}),
    ],
)
def test_what_is_still_due_moves_with_the_edge_it_is_counted_from(by, before, expected):
    thursday, friday = date(2023, 5, 11), date(2023, 5, 12)
    delegation = DelegationFactory(ends_on=thursday, report_due_on=report_due(thursday))
    for label, counted_from, due in (
        ("from the start", "departure", date(2023, 4, 8)),
        ("from the end", "return", date(2023, 5, 20)),
    ):
        template = ChecklistTemplateFactory(counted_from=counted_from)
        ChecklistItem.objects.create(delegation=delegation, template=template, label_en=label, due_on=due)

    operations.add_day(delegation=delegation, before=before, by=by)

    delegation.refresh_from_db()
    found = dict(delegation.checklist.values_list("label_en", "due_on"))
    assert found == expected
    assert delegation.report_due_on == report_due(thursday if before else friday)


def test_a_visit_known_by_its_month_has_no_days_to_add(by):
    delegation = DelegationFactory(date_precision="month")

    with pytest.raises(operations.DaysNotKnown):
        operations.add_day(delegation=delegation, before=True, by=by)


def of_day(delegation, day):
    return sorted(delegation.itinerary.on(day).values_list("title_en", flat=True))


def test_a_copied_day_has_everything_its_people_too(delegation, by):
    person = DelegationMemberFactory(delegation=delegation)
    original = item(
        delegation,
        "09:00-11:00",
        kind="talks",
        place_zh_hans="会议室",
        place_en="Room",
        hosts_zh_hans="主任",
        hosts_en="Director",
        interpreter="Xu",
        talking_points="Points",
        note="Note",
        public=False,
    )
    original.attendees.set([person])

    copy = operations.copy_day(delegation=delegation, source=MONDAY, target=TUESDAY, by=by)[0]

    facts = [
        {
            field.name: getattr(one, field.name)
            for field in ItineraryItem._meta.concrete_fields
            if field.name not in ("id", "date")
        }
        for one in (original, ItineraryItem.objects.get(pk=copy.pk))
    ]
    assert facts[0] == facts[1]
    assert (copy.date, list(copy.attendees.all())) == (TUESDAY, [person])
    assert of_day(delegation, MONDAY) == [original.title_en]


def two_days(delegation):
    item(delegation, title_en="A")
    item(delegation, title_en="B", date=TUESDAY)
    item(delegation, title_en="C", date=TUESDAY)


@pytest.mark.parametrize(("replacing", "expected"), [(False, ["A", "B", "C"]), (True, ["A"])])
def test_what_is_there_already_stays_or_goes_as_somebody_says(delegation, by, replacing, expected):
    two_days(delegation)

    operations.copy_day(
        delegation=delegation, source=MONDAY, target=TUESDAY, by=by, replacing=replacing, seen=2
    )

    assert of_day(delegation, TUESDAY) == expected


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"source": MONDAY, "target": TUESDAY}, operations.DayHasItems),
        ({"source": MONDAY, "target": TUESDAY, "replacing": True, "seen": 1}, operations.DayHasChanged),
        ({"source": MONDAY, "target": TUESDAY, "replacing": False, "seen": 3}, operations.DayHasChanged),
        ({"source": MONDAY, "target": MONDAY}, operations.SameDay),
        ({"source": FRIDAY, "target": MONDAY}, operations.NothingThatDay),
    ],
)
def test_a_day_is_not_copied_over_what_nobody_saw(delegation, by, typed, refusal):
    two_days(delegation)

    with pytest.raises(refusal):
        operations.copy_day(delegation=delegation, by=by, **typed)

    assert (of_day(delegation, MONDAY), of_day(delegation, TUESDAY)) == (["A"], ["B", "C"])


def test_a_cleared_day_takes_no_other_with_it(delegation, by):
    two_days(delegation)
    elsewhere = item(DelegationFactory(), date=TUESDAY)

    operations.clear_day(delegation=delegation, day=TUESDAY, seen=2, by=by)

    assert list(ItineraryItem.objects.values_list("title_en", flat=True)) == ["A", elsewhere.title_en]


@pytest.mark.parametrize(
    ("day", "seen", "refusal"),
    [(TUESDAY, 1, operations.DayHasChanged), (FRIDAY, 0, operations.NothingThatDay)],
)
def test_a_day_is_cleared_as_it_was_seen_or_not_at_all(delegation, by, day, seen, refusal):
    two_days(delegation)

    with pytest.raises(refusal):
        operations.clear_day(delegation=delegation, day=day, seen=seen, by=by)

    assert ItineraryItem.objects.count() == 3
