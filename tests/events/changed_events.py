"""A changed event, those who are registered for it, and what they were told."""

from beijing_ngo.core.models import Message
from events import notice_words, notices
from events.models import Event
from tests.events.pages import at
from tests.factories import AttendeeFactory, EventFactory, RegistrationDeskFactory, RegistrationFactory

EVERYBODY = ["confirmed", "pending", "waitlisted"]


def water_desk():
    event = EventFactory(
        title_en="Forum on water",
        title_zh_hans="水论坛",
        starts_at=at("2027-06-01 06:00"),
        ends_at=at("2027-06-01 08:00"),
        venue_zh_hans="友谊宾馆",
        venue_en="Friendship Hotel",
    )
    return RegistrationDeskFactory(event=event, capacity=20)


def alter(event, by=None, **facts):
    """Save an event as the admin does."""
    before = notices.held_facts(event.pk)
    event = Event.objects.get(pk=event.pk)
    for name, value in facts.items():
        setattr(event, name, value)
    event.save()
    return notices.record(event=event, before=before, by=by)


def somebody_registered(desk, **facts):
    registration = RegistrationFactory(desk=desk, contact__preferred_language="en")
    AttendeeFactory(registration=registration, **facts)
    return registration


def said(change, language):
    return [(row.label, row.old, row.new) for row in notice_words.rows(change, language)]


def told():
    """(kind, to, language) of each mail."""
    rows = Message.objects.order_by("pk").filter(kind__startswith="event.")
    return [(row.kind, row.to_address, row.language) for row in rows]
