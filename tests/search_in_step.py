"""Over every test: what the portal writes in bulk tells no signals, and so not the search.

Where the portal itself called one of these on rows that entries tell of, the entries must be, when the test has ended, what a
rebuild would make of them. Tests arrange their rows as they like: one that writes past the search itself is left alone.
"""

import sys
from functools import wraps
from pathlib import Path

from django.db.models import QuerySet

IN_BULK = ("update", "bulk_create", "bulk_update", "_raw_delete")
TESTS = Path(__file__).parent
_writers: set[Path] = set()


def watch(monkeypatch) -> None:
    from beijing_ngo.search.following import KINDS, PARTS, REPEATED

    told = {*KINDS, *PARTS, *REPEATED}
    for name in IN_BULK:
        monkeypatch.setattr(QuerySet, name, _noted(getattr(QuerySet, name), told))


def begin() -> None:
    _writers.clear()


def check() -> None:
    """Complains where the portal wrote in bulk and left the entries behind."""
    if not _writers or any(path.is_relative_to(TESTS) for path in _writers):
        return
    from beijing_ngo.search import indexing
    from beijing_ngo.search.contents import SOURCES
    from beijing_ngo.search.models import SearchEntry

    by = ", ".join(sorted(path.name for path in _writers))
    indexing.refresh()  # what time alone has changed is the clock's
    kept = {entry.pk: entry.words for entry in SearchEntry.objects.all()}
    right = {}
    for kind, source in SOURCES.items():
        pks = source.model._default_manager.values_list("pk", flat=True)
        entries = [indexing.entry(kind, *row) for row in source.gather(list(pks))]
        right |= {entry.pk: entry.words for entry in entries}
    assert kept == right, f"The search does not follow what {by} wrote in bulk: call `indexing.write` there."


def _noted(write, told):
    @wraps(write)
    def noted(rows, *args, **kwargs):
        if rows.model in told:
            _writers.add(_caller())
        return write(rows, *args, **kwargs)

    return noted


def _caller() -> Path:
    frame = sys._getframe(2)
    while "site-packages" in frame.f_code.co_filename:
        frame = frame.f_back
    return Path(frame.f_code.co_filename)
