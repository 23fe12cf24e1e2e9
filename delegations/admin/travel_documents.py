"""Passports and visas: who needs to know, and nobody else."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from delegations.models import (
    TravelDocument,
    TravelDocumentPurge,
    TravelDocumentReading,
)


class NeedToKnow(staff.ReadOnlyAdmin):
    """Shown to holders of one particular right only, and then without the content of any paper."""

    def _may(self, request):
        return request.user.has_perm("delegations.read_traveldocument")

    def has_module_permission(self, request):
        return self._may(request) and super().has_module_permission(request)

    def has_view_permission(self, request, obj=None):
        return self._may(request) and super().has_view_permission(request, obj)


@admin.register(TravelDocument)
class TravelDocumentAdmin(NeedToKnow):
    fields = [
        ("member", "kind"),
        "purpose",
        ("consent_at", "consent_channel"),
        "consent_text",
        ("separate_consent_at", "passed_to"),
        ("keep_days", "delete_on"),
        "expires_early",
        "key_name",
    ]
    list_display = ["holder", "delegation", "kind", "purpose", "consent_at", "delete_on"]
    list_filter = staff.choices("kind")
    list_select_related = ["member__delegation"]
    date_hierarchy = "delete_on"

    def get_queryset(self, request):
        return super().get_queryset(request).without_content()

    @staff.display(description=_("person"), ordering="member__family_name")
    def holder(self, document):
        return document.member.name

    @staff.display(description=_("delegation"), ordering="member__delegation")
    def delegation(self, document):
        return document.member.delegation


@admin.register(TravelDocumentReading)
class TravelDocumentReadingAdmin(NeedToKnow):
    fields = list_display = ["about", "what", "reader", "reason", "read_at"]
    list_filter = staff.choices("what")
    list_select_related = ["reader"]
    search_fields = ["about", "reason", "reader__email"]
    date_hierarchy = "read_at"


@admin.register(TravelDocumentPurge)
class TravelDocumentPurgeAdmin(NeedToKnow):
    """What the clock deleted, and what colleagues deleted before its day."""

    fields = list_display = ["__str__", "documents", "scans", "deleted_by", "reason", "purged_at"]
    list_select_related = ["delegation", "deleted_by"]
    date_hierarchy = "purged_at"
