"""When papers are due, how many days are left, and who is reminded when.

What counts is the window a paper is in, not the day: a machine that stood still sends the latest reminder once, not all of
them. A deadline that was moved begins anew, and nothing is sent about a paper that was filed or given up.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.models import Message
from members.models import User
from reports import emails
from reports.models import UNSENT, QuadrennialReport, Submission

STAGES = (30, 14, 7, 3, 1)  # days before the deadline of a paper
QUADRENNIAL_STAGES = (90, 30, 14, 7, 1)
OFFICERS = "publications-officers"  # who is reminded of what nobody is in charge of
NO_LONGER_DUE = _("The paper was filed or withdrawn meanwhile.")


def stage(left: int, stages=STAGES) -> int | None:
    """The reminder a paper has come to; none yet, or none any more."""
    if left < 0:
        return None
    return min((days for days in stages if left <= days), default=None)


def officers(owner=None) -> list[User]:
    """Whoever is in charge; without such a colleague, all who look after papers."""
    if owner is not None and owner.is_colleague:
        return [owner]
    return list(User.objects.colleagues().filter(groups__name=OFFICERS).order_by("pk"))


@transaction.atomic
def remind(*, now: datetime | None = None) -> None:
    """Tell of every paper that has come to its next stage; the outbox knows what was told already."""
    now = now or timezone.now()
    papers = Submission.objects.unsent().filter(deadline__gte=now)
    for submission in papers.select_related("mechanism__body", "conference", "owner"):
        if reached := stage(submission.days_left(now)):
            emails.post_deadline(submission, reached, officers(submission.owner), now=now)
    for report in QuadrennialReport.objects.filter(filed_on=None, due_on__gte=_today(now)).select_related(
        "owner"
    ):
        if reached := stage((report.due_on - _today(now)).days, QUADRENNIAL_STAGES):
            emails.post_quadrennial_deadline(report, reached, officers(report.owner), now=now)


def guard(message: Message) -> str:
    """Before a reminder leaves: why nobody needs it any more, or ""."""
    label, _colon, pk = message.about.partition(":")
    if label == QuadrennialReport._meta.label_lower:
        still = QuadrennialReport.objects.filter(pk=pk, filed_on=None).exists()
    else:
        still = Submission.objects.filter(pk=pk, state__in=UNSENT).exists()
    return "" if still else str(NO_LONGER_DUE)


def _today(now: datetime) -> date:
    return timezone.localdate(now)
