"""Terms of membership: the applications to decide, what was decided, and the past."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.enums import ActionVariant

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.models import Document
from beijing_ngo.core.staff_forms import StaffForm
from members.admin.decisions import DECISIONS, DecisionPage, decision_page
from members.models import Membership, MembershipState, MembershipStep
from members.operations.decisions import RIGHT


class ToDecideFilter(DropdownFilter):
    title = _("to decide")
    parameter_name = "decide"

    def lookups(self, request, model_admin):
        return [("yes", _("to decide")), ("new", _("new applications")), ("renewals", _("renewals"))]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        rows = queryset.to_decide()
        if self.value() == "yes":
            return rows
        return rows.filter(renews__isnull=self.value() == "new")


class MembershipForm(StaffForm):
    class Meta:
        model = Membership
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "state" in self.fields:  # a term of the past, or of a member that joined on paper
            decided = [choice for choice in MembershipState.choices if choice[0] not in BY_APPLICATION]
            self.fields["state"].choices = decided
            self.initial.setdefault("state", MembershipState.ACTIVE)


BY_APPLICATION = {MembershipState.APPLIED, MembershipState.UNDER_REVIEW, MembershipState.WITHDRAWN}


class StepInline(staff.TabularInline):
    model = MembershipStep
    fields = readonly_fields = ["kind", "at", "by", "text"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Membership)
class MembershipAdmin(staff.TranslatedHistoryAdmin):
    """The state is decided by operations, from the buttons of a page or for many at once from the list."""

    form = MembershipForm
    list_display = ["organisation", "tier", "state", "applied_on", "decided_on", "starts_on", "expires_on"]
    list_filter = [ToDecideFilter, *staff.choices("state")]
    list_select_related = ["organisation"]
    search_fields = staff.both("organisation__name", "tier")
    autocomplete_fields = ["organisation"]
    date_hierarchy = "applied_on"
    inlines = [StepInline]
    actions = ["review", "ask", "accept", "decline"]
    actions_detail = ["review_one", "ask_one", "accept_one", "decline_one", "resign_one"]

    def get_fieldsets(self, request, obj=None):
        given = ["motivation", "applicant", "papers", "renews"] if obj else []
        return [
            (None, {"fields": ["organisation", "state", *given, ("applied_on", "decided_on")]}),
            *staff.language_tabs("tier"),
            (_("Term"), {"fields": ["starts_on", ("expires_on", "grace_until"), "ended_on"]}),
            (_("Notes"), {"fields": ["reason", "note"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj), "papers"]
        if obj is None:
            return fields
        return [*fields, "organisation", "state", "motivation", "applicant", "renews", "reason"]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def has_decide_permission(self, request, obj=None):
        return request.user.has_perm(RIGHT)

    def has_delete_permission(self, request, obj=None):
        """What was decided stays; a term typed by mistake is the administrator's to delete."""
        return request.user.is_superuser

    def get_urls(self):
        pages = [
            path(
                f"decide/{verb}/",
                self.admin_site.admin_view(lambda request, verb=verb: decision_page(self, request, verb)),
                name=f"members_membership_{verb}",
            )
            for verb in DECISIONS
        ]
        return [*pages, *super().get_urls()]

    @admin.display(description=_("documents of the organisation"))
    def papers(self, membership):
        organisation = membership.organisation
        links = [
            (document.get_absolute_url(), str(document))
            for document in Document.objects.filter(
                content_type__app_label="members",
                content_type__model="organisation",
                object_id=organisation.pk,
            )
        ]
        url = reverse("admin:members_organisation_change", args=[organisation.pk])
        return format_html(
            '<ul>{}</ul><a href="{}">{}</a>',
            format_html_join("", '<li><a href="{}">{}</a></li>', links),
            url,
            _("See the organisation"),
        )

    # ---------------------------------------------------------------- for many

    @staff.action(description=_("Begin the review…"), permissions=["decide"])
    def review(self, request, queryset):
        return DecisionPage.way("review", queryset)

    @staff.action(description=_("Ask for more…"), permissions=["decide"])
    def ask(self, request, queryset):
        return DecisionPage.way("ask", queryset)

    @staff.action(description=_("Accept…"), permissions=["decide"])
    def accept(self, request, queryset):
        return DecisionPage.way("accept", queryset)

    @staff.action(description=_("Decline…"), permissions=["decide"])
    def decline(self, request, queryset):
        return DecisionPage.way("decline", queryset)

    # ---------------------------------------------------------------- for one

    def get_actions_detail(self, request, object_id):
        """Only what can be done with this term now."""
        found = super().get_actions_detail(request, object_id)
        state = Membership.objects.filter(pk=object_id).values_list("state", flat=True).first()
        possible = {name for name, verb in ONE.items() if state in DECISIONS[verb].states}
        return [action for action in found if action.method.__name__ in possible]

    @staff.action(
        description=_("Accept"), url_path="accept", permissions=["decide"], variant=ActionVariant.PRIMARY
    )
    def accept_one(self, request, object_id):
        return DecisionPage.way("accept", object_id)

    @staff.action(description=_("Begin the review"), url_path="review", permissions=["decide"])
    def review_one(self, request, object_id):
        return DecisionPage.way("review", object_id)

    @staff.action(description=_("Ask for more"), url_path="ask", permissions=["decide"])
    def ask_one(self, request, object_id):
        return DecisionPage.way("ask", object_id)

    @staff.action(description=_("Decline"), url_path="decline", permissions=["decide"])
    def decline_one(self, request, object_id):
        return DecisionPage.way("decline", object_id)

    @staff.action(description=_("Record the resignation"), url_path="resign", permissions=["decide"])
    def resign_one(self, request, object_id):
        return DecisionPage.way("resign", object_id)


ONE = {f"{verb}_one": verb for verb in DECISIONS}
