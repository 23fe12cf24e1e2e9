"""A site with demonstration content, loaded once for the tests of a module."""

from contextlib import contextmanager

from django.apps import apps
from django.core.management import call_command
from django.db import transaction

OURS = ("core", "members", "events", "delegations", "reports")


def demo(**options):
    call_command("demo", verbosity=0, **options)


@contextmanager
def loaded(django_db_blocker, **options):
    """Each test has a transaction inside this one: the content is there for all of them and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo(**options)
        yield
        transaction.set_rollback(True)


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def counts():
    return {model.__name__: model._default_manager.count() for model in our_models()}
