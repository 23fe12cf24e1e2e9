"""What organisations' dealings keep about a person, and how it goes with the account."""

import pytest

from beijing_ngo.core import personal_data
from members import accounts, operations
from members.models import ApplicationUpload, Colleague, Handover, Invitation
from tests.factories import MembershipFactory
from tests.members.organisations import a_contact, a_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    """A delegate who was invited, is offered a role, stands on a list, and has applied for another organisation."""
    contact = a_contact()
    operations.invite(
        organisation=contact.organisation, by=contact.user, email="li.lei@example.org", role="delegate"
    )
    delegate = a_contact(contact.organisation, role="delegate", email="li.lei@example.org")
    operations.offer_handover(to=delegate, by=contact.user)
    somebody = {"family_name": "李", "given_name": "雷", "language": "en"}
    operations.save_colleagues(
        organisation=contact.organisation,
        people=[somebody | {"email": address} for address in ("Li.Lei@example.org", "other@example.org")],
        by=contact.user,
    )
    MembershipFactory(state="applied", applicant=delegate.user, motivation="一起做事。")
    a_paper(delegate.user)
    return delegate.user


def test_all_of_it_is_told(person):
    told = personal_data.collect(person)

    assert {key: len(told[key]) for key in ("invitations", "handovers", "listed", "applications")} == {
        "invitations": 1,
        "handovers": 1,
        "listed": 1,
        "applications": 1,
    }
    assert told["applications"][0]["motivation"] == "一起做事。"


def test_all_of_it_goes_with_the_account_and_nothing_else(person):
    application = person.membership_applications.get()

    accounts.delete_account(user=person)

    application.refresh_from_db()
    assert application.applicant is None
    assert not Invitation.objects.exists()
    assert not Handover.objects.exists()
    assert not ApplicationUpload.objects.exists()
    assert list(Colleague.objects.values_list("email", flat=True)) == ["other@example.org"]
