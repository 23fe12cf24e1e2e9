"""People for a UN climate conference: proposed, nominated, confirmed and replaced, within badges and deadlines."""

import pytest
from django.utils import translation

from delegations.models import Nomination
from delegations.operations import participation as operations
from tests.delegations.badges import AFTER, BEFORE, ENGLISH, NOW, nomination, person, quota, state
from tests.factories import DelegationMemberFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


# ---------------------------------------------------------------- proposing


def test_several_people_of_a_visit_are_proposed_at_once_with_what_is_known_in_english(cop, visit):
    organisation = OrganisationFactory(name_en="Green Village", name_zh_hans="绿村")
    known = DelegationMemberFactory(
        delegation=visit, organisation=organisation, position_en="Researcher", position_zh_hans="研究员"
    )
    other = DelegationMemberFactory(delegation=visit, organisation=None, position_zh_hans="翻译")

    operations.propose(participation=cop, members=[known, other], badge_kind="press")

    rows = Nomination.objects.order_by("pk")
    assert [(row.member, row.state, row.badge_kind, row.function, row.affiliation) for row in rows] == [
        (known, "proposed", "press", "Researcher", "Green Village"),
        (other, "proposed", "press", "", ""),
    ]


def test_all_of_them_or_nobody(cop, visit):
    listed, new = person(visit), person(visit)
    operations.propose(participation=cop, members=[listed], badge_kind="ngo")

    with pytest.raises(operations.OnTheListAlready):
        operations.propose(participation=cop, members=[new, listed], badge_kind="ngo")

    assert [row.member for row in Nomination.objects.all()] == [listed]


def test_only_who_travels_to_the_conference(cop):
    with pytest.raises(operations.NotOfThisConference):
        operations.propose(participation=cop, members=[DelegationMemberFactory()], badge_kind="ngo")


def test_who_was_withdrawn_may_be_proposed_again_with_their_details(cop, visit):
    row = nomination(cop, visit, "withdrawn", nominated_at=BEFORE)

    operations.propose(participation=cop, members=[row.member], badge_kind="ngo")

    assert state(row) == "proposed"
    assert (row.function, row.nominated_at) == ("Researcher", None)


# ---------------------------------------------------------------- badges


@pytest.mark.parametrize(
    ("requested", "granted", "nominated"), [(2, None, 2), (3, 2, 2), (1, 3, 3), (2, 0, 0)]
)
def test_what_was_granted_counts_and_before_that_what_was_requested(
    cop, visit, requested, granted, nominated
):
    quota(cop, requested, granted)
    rows = [nomination(cop, visit) for _n in range(4)]

    for row in rows[:nominated]:
        operations.nominate(nomination=row)
    with pytest.raises(operations.NoBadgeLeft):
        operations.nominate(nomination=rows[nominated])

    assert [state(row) for row in rows] == ["nominated"] * nominated + ["proposed"] * (4 - nominated)


def test_each_kind_of_badge_is_counted_by_itself(cop, visit):
    quota(cop, granted=1), quota(cop, granted=1, kind="press")
    nomination(cop, visit, "used"), nomination(cop, visit, "withdrawn", badge_kind="press")

    row = operations.nominate(nomination=nomination(cop, visit, badge_kind="press"))

    assert (row.state, row.nominated_at) == ("nominated", NOW)


@pytest.mark.parametrize("numbers", [None, {}])
def test_nobody_is_nominated_before_it_is_known_how_many_badges_were_asked_for(cop, visit, numbers):
    if numbers is not None:
        quota(cop, **numbers)

    with pytest.raises(operations.QuotaUnknown):
        operations.nominate(nomination=nomination(cop, visit))


def test_a_badge_is_free_again_when_somebody_is_withdrawn(cop, visit):
    quota(cop, granted=1)
    first, second = nomination(cop, visit, "confirmed"), nomination(cop, visit)

    operations.withdraw(nomination=first)
    operations.nominate(nomination=second)

    assert (state(first), state(second)) == ("withdrawn", "nominated")


def test_where_fewer_were_granted_somebody_is_withdrawn_before_anybody_is_confirmed(cop, visit):
    quota(cop, requested=2, granted=1)
    first, second = nomination(cop, visit, "nominated"), nomination(cop, visit, "nominated")

    with pytest.raises(operations.TooManyHolders):
        operations.confirm(nomination=first)
    operations.withdraw(nomination=second)
    operations.confirm(nomination=first)

    assert (state(first), first.confirmed_at) == ("confirmed", NOW)


def test_how_the_badges_stand(cop, visit):
    quota(cop, 5, 3), quota(cop, 1, None, "press")
    for each in ("proposed", "nominated", "confirmed", "used", "used", "withdrawn", "substituted"):
        nomination(cop, visit, each)
    nomination(cop, visit, badge_kind="igo")

    found = {
        one.kind: (one.requested, one.granted, one.proposed, one.nominated, one.confirmed, one.used, one.left)
        for one in cop.standings()
    }

    assert found == {
        "ngo": (5, 3, 1, 4, 3, 2, -1),
        "press": (1, None, 0, 0, 0, 0, 1),
        "igo": (None, None, 1, 0, 0, 0, None),
    }
    assert [one.too_many for one in cop.standings()] == [0, 1, 0]


# ---------------------------------------------------------------- what ORS asks


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("function", "function"),
        ("affiliation", "affiliation"),
        ("relationship", "relationship to the association"),
        ("told_on", "the day on which the person was told that the name becomes public"),
    ],
)
def test_ors_asks_for_everything_and_the_person_must_have_been_told(cop, visit, field, label):
    quota(cop, granted=1)
    row = nomination(cop, visit, **{field: None if field == "told_on" else ""})

    with translation.override("en"), pytest.raises(operations.DetailsMissing) as refused:
        operations.nominate(nomination=row)

    assert refused.value.context["missing"] == label
    assert state(row) == "proposed"


def test_a_name_in_latin_letters_is_needed(cop, visit):
    quota(cop, granted=1)
    row = nomination(cop, visit, member=DelegationMemberFactory(delegation=visit, latin_name=""))

    with pytest.raises(operations.DetailsMissing):
        operations.nominate(nomination=row)


# ---------------------------------------------------------------- deadlines


def test_too_late_unless_the_secretariat_accepted_it_all_the_same(cop, visit):
    cop.nominate_by = cop.confirm_by = BEFORE
    cop.save()
    quota(cop, granted=1)
    row = nomination(cop, visit)

    with pytest.raises(operations.TooLateToNominate):
        operations.nominate(nomination=row, late_reason=" ")
    operations.nominate(nomination=row, late_reason="Allowed by mail of 30 May.")
    with pytest.raises(operations.TooLateToConfirm):
        operations.confirm(nomination=row)
    operations.confirm(nomination=row, late_reason="System was down.")

    assert state(row) == "confirmed"
    assert row.late_reason == "Allowed by mail of 30 May.\nSystem was down."


def test_a_reason_is_not_kept_where_it_was_in_time(cop, visit):
    cop.nominate_by = AFTER
    cop.save()
    quota(cop, granted=1)

    row = operations.nominate(nomination=nomination(cop, visit), late_reason="Needless")

    assert (row.state, row.late_reason) == ("nominated", "")


@pytest.mark.parametrize(
    ("language", "moment"),
    [
        ("en", "31 May 2027, 06:00 Bonn time (31 May, 12:00 Beijing time)"),
        ("zh-hans", "2027年5月31日 06:00 波恩时间（北京时间5月31日12:00）"),
    ],
)
def test_the_refusal_names_the_deadline_by_both_clocks(cop, visit, language, moment):
    cop.nominate_by = BEFORE
    cop.save()
    quota(cop, granted=1)

    with translation.override(language), pytest.raises(operations.TooLateToNominate) as refused:
        operations.nominate(nomination=nomination(cop, visit))

    assert refused.value.context == {"deadline": moment}


# ---------------------------------------------------------------- one after the other


@pytest.mark.parametrize(
    ("operation", "allowed"),
    [
        (operations.nominate, {"proposed"}),
        (operations.confirm, {"nominated"}),
        (operations.mark_collected, {"confirmed"}),
        (operations.take_back_collected, {"used"}),
        (operations.withdraw, {"proposed", "nominated", "confirmed"}),
    ],
)
def test_what_is_possible_in_which_state(cop, visit, operation, allowed):
    quota(cop, granted=9)
    done = set()
    for before in ("proposed", "nominated", "confirmed", "used", "substituted", "withdrawn"):
        row = nomination(cop, visit, before)
        try:
            operation(nomination=row)
        except operations.WrongState:
            assert state(row) == before
        else:
            done.add(before)

    assert done == allowed


def test_somebody_else_goes_with_the_same_badge_though_none_is_left(cop, visit):
    quota(cop, granted=1, kind="press")
    old, member = nomination(cop, visit, "confirmed", badge_kind="press"), person(visit)

    new = operations.substitute(nomination=old, member=member, **ENGLISH)

    assert state(old) == "substituted"
    assert (new.member, new.state, new.badge_kind, new.replaces) == (member, "nominated", "press", old)


def test_who_is_proposed_comes_in_with_the_details_the_list_has(cop, visit):
    quota(cop, granted=1)
    old, waiting = nomination(cop, visit, "nominated"), nomination(cop, visit, relationship="Volunteer")

    operations.substitute(nomination=old, member=waiting.member, function="Interpreter")

    assert (state(old), state(waiting)) == ("substituted", "nominated")
    assert (waiting.function, waiting.relationship, waiting.replaces) == ("Interpreter", "Volunteer", old)


def test_who_holds_a_badge_replaces_nobody(cop, visit):
    quota(cop, granted=2)
    old, other = nomination(cop, visit, "nominated"), nomination(cop, visit, "nominated")

    with pytest.raises(operations.OnTheListAlready):
        operations.substitute(nomination=old, member=other.member)


def test_a_substitution_that_is_refused_changes_nothing(cop, visit):
    cop.nominate_by = BEFORE
    cop.save()
    quota(cop, granted=1)
    old, member = nomination(cop, visit, "nominated"), person(visit)

    with pytest.raises(operations.TooLateToNominate):
        operations.substitute(nomination=old, member=member, **ENGLISH)

    assert state(old) == "nominated"
    assert not Nomination.objects.filter(member=member).exists()
