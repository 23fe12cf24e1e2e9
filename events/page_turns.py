"""When pages about events change by the clock: an event ends, a desk opens, opens to everyone, closes."""

from datetime import datetime

from django.db.models import Min, Q

from beijing_ngo.core.models import Status
from events.models import Event, RegistrationDesk


def next_one(now: datetime) -> datetime | None:
    """The first such moment; a desk matters until its event is over."""
    to_come = Event.objects.filter(status=Status.PUBLISHED, ends_at__gte=now)
    events = to_come.order_by().aggregate(
        starts=Min("starts_at", filter=Q(starts_at__gte=now)), ends=Min("ends_at")
    )
    desks = RegistrationDesk.objects.filter(
        event__status=Status.PUBLISHED, event__ends_at__gte=now
    ).aggregate(
        **{
            name: Min(name, filter=Q(**{f"{name}__gte": now}))
            for name in ("opens_at", "members_first_until", "closes_at")
        }
    )
    return min(filter(None, [*events.values(), *desks.values()]), default=None)
