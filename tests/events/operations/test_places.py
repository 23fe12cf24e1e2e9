"""Quota, places and the waiting list."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import operations
from events.models import RegistrationDesk
from events.refusals import (
    NotEnoughPlaces,
    QuotaExceeded,
)
from tests.events.operations.desk import register, standing, upcoming
from tests.events.people import contact
from tests.factories import (
    RegistrationDeskFactory,
)

pytestmark = pytest.mark.django_db


def test_an_organisation_sends_as_many_as_its_quota(desk):
    RegistrationDesk.objects.filter(pk=desk.pk).update(quota=3)
    way = contact()
    register(desk, 2, way=way)

    with pytest.raises(QuotaExceeded) as refused:
        register(desk, 2, way=way)

    assert (refused.value.quota, refused.value.used) == (3, 2)
    assert register(desk, 1, way=way).is_confirmed
    assert register(desk, 1, way=contact()).is_confirmed  # another organisation has its own


def test_those_who_wait_count_against_the_quota():
    desk = RegistrationDeskFactory(capacity=1, quota=2, event=upcoming())
    way = contact()
    waiting = register(desk, 2, way=way)

    assert waiting.state == "waitlisted"
    with pytest.raises(QuotaExceeded):
        register(desk, 1, way=way)


def test_a_full_event_without_a_waiting_list_says_how_many_places_are_left():
    desk = RegistrationDeskFactory(capacity=2, waiting_list=False, event=upcoming())
    register(desk, 1)

    with pytest.raises(NotEnoughPlaces, match="1"):
        register(desk, 2)

    assert register(desk, 1).is_confirmed
    assert desk.registrations.count() == 2


def test_the_database_itself_refuses_to_oversell(desk):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationDesk.objects.filter(pk=desk.pk).update(places_taken=6)


def test_a_party_waits_as_a_whole_and_moves_up_as_a_whole(desk):
    first, second = register(desk, 4), register(desk, 2)
    assert standing(desk, second) == (4, ["waitlisted"])
    assert second.position == 1

    operations.withdraw_person(registration=first, number=1, by=first.contact)

    assert standing(desk, first, second) == (5, ["confirmed", "confirmed"])
    assert [change.kind for change in second.changes.all()] == ["registered", "promoted"]


def test_in_strict_order_nobody_passes_those_who_wait(desk):
    register(desk, 4)
    big, small = register(desk, 3), register(desk, 1)

    assert standing(desk, big, small) == (4, ["waitlisted", "waitlisted"])
    assert (big.position, small.position) == (1, 2)


def test_the_first_party_that_fits_passes_one_that_does_not(desk):
    RegistrationDesk.objects.filter(pk=desk.pk).update(waiting_list_policy="first_that_fits")
    holding = register(desk, 4)
    big, small, later = register(desk, 3), register(desk, 1), register(desk, 1)
    assert standing(desk, big, small, later) == (5, ["waitlisted", "confirmed", "waitlisted"])

    operations.withdraw_person(registration=holding, number=1, by=holding.contact)

    assert standing(desk, big, later) == (5, ["waitlisted", "confirmed"])


def test_leaving_the_front_of_the_line_lets_the_next_in(desk):
    register(desk, 4)
    big, small = register(desk, 3), register(desk, 1)

    operations.cancel(registration=big, by=big.contact)

    assert standing(desk, big, small) == (5, ["cancelled", "confirmed"])


def test_a_waiting_party_that_becomes_smaller_may_fit(desk):
    register(desk, 4)
    pair = register(desk, 2)

    operations.withdraw_person(registration=pair, number=2, by=pair.contact)

    assert standing(desk, pair) == (5, ["confirmed"])


def test_nobody_moves_up_once_the_event_has_begun(desk):
    holding, waiting = register(desk, 5), register(desk, 1)
    desk.event.starts_at = timezone.now() - timedelta(minutes=5)
    desk.event.save()

    operations.cancel(registration=holding, by_staff=True)

    assert standing(desk, waiting) == (0, ["waitlisted"])
