"""Most tests save a good deal and never search: on a database server an entry is written when somebody asks.

The embedded run writes every entry with what is saved, whatever odd record a test has made; what an entry says is the same
on every database. The tests of the search put nothing off anywhere.
"""

from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

TESTS = Path(__file__).parent
# What stands below the search knows nothing of it.
BELOW = {"core", "members", "events", "delegations", "reports"}


def is_for(path: Path) -> bool:
    return connection.vendor == "postgresql" and path.relative_to(TESTS).parts[0] in BELOW


@contextmanager
def until_asked(monkeypatch):
    from beijing_ngo.search import index, indexing
    from beijing_ngo.search.models import SearchEntry

    waiting = defaultdict(set)

    def catch_up():
        due = dict(waiting)
        waiting.clear()
        inner = indexing._waiting.set(None)
        for kind, pks in due.items():
            indexing.write_in_batches(kind, pks)
        indexing._waiting.reset(inner)

    def first(read):
        def caught_up(*args, **kwargs):
            if waiting:
                catch_up()
            return read(*args, **kwargs)

        return caught_up

    entries = SearchEntry._meta.default_manager
    monkeypatch.setattr(index, "newest", first(index.newest))
    monkeypatch.setattr(entries, "get_queryset", first(entries.get_queryset))
    token = indexing._waiting.set(waiting)
    yield
    indexing._waiting.reset(token)
