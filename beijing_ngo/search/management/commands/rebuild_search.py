"""manage.py rebuild_search: every entry anew."""

import sys
import time

from django.core.management.base import BaseCommand

from beijing_ngo.search import index, indexing
from beijing_ngo.search.models import SearchEntry

BAR = 30


class Command(BaseCommand):
    help = (
        "Writes every entry of the search anew, batch by batch, while the portal goes on: until its turn comes, a record is "
        "found by its old entry. Needed after rows were written past the portal; running it again changes nothing."
    )

    def handle(self, *, verbosity, **options):
        began, done, total = time.monotonic(), 0, indexing.total()
        shown = verbosity > 0 and sys.stdout.isatty()

        def step(kind, count):
            nonlocal done
            done += count
            if shown:
                full = BAR * done // max(total, 1)
                line = f"\r{'━' * full}{'·' * (BAR - full)} {done}/{total} {kind.name.lower():<14}"
                self.stdout.write(line, ending="")
                self.stdout.flush()

        index.prepare()
        indexing.rebuild(step)
        if shown:
            self.stdout.write("")
        if verbosity:
            entries = SearchEntry.objects.count()
            self.stdout.write(
                f"{done} records read, {entries} entries written ({time.monotonic() - began:.1f} s)"
            )
