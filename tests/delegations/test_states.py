"""How far a visit has come, and what each step asks for."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from beijing_ngo.core import kept
from beijing_ngo.core.models import Document
from delegations.models import Delegation
from delegations.operations import states
from tests.factories import DelegationFactory, SiteSettingsFactory, UserFactory

pytestmark = pytest.mark.django_db


def visit(state, **facts):
    today = timezone.localdate()
    return DelegationFactory(**{"state": state, "starts_on": today, "ends_on": today, **facts})


def stored(delegation, *names):
    return Delegation.objects.values_list("state", *names).get(pk=delegation.pk)


def test_a_visit_is_approved_with_what_the_document_says():
    delegation = visit("planned", passport_basis="official")
    officer, today = UserFactory(), timezone.localdate()

    states.approve(
        delegation=delegation, by=officer, number=" 京外〔2026〕1号 ", authority="市外办", on=today
    )

    assert stored(delegation, "approval_number", "approval_authority", "approved_on") == (
        "approved",
        "京外〔2026〕1号",
        "市外办",
        today,
    )
    assert delegation.history.first().history_user == officer


@pytest.mark.parametrize(
    ("basis", "facts", "refusal"),
    [
        ("official", {}, states.ApprovalNumberMissing),
        ("official", {"number": " "}, states.ApprovalNumberMissing),
        ("private", {"on": date(2999, 1, 1)}, states.ApprovedInTheFuture),
    ],
)
def test_an_approval_says_what_it_must(basis, facts, refusal):
    delegation = visit("planned", passport_basis=basis)

    with pytest.raises(refusal):
        states.approve(delegation=delegation, by=UserFactory(), **facts)

    assert stored(delegation) == ("planned",)


def test_private_travel_needs_no_document():
    delegation = visit("planned")

    states.approve(delegation=delegation, by=UserFactory())

    assert stored(delegation, "approval_number", "approved_on") == ("approved", "", None)


@pytest.mark.parametrize("days", [0, -3])
def test_a_visit_is_under_way_from_its_first_day(days):
    delegation = visit("approved", starts_on=timezone.localdate() + timedelta(days=days))

    states.start(delegation=delegation, by=UserFactory())

    assert stored(delegation) == ("under_way",)


def test_a_visit_is_not_under_way_before_its_first_day():
    tomorrow = timezone.localdate() + timedelta(days=1)
    delegation = visit("approved", starts_on=tomorrow, ends_on=tomorrow)

    with pytest.raises(states.NotBegun):
        states.start(delegation=delegation, by=UserFactory())

    assert stored(delegation) == ("approved",)


@pytest.mark.parametrize("state", ["approved", "under_way"])
@pytest.mark.parametrize(
    ("number", "kind", "due"),
    [(15, "working", date(2026, 10, 27)), (30, "calendar", date(2026, 10, 30))],
)
def test_the_report_of_a_completed_visit_is_due_by_the_rule_of_the_site(state, number, kind, due):
    SiteSettingsFactory(report_due_days=number, report_due_kind=kind)
    kept._values.clear()
    delegation = visit(state, starts_on=date(2026, 9, 20), ends_on=date(2026, 9, 30))

    states.complete(delegation=delegation, by=UserFactory())

    assert stored(delegation, "report_due_on") == ("completed", due)


def test_a_visit_that_lasts_is_not_completed():
    delegation = visit("under_way", ends_on=timezone.localdate() + timedelta(days=1))

    with pytest.raises(states.NotOver):
        states.complete(delegation=delegation, by=UserFactory())

    assert stored(delegation, "report_due_on") == ("under_way", None)


@pytest.mark.parametrize("state", ["planned", "approved", "under_way"])
def test_a_visit_is_cancelled_for_a_reason(state):
    delegation = visit(state)

    states.cancel(delegation=delegation, by=UserFactory(), reason=" 对方推迟 ")

    assert stored(delegation, "cancel_reason") == ("cancelled", "对方推迟")


def test_without_a_reason_nothing_is_cancelled():
    delegation = visit("planned")

    with pytest.raises(states.ReasonForCancellingMissing):
        states.cancel(delegation=delegation, by=UserFactory(), reason=" ")

    assert stored(delegation) == ("planned",)


@pytest.mark.parametrize(
    ("state", "before"),
    [
        ("approved", "planned"),
        ("under_way", "approved"),
        ("completed", "under_way"),
        ("cancelled", "planned"),
    ],
)
def test_a_step_too_many_is_taken_back(state, before):
    delegation = visit(state, cancel_reason="误操作", report_due_on=date(2026, 1, 1))
    due = None if state == "completed" else date(2026, 1, 1)

    states.reopen(delegation=delegation, by=UserFactory())

    assert stored(delegation, "cancel_reason", "report_due_on") == (before, "", due)


OTHERS = {
    "approve": (states.approve, {}, {"approved", "under_way", "completed", "cancelled"}),
    "start": (states.start, {}, {"planned", "under_way", "completed", "cancelled"}),
    "complete": (states.complete, {}, {"planned", "completed", "cancelled"}),
    "cancel": (states.cancel, {"reason": "x"}, {"completed", "cancelled"}),
    "reopen": (states.reopen, {}, {"planned"}),
    "hand_in": (states.hand_in_report, {}, {"planned", "approved", "under_way", "cancelled"}),
}


@pytest.mark.parametrize(
    ("name", "state"),
    [(name, state) for name, (_do, _facts, wrong) in OTHERS.items() for state in sorted(wrong)],
)
def test_a_step_is_taken_from_the_state_before_it_only(name, state):
    operation, facts, _wrong = OTHERS[name]
    delegation = visit(state, report_zh_hans="<p>已写</p>")

    with pytest.raises(states.NotFromHere):
        operation(delegation=delegation, by=UserFactory(), **facts)

    assert stored(delegation) == (state,)


def test_the_state_is_asked_again_under_the_lock():
    seen_long_ago = visit("approved")
    Delegation.objects.update(state="cancelled")

    with pytest.raises(states.NotFromHere):
        states.start(delegation=seen_long_ago, by=UserFactory())


def test_a_state_says_nothing_about_the_translation():
    delegation = visit("approved")
    delegation.title_zh_hans = "改过的标题"
    delegation.save()
    assert delegation.en_state == "outdated"

    states.start(delegation=delegation, by=UserFactory())

    assert stored(delegation, "en_state") == ("under_way", "outdated")


# ---------------------------------------------------------------- the report


@pytest.mark.parametrize("facts", [{"report_zh_hans": "<p>已写</p>"}, {"report_en": "<p>Written</p>"}])
def test_a_written_report_is_handed_in_and_no_longer_due(facts):
    delegation = visit("completed", report_due_on=timezone.localdate(), **facts)
    was_due = list(Delegation.objects.report_due())

    states.hand_in_report(delegation=delegation, by=UserFactory())

    assert was_due == [delegation]
    assert stored(delegation, "report_filed_on") == ("completed", timezone.localdate())
    assert not Delegation.objects.report_due().exists()


def test_a_document_is_a_report_too():
    delegation = visit("completed")
    Document.objects.create(subject=delegation, title_zh_hans="出访报告", file="documents/report.pdf")

    states.hand_in_report(delegation=delegation, by=UserFactory())

    assert stored(delegation, "report_filed_on") == ("completed", timezone.localdate())


@pytest.mark.parametrize(
    ("facts", "days", "refusal"),
    [
        ({"report_zh_hans": "<p> </p>"}, 0, states.NothingHandedIn),
        ({"report_zh_hans": "<p>已写</p>"}, 1, states.HandedInTooSoon),
        ({"report_zh_hans": "<p>已写</p>"}, -1, states.HandedInTooSoon),
        (
            {"report_zh_hans": "<p>已写</p>", "report_filed_on": date(2023, 1, 1)},
            0,
            states.ReportThereAlready,
        ),
    ],
)
def test_what_is_no_report_is_not_handed_in(facts, days, refusal):
    delegation = visit("completed", **facts)
    before = stored(delegation, "report_filed_on")

    with pytest.raises(refusal):
        states.hand_in_report(
            delegation=delegation, by=UserFactory(), on=timezone.localdate() + timedelta(days=days)
        )

    assert stored(delegation, "report_filed_on") == before


def test_a_report_is_taken_back():
    delegation = visit("completed", report_filed_on=timezone.localdate())

    states.take_back_report(delegation=delegation, by=UserFactory())

    assert stored(delegation, "report_filed_on") == ("completed", None)
    with pytest.raises(states.NoReportThere):
        states.take_back_report(delegation=delegation, by=UserFactory())


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"report_due_on": date(2026, 3, 16)}, date(2026, 3, 18)),  # as the rule said
        ({"report_due_on": date(2026, 3, 20)}, date(2026, 3, 20)),  # as somebody said
        ({"report_due_on": date(2026, 3, 16), "state": "under_way"}, date(2026, 3, 16)),
        ({"report_due_on": date(2026, 3, 16), "report_filed_on": date(2026, 3, 10)}, date(2026, 3, 16)),
    ],
)
def test_the_report_is_due_by_the_new_end(facts, expected):
    SiteSettingsFactory(report_due_days=10, report_due_kind="working")
    kept._values.clear()
    days = {"starts_on": date(2026, 2, 26), "ends_on": date(2026, 3, 4)}
    delegation = DelegationFactory(**{"state": "completed", **days, **facts})

    states.follow_end(delegation=delegation, ended_on=date(2026, 3, 2), by=UserFactory())

    assert stored(delegation, "report_due_on")[1] == expected
