"""Finding: which records answer to a question, in which order, and how many of each kind there are.

A hit holds every word of the question, in either language. Where a word stands counts for the order: in the title most, then
among the names, then in the text; a record that is called just so comes first, and of equals the newest. Of what very many
records hold, the newest five hundred are looked at, and the newest five hundred that have it in the title or among the
names.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import override

from beijing_ngo.core import kept
from beijing_ngo.core.language import CHINESE, ENGLISH, other
from beijing_ngo.core.models import SDG, PublishGate, Theme
from beijing_ngo.search import index, words
from beijing_ngo.search.indexing import ONLY_IN, READ_IN, WHOLE
from beijing_ngo.search.models import EntryKind, SearchEntry, is_in, kind_of
from beijing_ngo.search.words import Query
from events.models import EventKind
from reports.models import SubmissionKind

MOST = 500
WEIGHED = 3  # groups of a question whose place counts
IN_TITLE, IN_NAMES, CALLED_SO = 2, 1, 10


@dataclass(frozen=True)
class Found:
    """The numbers of the hits in their order, and how many there are; `more` says that there are more than were counted."""

    numbers: list[int] = field(default_factory=list)
    more: bool = False
    kinds: dict[EntryKind, int | None] = field(default_factory=dict)  # None: not counted
    everything: int = 0  # hits of all kinds
    languages: dict[str, int] = field(default_factory=dict)  # by the language one can read them in
    counted_all: bool = True  # whether the figures of kinds and languages are whole


def find(
    queries: list[Query],
    reader: str,
    *,
    kind: EntryKind | None = None,
    language: str = "",
    newest_first=False,
) -> Found:
    """What answers to one of the questions. `language`: the reader's for what has a text in it, the other for what has not."""
    queries = [query for query in queries if query]
    if not queries:
        return Found()
    always = visible_in(reader)
    everything = _newest(queries, always)
    more = len(everything) > MOST
    everything = everything[:MOST]

    def is_kind(number):
        return kind is None or kind_of(number) == kind

    def reads(number):
        return not language or is_in(number, reader) == (language == reader)

    shown = [number for number in everything if is_kind(number) and reads(number)]
    marks = [*always, *([words.of_kind(kind)] if kind else []), *_language_mark(language, reader)]
    shown_more = more
    if more and len(marks) > len(always):  # a narrower question has a thousand of its own
        shown = _newest(queries, marks)
        shown_more, shown = len(shown) > MOST, shown[:MOST]
    if not newest_first:
        shown = _best_first(queries, shown, marks, whole=not shown_more)
    return Found(
        numbers=shown,
        more=shown_more,
        kinds=_kinds([number for number in everything if reads(number)], more=more),
        everything=sum(map(reads, everything)),
        languages=Counter(
            reader if is_in(number, reader) else other(reader) for number in everything if is_kind(number)
        ),
        counted_all=not more,
    )


def visible_in(reader: str) -> list[str]:
    """Where the site holds half-translated records back, only what is whole in the reader's language is found."""
    return [WHOLE[reader]] if kept.site().publish_gate == PublishGate.HOLD else []


def suggestions(typed: str, reader: str, most: int) -> list[int]:
    """The newest records whose title has what is being typed; those called just so first."""
    begun = words.begun(typed)
    if not begun:
        return []
    always = visible_in(reader)
    named = index.newest([*words.whole(typed), *always], most=most, rare=True) if words.whole(typed) else []
    return list(dict.fromkeys([*named, *index.newest([*begun, *always], most=most)]))[:most]


def _language_mark(language, reader):
    if not language:
        return []
    return [READ_IN[reader] if language == reader else ONLY_IN[language]]


def _newest(queries, marks):
    """The newest that answer to one of the questions, and one more than anybody gets to see."""
    found = [index.newest([*query.words, *marks], query.phrases, most=MOST + 1) for query in queries]
    return found[0] if len(found) == 1 else sorted(set().union(*found), reverse=True)[: MOST + 1]


def _kinds(numbers, *, more):
    """How many there are of each kind, in their order. Where not all hits were counted, the other kinds may have some too."""
    counts = Counter(map(kind_of, numbers))
    there = kept.value("search kinds", _kinds_there) if more else ()
    return {kind: counts[kind] or None for kind in EntryKind if counts[kind] or kind in there}


def _kinds_there():
    return {kind for kind in EntryKind if SearchEntry.objects.filter(kind=kind).exists()}


# ---------------------------------------------------------------- the order


def _best_first(queries, numbers, marks, *, whole):
    """`whole`: every hit is among the numbers, so nothing has to be looked for beyond them."""
    known, scores = set(numbers), Counter(numbers)
    for query in queries:
        best = Counter()
        for place, number in _places(query, marks, whole):
            if not whole or number in known:
                best[number] += place
        for number, score in best.items():
            scores[number] = max(scores[number], 1 + score)
    return sorted(scores, key=lambda number: (-scores[number], -number))[:MOST]


def _places(query, marks, whole):
    """(what it counts, number) of each hit that has words of the question in its title or among its names.

    Each group of words counts for itself; of more hits than are counted, only having all of them there does.
    """
    together = query.groups[:WEIGHED] if whole else [query]
    for part in together:
        asked = [*(query.words if whole else ()), *marks]
        phrases = () if whole else query.phrases
        in_head = index.newest([*words.marked(words.HEAD, part.words), *asked], phrases, most=MOST)
        if in_head:
            in_title = index.newest([*words.marked(words.TITLE, part.words), *asked], phrases, most=MOST)
            yield from ((IN_NAMES, number) for number in in_head)
            yield from ((IN_TITLE, number) for number in in_title)
    if called := words.whole(query.text):
        yield from ((CALLED_SO, number) for number in index.newest([*called, *marks], most=MOST, rare=True))


# ---------------------------------------------------------------- the other language


def in_other_language(query: Query) -> tuple[str, str] | None:
    """What a theme, a goal or a kind of event or paper is called in the other language, with that language."""
    names = kept.value("search names", _names_in_both)
    return names.get(tuple(words.sequence(query.text)))


def _names_in_both():
    pairs = [(theme.name_zh_hans or "", theme.name_en or "") for theme in Theme.objects.all()]
    for choices in (SDG, EventKind, SubmissionKind):
        by_language = []
        for language in (CHINESE, ENGLISH):
            with override(language):
                by_language.append([str(label) for label in choices.labels])
        pairs += zip(*by_language, strict=True)
    names = {}
    for chinese, english in pairs:
        if chinese and english and words.sequence(chinese) != words.sequence(english):
            names.setdefault(tuple(words.sequence(chinese)), (english, ENGLISH))
            names.setdefault(tuple(words.sequence(english)), (chinese, CHINESE))
    return names
