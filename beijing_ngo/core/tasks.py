"""What the clock asks of core."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from beijing_ngo.core import delivery

HEARTBEAT = "beat:last"


@shared_task
def heartbeat():
    """Beat and a worker are alive: the health page tells when this was last so."""
    cache.set(HEARTBEAT, timezone.now(), timeout=None)


@shared_task
def deliver_waiting():
    """Deliver what the outbox holds: woken by each new message, and by the clock for what the broker lost."""
    while delivery.deliver() == delivery.BATCH:
        pass


@shared_task
def mark_uncertain():
    delivery.mark_uncertain()
