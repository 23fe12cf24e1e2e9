"""Saying yes and no, moving up, making room."""

import pytest

from events import operations
from events.models import Attendee, Awaits, RegistrationDesk
from events.refusals import (
    CapacityBelowTaken,
    NotEnoughPlaces,
    NotLive,
    NotPending,
    NotTheContact,
    NotWaiting,
    QuotaExceeded,
    ReasonMissing,
)
from tests.events.operations.desk import register, standing, upcoming
from tests.events.people import contact, somebody
from tests.factories import (
    RegistrationDeskFactory,
)

pytestmark = pytest.mark.django_db


def test_a_colleague_waits_for_the_contact_and_counts_from_the_yes(strict_desk):
    boss = contact()
    colleague = contact(boss.organisation, role="delegate")
    asked = register(strict_desk, way=colleague, people=[somebody(email=colleague.user.email)])
    assert standing(strict_desk, asked) == (0, ["pending"])
    assert asked.awaits == Awaits.CONTACT
    register(strict_desk, 1, way=boss)

    operations.approve_colleague(registration=asked, by=boss.user)

    assert standing(strict_desk, asked) == (2, ["confirmed"])


def test_a_contact_says_yes_inside_the_quota_only(strict_desk):
    boss = contact()
    asked = register(strict_desk, way=contact(boss.organisation, role="delegate"))
    register(strict_desk, 2, way=boss)

    with pytest.raises(QuotaExceeded):
        operations.approve_colleague(registration=asked, by=boss.user)

    assert standing(strict_desk, asked) == (2, ["pending"])


def test_only_a_contact_of_the_organisation_decides(strict_desk):
    boss = contact()
    colleague = contact(boss.organisation, role="delegate")
    asked = register(strict_desk, way=colleague)

    for stranger in (colleague.user, contact().user):
        with pytest.raises(NotTheContact):
            operations.approve_colleague(registration=asked, by=stranger)
        with pytest.raises(NotTheContact):
            operations.decline_colleague(registration=asked, by=stranger, reason="x")
    operations.decline_colleague(registration=asked, by=boss.user, reason="已另派人")
    assert standing(strict_desk, asked) == (0, ["declined"])
    assert asked.reason == "已另派人"


def test_after_the_contacts_yes_the_secretariat_decides(strict_desk, staff):
    RegistrationDesk.objects.filter(pk=strict_desk.pk).update(staff_approval=True)
    boss = contact()
    asked = register(strict_desk, way=contact(boss.organisation, role="delegate"))
    operations.approve_colleague(registration=asked, by=boss.user)
    asked.refresh_from_db()
    assert (asked.state, asked.awaits) == ("pending", Awaits.SECRETARIAT)

    operations.approve(registration=asked, by=staff)

    assert standing(strict_desk, asked) == (1, ["confirmed"])


def test_a_yes_when_there_is_no_place_puts_the_party_on_the_list(staff):
    desk = RegistrationDeskFactory(capacity=2, staff_approval=True, event=upcoming())
    first, second = register(desk, 2), register(desk, 1)
    assert standing(desk, first, second) == (0, ["pending", "pending"])

    operations.approve(registration=first, by=staff)
    operations.approve(registration=second, by=staff)

    assert standing(desk, first, second) == (2, ["confirmed", "waitlisted"])


def test_a_yes_without_a_place_or_a_list_is_refused(staff):
    desk = RegistrationDeskFactory(capacity=1, staff_approval=True, waiting_list=False, event=upcoming())
    first, second = register(desk, 1), register(desk, 1)
    operations.approve(registration=first, by=staff)

    with pytest.raises(NotEnoughPlaces):
        operations.approve(registration=second, by=staff)

    assert standing(desk, second) == (1, ["pending"])


def test_a_decision_is_made_once(staff):
    desk = RegistrationDeskFactory(staff_approval=True, event=upcoming())
    asked = register(desk)
    operations.approve(registration=asked, by=staff)

    with pytest.raises(NotPending):
        operations.approve(registration=asked, by=staff)
    operations.decline(registration=asked, by=staff, reason="重复报名")
    with pytest.raises(NotLive):
        operations.decline(registration=asked, by=staff, reason="重复报名")


def test_a_no_has_a_reason_and_gives_the_place_to_the_next(desk, staff):
    holding, waiting = register(desk, 5), register(desk, 2)

    with pytest.raises(ReasonMissing):
        operations.decline(registration=holding, by=staff, reason="  ")
    operations.decline(registration=holding, by=staff, reason="名额调整")

    assert standing(desk, holding, waiting) == (2, ["declined", "confirmed"])
    assert not Attendee.objects.live().filter(registration=holding).exists()


def test_the_secretariat_moves_a_party_to_the_front(desk, staff):
    register(desk, 5)
    one, two, three = register(desk, 1), register(desk, 1), register(desk, 1)

    operations.move_up(registration=three, by=staff)
    operations.move_up(registration=two, by=staff)

    assert [registration.position for registration in (two, three, one)] == [1, 2, 3]
    with pytest.raises(NotWaiting):
        operations.move_up(registration=register(RegistrationDeskFactory(event=upcoming())), by=staff)


def test_moving_to_the_front_lets_in_whoever_fits(desk, staff):
    register(desk, 4)
    big, small = register(desk, 3), register(desk, 1)

    small = operations.move_up(registration=small, by=staff)

    assert small.state == "confirmed"
    assert standing(desk, big) == (5, ["waitlisted"])


def test_more_places_go_to_those_who_wait_and_fewer_than_taken_is_refused(desk):
    register(desk, 5)
    waiting = register(desk, 3)

    with pytest.raises(CapacityBelowTaken):
        operations.change_capacity(desk=desk, capacity=4)
    assert operations.change_capacity(desk=desk, capacity=7) == []
    assert operations.change_capacity(desk=desk, capacity=8) == [waiting]
    assert standing(desk, waiting) == (8, ["confirmed"])
