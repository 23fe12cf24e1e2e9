from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members import operations
from members.models import Handover, Representative
from members.operations.handovers import AlreadyContact, OfferOpen, OfferOver
from members.operations.people import LastContact, NoLongerThere, NotAContact
from tests.members.organisations import a_contact, mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    contact = a_contact()
    return contact, a_contact(contact.organisation, role="delegate")


def offered(pair):
    contact, colleague = pair
    return operations.offer_handover(to=colleague, by=contact.user)


def roles(*rows):
    return [Representative.objects.get(pk=row.pk).role for row in rows]


def test_nothing_changes_until_the_other_side_agrees(pair):
    offered(pair)

    assert roles(*pair) == ["contact", "delegate"]
    assert mails() == [("members.handover_offered", pair[1].user.email)]


def test_on_acceptance_the_roles_change_places(pair):
    operations.accept_handover(handover=offered(pair), by=pair[1].user)

    assert roles(*pair) == ["delegate", "contact"]
    assert mails()[1:] == [("members.handover_accepted", row.user.email) for row in pair]


@pytest.mark.parametrize(("act", "who"), [("decline", 1), ("withdraw", 0)])
def test_an_offer_is_declined_or_withdrawn(pair, act, who):
    handover = offered(pair)

    getattr(operations, f"{act}_handover")(handover=handover, by=pair[who].user)

    assert roles(*pair) == ["contact", "delegate"]
    with pytest.raises(OfferOver):
        operations.accept_handover(handover=handover, by=pair[1].user)


@pytest.mark.parametrize(("act", "who"), [("accept", 0), ("decline", 0), ("withdraw", 1)])
def test_each_side_does_its_own_part(pair, act, who):
    handover = offered(pair)

    with pytest.raises(OfferOver):
        getattr(operations, f"{act}_handover")(handover=handover, by=pair[who].user)


def test_a_contact_offers_the_role_to_one_person_at_a_time(pair):
    offered(pair)

    with pytest.raises(OfferOpen):
        operations.offer_handover(to=a_contact(pair[0].organisation, role="delegate"), by=pair[0].user)


def test_an_offer_that_ran_out_makes_room_and_is_not_accepted(pair):
    first = offered(pair)
    Handover.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(OfferOver):
        operations.accept_handover(handover=first, by=pair[1].user)
    second = offered(pair)

    assert list(Handover.objects.open()) == [second]


def test_who_may_offer_and_to_whom(pair):
    contact, colleague = pair
    other_contact = a_contact(contact.organisation)

    with pytest.raises(NotAContact):
        operations.offer_handover(to=contact, by=colleague.user)
    with pytest.raises(AlreadyContact):
        operations.offer_handover(to=other_contact, by=contact.user)
    with pytest.raises(NotAContact):
        operations.offer_handover(to=a_contact(role="delegate"), by=contact.user)


def test_whoever_is_no_contact_any_more_has_nothing_to_hand_over(pair):
    handover = offered(pair)
    Representative.objects.filter(pk=pair[0].pk).update(role="delegate")

    with pytest.raises(NoLongerThere):
        operations.accept_handover(handover=handover, by=pair[1].user)


def test_the_last_contact_stays(pair):
    contact, colleague = pair

    with pytest.raises(LastContact):
        operations.remove_representative(representative=contact, by=contact.user)
    operations.remove_representative(representative=colleague, by=contact.user)

    assert list(Representative.objects.all()) == [contact]
    assert mails() == [("members.removed", colleague.user.email)]


def test_a_contact_whose_account_is_closed_does_not_count(pair):
    contact, colleague = pair
    closed = a_contact(contact.organisation, is_active=False)

    with pytest.raises(LastContact):
        operations.remove_representative(representative=contact, by=contact.user)
    operations.remove_representative(representative=closed, by=contact.user)

    assert set(Representative.objects.all()) == {contact, colleague}


def test_a_delegate_leaves_and_removes_nobody_else(pair):
    contact, colleague = pair
    other = a_contact(contact.organisation, role="delegate")

    with pytest.raises(NotAContact):
        operations.remove_representative(representative=other, by=colleague.user)
    operations.remove_representative(representative=colleague, by=colleague.user)

    assert set(Representative.objects.all()) == {contact, other}


def test_removing_somebody_ends_their_offers(pair):
    handover = offered(pair)

    operations.remove_representative(representative=pair[1], by=pair[0].user)

    handover.refresh_from_db()
    assert handover.withdrawn_at is not None


def test_the_page_accepts_by_post_alone(client, pair):
    handover = offered(pair)
    url = reverse("account:handover", args=[handover.pk])
    client.force_login(pair[1].user)

    client.get(url)
    assert roles(*pair) == ["contact", "delegate"]
    response = client.post(url, {"act": "accept"})

    assert response.url == f"{reverse('account:organisation')}?organisation={pair[0].organisation.slug}"
    assert roles(*pair) == ["delegate", "contact"]


def test_an_offer_is_nobody_elses_business(client, pair):
    handover = offered(pair)
    client.force_login(a_contact(pair[0].organisation).user)

    assert client.get(reverse("account:handover", args=[handover.pk])).status_code == 404
