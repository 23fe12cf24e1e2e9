"""The portal's Celery application. Everything it can be told stands in settings.py, under names that begin with CELERY_."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beijing_ngo.settings")

app = Celery("beijing_ngo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
