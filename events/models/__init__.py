from events.models.agenda import AgendaItem, Speaker
from events.models.conferences import Conference, Series
from events.models.desk import (
    Audience,
    Question,
    QuestionKind,
    QuestionMoment,
    QuestionPer,
    RegistrationDesk,
    WaitingListPolicy,
)
from events.models.events import AttendanceMode, Event, EventKind, EventState, Partnership, PartnershipRole
from events.models.registrations import Answer, Attendee, Registration, RegistrationState
from events.models.reminders import ReminderAnchor, ReminderAudience, ReminderRule, ReminderUnit

__all__ = [
    "AgendaItem",
    "Answer",
    "AttendanceMode",
    "Attendee",
    "Audience",
    "Conference",
    "Event",
    "EventKind",
    "EventState",
    "Partnership",
    "PartnershipRole",
    "Question",
    "QuestionKind",
    "QuestionMoment",
    "QuestionPer",
    "Registration",
    "RegistrationDesk",
    "RegistrationState",
    "ReminderAnchor",
    "ReminderAudience",
    "ReminderRule",
    "ReminderUnit",
    "Series",
    "Speaker",
    "WaitingListPolicy",
]
