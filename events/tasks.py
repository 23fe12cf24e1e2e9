"""What the clock asks of events."""

from celery import shared_task

from events import operations, reminders


@shared_task
def erase_personal_data():
    operations.erase_personal_data()


@shared_task
def erase_unclaimed_files():
    """And forms that were put aside and can no longer be sent."""
    operations.erase_unclaimed_files()
    operations.forget_drafts()


@shared_task
def plan_reminders():
    reminders.plan()
