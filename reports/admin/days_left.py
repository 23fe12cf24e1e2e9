"""How long a paper still has, as lists and pages of the admin say it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.models import UNSENT, Submission

SOON = 7  # days


def left_in_words(submission: Submission) -> tuple[str, str] | None:
    """How the days that are left look in a list; of no interest once the paper was filed or given up."""
    days = submission.days_left() if submission.state in UNSENT else None
    if days is None:
        return None
    if days < 0:
        return "late", _("overdue")
    if days == 0:
        return "soon", _("last day")
    text = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return ("soon" if days <= SOON else "ahead"), text
