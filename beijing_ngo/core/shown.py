"""Which tables public pages show, and what follows when something writes to one of them.

A model that says `renews_kept = True` is shown; so are its many-to-many links. Every statement passes here, whoever sends
it: a form, an import, `update()`, a bulk operation, a command. A write to such a table renews the stamp of the public
records, so that no way of saving can be forgotten. Columns that a model names in `counts_places` renew the second stamp
alone: registrations come in all day, and what is kept shows nothing of them.

A model whose rows the database itself copies into another table, or hands out by a function, names them in `mirrored_in`.

The other way round, whoever builds a page to be kept can ask which tables it was read from: one that also read from another
table would not be renewed by a write there, and is not kept.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from django.apps import apps
from django.db.backends.signals import connection_created

from beijing_ngo.core import kept

# Read for every generic relation; written by migrations alone.
NEVER_CHANGE = {"django_content_type"}
_WRITTEN = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+"?(\w+)', re.I
)
_READ = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)', re.I)
_SET = re.compile(r'(?:\bSET|,)\s+"(\w+)"\s+=\s')
_read: ContextVar[set[str] | None] = ContextVar("read", default=None)
_unseen: ContextVar[bool] = ContextVar("unseen", default=False)


@cache
def tables() -> dict[str, frozenset[str]]:
    """The tables shown, each with the columns that are about places alone."""
    shown = {}
    for model in apps.get_models(include_auto_created=True):
        ends = [model]
        if model._meta.auto_created:  # the links between two models
            ends = [field.related_model for field in model._meta.get_fields() if field.is_relation]
        if any(getattr(end, "renews_kept", False) for end in ends):
            shown[model._meta.db_table] = frozenset(getattr(model, "counts_places", ()))
            shown |= dict.fromkeys(getattr(model, "mirrored_in", ()), frozenset())
    return shown


def listen() -> None:
    connection_created.connect(_watch, dispatch_uid="shown")


@contextmanager
def reading():
    """Gathers the names of the tables that are read from inside the block."""
    found: set[str] = set()
    token = _read.set(found)
    try:
        yield found
    finally:
        _read.reset(token)


@contextmanager
def unseen():
    """What is written inside the block stands on no public page yet: a text that somebody is typing."""
    token = _unseen.set(True)
    try:
        yield
    finally:
        _unseen.reset(token)


def are_all_shown(read: set[str]) -> bool:
    """Whether a page read from these tables is renewed by every write to them."""
    return read <= tables().keys() | NEVER_CHANGE


def _watch(connection, **_signal):
    if _watcher not in connection.execute_wrappers:
        connection.execute_wrappers.insert(
            0, _watcher
        )  # whoever adds one for a while takes the last away again


def _watcher(execute, sql, params, many, context):
    answer = execute(sql, params, many, context)
    if written := _WRITTEN.match(sql):
        if written[1] in tables() and not _unseen.get():
            stamp = kept.PLACES if _is_about_places(written[1], sql) else kept.STAMP
            kept.renew(stamp, using=context["connection"].alias)
    elif (read := _read.get()) is not None:
        read |= _tables_read(sql)
    return answer


def _is_about_places(table, sql) -> bool:
    columns = set(_SET.findall(sql.partition(" WHERE ")[0])) if tables()[table] else set()
    return bool(columns) and columns <= tables()[table]


@lru_cache(maxsize=256)
def _tables_read(sql: str) -> frozenset[str]:
    return frozenset(_READ.findall(sql))
