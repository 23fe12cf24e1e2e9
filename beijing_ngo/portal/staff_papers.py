"""What waits on papers for the UN: deadlines, papers in review, organisations that have not answered."""

from datetime import timedelta

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core import dates
from beijing_ngo.portal.staff_boxes import Box, Entry
from reports.models import (
    OPEN_TEXT,
    EndorsementState,
    QuadrennialReport,
    Submission,
    SubmissionState,
)

A_WHILE = timedelta(days=30)
A_SEASON = timedelta(days=90)  # a quadrennial report takes longer to write
AT_MOST = 8
RIGHT = "reports.change_submission"


def _page(submission_pk) -> str:
    return reverse("admin:reports_submission_change", args=[submission_pk])


def _list(**filters) -> str:
    return reverse("admin:reports_submission_changelist", query=filters or None)


def deadlines(user) -> Box:
    """Papers that are to be filed, what is overdue first; quadrennial reports among them."""
    now, today = timezone.now(), timezone.localdate()
    papers = Submission.objects.unsent().filter(deadline__isnull=False)
    entries = [
        Entry(
            str(row),
            _page(row.pk),
            timezone.localtime(row.deadline).date(),
            row.deadline < now,
            is_work=row.deadline <= now + A_WHILE,
        )
        for row in papers.only("title_zh_hans", "title_en", "source_language", "deadline")[:AT_MOST]
    ]
    if user.has_perm("reports.view_quadrennialreport"):
        due = QuadrennialReport.objects.filter(filed_on=None, due_on__lte=today + A_SEASON)
        entries += [
            Entry(
                _("Quadrennial report %(years)s") % {"years": row},
                reverse("admin:reports_quadrennialreport_change", args=[row.pk]),
                row.due_on,
                row.due_on < today,
                is_work=row.due_on <= today + A_WHILE,
            )
            for row in due
        ]
    return Box(
        _("Deadlines of UN bodies"),
        sorted(entries, key=lambda entry: entry.when)[:AT_MOST],
        _list(),
        _("No submission is being written against a deadline."),
        RIGHT,
    )


def in_review(user) -> Box:
    """Papers that wait for their reviewers, with how many comments are not settled."""
    rows = (
        Submission.objects.filter(state=SubmissionState.REVIEW)
        .annotate(open_comments=Count("comments", filter=Q(comments__resolved_at__isnull=True)))
        .order_by(F("deadline").asc(nulls_last=True), "pk")
        .only("title_zh_hans", "title_en", "source_language")
    )
    return Box(
        _("Papers in review"),
        [Entry(str(row), _page(row.pk), note=_comments(row.open_comments)) for row in rows[:AT_MOST]],
        _list(state__exact=SubmissionState.REVIEW.value),
        _("No paper is in review."),
        RIGHT,
    )


def unanswered(user) -> Box:
    """Papers on which organisations were asked to sign and have not answered; late once the day has passed."""
    today = timezone.localdate()
    rows = (
        Submission.objects.filter(state__in=OPEN_TEXT, endorsements__state=EndorsementState.ASKED)
        .annotate(waiting=Count("endorsements"), since=Min("endorsements__created_at"))
        .order_by(F("endorse_by").asc(nulls_last=True), "since", "pk")
        .only("title_zh_hans", "title_en", "source_language", "endorse_by")
    )
    return Box(
        _("Co-signatories who have not answered"),
        [
            Entry(
                str(row),
                reverse("admin:reports_submission_co_signatories", args=[row.pk]),
                late=bool(row.endorse_by and row.endorse_by < today),
                note=_waiting(row),
                is_work=bool(row.endorse_by and row.endorse_by < today),
            )
            for row in rows[:AT_MOST]
        ],
        _list(),
        _("Nobody owes an answer."),
        RIGHT,
    )


def _comments(number: int) -> str:
    text = ngettext("%(count)d open comment", "%(count)d open comments", number)
    return text % {"count": number} if number else _("no open comment")


def _waiting(row) -> str:
    text = ngettext("%(count)d organisation", "%(count)d organisations", row.waiting) % {"count": row.waiting}
    if not row.endorse_by:
        return text
    return _("%(organisations)s, answer due on %(day)s") % {
        "organisations": text,
        "day": dates.day(row.endorse_by),
    }
