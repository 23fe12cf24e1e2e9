"""Who travelled, over all visits."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from delegations.models import DelegationMember, TravelDocument
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

    def get_deleted_objects(self, objs, request):
        """Travel documents do not go silently with their holder: they are erased first, from the dossier of the visit."""
        gone, counted, lacking, protected = super().get_deleted_objects(objs, request)
        kept = TravelDocument.objects.filter(member__in=objs).without_content().select_related("member")
        return gone, counted, lacking, [*protected, *(f"{one} · {one.member.name}" for one in kept)]

    def save_model(self, request, obj, form, change):
        """Somebody with another role gets another place."""
        people.put_person(person=obj, by=request.user)
