"""Organisations and what they do abroad."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.admin import DocumentInline
from beijing_ngo.core.staff_exchange import ExchangeAdmin
from members.models import CooperationProject, InternationalStatus, Membership, Organisation, Representative
from members.resources import OrganisationResource


class InternationalStatusInline(staff.TabularInline):
    model = InternationalStatus
    fk_name = "organisation"
    fields = ["body", "kind", "since_year", "symbol", "link"]
    autocomplete_fields = ["body"]


class MembershipInline(staff.TabularInline):
    """Terms are made by applications and decisions; here they are seen, and opened."""

    model = Membership
    fields = readonly_fields = ["tier", "state", "applied_on", "starts_on", "expires_on", "grace_until"]
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RepresentativeInline(staff.TabularInline):
    model = Representative
    fields = ["user", "role"]
    autocomplete_fields = ["user"]


@admin.register(Organisation)
class OrganisationAdmin(ExchangeAdmin, staff.PublishableAdmin):
    resource_classes = [OrganisationResource]
    texts = ("name", "short_name", "description", "registration_authority", "city")
    fieldsets = [
        (None, {"fields": [("kind", "legal_form"), ("credit_code", "founded_year"), "aliases", "un_name"]}),
        (_("Contact details"), {"fields": ["country", "website", ("email", "phone"), "logo"]}),
        (_("Subjects"), {"fields": ["themes", "sdgs", "listed"]}),
    ]
    prepopulated_fields = {"slug": ("name_en",)}
    autocomplete_fields = ["themes"]
    inlines = [MembershipInline, InternationalStatusInline, RepresentativeInline, DocumentInline]
    columns = ("kind", "country", "listed")
    filters = [*staff.choices("kind", "legal_form"), "listed", *staff.related("themes")]
    search_fields = [*staff.both("name", "short_name"), "aliases", "un_name", "credit_code", "slug"]
    ordering = ["name_zh_hans", "id"]


@admin.register(CooperationProject)
class CooperationProjectAdmin(staff.PublishableAdmin):
    texts = ("title", "quantities", "summary")
    fieldsets = [
        (None, {"fields": ["organisation", "partners", "kind", "countries"]}),
        (_("Period"), {"fields": [("period_start", "period_end")]}),
        (_("Extent"), {"fields": [("amount", "currency"), "beneficiaries"]}),
        (_("Subjects"), {"fields": ["themes", "sdgs"]}),
    ]
    columns = ("organisation", "kind", "period_start")
    filters = [*staff.choices("kind"), *staff.related("themes")]
    list_select_related = ["organisation"]
    search_fields = [*staff.both("title", "summary", "organisation__name"), "slug"]
    autocomplete_fields = ["organisation", "partners", "themes"]
    date_hierarchy = "period_start"
