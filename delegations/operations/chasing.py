"""Reminding colleagues of what falls due on visits."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from beijing_ngo.core.models import Message
from delegations import chasing, emails
from delegations.models import Chase


def chase(*, now: datetime | None = None) -> int:
    """One mail a colleague and day with everything they should know by now; returns how many are told."""
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    told = 0
    for person, matters in chasing.untold(chasing.due(now)).items():
        # Whoever was written to this morning hears tomorrow of what has come up since.
        if not Message.objects.filter(key=emails.due_key(person, today)).exists():
            _tell(person, matters, today)
            told += 1
    return told


@transaction.atomic
def _tell(person, matters, today) -> None:
    emails.post_due(person, matters, today=today)
    remember([matter.key for matter in matters], person=person, on=today)


def remember(matters: list[str], *, person, on) -> None:
    """They know as of this day."""
    Chase.objects.bulk_create(
        [Chase(matter=matter, person=person, last_on=on) for matter in matters],
        update_conflicts=True,
        unique_fields=["matter", "person"],
        update_fields=["last_on"],
    )
