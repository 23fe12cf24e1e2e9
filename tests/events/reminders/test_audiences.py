"""Whom a rule is for."""

from datetime import timedelta

import pytest

from events import reminders
from events.models import DeskInvitation
from events.reminders import audiences
from tests.events.people import contact
from tests.events.reminders.rules import DAY, NOW, addresses, desk_in, registered, rule_of
from tests.factories import AttendeeFactory, RegistrationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def desk():
    return desk_in(10)


def names(rule, desk):
    people = list(reminders.recipients(rule, desk.event))
    assert reminders.count(rule, desk.event) == len(people)
    return [one.address for one in people]


def test_attendees_are_those_who_have_a_place(desk):
    party = registered(desk, people=3)
    registered(desk, state="pending")
    registered(desk, state="waitlisted")
    registered(desk_in(10))
    gone = party.attendees.first()
    gone.cancelled_at = NOW
    gone.save()

    rule = rule_of(desk.event)
    found = list(reminders.recipients(rule, desk.event))

    assert [one.attendee for one in found] == list(party.attendees.exclude(pk=gone.pk))
    assert {one.registration for one in found} == {party}
    assert reminders.count(rule, desk.event) == 2


def test_a_contact_of_several_parties_is_one_recipient(desk):
    first = registered(desk, people=2)
    registered(desk, contact=first.contact)
    guest = registered(desk, contact=None, organisation=None, guest_email="guest@example.org", language="en")
    registered(desk, state="waitlisted")
    rule = rule_of(desk.event, to="contacts")

    found = list(reminders.recipients(rule, desk.event))

    assert names(rule, desk) == [first.contact.email, "guest@example.org"]
    assert [one.registration for one in found] == [first, guest]
    assert [one.language for one in found] == ["zh-hans", "en"]


@pytest.mark.parametrize("state", ["pending", "waitlisted"])
def test_registrants_by_how_their_registration_stands(desk, state):
    party = registered(desk, state=state)
    for other in {"pending", "waitlisted", "confirmed", "cancelled"} - {state}:
        registered(desk, state=other)

    assert names(rule_of(desk.event, to=state), desk) == [party.contact.email]


def test_a_closed_account_is_written_no_more(desk):
    registered(desk, state="pending", contact=UserFactory(is_active=False))

    assert names(rule_of(desk.event, to="pending"), desk) == []


def test_members_whose_organisation_has_not_registered(desk):
    absent, registered_one, former = contact(), contact(), contact(member=False)
    contact(absent.organisation, role="delegate")
    RegistrationFactory(desk=desk, organisation=registered_one.organisation, state="pending")
    withdrawn = contact()
    RegistrationFactory(desk=desk, organisation=withdrawn.organisation, state="cancelled")
    second = contact(absent.organisation)
    rule = rule_of(desk.event, to="members_not_registered")

    assert sorted(names(rule, desk)) == sorted([absent.email, second.email, withdrawn.email])
    assert former.email not in names(rule, desk)


def test_the_contact_of_two_members_is_called_once(desk):
    one = contact()
    other = contact()
    other.organisation.representatives.update(user=one.user)

    assert names(rule_of(desk.event, to="members_not_registered"), desk) == [one.email]


def test_by_invitation_only_the_invited_are_called(desk):
    desk.audience = "invitation"
    desk.save()
    invited, by_address, _other = contact(), contact(), contact()
    DeskInvitation.objects.create(desk=desk, organisation=invited.organisation)
    DeskInvitation.objects.create(desk=desk, email=by_address.email.upper())

    assert names(rule_of(desk.event, to="members_not_registered"), desk) == [invited.email, by_address.email]


def test_without_a_desk_there_is_nobody(desk):
    event = desk.event
    desk.delete()
    event = type(event).objects.get(pk=event.pk)
    contact()

    for audience in ("confirmed_attendees", "contacts", "pending", "waitlisted", "members_not_registered"):
        assert list(reminders.recipients(rule_of(event, to=audience), event)) == []


def test_somebody_joins_when_they_get_their_place(desk):
    party = registered(desk, at=NOW - 3 * DAY)
    party.decided_at = NOW - DAY
    party.save()
    late = AttendeeFactory(registration=party)
    type(late).objects.filter(pk=late.pk).update(created_at=NOW - timedelta(hours=1))

    found = list(reminders.recipients(rule_of(desk.event), desk.event))

    assert [one.joined_at for one in found] == [NOW - DAY, NOW - timedelta(hours=1)]


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize("to", ["confirmed_attendees", "contacts"])
def test_a_page_is_one_statement_with_all_that_a_mail_says(desk, to, people, django_assert_num_queries):
    for _place in range(people):
        registered(desk)
    rule = rule_of(desk.event, to=to)

    with django_assert_num_queries(1):
        page = audiences.page(rule, desk.event)
        mails = [reminders.mail(rule, desk.event, one) for one in page]

    assert len(mails) == people


def test_the_audience_is_read_in_pages(desk, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(audiences, "PAGE", 2)
    party = registered(desk, people=5)
    rule = rule_of(desk.event)

    with django_assert_num_queries(4):
        found = sorted(one.address for one in reminders.recipients(rule, desk.event))

    assert found == addresses(party)
