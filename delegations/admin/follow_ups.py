"""Outcomes and follow-ups."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from delegations.admin.follow_up_pages import FollowUpPages
from delegations.models import Outcome
from delegations.operations import follow_ups


class DueFilter(staff.DropdownFilter):
    title = _("due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("overdue", _("overdue")), ("open", _("still to be done")), ("done", _("done"))]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset.filter(done_on__isnull=True, due_on__lt=timezone.localdate())
        if self.value() in ("open", "done"):
            return queryset.filter(done_on__isnull=self.value() == "open")
        return queryset


@admin.register(Outcome)
class OutcomeAdmin(FollowUpPages, staff.TranslatedHistoryAdmin):
    """Who looks after it and that it is done are said on pages of their own: there somebody is told, or asked how."""

    fieldsets = [
        *staff.language_tabs("text"),
        (None, {"fields": ["delegation", ("kind", "order"), "public"]}),
        (_("Follow-up"), {"fields": [("due_on", "owner"), ("done_on", "done_note"), "done_by"]}),
    ]
    list_display = ["__str__", "delegation", "kind", "owner", "due_on", "done_on"]
    list_reads = staff.both("text")
    list_filter = [DueFilter, *staff.choices("kind"), "public"]
    list_select_related = ["delegation", "owner"]
    search_fields = staff.both("text", "delegation__title")
    autocomplete_fields = ["delegation"]
    date_hierarchy = "due_on"

    def get_readonly_fields(self, request, obj=None):
        guarded = ["done_on", "done_note", "done_by", *(["owner"] if obj else [])]
        return [*super().get_readonly_fields(request, obj), *guarded]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change and obj.is_open and obj.owner:
            follow_ups.tell_the_owner(outcome=obj, by=request.user)
