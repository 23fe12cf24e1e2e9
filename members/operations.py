"""What can be done with memberships."""

from django.db import transaction
from django.utils import timezone

from members.models import Membership


def lapse_run_out_memberships(*, today=None) -> int:
    """End each term whose last day, grace included, is past; nothing is deleted. Returns how many ended."""
    today = today or timezone.localdate()
    ended = 0
    for pk in Membership.objects.run_out(today).values_list("pk", flat=True):
        with transaction.atomic():
            membership = Membership.objects.run_out(today).select_for_update().filter(pk=pk).first()
            if membership:
                membership.lapse(today)
                ended += 1
    return ended
