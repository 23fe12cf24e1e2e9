"""The rows below a visit in its form."""

from beijing_ngo.core import staff_admin as staff
from delegations.models import (
    ChecklistItem,
    Cost,
    Gift,
    Outcome,
)


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
