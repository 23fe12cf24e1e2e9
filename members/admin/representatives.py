"""Who acts for organisations, and who was asked to."""

from django.contrib import admin

from beijing_ngo.core import staff_admin as staff
from members.models import Handover, Invitation, Representative


@admin.register(Representative)
class RepresentativeAdmin(staff.HistoryAdmin):
    list_display = ["user", "organisation", "role"]
    list_filter = staff.choices("role")
    list_select_related = ["user", "organisation"]
    search_fields = [
        "user__email",
        "user__family_name",
        "user__given_name",
        *staff.both("organisation__name"),
    ]
    autocomplete_fields = ["user", "organisation"]


@admin.register(Invitation)
class InvitationAdmin(staff.ReadOnlyAdmin):
    """Contacts invite; the office looks on when somebody calls."""

    fields = ["organisation", "email", "name", "role", "language", "invited_by"]
    fields += ["created_at", "expires_at", "accepted_at", "accepted_by", "revoked_at"]
    list_display = ["email", "organisation", "role", "created_at", "expires_at", "accepted_at", "revoked_at"]
    list_filter = staff.choices("role")
    list_select_related = ["organisation"]
    search_fields = ["email", *staff.both("organisation__name")]


@admin.register(Handover)
class HandoverAdmin(staff.ReadOnlyAdmin):
    fields = ["organisation", "from_user", "to_user", "offered_at", "expires_at"]
    fields += ["accepted_at", "declined_at", "withdrawn_at"]
    list_display = ["organisation", "from_user", "to_user", "offered_at", "accepted_at", "declined_at"]
    list_select_related = ["organisation", "from_user", "to_user"]
    search_fields = ["from_user__email", "to_user__email", *staff.both("organisation__name")]
