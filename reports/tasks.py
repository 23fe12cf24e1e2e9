"""What the clock asks of papers."""

from celery import shared_task

from reports import deadlines


@shared_task
def remind_of_deadlines():
    deadlines.remind()
