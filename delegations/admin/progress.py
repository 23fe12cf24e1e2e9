"""How far a visit has come, in its dossier: what is known, what is missing, and what can be done next."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from beijing_ngo.core import countries, dates, kept, lists
from beijing_ngo.core.models import Status
from beijing_ngo.core.refusals import Refusal
from delegations.admin.visit_pages import reads_internal
from delegations.models import Delegation, DelegationState, Direction, PassportBasis
from delegations.operations import states
from delegations.working_days import is_certain

PLANNED, APPROVED, UNDER_WAY = DelegationState.PLANNED, DelegationState.APPROVED, DelegationState.UNDER_WAY
COMPLETED, CANCELLED = DelegationState.COMPLETED, DelegationState.CANCELLED


class ApproveForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("approval document number"),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("An official visit is not approved without one."),
    )
    authority = forms.CharField(
        label=gettext_lazy("approved by"), max_length=160, required=False, widget=UnfoldAdminTextInputWidget
    )
    on = forms.DateField(label=gettext_lazy("approved on"), required=False, widget=UnfoldAdminDateWidget)
    fields_of = {states.ApprovalNumberMissing: "number", states.ApprovedInTheFuture: "on"}


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("why it is cancelled"),
        max_length=300,
        required=False,  # the operation asks for it
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    fields_of = {states.ReasonForCancellingMissing: "reason"}


class ReportForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("handed in on"), widget=UnfoldAdminDateWidget)
    fields_of = {states.HandedInTooSoon: "on"}


@dataclass(frozen=True)
class Step:
    """What can be done next: at once, or on a page that asks for something first."""

    label: str
    url: str
    post: bool = False
    is_main: bool = False
    is_danger: bool = False


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    is_missing: bool = False


# ---------------------------------------------------------------- in the dossier


def section(request, delegation) -> dict:
    user, today = request.user, timezone.localdate()
    may_change = user.has_perm("delegations.change_delegation")
    return {
        "facts": facts(delegation),
        "relations_note": delegation.relations_note if reads_internal(user) else "",
        "steps": steps(delegation, today) if may_change else [],
        "not_yet": not_yet(delegation, today) if may_change else "",
        "report": report_words(delegation, today),
        "report_late": bool(
            delegation.report_due_on and not delegation.report_filed_on and delegation.report_due_on < today
        )
        and delegation.state == COMPLETED,
        "report_guess": report_guess(delegation),
    }


def steps(delegation: Delegation, today: date) -> list[Step]:
    def go(label, name, **kind):
        return Step(label, reverse(f"admin:delegations_delegation_{name}", args=[delegation.pk]), **kind)

    def at_once(label, verb, **kind):
        url = reverse("admin:delegations_delegation_step", args=[delegation.pk, verb])
        return Step(label, url, post=True, **kind)

    begun, over = delegation.starts_on <= today, delegation.ends_on <= today
    complete = at_once(_("Mark as completed"), "complete", is_main=True)
    cancel = go(_("Cancel the visit…"), "cancel", is_danger=True)
    match delegation.state:
        case DelegationState.PLANNED:
            return [go(_("Approve…"), "approve", is_main=True), cancel]
        case DelegationState.APPROVED:
            start = at_once(_("Mark as under way"), "start", is_main=not over)
            forth = [*([complete] if over else []), *([start] if begun else [])]
            return [*forth, at_once(_("Back to planning"), "reopen"), cancel]
        case DelegationState.UNDER_WAY:
            back = at_once(_("Not begun yet after all"), "reopen")
            return [*([complete] if over else []), back, cancel]
        case DelegationState.COMPLETED:
            report = (
                at_once(_("The report was not handed in after all"), "take_back_report")
                if delegation.report_filed_on
                else go(_("Report handed in…"), "report", is_main=True)
            )
            return [report, at_once(_("Not over yet after all"), "reopen")]
    return [at_once(_("Plan it again"), "reopen")]


def not_yet(delegation: Delegation, today: date) -> str:
    """From when the next step can be taken, where its day has not come."""
    if delegation.state == APPROVED and today < delegation.starts_on:
        return _("It can be marked as under way from %(day)s.") % {"day": dates.day(delegation.starts_on)}
    if delegation.state == UNDER_WAY and today < delegation.ends_on:
        return _("It can be marked as completed from %(day)s.") % {"day": dates.day(delegation.ends_on)}
    return ""


def report_words(delegation: Delegation, today: date) -> str:
    """How the report stands; nothing while none is owed."""
    if delegation.report_filed_on:
        return _("Handed in on %(day)s.") % {"day": dates.day(delegation.report_filed_on)}
    if delegation.state != COMPLETED or delegation.report_due_on is None:
        return ""
    day = dates.day(delegation.report_due_on)
    left = (delegation.report_due_on - today).days
    if left < 0:
        text = ngettext(
            "Was due on %(day)s, %(count)d day ago.", "Was due on %(day)s, %(count)d days ago.", -left
        )
        return text % {"day": day, "count": -left}
    if left == 0:
        return _("Is due today.")
    text = ngettext("Is due on %(day)s, in %(count)d day.", "Is due on %(day)s, in %(count)d days.", left)
    return text % {"day": day, "count": left}


def report_guess(delegation: Delegation) -> str:
    """Said where the day was counted through a year whose holidays nobody has announced yet."""
    due, kind = delegation.report_due_on, kept.site().report_due_kind
    if delegation.state != COMPLETED or delegation.report_filed_on or due is None:
        return ""
    if is_certain(delegation.ends_on, due, kind):
        return ""
    return _(
        "The holidays of %(year)d are not known here, so Monday to Friday were counted as working days; please check the day."
    ) % {"year": due.year}


def how_far_off(delegation: Delegation, today: date) -> str:
    """Days until it begins; while it lasts, which day it is; then how long it has been over."""
    if delegation.state == CANCELLED:
        return ""
    if today < delegation.starts_on:
        days = (delegation.starts_on - today).days
        text = (
            ngettext("%(count)d day to arrival", "%(count)d days to arrival", days)
            if delegation.direction == Direction.INCOMING
            else ngettext("%(count)d day to departure", "%(count)d days to departure", days)
        )
        return text % {"count": days}
    if today <= delegation.ends_on:
        return _("Day %(day)d of %(days)d") % {
            "day": (today - delegation.starts_on).days + 1,
            "days": (delegation.ends_on - delegation.starts_on).days + 1,
        }
    days = (today - delegation.ends_on).days
    return ngettext("Ended %(count)d day ago", "Ended %(count)d days ago", days) % {"count": days}


def _line(*parts) -> str:
    return " · ".join(str(part) for part in parts if part)


def facts(delegation: Delegation) -> list[Fact]:
    """What an officer looks for first. What a visit of this kind must have is said to be missing."""
    name = {field.name: field.verbose_name for field in Delegation._meta.fields}
    approval = _line(
        delegation.approval_number,
        delegation.approval_authority,
        delegation.approved_on and dates.day(delegation.approved_on),
    )
    invitation = _line(
        delegation.invitation_number,
        delegation.invited_on and dates.day(delegation.invited_on),
        delegation.invitation_signatory,
    )
    is_official = delegation.passport_basis == PassportBasis.OFFICIAL
    is_private_guest = delegation.direction == Direction.INCOMING and not is_official
    where = lists.joined(countries.country_name(one.code) for one in delegation.countries)
    needed = [
        (name["owner"], delegation.owner),
        (_("Invitation letter"), invitation),
        (name["inviting_organisation"], delegation.inviting_organisation),
        (name["host_organisation"], delegation.host_organisation),
        (name["countries"], where),
    ]
    optional = [
        (name["passport_basis"], "" if is_private_guest else delegation.get_passport_basis_display()),
        (name["sending_organisation"], delegation.sending_organisation),
        (name["conference"], delegation.conference),
        (name["level"], delegation.level),
        (name["funding"], delegation.funding),
        (name["cancel_reason"], delegation.cancel_reason),
    ]
    return [
        *(Fact(label, str(value or ""), is_missing=not value) for label, value in needed),
        *(
            [
                Fact(
                    pgettext("visit", "Approval"),
                    approval,
                    is_missing=is_official and not delegation.approval_number,
                )
            ]
            if is_official or approval
            else []
        ),
        *(Fact(label, str(value)) for label, value in optional if value),
    ]


# ---------------------------------------------------------------- pages


class StatePages:
    """Part of the admin of visits: what is done to the state of one."""

    def get_urls(self):
        pages = {"approve": self.approve_visit, "cancel": self.cancel_visit, "report": self.report_visit}
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"delegations_delegation_{name}")
            for name, view in pages.items()
        ]
        step = path(
            "<int:pk>/step/<slug:verb>/",
            self.admin_site.admin_view(self.step),
            name="delegations_delegation_step",
        )
        return [*own, step, *super().get_urls()]

    def _visit_to_change(self, request, pk) -> Delegation:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Delegation, pk=pk)

    def _to_dossier(self, request, pk, text, level=messages.SUCCESS):
        self.message_user(request, text, level)
        return redirect("admin:delegations_delegation_dossier", pk)

    def step(self, request, pk, verb):
        """What needs no word more."""
        delegation = self._visit_to_change(request, pk)
        operation = {
            "start": states.start,
            "complete": states.complete,
            "reopen": states.reopen,
            "take_back_report": states.take_back_report,
        }.get(verb)
        if request.method != "POST" or operation is None:
            return HttpResponseNotAllowed(["POST"])
        try:
            delegation = operation(delegation=delegation, by=request.user)
        except Refusal as refusal:
            return self._to_dossier(request, pk, str(refusal), messages.ERROR)
        if verb == "complete":
            text = _("The visit is completed. Its report is due on %(day)s.")
            return self._to_dossier(request, pk, text % {"day": dates.day(delegation.report_due_on)})
        if verb == "take_back_report":
            return self._to_dossier(request, pk, _("The report counts as not handed in."))
        text = _("The visit is now “%(state)s”.") % {"state": delegation.get_state_display()}
        return self._to_dossier(request, pk, text)

    def approve_visit(self, request, pk):
        delegation = self._visit_to_change(request, pk)
        becomes_public = delegation.status == Status.PUBLISHED and not delegation.internal
        return self._ask(
            request,
            delegation,
            ApproveForm(
                request.POST or None,
                initial={
                    "number": delegation.approval_number,
                    "authority": delegation.approval_authority,
                    "on": delegation.approved_on or timezone.localdate(),
                },
            ),
            title=_("Approve the visit"),
            send=pgettext("visit", "Approve"),
            told=_("The visit is published and not internal: once approved, it stands on the public site.")
            if becomes_public
            else "",
            do=states.approve,
            done=_("The visit is approved."),
        )

    def cancel_visit(self, request, pk):
        return self._ask(
            request,
            self._visit_to_change(request, pk),
            CancelForm(request.POST or None),
            title=_("Cancel the visit"),
            send=_("Cancel the visit"),
            told=_("It disappears from the public site. Everything that was prepared stays in its dossier."),
            danger=True,
            do=states.cancel,
            done=_("The visit is cancelled."),
        )

    def report_visit(self, request, pk):
        return self._ask(
            request,
            self._visit_to_change(request, pk),
            ReportForm(request.POST or None, initial={"on": timezone.localdate()}),
            title=_("Hand in the report"),
            send=_("Report handed in"),
            told=_("The report is the text of the visit, or a document attached to it."),
            do=states.hand_in_report,
            done=_("The report is handed in."),
        )

    def _ask(self, request, delegation, form, *, do, done, **page):
        """A page with a form for one operation; what it refuses stands beside the field it is about."""
        if form.is_valid():
            try:
                do(delegation=delegation, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(form.fields_of.get(type(refusal)), str(refusal))
            else:
                return self._to_dossier(request, delegation.pk, done)
        back = reverse("admin:delegations_delegation_dossier", args=[delegation.pk])
        return self.staff_page(request, form=form, subtitle=str(delegation), back=back, **page)
