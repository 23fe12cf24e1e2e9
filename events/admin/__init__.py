"""Events in the admin, a file a subject. Who has a place is decided by the operations of the desk; nobody types it."""

from events.admin import attendees, desks, events, notices, registrations, reminders

__all__ = ["attendees", "desks", "events", "notices", "registrations", "reminders"]
