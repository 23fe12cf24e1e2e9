from datetime import date

import pytest
from django.db import IntegrityError, transaction

from members import operations, tasks
from members.models import Membership, MembershipState, Organisation
from tests.factories import MembershipFactory, OrganisationFactory, RepresentativeFactory

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 2)


def refused(**fields):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        MembershipFactory(**fields)
    return str(caught.value)


def test_an_organisation_has_one_term_in_force():
    organisation = MembershipFactory().organisation

    assert "members_membership" in refused(organisation=organisation, state=MembershipState.ACTIVE)


@pytest.mark.parametrize("state", [MembershipState.APPLIED, MembershipState.UNDER_REVIEW])
def test_an_organisation_has_one_application_beside_its_term(state):
    organisation = MembershipFactory().organisation
    MembershipFactory(organisation=organisation, state=MembershipState.APPLIED)

    assert "members_membership" in refused(organisation=organisation, state=state)


def test_terms_that_ended_stay_beside_the_open_one():
    organisation = OrganisationFactory()
    for state in (MembershipState.LAPSED, MembershipState.DECLINED, MembershipState.RESIGNED):
        MembershipFactory(organisation=organisation, state=state)
    MembershipFactory(organisation=organisation, state=MembershipState.ACTIVE)

    assert organisation.memberships.count() == 4


@pytest.mark.parametrize("state", [MembershipState.ACTIVE, MembershipState.DECLINED])
def test_a_decision_has_a_date(state):
    assert "decided_has_a_date" in refused(state=state, decided_on=None)


def test_a_membership_does_not_expire_before_it_began():
    assert "expires_after_decision" in refused(decided_on=date(2021, 1, 2), expires_on=date(2021, 1, 1))


def test_somebody_represents_an_organisation_once():
    representative = RepresentativeFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        RepresentativeFactory(user=representative.user, organisation=representative.organisation)


@pytest.mark.parametrize(
    ("expires_on", "grace_until", "ends"),
    [
        (date(2027, 3, 1), None, True),
        (date(2027, 3, 2), None, False),
        (date(2027, 2, 1), date(2027, 3, 2), False),
        (date(2027, 2, 1), date(2027, 3, 1), True),
        (date(2020, 1, 1), date(2020, 1, 31), True),  # however long nobody looked
        (None, None, False),
    ],
)
def test_a_term_ends_when_its_last_day_of_grace_is_past(expires_on, grace_until, ends):
    term = MembershipFactory(decided_on=date(2019, 1, 1), expires_on=expires_on, grace_until=grace_until)

    ended = operations.lapse_run_out_memberships(today=TODAY)

    term.refresh_from_db()
    expected = (MembershipState.LAPSED, TODAY) if ends else (MembershipState.ACTIVE, None)
    assert (term.state, term.ended_on) == expected
    assert ended == int(ends)


def test_terms_that_are_not_active_are_left_as_they_are():
    for state in (MembershipState.APPLIED, MembershipState.RESIGNED):
        MembershipFactory(state=state, expires_on=date(2021, 1, 1))

    assert operations.lapse_run_out_memberships(today=TODAY) == 0
    assert sorted(Membership.objects.values_list("state", flat=True)) == ["applied", "resigned"]


def test_lapsing_twice_ends_nothing_twice():
    MembershipFactory.create_batch(3, expires_on=date(2021, 1, 1))

    assert operations.lapse_run_out_memberships(today=TODAY) == 3
    assert operations.lapse_run_out_memberships(today=date(2027, 3, 9)) == 0
    assert set(Membership.objects.values_list("ended_on", flat=True)) == {TODAY}


def test_the_clock_ends_terms_too():
    term = MembershipFactory(expires_on=date(2021, 1, 1))

    tasks.lapse_memberships.delay()

    term.refresh_from_db()
    assert term.state == MembershipState.LAPSED


def test_in_good_standing_are_those_with_an_active_term():
    active = MembershipFactory().organisation
    MembershipFactory(organisation=active, state=MembershipState.LAPSED)
    MembershipFactory(state=MembershipState.LAPSED)
    OrganisationFactory()

    assert list(Organisation.objects.in_good_standing()) == [active]
