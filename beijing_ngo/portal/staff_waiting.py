"""Who waits for the secretariat: organisations that applied, and people whom a mail did not reach."""

from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core.models import Message, MessageState
from beijing_ngo.portal.staff_boxes import Box, Entry
from members.models import Membership
from members.operations.decisions import RIGHT

AT_MOST = 8
RECENT = timedelta(days=7)


def applications(user) -> Box:
    """Who wants to become or stay a member, the longest wait first."""
    rows = Membership.objects.to_decide().select_related("organisation").order_by("applied_on", "pk")
    return Box(
        _("Applications for membership"),
        [
            Entry(
                str(row.organisation),
                reverse("admin:members_membership_change", args=[row.pk]),
                row.applied_on,
            )
            for row in rows[:AT_MOST]
        ],
        reverse("admin:members_membership_changelist", query={"decide": "yes"}),
        _("Nobody waits for a decision."),
        RIGHT,
    )


def undelivered(user) -> Box:
    """Mail of the last week that failed, or of which nobody knows whether it arrived."""
    since = timezone.localdate() - RECENT
    numbers = dict(
        Message.objects.filter(
            state__in=[MessageState.FAILED, MessageState.UNCERTAIN], created_at__date__gte=since
        )
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    words = {
        MessageState.FAILED: ngettext(
            "%(count)d message failed",
            "%(count)d messages failed",
            numbers.get(MessageState.FAILED, 0),
        ),
        MessageState.UNCERTAIN: ngettext(
            "%(count)d message may not have arrived",
            "%(count)d messages may not have arrived",
            numbers.get(MessageState.UNCERTAIN, 0),
        ),
    }
    return Box(
        _("Mail of the last seven days"),
        [
            Entry(
                text % {"count": numbers[state]},
                _messages(state__exact=state.value, created_at_from=since.isoformat()),
            )
            for state, text in words.items()
            if state in numbers
        ],
        _messages(),
        _("All of it was delivered."),
        "core.resend_message",
    )


def _messages(**filters) -> str:
    return reverse("admin:core_message_changelist", query=filters or None)
