"""What the clock asks of members."""

from celery import shared_task

from members import operations


@shared_task
def lapse_memberships():
    operations.lapse_run_out_memberships()
