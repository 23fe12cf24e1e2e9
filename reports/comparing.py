"""What differs between two states of a paper: paragraph by paragraph, by word in English and by character in Chinese."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from beijing_ngo.core.language import CHINESE, ENGLISH

SAME, IN, OUT = "same", "in", "out"
KEPT, CHANGED, ADDED, REMOVED = "kept", "changed", "added", "removed"
FIELDS = (
    ("heading_en", ENGLISH),
    ("text_en", ENGLISH),
    ("heading_zh_hans", CHINESE),
    ("text_zh_hans", CHINESE),
)
ALIKE = 0.5  # two paragraphs of unknown origin are one where at least so much of them is the same
_ENGLISH = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]")
_CHINESE = re.compile(r"[A-Za-z0-9]+|\s+|[^A-Za-z0-9\s]")


@dataclass(frozen=True)
class Piece:
    """Some text that stayed, came in or went out."""

    kind: str
    text: str


@dataclass(frozen=True)
class Text:
    """One of the texts of a paragraph, with what changed in it."""

    name: str
    language: str
    pieces: tuple[Piece, ...]

    @property
    def is_heading(self) -> bool:
        return self.name.startswith("heading")

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != SAME for piece in self.pieces)

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != IN]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != OUT]


@dataclass
class Row:
    """One paragraph before and after; a number is missing where it did not stand."""

    before: int | None
    after: int | None
    texts: list[Text] = field(default_factory=list)
    is_moved: bool = False

    @property
    def kind(self) -> str:
        if self.before is None:
            return ADDED
        if self.after is None:
            return REMOVED
        return CHANGED if any(text.is_changed for text in self.texts) else KEPT


def tokens(text: str, language: str) -> list[str]:
    """Words, gaps and marks in English; in Chinese every character, with Latin words and numbers in one."""
    return (_CHINESE if language == CHINESE else _ENGLISH).findall(text)


def pieces(old: str, new: str, language: str) -> tuple[Piece, ...]:
    """From one text to the other; together the pieces that are not “in” are the old one, those not “out” the new one."""
    before, after = tokens(old, language), tokens(new, language)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(SAME, "".join(before[a:b])))
            continue
        if a < b:
            found.append(Piece(OUT, "".join(before[a:b])))
        if c < d:
            found.append(Piece(IN, "".join(after[c:d])))
    return tuple(found if language == CHINESE else _closed_up(found))


def _closed_up(found: list[Piece]) -> list[Piece]:
    """A space alone that stayed between two changes belongs to both: else a rewritten sentence falls into single words."""
    result: list[Piece] = []
    for place, piece in enumerate(found):
        is_gap = piece.kind == SAME and piece.text.isspace()
        if is_gap and 0 < place < len(found) - 1:
            result += [Piece(OUT, piece.text), Piece(IN, piece.text)]
        else:
            result.append(piece)
    merged: list[Piece] = []
    run = {OUT: "", IN: ""}
    for piece in [*result, Piece(SAME, "")]:
        if piece.kind != SAME:
            run[piece.kind] += piece.text
            continue
        merged += [Piece(kind, text) for kind, text in run.items() if text]
        run = {OUT: "", IN: ""}
        merged += [piece] if piece.text else []
    return merged


def compare(before: list[dict], after: list[dict]) -> list[Row]:
    """All paragraphs in the order they stand in now; those that went stand where they were."""
    pairs = _pairs(before, after)
    moved = _moved([pairs[place] for place in range(len(after)) if place in pairs])
    old_places = {old: new for new, old in pairs.items()}
    rows = [
        _row(
            before[pairs[place]] if place in pairs else None,
            one,
            is_moved=place in pairs and pairs[place] in moved,
        )
        for place, one in enumerate(after)
    ]
    for old, one in enumerate(before):
        if old not in old_places:
            rows.insert(_place_of_removed(rows, before, old), _row(one, None))
    return rows


def _row(old: dict | None, new: dict | None, *, is_moved=False) -> Row:
    texts = [
        Text(name, language, pieces(_of(old, name), _of(new, name), language))
        for name, language in FIELDS
        if _of(old, name) or _of(new, name)
    ]
    return Row(old and old["number"], new and new["number"], texts, is_moved)


def _of(paragraph: dict | None, name: str) -> str:
    return (paragraph or {}).get(name) or ""


def _pairs(before: list[dict], after: list[dict]) -> dict[int, int]:
    """Place after → place before: the same paragraph by its identity, else by its words, the likest first."""
    known = {one["id"]: place for place, one in enumerate(before) if "id" in one}
    pairs = {place: known[one["id"]] for place, one in enumerate(after) if one.get("id") in known}
    left_before = [place for place in range(len(before)) if place not in set(pairs.values())]
    left_after = [place for place in range(len(after)) if place not in pairs]
    found = []
    for new in left_after:
        for old in left_before:
            likeness = _likeness(before[old], after[new])
            if likeness >= ALIKE:
                found.append((-likeness, abs(old - new), new, old))
    for *_ranks, new, old in sorted(found):
        if new not in pairs and old not in pairs.values():
            pairs[new] = old
    return pairs


def _likeness(old: dict, new: dict) -> float:
    """Between 0 and 1: the better of the two languages, since one of them may not be written yet."""
    best = 0.0
    for name, language in (("text_en", ENGLISH), ("text_zh_hans", CHINESE)):
        if _of(old, name) and _of(new, name):
            matcher = SequenceMatcher(
                None, tokens(_of(old, name), language), tokens(_of(new, name), language), autojunk=False
            )
            if matcher.quick_ratio() > max(best, ALIKE):
                best = max(best, matcher.ratio())
    return best


def _moved(places: list[int]) -> set[int]:
    """The fewest paragraphs that must have moved: all but a longest run that kept its order."""
    return set(places) - set(_longest_rising(places))


def _longest_rising(places: list[int]) -> Iterable[int]:
    ends: list[int] = []  # the smallest end of a run of each length
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    one = ends[-1] if ends else None
    while one is not None:
        yield one
        one = before[one]


def _place_of_removed(rows: list[Row], before: list[dict], old: int) -> int:
    """Behind the nearest paragraph that stood before it and is still shown."""
    earlier = [one["number"] for one in before[:old]]
    for number in reversed(earlier):
        for place, row in enumerate(rows):
            if row.before == number:
                return place + 1
    return 0
