"""Delegations in the admin: people, programme, outcomes and checklist of a visit; papers of the travellers."""

from django.contrib import admin
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.admin import DocumentInline, PhotoInline
from beijing_ngo.core.staff_forms import RowsFormSet
from delegations.models import (
    ChecklistItem,
    ChecklistTemplate,
    Delegation,
    DelegationMember,
    DelegationRole,
    ItineraryItem,
    Outcome,
    TravelDocument,
    TravelDocumentReading,
)


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


class OutcomeInline(staff.TranslatedStackedInline):
    model = Outcome
    fields = [
        ("kind", "order"),
        "public",
        *staff.both("text"),
        ("due_on", "owner"),
        ("done_on", "done_note"),
    ]


class ChecklistInline(staff.TranslatedTabularInline):
    model = ChecklistItem
    fields = [*staff.both("label"), "due_on", "done_on", "note"]


@admin.register(Delegation)
class DelegationAdmin(staff.PublishableAdmin):
    texts = ("title", "purpose", "summary", "report")
    fieldsets = [
        (
            _("Visit"),
            {
                "fields": [
                    ("direction", "state"),
                    "internal",
                    ("passport_basis", "approval_number"),
                    ("starts_on", "ends_on"),
                    "date_precision",
                    "countries",
                    "report_due_on",
                ]
            },
        ),
        (
            _("Subjects"),
            {
                "fields": [
                    "conference",
                    "inviting_organisation",
                    "host_organisation",
                    "themes",
                    "sdgs",
                    "cover",
                ]
            },
        ),
    ]
    inlines = [
        MemberInline,
        ItineraryInline,
        OutcomeInline,
        ChecklistInline,
        PhotoInline,
        DocumentInline,
    ]
    columns = ("direction", "starts_on", "size", "progress")
    filters = [*staff.choices("direction", "state", "passport_basis"), "internal", *staff.related("themes")]
    search_fields = [*staff.both("title", "purpose", "summary"), "slug", "approval_number"]
    autocomplete_fields = ["conference", "inviting_organisation", "host_organisation", "themes"]
    date_hierarchy = "starts_on"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(size=Count("members"))

    @staff.display(description=_("people"), ordering="size")
    def size(self, delegation):
        return delegation.size

    @staff.display(
        description=_("state"),
        ordering="state",
        label={"planned": "default", "approved": "info", "under_way": "warning", "completed": "success"},
    )
    def progress(self, delegation):
        return delegation.state, delegation.get_state_display()


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
class OutcomeAdmin(staff.TranslatedHistoryAdmin):
    fieldsets = [
        *staff.language_tabs("text"),
        (None, {"fields": ["delegation", ("kind", "order"), "public"]}),
        (_("Follow-up"), {"fields": [("due_on", "owner"), ("done_on", "done_note")]}),
    ]
    list_display = ["__str__", "delegation", "kind", "owner", "due_on", "done_on"]
    list_reads = staff.both("text")
    list_filter = [DueFilter, *staff.choices("kind"), "public"]
    list_select_related = ["delegation", "owner"]
    search_fields = staff.both("text", "delegation__title")
    autocomplete_fields = ["delegation"]
    date_hierarchy = "due_on"


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
                    ("role", "order"),
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


@admin.register(ItineraryItem)
class ItineraryItemAdmin(staff.TranslatedHistoryAdmin):
    fieldsets = [
        *staff.language_tabs("title", "city"),
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


@admin.register(ChecklistTemplate)
class ChecklistTemplateAdmin(staff.TranslatedModelAdmin):
    fieldsets = [
        *staff.language_tabs("label"),
        (None, {"fields": [("direction", "passport_basis"), ("lead_days", "order")]}),
    ]
    list_display = ["__str__", "direction", "passport_basis", "lead_days", "order"]
    list_filter = staff.choices("direction", "passport_basis")
    search_fields = staff.both("label")


# ---------------------------------------------------------------- papers: who needs to know, and nobody else


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
    fields = ["member", "kind", "purpose", "consent_at", "delete_on"]
    list_display = ["holder", "delegation", "kind", "purpose", "consent_at", "delete_on"]
    list_filter = staff.choices("kind")
    list_select_related = ["member__delegation"]
    date_hierarchy = "delete_on"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("sealed")

    @staff.display(description=_("person"), ordering="member__family_name")
    def holder(self, document):
        return document.member.name

    @staff.display(description=_("delegation"), ordering="member__delegation")
    def delegation(self, document):
        return document.member.delegation


@admin.register(TravelDocumentReading)
class TravelDocumentReadingAdmin(NeedToKnow):
    fields = list_display = ["about", "reader", "reason", "read_at"]
    list_select_related = ["reader"]
    search_fields = ["about", "reason", "reader__email"]
    date_hierarchy = "read_at"
