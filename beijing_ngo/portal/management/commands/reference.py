"""manage.py reference: the lists that come with the portal."""

import inspect
from importlib import import_module, util

from django.apps import apps
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Adds the reference data that comes with the portal: UN mechanisms with their limits, checklists of visits. Only what "
        "is missing is added; what somebody changed or deleted stays as it is. Running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--update",
            action="store_true",
            help="bring rows up to date too that nobody has changed since they were added",
        )

    def handle(self, *, update, verbosity, **options):
        for name, load in loaders():
            takes_update = "update" in inspect.signature(load).parameters
            written = load(update=update) if takes_update else load()
            if verbosity:
                self.stdout.write(f"{name}: {written}")


def loaders():
    """Each app that has reference data, with what loads it: `<app>/reference/__init__.py: load()`."""
    for config in apps.get_app_configs():
        if util.find_spec(f"{config.name}.reference"):
            yield config.label, import_module(f"{config.name}.reference").load
