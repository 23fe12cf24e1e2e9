"""Which texts of members come in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from members.models import CooperationProject, Membership, Organisation, Representative


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "short_name", "registration_authority", "city", "description")


@register(Membership)
class MembershipTranslation(TranslationOptions):
    fields = ("tier",)


@register(CooperationProject)
class CooperationProjectTranslation(TranslationOptions):
    fields = ("title", "quantities", "summary")


for model in (Organisation, Membership, Representative, CooperationProject):
    simple_history.register(model, app="members")
