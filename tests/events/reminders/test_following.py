"""Addresses that are corrected while a reminder waits, or after it went to the wrong one."""

import pytest
from django.utils import timezone

from beijing_ngo.core import delivery
from beijing_ngo.core.models import AddressTrouble, MailOptOut, Message, MessageState
from events import operations, reminders
from events.models import RegistrationChange, ReminderRun
from tests.events.people import contact, somebody
from tests.events.reminders.rules import DAY, NOW, desk_in, dropped, queued, registered, rule_of, send_all

pytestmark = pytest.mark.django_db
CORRECTED = "The address was corrected; the reminder goes to the new one."
GONE = "The recipient no longer belongs to those this reminder is for."


@pytest.fixture
def desk(clock):
    """Of an event in three days: the moment of “three days before” is now."""
    return desk_in(3)


def correct(party, **emails):
    """Numbers of people, as n1="…", and the addresses they should have."""
    people = {int(number[1:]): somebody(email=address, language="en") for number, address in emails.items()}
    operations.edit(registration=party, people=people, by_staff=True)


def reminded(*states):
    rows = Message.objects.filter(kind__startswith="reminder.", state__in=states or ["queued"])
    return sorted(rows.values_list("to_address", flat=True))


def first_address(party, number=1):
    return party.attendees.get(number=number).email


def test_what_waits_goes_to_the_corrected_address_and_not_to_the_old_one(desk):
    rule_of(desk.event)
    party = registered(desk, people=2)
    reminders.plan()
    old, other = first_address(party), first_address(party, 2)

    correct(party, n1="right@example.org")

    assert reminded() == sorted([other, "right@example.org"])
    assert (old, CORRECTED) in dropped()
    assert ReminderRun.objects.get().written == 2
    new = Message.objects.get(to_address="right@example.org", kind__startswith="reminder.")
    assert party.attendees.get(number=1).ticket_secret in new.text
    assert reminders.plan() == 0


@pytest.mark.parametrize("became", [MessageState.SENT, MessageState.FAILED, MessageState.UNCERTAIN])
def test_where_somebody_else_or_nobody_read_it_its_reader_gets_it_now(desk, became):
    rule_of(desk.event)
    party = registered(desk)
    reminders.plan()
    old = first_address(party)
    Message.objects.update(state=became, sent_at=timezone.now())

    correct(party, n1="right@example.org")

    assert reminded() == ["right@example.org"]
    assert reminded(became) == [old]
    assert ReminderRun.objects.get().written == 2


def test_an_address_that_had_bounced_before_is_made_up_for(desk):
    rule_of(desk.event)
    party = registered(desk)
    AddressTrouble.objects.create(address=first_address(party), said="550 no such mailbox")
    reminders.plan()
    delivery.deliver()
    assert reminded(MessageState.DROPPED) == [first_address(party)]

    correct(party, n1="right@example.org")

    assert reminded() == ["right@example.org"]


def test_who_has_switched_reminders_off_is_not_found_by_the_new_address(desk):
    rule_of(desk.event)
    party = registered(desk)
    MailOptOut.objects.create(address=first_address(party), topic="reminders")
    reminders.plan()

    correct(party, n1="right@example.org")

    assert reminded() == []


def test_two_people_who_had_each_others_address_each_get_their_own_ticket(desk):
    rule_of(desk.event)
    party = registered(desk, people=2)
    reminders.plan()
    one, two = first_address(party), first_address(party, 2)

    correct(party, n1=two, n2=one)

    assert reminded() == sorted([one, two])
    for attendee in party.attendees.all():
        [message] = Message.objects.filter(
            kind__startswith="reminder.", state="queued", to_address=attendee.email
        )
        assert attendee.ticket_secret in message.text


def test_nobody_is_written_to_before_the_moment_or_once_it_is_too_late(desk, clock):
    rule_of(desk.event)
    party = registered(desk)
    clock.move_to(NOW - DAY, tick=False)
    correct(party, n1="early@example.org")
    assert reminded() == []

    clock.move_to(NOW, tick=False)
    reminders.plan()
    send_all()
    clock.move_to(desk.event.starts_at, tick=False)
    correct(party, n1="late@example.org")

    assert (reminded(), reminded("sent")) == ([], ["early@example.org"])


def test_a_name_alone_writes_nothing_anew(desk):
    rule_of(desk.event)
    party = registered(desk)
    reminders.plan()
    send_all()

    correct(party, n1=first_address(party))

    assert reminded() == []


def test_a_planner_that_read_the_old_address_a_moment_before_is_put_right_at_the_door(desk):
    rule_of(desk.event)
    party = registered(desk)
    reminders.plan()
    old = first_address(party)
    # As the correction of somebody whose page was in the planner's hand: nothing was written yet that could follow.
    party.attendees.update(email="right@example.org")
    RegistrationChange.objects.create(
        registration=party, kind="edited", at=NOW, details={"1.email": [old, "right@example.org"]}
    )

    delivery.deliver()

    assert reminded("sent") == []
    assert dropped() == [(old, CORRECTED)]
    delivery.deliver()
    assert reminded("sent") == ["right@example.org"]


def test_who_has_gone_is_followed_nowhere(desk):
    rule_of(desk.event)
    party = registered(desk)
    reminders.plan()
    old = first_address(party)
    operations.cancel(registration=party, by_staff=True)
    RegistrationChange.objects.create(
        registration=party, kind="edited", at=NOW, details={"1.email": [old, "right@example.org"]}
    )

    delivery.deliver()

    assert dropped() == [(old, GONE)]


@pytest.mark.parametrize("to", ["contacts", "members_not_registered"])
def test_an_account_with_a_new_address_is_written_to_there(desk, to):
    rule_of(desk.event, to=to)
    boss = contact()
    if to == "contacts":
        registered(desk, contact=boss.user, organisation=boss.organisation)
    reminders.plan()
    old = boss.user.email
    assert queued() == [old]

    boss.user.email = "new@example.org"
    boss.user.save()
    delivery.deliver()
    delivery.deliver()

    assert dropped() == [(old, CORRECTED)]
    assert reminded("sent") == ["new@example.org"]
    assert "new@example.org" not in Message.objects.get(state="dropped").key
    assert ReminderRun.objects.get().written == 1
