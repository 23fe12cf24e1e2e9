"""What the clock asks of the portal."""

from celery import shared_task

from beijing_ngo.portal import digests


@shared_task
def post_digests():
    digests.post_digests()
