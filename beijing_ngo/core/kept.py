"""What is the same for every reader (site settings, menu, themes, counts of lists), kept in the memory of each process.

One stamp in the shared cache says which state of the public records the kept values belong to. Whoever changes a record
renews the stamp after the commit; a process that reads a new stamp builds its values anew. So nothing stale is shown
after an editor saves, whatever the number of processes, and a page reads the stamp once.
"""

import time
from collections.abc import Callable, Hashable
from contextlib import contextmanager
from typing import TypeVar

from asgiref.local import Local
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import models, transaction
from django.utils.translation import get_language

Value = TypeVar("Value")

STAMP = "kept:stamp"
MAX_VALUES = 2000
_values: dict[Hashable, tuple[str, float, object]] = {}
_request = Local()


def generation() -> str:
    """The stamp of the public records' present state; read once in a request."""
    known = getattr(_request, "stamp", None)
    if known:
        return known
    stamp = cache.get(STAMP)
    if stamp is None:
        stamp = cache.get_or_set(STAMP, _new_stamp, timeout=None)
    if known is not None:  # inside a request
        _request.stamp = stamp
    return stamp


@contextmanager
def read_once():
    """A piece of work outside a request reads the stamp once too, and sees one state of the records throughout."""
    before = getattr(_request, "stamp", None)
    _request.stamp = before or ""
    try:
        yield
    finally:
        _request.stamp = before


def value(name: Hashable, build: Callable[[], Value], seconds: float = 300) -> Value:
    """What `build` returns, built once for each state of the records and at least every `seconds`."""
    stamp, now = generation(), time.monotonic()
    held = _values.get(name)
    if held and held[0] == stamp and now - held[1] < seconds:
        return held[2]
    built = build()
    if len(_values) >= MAX_VALUES:
        _values.clear()
    _values[name] = (stamp, now, built)
    return built


def renew(**_signal) -> None:
    """Forget everything kept: now for this transaction's own reads, and after the commit for everybody else."""
    _renew()
    transaction.on_commit(_renew)


def _renew():
    stamp = _new_stamp()
    cache.set(STAMP, stamp, timeout=None)
    if getattr(_request, "stamp", None) is not None:
        _request.stamp = stamp


def _new_stamp():
    return f"{time.time_ns():x}"


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


# ---------------------------------------------------------------- when it changes


def listen() -> None:
    """Renew the stamp whenever a record that the public may see is saved or deleted."""
    for signal in (models.signals.post_save, models.signals.post_delete):
        signal.connect(_changed, dispatch_uid="kept")
    models.signals.m2m_changed.connect(_linked, dispatch_uid="kept")
    request_started.connect(_start, dispatch_uid="kept")
    request_finished.connect(_finish, dispatch_uid="kept")


def _changed(sender, **_signal):
    if getattr(sender, "renews_kept", False):
        renew()


def _linked(sender, instance, action, **_signal):
    if action.startswith("post_") and getattr(instance, "renews_kept", False):
        renew()


def _start(**_signal):
    _request.stamp = ""


def _finish(**_signal):
    _request.stamp = None
