"""What the clock asks of members."""

from celery import shared_task

from members import operations


@shared_task
def lapse_memberships():
    operations.lapse_run_out_memberships()


@shared_task
def remind_of_renewals():
    operations.remind_of_renewals()


@shared_task
def forget_unused():
    """Personal data that nobody needs any more: colleagues nobody registers, files nobody sent."""
    operations.forget_unused_colleagues()
    operations.forget_unsent_uploads()
