from events.models.agenda import AgendaItem, Speaker
from events.models.answers import Answer, AnswerFile, RegistrationDraft
from events.models.conferences import Conference, Series
from events.models.desk import (
    Audience,
    DeskInvitation,
    Question,
    QuestionKind,
    QuestionMoment,
    QuestionPer,
    RegistrationDesk,
    WaitingListPolicy,
)
from events.models.events import AttendanceMode, Event, EventKind, EventState, Partnership, PartnershipRole
from events.models.notices import ChangeDecision, EventChange
from events.models.registrations import (
    LIVE_STATES,
    Attendee,
    Awaits,
    ChangeKind,
    Registration,
    RegistrationChange,
    RegistrationState,
)
from events.models.reminders import ReminderAnchor, ReminderAudience, ReminderRule, ReminderRun, ReminderUnit

__all__ = [
    "LIVE_STATES",
    "AgendaItem",
    "Answer",
    "AnswerFile",
    "AttendanceMode",
    "Attendee",
    "Audience",
    "Awaits",
    "ChangeDecision",
    "ChangeKind",
    "Conference",
    "DeskInvitation",
    "Event",
    "EventChange",
    "EventKind",
    "EventState",
    "Partnership",
    "PartnershipRole",
    "Question",
    "QuestionKind",
    "QuestionMoment",
    "QuestionPer",
    "Registration",
    "RegistrationChange",
    "RegistrationDesk",
    "RegistrationDraft",
    "RegistrationState",
    "ReminderAnchor",
    "ReminderAudience",
    "ReminderRule",
    "ReminderRun",
    "ReminderUnit",
    "Series",
    "Speaker",
    "WaitingListPolicy",
]
