"""When whom the portal reminds of an event."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from events.models import ReminderRule


@admin.register(ReminderRule)
class ReminderRuleAdmin(staff.TranslatedHistoryAdmin):
    fieldsets = [
        *staff.language_tabs("subject", "body"),
        (_("For"), {"fields": ["event", "event_kind"]}),
        (_("When and to whom"), {"fields": [("amount", "unit"), "anchor", "to", ("late_joiners", "active")]}),
    ]
    list_display = ["__str__", "event", "event_kind", "amount", "unit", "anchor", "to", "active"]
    list_filter = [*staff.choices("anchor", "to", "event_kind"), "active"]
    list_select_related = ["event"]
    search_fields = staff.both("subject", "body", "event__title")
    autocomplete_fields = ["event"]
