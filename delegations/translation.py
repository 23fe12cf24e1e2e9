"""Which texts of delegations come in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from delegations.models import (
    ChecklistItem,
    ChecklistTemplate,
    Delegation,
    DelegationMember,
    ItineraryItem,
    Outcome,
)


@register(Delegation)
class DelegationTranslation(TranslationOptions):
    fields = ("title", "purpose", "summary", "report")


@register(DelegationMember)
class DelegationMemberTranslation(TranslationOptions):
    fields = ("position",)


@register(ItineraryItem)
class ItineraryItemTranslation(TranslationOptions):
    fields = ("title", "city")


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("text",)


@register(ChecklistTemplate)
class ChecklistTemplateTranslation(TranslationOptions):
    fields = ("label",)


@register(ChecklistItem)
class ChecklistItemTranslation(TranslationOptions):
    fields = ("label",)


for model in (Delegation, DelegationMember, ItineraryItem, Outcome):
    simple_history.register(model, app="delegations")
