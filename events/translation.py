"""Which texts of events come in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from events.models import (
    AgendaItem,
    Conference,
    Event,
    EventChange,
    Question,
    RegistrationDesk,
    ReminderRule,
    Series,
    Speaker,
)


@register(Series)
class SeriesTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Conference)
class ConferenceTranslation(TranslationOptions):
    fields = ("name", "city")


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "theme_line", "summary", "body", "venue", "address", "city")


@register(EventChange)
class EventChangeTranslation(TranslationOptions):
    fields = ("note",)


@register(AgendaItem)
class AgendaItemTranslation(TranslationOptions):
    fields = ("title", "room", "note")


@register(Speaker)
class SpeakerTranslation(TranslationOptions):
    fields = ("name", "position")


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("label", "help_text", "choices")


@register(ReminderRule)
class ReminderRuleTranslation(TranslationOptions):
    fields = ("subject", "body")


# What happens to a registration is told by its RegistrationChange rows.
for model in (Series, Conference, Event, RegistrationDesk, ReminderRule):
    simple_history.register(model, app="events")
