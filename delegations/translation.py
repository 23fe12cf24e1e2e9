"""Which texts of delegations come in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from delegations.models import (
    BadgeQuota,
    ChecklistItem,
    ChecklistTemplate,
    Cost,
    Delegation,
    DelegationMember,
    Gift,
    ItineraryItem,
    Nomination,
    Outcome,
    Participation,
)


@register(Delegation)
class DelegationTranslation(TranslationOptions):
    fields = ("title", "purpose", "summary", "report")


@register(DelegationMember)
class DelegationMemberTranslation(TranslationOptions):
    fields = ("position",)


@register(ItineraryItem)
class ItineraryItemTranslation(TranslationOptions):
    fields = ("title", "city", "place", "hosts")


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("text",)


@register(ChecklistTemplate)
class ChecklistTemplateTranslation(TranslationOptions):
    fields = ("label",)


@register(ChecklistItem)
class ChecklistItemTranslation(TranslationOptions):
    fields = ("label",)


@register(Gift)
class GiftTranslation(TranslationOptions):
    fields = ("item",)


for model in (
    Delegation,
    DelegationMember,
    ItineraryItem,
    Outcome,
    Gift,
    Cost,
    Participation,
    BadgeQuota,
    Nomination,
):
    simple_history.register(model, app="delegations")
