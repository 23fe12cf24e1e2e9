"""What the clock asks for."""

from celery import shared_task

from beijing_ngo.search import indexing


@shared_task
def refresh() -> int:
    return indexing.refresh()
