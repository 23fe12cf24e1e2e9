"""What must be ready for a visit: where the list comes from, how it follows the dates, how it is ticked off."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from delegations import reference
from delegations.models import ChecklistItem, ChecklistTemplate
from delegations.operations import checklists
from tests.factories import ChecklistTemplateFactory, DelegationFactory, UserFactory

pytestmark = pytest.mark.django_db


def item(**facts):
    return ChecklistItem.objects.create(
        **{"delegation": facts.pop("delegation", None) or DelegationFactory(), "label_en": "Visas", **facts}
    )


def listed(delegation):
    return [(one.label_en, one.due_on) for one in delegation.checklist.all()]


def templates():
    """One entry of each sort; only the first three are for an official visit abroad."""
    make = ChecklistTemplateFactory
    make(direction="outgoing", passport_basis="", label_en="Visas", lead_days=30)
    make(direction="outgoing", passport_basis="official", label_en="Approval", lead_days=45)
    make(
        direction="outgoing",
        passport_basis="official",
        label_en="Passports handed in",
        lead_days=7,
        counted_from="return",
    )
    make(direction="outgoing", passport_basis="private", label_en="Employer", lead_days=45)
    make(direction="incoming", passport_basis="", label_en="Interpreters", lead_days=20)


DAYS = {"starts_on": date(2027, 5, 10), "ends_on": date(2027, 5, 14)}
OFFICIAL = {"direction": "outgoing", "passport_basis": "official", "state": "planned", **DAYS}


# ---------------------------------------------------------------- the list


def test_the_list_holds_what_a_visit_of_this_kind_needs():
    templates()
    delegation = DelegationFactory(**OFFICIAL)

    checklists.add_what_is_missing(delegation=delegation)

    assert listed(delegation) == [
        ("Approval", date(2027, 3, 26)),
        ("Visas", date(2027, 4, 10)),
        ("Passports handed in", date(2027, 5, 21)),
    ]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"passport_basis": "private"}, ["Employer", "Visas"]),
        ({"direction": "incoming"}, ["Interpreters"]),
    ],
)
def test_other_kinds_need_other_things(facts, expected):
    templates()
    delegation = DelegationFactory(**OFFICIAL | facts)

    checklists.add_what_is_missing(delegation=delegation)

    assert [label for label, _day in listed(delegation)] == expected


def test_a_second_time_only_what_is_missing_is_added():
    templates()
    delegation = DelegationFactory(**OFFICIAL)
    checklists.add_what_is_missing(delegation=delegation)
    delegation.checklist.filter(label_en="Visas").delete()
    delegation.checklist.filter(label_en="Approval").update(done_on=date(2027, 1, 5), label_en="Our word")

    added = checklists.add_what_is_missing(delegation=delegation)

    assert [one.label_en for one in added] == ["Visas"]
    assert [label for label, _day in listed(delegation)] == ["Our word", "Visas", "Passports handed in"]
    with pytest.raises(checklists.NothingToAdd):
        checklists.add_what_is_missing(delegation=delegation)


def test_a_cancelled_visit_needs_nothing():
    templates()
    delegation = DelegationFactory(**OFFICIAL | {"state": "cancelled"})

    with pytest.raises(checklists.VisitCancelled):
        checklists.add_what_is_missing(delegation=delegation)

    assert listed(delegation) == []


# ---------------------------------------------------------------- the dates


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (5, 5, {"Open": 5, "After": 5, "Set by hand": 5, "Done": 0, "Own": 0}),
        (0, 2, {"Open": 0, "After": 2, "Set by hand": 0, "Done": 0, "Own": 0}),
        (-3, 0, {"Open": -3, "After": 0, "Set by hand": -3, "Done": 0, "Own": 0}),
    ],
)
def test_what_is_open_moves_with_the_visit(start, end, expected):
    before = ChecklistTemplateFactory.create_batch(3, lead_days=30)
    after = ChecklistTemplateFactory(lead_days=7, counted_from="return")
    delegation = DelegationFactory(**OFFICIAL)
    day = date(2027, 4, 10)
    item(delegation=delegation, label_en="Open", template=before[0], due_on=day)
    item(delegation=delegation, label_en="Done", template=before[1], due_on=day, done_on=day)
    item(delegation=delegation, label_en="Set by hand", template=before[2], due_on=day + timedelta(days=9))
    item(delegation=delegation, label_en="After", template=after, due_on=day)
    item(delegation=delegation, label_en="Own", due_on=day)
    was = dict(listed(delegation))
    delegation.starts_on += timedelta(days=start)
    delegation.ends_on += timedelta(days=end)
    delegation.save()

    moved = checklists.follow_dates(
        delegation=delegation, started_on=DAYS["starts_on"], ended_on=DAYS["ends_on"]
    )

    assert {label: (day - was[label]).days for label, day in listed(delegation)} == expected
    assert {one.label_en for one in moved} == {label for label, days in expected.items() if days}


# ---------------------------------------------------------------- ticking off


def test_an_entry_is_done_with_a_day_and_a_note():
    entry = item()

    checklists.mark_done(item=entry, on=date(2026, 11, 2), note=" 存于卷宗 ")

    entry.refresh_from_db()
    assert (entry.done_on, entry.note) == (date(2026, 11, 2), "存于卷宗")


def test_at_one_press_it_is_done_today_and_keeps_its_note():
    entry = item(note="护照五本")

    checklists.mark_done(item=entry)

    entry.refresh_from_db()
    assert (entry.done_on, entry.note) == (timezone.localdate(), "护照五本")


def test_what_is_done_is_not_done_again_or_tomorrow():
    entry = item()

    with pytest.raises(checklists.DoneInTheFuture):
        checklists.mark_done(item=entry, on=timezone.localdate() + timedelta(days=1))
    checklists.mark_done(item=entry)
    with pytest.raises(checklists.ItemDoneAlready):
        checklists.mark_done(item=entry)


def test_an_entry_may_turn_out_not_to_be_done():
    entry = item(done_on=date(2026, 11, 2), note="收据")

    checklists.mark_undone(item=entry)

    entry.refresh_from_db()
    assert (entry.done_on, entry.note) == (None, "收据")
    with pytest.raises(checklists.ItemNotDone):
        checklists.mark_undone(item=entry)


def test_a_colleague_looks_after_an_entry():
    entry, colleague = item(), UserFactory(is_staff=True)

    checklists.assign(item=entry, to=colleague)
    entry.refresh_from_db()
    first = entry.owner
    checklists.assign(item=entry, to=None)

    entry.refresh_from_db()
    assert (first, entry.owner) == (colleague, None)


@pytest.mark.parametrize("facts", [{"is_staff": False}, {"is_staff": True, "is_active": False}])
def test_only_colleagues_look_after_entries(facts):
    entry = item()

    with pytest.raises(checklists.OwnerNotAColleague):
        checklists.assign(item=entry, to=UserFactory(**facts))

    entry.refresh_from_db()
    assert entry.owner is None


# ---------------------------------------------------------------- the lists that come with the portal


def test_every_kind_of_visit_has_its_list_in_both_languages():
    added = reference.load()

    rows = ChecklistTemplate.objects.values_list("direction", "passport_basis", "label_zh_hans", "label_en")
    assert added == len(rows) == len(reference.rows())
    assert {(direction, basis) for direction, basis, *_labels in rows} == {
        ("outgoing", ""),
        ("outgoing", "official"),
        ("outgoing", "private"),
        ("incoming", ""),
    }
    assert all(chinese and english for *_kind, chinese, english in rows)


def test_loading_again_leaves_what_the_office_has_made_of_a_list():
    reference.load()
    incoming = ChecklistTemplate.objects.filter(direction="incoming")
    count = incoming.count()
    incoming.delete()
    changed, gone = ChecklistTemplate.objects.all()[:2]
    ChecklistTemplate.objects.filter(pk=changed.pk).update(lead_days=99, label_zh_hans="我们的说法")
    gone.delete()

    added = reference.load()

    changed.refresh_from_db()
    assert (added, changed.lead_days, changed.label_zh_hans) == (count, 99, "我们的说法")
    assert not ChecklistTemplate.objects.filter(pk=gone.pk).exists()
