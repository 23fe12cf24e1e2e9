"""The rows below a visit in its form."""

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.staff_forms import RowsFormSet
from delegations.models import (
    ChecklistItem,
    Cost,
    DelegationMember,
    DelegationRole,
    Gift,
    ItineraryItem,
    Outcome,
)

INTERNAL = "delegations.view_internal_delegation"


class MemberFormSet(RowsFormSet):
    aside = {"role": DelegationRole.MEMBER}  # while the head changes there is no head


class MemberInline(staff.TranslatedStackedInline):
    model = DelegationMember
    formset = MemberFormSet
    fields = [
        ("family_name", "given_name"),
        "latin_name",
        ("role", "order"),
        "public",
        ("position_zh_hans", "position_en"),
        ("organisation", "badge_kind"),
    ]
    autocomplete_fields = ["organisation"]


class ItineraryInline(staff.TranslatedStackedInline):
    model = ItineraryItem
    fields = [
        ("date", "kind"),
        ("starts", "ends"),
        "public",
        *staff.both("title"),
        ("city_zh_hans", "city_en"),
        "country",
        ("organisation_met", "interpreter"),
        "note",
    ]
    autocomplete_fields = ["organisation_met"]

    def get_fields(self, request, obj=None):
        """Internal notes are for those who were given that right."""
        may_read = request.user.has_perm(INTERNAL)
        return [name for name in super().get_fields(request, obj) if may_read or name != "note"]


class OutcomeInline(staff.TranslatedStackedInline):
    """What came of it. Who looks after a follow-up and that it is done are said on its own page."""

    model = Outcome
    fields = [("kind", "order"), "public", *staff.both("text"), "due_on"]


class ChecklistInline(staff.TranslatedTabularInline):
    """Entries are ticked off in the dossier."""

    model = ChecklistItem
    fields = [*staff.both("label"), "due_on", "owner", "note", "done_on"]
    readonly_fields = ["done_on"]


class GiftInline(staff.TranslatedStackedInline):
    model = Gift
    fields = [
        *staff.both("item"),
        ("direction", "given_on"),
        ("organisation", "person"),
        ("value", "currency"),
        ("handled_by", "disposal"),
    ]
    autocomplete_fields = ["organisation"]


class CostInline(staff.TabularInline):
    model = Cost
    fields = ["kind", "planned", "actual", "currency", "paid_by", "note"]
