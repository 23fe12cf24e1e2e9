"""What the clock asks of visits."""

from celery import shared_task

from delegations.operations import chasing, travel_retention


@shared_task
def chase():
    """Follow-ups, checklists, reports and deadlines of conferences that fall due."""
    chasing.chase()


@shared_task
def purge_travel_documents():
    """Travel documents whose day has come."""
    travel_retention.purge()
