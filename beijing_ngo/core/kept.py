"""What is the same for every reader (site settings, menu, themes, counts of lists), kept in the memory of each process.

One stamp in the shared cache says which state of the public records the kept values belong to. Whoever changes a record
renews the stamp after the commit; a process that reads a new stamp builds its values anew. So nothing stale is shown
after an editor saves, whatever the number of processes, and a page reads the stamp once. Inside the transaction that
changes a record a stamp of its own holds: others see nothing of it, and nothing remains of it if it is rolled back.

A second stamp is renewed when places are taken or freed at a registration desk. Whole pages depend on both
(`page_cache`); kept values hold no number of places and depend on the first alone. What changes by the clock is in `turns`.
"""

import time
from collections.abc import Callable, Hashable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils.translation import get_language

from beijing_ngo.core import turns

Value = TypeVar("Value")

STAMP, PLACES = "kept:stamp", "kept:places"
MAX_VALUES = 2000
A_SECOND = 1_000_000_000  # nanoseconds
_values: dict[Hashable, tuple[tuple, float, object]] = {}
# The stamps that this request has read; None outside a request, where they are read each time.
_known: ContextVar[dict[str, str] | None] = ContextVar("known", default=None)
_last = 0


def generation() -> str:
    """The stamp of the public records' present state; read once in a request."""
    known = _known.get()
    if known and STAMP in known and not transaction.get_connection().run_on_commit:
        return known[STAMP]
    return _stamps(STAMP)[STAMP]


def state() -> str:
    """The stamp of all that public pages show, places at the desks included; read once in a request."""
    return ".".join(_stamps(STAMP, PLACES).values())


@contextmanager
def read_once():
    """A piece of work outside a request reads the stamp once too, and sees one state of the records throughout."""
    before = _known.get()
    _known.set({} if before is None else before)
    try:
        yield
    finally:
        _known.set(before)


def value(name: Hashable, build: Callable[[], Value], seconds: float = 300) -> Value:
    """What `build` returns, built once for each state of the records and at least every `seconds`."""
    now, at = (generation(), turns.era()), time.monotonic()
    held = _values.get(name)
    if held and held[0] == now and at - held[1] < seconds:
        return held[2]
    built = build()
    if len(_values) >= MAX_VALUES:
        _values.clear()
    _values[name] = (now, at, built)
    return built


# ---------------------------------------------------------------- stamps


def renew(name: str = STAMP, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Forget everything kept: now for this transaction's own reads, and after the commit for everybody else."""
    if transaction.get_connection(using).in_atomic_block:
        transaction.on_commit(_Change(name, _waiting(name, using)), using=using)
    else:
        _publish(name)


class _Change:
    """A change that waits for its commit: until then its transaction has a stamp of its own."""

    def __init__(self, name: str, before: "_Change | None"):
        self.name, self.stamp = name, _new_stamp()
        self.published = before.published if before else []  # one list for the whole transaction

    def __call__(self):
        """After the commit; once, however many changes there were."""
        if not self.published:
            self.published.append(True)
            _publish(self.name)


def _waiting(name: str, using: str = DEFAULT_DB_ALIAS) -> _Change | None:
    """The last change of this transaction, if there is one; what was rolled back does not wait any more."""
    for _savepoints, waits, _robust in reversed(transaction.get_connection(using).run_on_commit):
        if isinstance(waits, _Change) and waits.name == name and not waits.published:
            return waits
    return None


def _stamps(*names) -> dict[str, str]:
    known = _known.get()
    found = {} if known is None else known
    missing = [name for name in names if name not in found]
    if missing:
        there = cache.get_many(missing) if len(missing) > 1 else {missing[0]: cache.get(missing[0])}
        for name in missing:
            found[name] = there.get(name) or cache.get_or_set(name, _new_stamp, timeout=None)
    return {name: change.stamp if (change := _waiting(name)) else found[name] for name in names}


def _publish(name) -> None:
    stamp, known = _new_stamp(), _known.get()
    cache.set(name, stamp, timeout=None)
    if known is not None:
        known[name] = stamp


def _new_stamp() -> str:
    """The moment in nanoseconds; not the same twice, however coarse the clock."""
    global _last
    now = time.time_ns()
    _last = _last + 1 if now <= _last < now + A_SECOND else now
    return f"{_last:x}"


def listen() -> None:
    """A request reads each stamp once."""
    request_started.connect(_start, dispatch_uid="kept")
    request_finished.connect(_finish, dispatch_uid="kept")


def _start(**_signal):
    _known.set({})


def _finish(**_signal):
    _known.set(None)


# ---------------------------------------------------------------- the values everybody needs


def site():
    """The site's settings."""
    from beijing_ngo.core.models import SiteSettings

    return value("site", SiteSettings.load)


def themes() -> dict:
    """Themes by primary key, in their order."""
    from beijing_ngo.core.models import Theme

    return value("themes", lambda: {theme.pk: theme for theme in Theme.objects.all()})


def menu(place: str) -> list:
    """The pages of a menu: "header" or "footer"."""
    from beijing_ngo.core.models import Page

    return value(("menu", place, get_language()), lambda: list(Page.objects.in_menu(place)))
