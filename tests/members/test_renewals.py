from datetime import date, timedelta

import pytest
from django.utils import timezone

from members import operations, tasks
from members.models import Membership, Organisation
from members.operations.applications import ApplicationOpen, NotRenewable
from members.operations.decisions import StartsBeforeTheEnd, proposed_start
from tests.factories import MembershipFactory, OrganisationFactory
from tests.members.organisations import a_contact, an_officer, mails

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def days(number):
    return timedelta(days=number)


def a_term(left, grace=60, contact=None, **fields):
    """A term that ends in so many days."""
    contact = contact or a_contact()
    ends = TODAY + days(left)
    return MembershipFactory(
        organisation=contact.organisation, expires_on=ends, grace_until=ends + days(grace), **fields
    )


def renewed(term):
    contact = term.organisation.representatives.get().user
    return operations.renew(organisation=term.organisation, by=contact)


@pytest.mark.parametrize(
    ("left", "stages"),
    [(61, []), (60, ["60"]), (31, ["60"]), (30, ["30"]), (7, ["7"]), (0, ["7"]), (-1, ["grace"]), (-61, [])],
)
def test_each_stage_is_told_once(left, stages):
    term = a_term(left)

    operations.remind_of_renewals()
    operations.remind_of_renewals()

    assert mails() == [
        ("members.renewal_reminder", term.organisation.representatives.get().user.email)
    ] * len(stages)


def test_a_term_runs_through_its_stages():
    term = a_term(61)

    for later in range(75):
        operations.remind_of_renewals(today=TODAY + days(later))

    assert len(mails()) == 4
    assert term.may_be_renewed(TODAY)


def test_every_contact_is_told_and_no_delegate():
    contact = a_contact()
    other = a_contact(contact.organisation)
    a_contact(contact.organisation, role="delegate")
    a_contact(contact.organisation, is_active=False)
    a_term(5, contact=contact)

    tasks.remind_of_renewals()

    assert mails() == [("members.renewal_reminder", one.user.email) for one in (contact, other)]


def test_whoever_has_asked_for_the_next_term_is_not_reminded():
    renewed(a_term(5))
    posted = len(mails())

    operations.remind_of_renewals()

    assert len(mails()) == posted


@pytest.mark.parametrize(("left", "may"), [(91, False), (90, True), (0, True), (-60, True), (-61, False)])
def test_a_term_is_renewed_in_its_window(left, may):
    term = a_term(left)

    if may:
        assert renewed(term).renews == term
    else:
        with pytest.raises(NotRenewable):
            renewed(term)


def test_a_term_is_renewed_once():
    term = a_term(5)
    renewed(term)

    with pytest.raises(ApplicationOpen):
        renewed(term)


@pytest.mark.parametrize(("left", "starts"), [(10, 11), (-10, 0)])
def test_the_next_term_follows_without_a_gap(left, starts):
    term = a_term(left)
    application = renewed(term)

    operations.accept(
        membership=application, by=an_officer(), expires_on=proposed_start(application, TODAY) + days(364)
    )

    term.refresh_from_db()
    application.refresh_from_db()
    assert (term.state, application.state) == ("renewed", "active")
    assert application.starts_on == TODAY + days(starts)
    assert term.ended_on == application.starts_on - days(1)
    assert list(Organisation.objects.members()) == [term.organisation]
    assert [step.kind for step in term.steps.all()] == ["renewed"]


def test_the_next_term_does_not_start_within_the_present_one():
    application = renewed(a_term(10))

    with pytest.raises(StartsBeforeTheEnd):
        operations.accept(
            membership=application, by=an_officer(), starts_on=TODAY, expires_on=TODAY + days(364)
        )


def test_a_renewal_that_is_declined_leaves_the_present_term():
    term = a_term(10)

    operations.decline(membership=renewed(term), reason="请先缴纳会费。", by=an_officer())

    term.refresh_from_db()
    assert term.state == "active"
    assert term.organisation.is_member_now


@pytest.mark.parametrize(
    ("facts", "is_member"),
    [
        ({"expires_on": None}, True),
        ({"expires_on": TODAY}, True),
        ({"expires_on": TODAY - days(1)}, False),
        ({"expires_on": TODAY - days(1), "grace_until": TODAY}, True),
        ({"expires_on": TODAY - days(9), "grace_until": TODAY - days(1)}, False),
        ({"starts_on": TODAY + days(1), "expires_on": TODAY + days(9)}, False),
        ({"state": "lapsed"}, False),
        ({"state": "applied"}, False),
    ],
)
def test_what_membership_gives_stops_when_it_lapses(facts, is_member):
    organisation = MembershipFactory(**facts).organisation
    OrganisationFactory()

    assert organisation.is_member_now == is_member
    assert list(Organisation.objects.members()) == [organisation] * is_member


def test_the_contacts_hear_that_a_term_has_lapsed():
    term = a_term(-61)

    operations.lapse_run_out_memberships()

    assert mails() == [("members.lapsed", term.organisation.representatives.get().user.email)]
    assert [step.kind for step in Membership.objects.get().steps.all()] == ["lapsed"]


def test_member_since_counts_from_the_first_of_renewed_terms():
    organisation = OrganisationFactory()
    MembershipFactory(organisation=organisation, state="renewed", decided_on=date(2020, 2, 1))
    MembershipFactory(organisation=organisation, decided_on=date(2024, 2, 1))

    assert Organisation.objects.with_member_since().get().member_since == date(2020, 2, 1)
