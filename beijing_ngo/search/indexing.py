"""Writing entries: of one record when it changes, of all of them when somebody asks."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.utils import timezone

from beijing_ngo.core.language import CHINESE, ENGLISH
from beijing_ngo.search import index, words
from beijing_ngo.search.contents import SOURCES
from beijing_ngo.search.models import EntryKind, SearchEntry, number_of
from beijing_ngo.search.sources import BOTH, Content

BATCH = 200
WHOLE = {CHINESE: "w_zh", ENGLISH: "w_en"}  # the record's text is whole in the language
READ_IN = {CHINESE: "l_zh", ENGLISH: "l_en"}  # it has a title in the language
ONLY_IN = {CHINESE: "o_zh", ENGLISH: "o_en"}  # and in no other
_waiting: ContextVar[dict[EntryKind, set[int]] | None] = ContextVar("waiting", default=None)


def entry(kind: EntryKind, record, parts: dict[str, list]) -> SearchEntry:
    content = SOURCES[kind].content(record, parts)
    languages = {code for code in BOTH if content.title[code]}
    return SearchEntry(
        id=number_of(day=content.day, languages=languages, kind=kind, record=record.pk),
        kind=kind,
        record=record.pk,
        since=record.published_at,
        stale_at=content.stale_at,
        words=words.for_index(
            titles=[*content.title.values(), *content.also],
            names=_in_turn(content.names),
            texts=_in_turn(content.text),
            marks=_marks(kind, record, content, languages),
        ),
        **{f"title_{column}": content.title[code] for code, column in _columns()},
        **{f"names_{column}": _line(content, code) for code, column in _columns()},
        **{f"text_{column}": "\n".join(content.text[code]) for code, column in _columns()},
    )


def _columns():
    return [(code, code.replace("-", "_")) for code in BOTH]


def _line(content, code) -> str:
    """The names in one line, without what the title says already."""
    names = [name for name in dict.fromkeys(content.names[code]) if name and name != content.title[code]]
    return ("、" if code == CHINESE else ", ").join(names)


def _in_turn(by_language) -> dict[str, None]:
    """Each text once: names of one script stand in both languages."""
    return dict.fromkeys(text for code in BOTH for text in by_language[code])


def _marks(kind, record, content: Content, languages):
    yield words.of_kind(kind)
    yield words.of_year(content.day.year)
    for code in BOTH:
        if code in languages:
            yield READ_IN[code]
        if languages == {code}:
            yield ONLY_IN[code]
        if record.is_complete_in(code):
            yield WHOLE[code]


@transaction.atomic(savepoint=False)
def write(kind: EntryKind, pks: Iterable[int], *, new: bool = False) -> None:
    """The entries of these records as they are now; a record the public may not see, or that is gone, has none."""
    pks = list(pks)
    if (waiting := _waiting.get()) is not None:
        waiting[kind].update(pks)
        return
    index.take_turns(kind, pks)
    entries = [entry(kind, record, parts) for record, parts in SOURCES[kind].gather(pks, new=new)]
    if not new:
        _remove(SearchEntry.objects.filter(kind=kind, record__in=pks))
    SearchEntry.objects.bulk_create(entries)


@contextmanager
def at_the_end():
    """For whoever writes many records with their parts: each entry is written once, when the block ends."""
    token = _waiting.set(waiting := defaultdict(set))
    try:
        yield
    finally:
        _waiting.reset(token)
    for kind, pks in waiting.items():
        write_in_batches(kind, pks)


def _remove(rows) -> None:
    rows._raw_delete(rows.db)  # delete() would fetch the rows first, to tell listeners that nobody is


def write_in_batches(kind: EntryKind, pks: Iterable[int], step: Callable[[int], None] = lambda count: None):
    pks = sorted(pks)  # in one order, or two who wait for each other would wait for ever
    for first in range(0, len(pks), BATCH):
        batch = pks[first : first + BATCH]
        write(kind, batch)
        step(len(batch))


def rebuild(step: Callable[[EntryKind, int], None] = lambda kind, count: None) -> None:
    """Write every entry anew, a batch at a time: until its turn comes, a record is found by its old entry."""
    for kind, source in SOURCES.items():
        known = source.model._default_manager.order_by("pk").values_list("pk", flat=True)
        write_in_batches(kind, known, lambda count, kind=kind: step(kind, count))
        there = source.model._default_manager.order_by().values("pk")
        _remove(SearchEntry.objects.filter(kind=kind).exclude(record__in=there))
    index.tidy()


def total() -> int:
    """How many records a rebuild looks at."""
    return sum(source.model._default_manager.count() for source in SOURCES.values())


def refresh(now=None) -> int:
    """Write anew what time alone has changed: a visit is over and its programme told, a series has its page."""
    stale = SearchEntry.objects.filter(stale_at__lte=now or timezone.now()).values_list("kind", "record")
    by_kind = {}
    for kind, record in stale:
        by_kind.setdefault(EntryKind(kind), []).append(record)
    for kind, pks in by_kind.items():
        write_in_batches(kind, pks)
    return sum(len(pks) for pks in by_kind.values())
