"""What waits on visits: follow-ups, reports, checklists, people to be nominated for a conference."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beijing_ngo.core import dates
from beijing_ngo.portal.staff_boxes import Box, Entry
from delegations.emails import people_to_confirm, people_to_nominate
from delegations.models import ChecklistItem, Delegation, DelegationState, Outcome, Participation

A_WHILE = timedelta(days=30)
AT_MOST = 8


def _dossier(delegation_pk) -> str:
    return reverse("admin:delegations_delegation_dossier", args=[delegation_pk])


def follow_ups(user) -> Box:
    """Those that are late or soon due, the most overdue first."""
    today = timezone.localdate()
    rows = Outcome.objects.open().filter(due_on__lte=today + A_WHILE)
    page = reverse("admin:delegations_outcome_open")
    return Box(
        _("Follow-ups"),
        [
            Entry(str(row), f"{page}#follow-up-{row.pk}", row.due_on, row.due_on < today)
            for row in rows[:AT_MOST]
        ],
        page,
        _("Nothing is due within a month."),
        "delegations.change_outcome",
    )


def reports(user) -> Box:
    """Visits that are over and whose report has not been handed in."""
    today = timezone.localdate()
    rows = Delegation.objects.report_due().filter(report_due_on__lte=today + A_WHILE)
    rows = rows.only("title_zh_hans", "title_en", "source_language", "report_due_on")
    return Box(
        _("Reports of visits"),
        [
            Entry(str(row), _dossier(row.pk), row.report_due_on, row.report_due_on < today)
            for row in rows[:AT_MOST]
        ],
        reverse("admin:delegations_delegation_changelist"),
        _("No report is due within a month."),
        "delegations.change_delegation",
    )


def checklists(user) -> Box:
    """What should have been ready by now."""
    today = timezone.localdate()
    rows = (
        ChecklistItem.objects.filter(done_on__isnull=True, due_on__lt=today)
        .exclude(delegation__state=DelegationState.CANCELLED)
        .select_related("delegation")
        .order_by("due_on", "pk")
    )
    text = _("%(label)s (%(visit)s)")
    return Box(
        _("Checklists of visits"),
        [
            Entry(
                text % {"label": row, "visit": row.delegation}, _dossier(row.delegation_id), row.due_on, True
            )
            for row in rows[:AT_MOST]
        ],
        reverse("admin:delegations_delegation_changelist"),
        _("Nothing on a checklist is overdue."),
        "delegations.change_checklistitem",
    )


def nominations(user) -> Box:
    """Deadlines of conferences while people are still to be nominated or confirmed, the next one first."""
    now = timezone.now()
    found = []
    for row in Participation.objects.before_a_deadline(now).with_counts().select_related("conference"):
        for deadline, told in (
            (row.nominate_by, people_to_nominate(row)),
            (row.confirm_by, people_to_confirm(row)),
        ):
            if deadline and deadline > now and told:
                found.append((deadline, row, told))
    text = _("%(conference)s: %(people)s")
    return Box(
        _("Nominations for conferences"),
        [
            Entry(
                text % {"conference": row, "people": told},
                reverse("admin:delegations_participation_nominations", args=[row.pk]),
                dates.to_date(deadline),
                is_work=deadline <= now + A_WHILE,
            )
            for deadline, row, told in sorted(found, key=lambda one: (one[0], one[1].pk))[:AT_MOST]
        ],
        reverse("admin:delegations_participation_changelist"),
        _("Nobody is left to be nominated or confirmed."),
        "delegations.change_nomination",
    )
