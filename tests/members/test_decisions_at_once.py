"""Two officers who decide about one application at the same moment: one decision, and its mails once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beijing_ngo.core.models import Message
from members import operations
from members.models import Membership, MembershipState
from members.operations.applications import NothingToDecide
from members.operations.decisions import UnderReviewAlready
from tests.at_once import at_once
from tests.factories import MembershipFactory, SiteSettingsFactory
from tests.members.accounts import make_person
from tests.members.organisations import a_contact, an_officer

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
NEXT_YEAR = TODAY + timedelta(days=365)


def application(organisation=None, **fields):
    SiteSettingsFactory(email="")
    applicant = make_person()
    more = {"organisation": organisation} if organisation else {}
    return MembershipFactory(
        state=MembershipState.APPLIED, applicant=applicant, decided_on=None, **more, **fields
    )


def outcome(membership):
    membership.refresh_from_db()
    kinds = [step.kind for step in membership.steps.order_by("pk")]
    return membership.state, kinds, [kind for (kind,) in Message.objects.order_by("pk").values_list("kind")]


def test_two_who_accept():
    membership, officers = application(), [an_officer() for _place in range(3)]

    said = at_once(
        *(
            lambda by=by: operations.accept(membership=membership, by=by, expires_on=NEXT_YEAR)
            for by in officers
        )
    )

    assert said == [NothingToDecide.__name__] * 2 + ["in"]
    assert outcome(membership) == ("active", ["accepted"], ["members.application_accepted"])


def test_one_who_accepts_and_one_who_declines():
    membership = application()
    yes, no = an_officer(), an_officer()

    said = at_once(
        lambda: operations.accept(membership=membership, by=yes, expires_on=NEXT_YEAR),
        lambda: operations.decline(membership=membership, by=no, reason="材料不全。"),
    )

    assert said == [NothingToDecide.__name__, "in"]
    state, kinds, mails = outcome(membership)
    assert (state, kinds) in [("active", ["accepted"]), ("declined", ["declined"])]
    assert mails == [f"members.application_{kinds[0]}"]
    assert membership.decided_by == (yes if state == "active" else no)


def test_two_who_begin_the_review():
    membership, officers = application(), [an_officer(), an_officer()]

    said = at_once(*(lambda by=by: operations.start_review(membership=membership, by=by) for by in officers))

    assert said == [UnderReviewAlready.__name__, "in"]
    assert outcome(membership) == ("under_review", ["review"], ["members.application_review"])


def test_an_applicant_who_withdraws_while_an_officer_accepts():
    membership, officer = application(), an_officer()

    said = at_once(
        lambda: operations.accept(membership=membership, by=officer, expires_on=NEXT_YEAR),
        lambda: operations.withdraw_application(membership=membership, by=membership.applicant),
    )

    assert said == [NothingToDecide.__name__, "in"]
    assert outcome(membership)[:2] in [("active", ["accepted"]), ("withdrawn", ["withdrawn"])]


def test_a_renewal_accepted_twice_leaves_one_term_in_force():
    contact = a_contact()
    present = MembershipFactory(organisation=contact.organisation, expires_on=TODAY + timedelta(days=20))
    renewal = application(contact.organisation, renews=present)
    officers = [an_officer(), an_officer()]

    said = at_once(
        *(lambda by=by: operations.accept(membership=renewal, by=by, expires_on=NEXT_YEAR) for by in officers)
    )

    assert said == [NothingToDecide.__name__, "in"]
    in_force = Membership.objects.active().filter(organisation=contact.organisation)
    assert list(in_force) == [renewal]
    present.refresh_from_db()
    assert (present.state, present.ended_on) == ("renewed", present.expires_on)


def test_somebody_who_resigns_while_the_renewal_is_accepted():
    contact = a_contact()
    present = MembershipFactory(organisation=contact.organisation, expires_on=TODAY + timedelta(days=20))
    renewal = application(contact.organisation, renews=present)
    yes, left = an_officer(), an_officer()

    at_once(
        lambda: operations.accept(membership=renewal, by=yes, expires_on=NEXT_YEAR),
        lambda: operations.resign(membership=present, by=left, reason="停止活动。"),
    )

    states = sorted(
        Membership.objects.filter(organisation=contact.organisation).values_list("state", flat=True)
    )
    assert states in [["active", "renewed"], ["active", "resigned"]]
    assert Membership.objects.active().filter(organisation=contact.organisation).count() <= 1
