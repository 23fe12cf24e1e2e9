"""The dossier of a visit: everything about it on one page, and its form."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from unfold.views import ChangeList

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core import staff_links
from beijing_ngo.core.admin import DocumentInline, PhotoInline
from beijing_ngo.core.language import TAGS, current, other
from beijing_ngo.core.staff_forms import TranslatedForm
from delegations.admin import (
    checklists,
    follow_up_pages,
    paper_pages,
    participation,
    people_page,
    programme_page,
    progress,
    registers,
    travel_pages,
)
from delegations.admin.checklists import ChecklistPages
from delegations.admin.follow_up_pages import AddFollowUpPage
from delegations.admin.inlines import (
    ChecklistInline,
    CostInline,
    GiftInline,
    OutcomeInline,
)
from delegations.admin.paper_pages import PaperPages
from delegations.admin.people_page import PeoplePages
from delegations.admin.programme_page import ProgrammePages
from delegations.admin.progress import StatePages
from delegations.admin.travel_pages import TravelPages
from delegations.admin.visit_pages import reads_internal
from delegations.models import Delegation, DelegationState, PassportBasis
from delegations.operations import checklists as checklist_operations
from delegations.operations import states

# In the order of the page. Each is asked for what it shows somebody; None is nothing.
SECTIONS = (
    ("progress", progress.section),
    ("checklist", checklists.section),
    ("people", people_page.section),
    ("programme", programme_page.section),
    ("travel_documents", travel_pages.section),
    ("papers", paper_pages.section),
    ("gifts", registers.gifts),
    ("costs", registers.costs),
    ("documents", registers.documents),
    ("follow_ups", follow_up_pages.section),
    ("participation", participation.section),
)
TITLES = {
    "progress": _("Progress of the visit"),
    "checklist": _("Checklist"),
    "people": pgettext_lazy("dossier", "People"),
    "programme": pgettext_lazy("dossier", "Programme"),
    "travel_documents": _("Travel documents"),
    "papers": pgettext_lazy("dossier", "Papers"),
    "gifts": pgettext_lazy("dossier", "Gifts"),
    "costs": pgettext_lazy("dossier", "Costs"),
    "documents": _("Documents"),
    "follow_ups": _("Outcomes and follow-ups"),
    "participation": _("Participation in the conference"),
}
FOLDER = "admin/delegations/delegation"
NEEDS_NUMBER = (DelegationState.APPROVED, DelegationState.UNDER_WAY, DelegationState.COMPLETED)


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    html: SafeString


def sections_for(request, delegation) -> list[Section]:
    """What the colleague may see of it."""
    found = ((name, build(request, delegation)) for name, build in SECTIONS)
    return [
        Section(name, TITLES[name], render_to_string(f"{FOLDER}/_{name}.html", content, request))
        for name, content in found
        if content is not None
    ]


class DossierPage:
    """Part of the admin of visits."""

    actions_detail = ["open_dossier"]

    def get_urls(self):
        own = path(
            "<int:pk>/dossier/",
            self.admin_site.admin_view(self.dossier),
            name="delegations_delegation_dossier",
        )
        return [own, *super().get_urls()]

    @staff.action(
        description=_("To the dossier"), url_path="to-dossier", icon="folder_open", permissions=["view"]
    )
    def open_dossier(self, request, object_id):
        return redirect("admin:delegations_delegation_dossier", object_id)

    def dossier(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        delegation = Delegation.objects.for_page().select_related("owner").filter(pk=pk).first()
        if delegation is None:
            raise Http404
        today, language = timezone.localdate(), current()
        in_other = delegation.text("title", other(language))
        return self.staff_page(
            request,
            f"{FOLDER}/dossier.html",
            title=str(delegation),
            delegation=delegation,
            in_other=in_other if in_other != delegation.title else "",
            in_other_tag=TAGS[other(language)],
            how_far_off=progress.how_far_off(delegation, today),
            sections=sections_for(request, delegation),
            ways=staff_links.ways_on(request, delegation),
            edit=reverse("admin:delegations_delegation_change", args=[pk])
            if self.has_change_permission(request)
            else "",
        )


class DelegationList(ChangeList):
    def url_for_result(self, result):
        return reverse("admin:delegations_delegation_dossier", args=[result.pk])


class DelegationForm(TranslatedForm):
    def clean(self):
        """The state is not on the form, so the rule about it is asked here."""
        cleaned = super().clean()
        needs_number = (
            cleaned.get("passport_basis") == PassportBasis.OFFICIAL and self.instance.state in NEEDS_NUMBER
        )
        if needs_number and not cleaned.get("approval_number"):
            self.add_error("approval_number", str(states.ApprovalNumberMissing()))
        return cleaned


@admin.register(Delegation)
class DelegationAdmin(
    DossierPage,
    StatePages,
    ChecklistPages,
    PeoplePages,
    ProgrammePages,
    TravelPages,
    PaperPages,
    AddFollowUpPage,
    staff.PublishableAdmin,
):
    form = DelegationForm
    texts = ("title", "purpose", "summary", "report")
    fieldsets = [
        (
            _("Visit"),
            {
                "fields": [
                    ("direction", "state"),
                    "internal",
                    ("starts_on", "ends_on"),
                    "date_precision",
                    "countries",
                    ("owner", "level"),
                ]
            },
        ),
        (
            _("Invitation and approval"),
            {
                "fields": [
                    ("invitation_number", "invited_on"),
                    "invitation_signatory",
                    ("passport_basis", "approval_number"),
                    ("approval_authority", "approved_on"),
                    "funding",
                    "relations_note",
                ]
            },
        ),
        (_("Report after the visit"), {"fields": [("report_due_on", "report_filed_on")]}),
        (
            _("Subjects"),
            {
                "fields": [
                    "conference",
                    "inviting_organisation",
                    "sending_organisation",
                    "host_organisation",
                    "themes",
                    "sdgs",
                    "cover",
                ]
            },
        ),
    ]
    readonly_fields = ["state", "report_filed_on"]
    inlines = [
        *(OutcomeInline, ChecklistInline, GiftInline, CostInline),
        *(PhotoInline, DocumentInline),
    ]
    columns = ("direction", "starts_on", "size", "progress")
    filters = [*staff.choices("direction", "state", "passport_basis"), "internal", *staff.related("themes")]
    search_fields = [*staff.both("title", "purpose", "summary"), "slug", "approval_number"]
    autocomplete_fields = [
        *("conference", "inviting_organisation", "sending_organisation", "host_organisation", "themes"),
    ]
    date_hierarchy = "starts_on"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(size=Count("members"))

    def get_changelist(self, request, **kwargs):
        return DelegationList

    def get_fieldsets(self, request, obj=None):
        """Internal notes are for those who were given that right."""
        found = super().get_fieldsets(request, obj)
        if reads_internal(request.user):
            return found
        return [
            (title, options | {"fields": [name for name in options["fields"] if name != "relations_note"]})
            for title, options in found
        ]

    def kept_from(self, request):
        return set() if reads_internal(request.user) else {"relations_note"}

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

    # ---------------------------------------------------------------- saving

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        days = {name: form.initial.get(name) for name in ("starts_on", "ends_on")}
        if change and all(days.values()) and days != {name: getattr(obj, name) for name in days}:
            self._follow_dates(request, obj, days)

    def _follow_dates(self, request, delegation, days):
        moved = checklist_operations.follow_dates(
            delegation=delegation, started_on=days["starts_on"], ended_on=days["ends_on"]
        )
        if states.follow_end(delegation=delegation, ended_on=days["ends_on"], by=request.user):
            self.message_user(
                request,
                _("The report is due by the new end of the visit; please check the day."),
                messages.INFO,
            )
        if moved:
            text = ngettext(
                "%(count)d open entry of the checklist has moved with the visit; what is done stays.",
                "%(count)d open entries of the checklist have moved with the visit; what is done stays.",
                len(moved),
            )
            self.message_user(request, text % {"count": len(moved)}, messages.INFO)

    def response_post_save_add(self, request, obj):
        return self._to_its_dossier(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        return self._to_its_dossier(request, obj) or super().response_post_save_change(request, obj)

    def _to_its_dossier(self, request, delegation):
        """Where everything else about it is; who may not read visits has no way there."""
        if not self.has_view_permission(request, delegation):
            return None
        return redirect("admin:delegations_delegation_dossier", delegation.pk)
