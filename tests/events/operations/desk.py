"""A desk in front of an event to come, and what the tests of its operations ask again and again."""

from datetime import timedelta

from django.utils import timezone

from events import operations
from tests.events.people import contact, party
from tests.factories import EventFactory


def upcoming(**facts):
    start = timezone.now() + timedelta(days=10)
    return EventFactory(**{"starts_at": start, "ends_at": start + timedelta(hours=2)} | facts)


def register(desk, size=1, way=None, **more):
    people = more.pop("people", None) or party(size)
    return operations.register(
        desk_pk=desk.pk, way=way or contact(), people=people, language="zh-hans", **more
    )


def standing(desk, *registrations):
    """How many places are taken, and each registration's state."""
    desk.refresh_from_db()
    for registration in registrations:
        registration.refresh_from_db()
    return desk.places_taken, [registration.state for registration in registrations]
