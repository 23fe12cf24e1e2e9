"""What the clock asks of core, and what takes too long for a request."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from beijing_ngo.core import delivery, pictures

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


@shared_task(soft_time_limit=150)  # seconds; one photograph takes two or three
def make_pictures():
    """Make the sizes of one photograph, and let what else came meanwhile have its turn before the next.

    However many are uploaded at once, they take one of a worker's hands, and mails find the other one free.
    """
    if original := pictures.claim():
        try:
            pictures.make(original)
        except Exception:
            pictures.set_aside(original)
            raise
        finally:
            make_pictures.apply_async(retry=False)


@shared_task
def make_waiting_pictures():
    """What the broker lost or a worker could not do is tried again."""
    pictures.release()
    make_pictures.apply_async(retry=False)
