"""What the clock asks of core."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

HEARTBEAT = "beat:last"


@shared_task
def heartbeat():
    """Beat and a worker are alive: the health page tells when this was last so."""
    cache.set(HEARTBEAT, timezone.now(), timeout=None)
