"""How far a visit has come: approved, under way, completed, cancelled, and a step back where one was too many."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import dates, kept
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.rich_text import is_empty
from delegations.models import Delegation, DelegationState, PassportBasis
from delegations.working_days import due_after

PLANNED, APPROVED, UNDER_WAY = DelegationState.PLANNED, DelegationState.APPROVED, DelegationState.UNDER_WAY
COMPLETED, CANCELLED = DelegationState.COMPLETED, DelegationState.CANCELLED
BACK = {APPROVED: PLANNED, UNDER_WAY: APPROVED, COMPLETED: UNDER_WAY, CANCELLED: PLANNED}


class NotFromHere(Refusal):
    """Somebody else was quicker, or the page is an old one."""

    message = _("The visit is “%(state)s” now; this is not possible from there.")


class ApprovalNumberMissing(Refusal):
    message = _("An official visit is approved with the number of the approval document.")


class ApprovedInTheFuture(Refusal):
    message = _("The day of the approval is still to come.")


class NotBegun(Refusal):
    message = _("The visit begins on %(day)s; until then it is not under way.")


class NotOver(Refusal):
    message = _("The visit ends on %(day)s; until then it is not completed.")


class ReasonForCancellingMissing(Refusal):
    message = _("Please say why the visit is cancelled.")


class NothingHandedIn(Refusal):
    message = _("There is no report yet: write it in one language at least, or attach it as a document.")


class ReportThereAlready(Refusal):
    message = _("The report was handed in already.")


class NoReportThere(Refusal):
    message = _("The report has not been handed in.")


class HandedInTooSoon(Refusal):
    message = _("A report is handed in after the visit has begun, and not on a day that is still to come.")


def _held(delegation: Delegation, *states) -> Delegation:
    """The visit as it is now that nobody else can change it, in one of the states."""
    found = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if states and found.state not in states:
        raise NotFromHere(state=found.get_state_display())
    return found


def _save(delegation: Delegation, by, *fields) -> Delegation:
    delegation._history_user = by
    delegation.save(update_fields=[*fields, "updated_at"])
    return delegation


@transaction.atomic
def approve(
    *, delegation: Delegation, by, number: str = "", authority: str = "", on: date | None = None
) -> Delegation:
    """The visit may take place. An official one needs the number of the document that says so."""
    delegation = _held(delegation, PLANNED)
    if delegation.passport_basis == PassportBasis.OFFICIAL and not number.strip():
        raise ApprovalNumberMissing
    if on and on > timezone.localdate():
        raise ApprovedInTheFuture
    delegation.state = APPROVED
    delegation.approval_number, delegation.approval_authority = number.strip(), authority.strip()
    delegation.approved_on = on
    return _save(delegation, by, "state", "approval_number", "approval_authority", "approved_on")


@transaction.atomic
def start(*, delegation: Delegation, by) -> Delegation:
    """The delegation has set out, or has arrived."""
    delegation = _held(delegation, APPROVED)
    if timezone.localdate() < delegation.starts_on:
        raise NotBegun(day=dates.day(delegation.starts_on))
    delegation.state = UNDER_WAY
    return _save(delegation, by, "state")


@transaction.atomic
def complete(*, delegation: Delegation, by) -> Delegation:
    """The visit is over, and its report falls due by the rule of the site settings."""
    delegation = _held(delegation, APPROVED, UNDER_WAY)
    if timezone.localdate() < delegation.ends_on:
        raise NotOver(day=dates.day(delegation.ends_on))
    delegation.state = COMPLETED
    delegation.report_due_on = report_due(delegation.ends_on)
    return _save(delegation, by, "state", "report_due_on")


def report_due(ends_on: date) -> date:
    """By when a visit that ends on a day is reported on."""
    site = kept.site()
    return due_after(ends_on, site.report_due_days, site.report_due_kind)[0]


@transaction.atomic
def follow_end(*, delegation: Delegation, ended_on: date, by) -> bool:
    """Where the end of a completed visit was entered anew, its report is due that much later, unless somebody set the day."""
    delegation = _held(delegation)
    owes = delegation.state == COMPLETED and delegation.report_filed_on is None
    if not owes or delegation.report_due_on != report_due(ended_on) or delegation.ends_on == ended_on:
        return False
    delegation.report_due_on = report_due(delegation.ends_on)
    _save(delegation, by, "report_due_on")
    return True


@transaction.atomic
def cancel(*, delegation: Delegation, by, reason: str) -> Delegation:
    """The visit does not take place, or breaks off. What took place is not cancelled any more."""
    delegation = _held(delegation, PLANNED, APPROVED, UNDER_WAY)
    if not reason.strip():
        raise ReasonForCancellingMissing
    delegation.state, delegation.cancel_reason = CANCELLED, reason.strip()
    return _save(delegation, by, "state", "cancel_reason")


@transaction.atomic
def reopen(*, delegation: Delegation, by) -> Delegation:
    """One step back: a cancelled visit is planned again, a completed one goes on and owes no report meanwhile."""
    delegation = _held(delegation, *BACK)
    if delegation.state == COMPLETED:
        delegation.report_due_on = None
    delegation.state, delegation.cancel_reason = BACK[delegation.state], ""
    return _save(delegation, by, "state", "cancel_reason", "report_due_on")


@transaction.atomic
def hand_in_report(*, delegation: Delegation, by, on: date | None = None) -> Delegation:
    """The report has gone where it belongs; from now on nobody is reminded of it."""
    delegation = _held(delegation, COMPLETED)
    if delegation.report_filed_on:
        raise ReportThereAlready
    written = any(not is_empty(delegation.text("report", language)) for language in ("zh-hans", "en"))
    if not written and not delegation.documents.exists():
        raise NothingHandedIn
    on = on or timezone.localdate()
    if not delegation.starts_on <= on <= timezone.localdate():
        raise HandedInTooSoon
    delegation.report_filed_on = on
    return _save(delegation, by, "report_filed_on")


@transaction.atomic
def take_back_report(*, delegation: Delegation, by) -> Delegation:
    """It was not handed in after all, and is due again."""
    delegation = _held(delegation)
    if delegation.report_filed_on is None:
        raise NoReportThere
    delegation.report_filed_on = None
    return _save(delegation, by, "report_filed_on")
