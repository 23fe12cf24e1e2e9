"""Items of programmes, over all visits."""

from django.contrib import admin

from beijing_ngo.core import staff_admin as staff
from delegations.admin.programme_forms import INTERNAL_FIELDS
from delegations.admin.visit_pages import reads_internal
from delegations.models import ItineraryItem


@admin.register(ItineraryItem)
class ItineraryItemAdmin(staff.TranslatedHistoryAdmin):
    fieldsets = [
        *staff.language_tabs("title", "city", "place", "hosts"),
        (
            None,
            {
                "fields": [
                    "delegation",
                    ("date", "kind"),
                    ("starts", "ends"),
                    "public",
                    "country",
                    ("organisation_met", "interpreter"),
                    "note",
                ]
            },
        ),
    ]
    list_display = ["__str__", "delegation", "date", "starts", "ends", "kind", "public"]
    list_filter = [*staff.choices("kind"), "public"]
    list_select_related = ["delegation"]
    search_fields = staff.both("title", "city", "delegation__title")
    autocomplete_fields = ["delegation", "organisation_met"]
    date_hierarchy = "date"

    def get_fieldsets(self, request, obj=None):
        """Internal notes are for those who were given that right. Who attends and what to say there is entered on the page of
        the visit's programme."""
        sets = super().get_fieldsets(request, obj)
        if reads_internal(request.user):
            return sets
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name != "note"]})
            for title, options in sets
        ]

    def kept_from(self, request):
        return set() if reads_internal(request.user) else set(INTERNAL_FIELDS)
