"""What time does to memberships: reminders before the end, and the end."""

from django.db import transaction
from django.utils import timezone

from members import emails
from members.models import Membership, StepKind

REMINDERS = (60, 30, 7)  # days before a term ends
GRACE = "grace"


def lapse_run_out_memberships(*, today=None) -> int:
    """End each term whose last day, grace included, is past; nothing is deleted. Returns how many ended."""
    today = today or timezone.localdate()
    ended = 0
    for pk in Membership.objects.run_out(today).values_list("pk", flat=True):
        with transaction.atomic():
            membership = Membership.objects.run_out(today).select_for_update().filter(pk=pk).first()
            if membership:
                membership.lapse(today)
                membership.steps.create(kind=StepKind.LAPSED)
                emails.post_lapsed(membership)
                ended += 1
    return ended


def remind_of_renewals(*, today=None) -> None:
    """Tell the contacts of each term that ends soon, once for each stage it reaches.

    What counts is the window a term is in, not the day: one that is found late gets the latest reminder, not all of them.
    """
    today = today or timezone.localdate()
    for membership in Membership.objects.due_for_renewal(today).select_related("organisation"):
        if stage := renewal_stage(membership, today):
            emails.post_renewal_reminder(membership, stage)


def renewal_stage(membership: Membership, today) -> int | str | None:
    left = (membership.expires_on - today).days
    if left < 0:
        return GRACE
    return min((days for days in REMINDERS if left <= days), default=None)
