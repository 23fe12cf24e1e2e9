"""Who travelled, over all visits."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from delegations.models import DelegationMember
from delegations.operations import people


@admin.register(DelegationMember)
class DelegationMemberAdmin(staff.TranslatedHistoryAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "delegation",
                    ("family_name", "given_name"),
                    "latin_name",
                    "role",
                    "public",
                    ("organisation", "badge_kind"),
                ]
            },
        ),
        *staff.language_tabs("position"),
    ]
    list_display = ["person", "delegation", "organisation", "role", "badge_kind", "public"]
    list_filter = [*staff.choices("role", "badge_kind"), "public"]
    list_select_related = ["delegation", "organisation"]
    search_fields = ["family_name", "given_name", "latin_name", *staff.both("position", "delegation__title")]
    autocomplete_fields = ["delegation", "organisation"]

    @staff.display(description=_("person"), ordering="family_name")
    def person(self, member):
        return member.name

    def save_model(self, request, obj, form, change):
        """Somebody with another role gets another place."""
        people.put_person(person=obj, by=request.user)
