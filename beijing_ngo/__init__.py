"""The wiring of the portal. Importing it makes the Celery application, so that every task finds its queue."""

from beijing_ngo.celery import app as celery_app

__all__ = ["celery_app"]
