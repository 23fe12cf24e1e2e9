"""Showing where a hit is: a line of its text around the words, and the words marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from beijing_ngo.search.words import HAN, POINT, Group, Query, fold, stem

LENGTH, BEFORE = 200, 60  # characters of a line, and of them before the first word
LENGTH_CHINESE, BEFORE_CHINESE = 96, 28
_HAN = re.compile(f"[{HAN}]")
_LETTER = rf"[^\W\d_{HAN}]"
_BETWEEN = r"(?:['’]s)?[^\w]{0,3}"


@lru_cache(20_000)
def _sign(sign: str) -> str:
    """One character as it is compared; what would become several stays, so that places stay what they are."""
    folded = fold(sign)
    return folded if len(folded) == 1 else sign


@lru_cache(1000)
def _pattern(group: Group) -> re.Pattern:
    parts = []
    for kind, part in group.parts:
        if kind == "han":
            parts.append(f"{POINT}?".join(part))
        elif kind == "number":
            parts.append(rf"(?<!\d){part}(?!\d)")
        else:
            root = stem(part)
            beginning = re.escape(root[: max(2, len(root) - 1)])
            parts.append(rf"(?<!{_LETTER})({beginning}{_LETTER}*)")
    return re.compile(_BETWEEN.join(parts))


@dataclass(frozen=True)
class Marker:
    """Finds the words of questions in texts as they are written."""

    queries: tuple[Query, ...]

    def answers(self, text: str) -> bool:
        """Whether all words of one of the questions are in the text."""
        compared = "".join(map(_sign, text))
        return any(all(self._first(group, compared) for group in query.groups) for query in self.queries)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand, from first to last; neighbours are one."""
        compared = "".join(map(_sign, text))
        groups = {group for query in self.queries for group in query.groups}
        found = sorted(match.span() for group in groups for match in self._matches(group, compared))
        joined = []
        for start, end in found:
            if joined and not text[joined[-1][1] : start].strip():
                joined[-1] = joined[-1][0], max(joined[-1][1], end)
            else:
                joined.append((start, end))
        return joined

    def marked(self, text: str) -> SafeString:
        """The text as HTML with the words marked."""
        return self._html(text, self.spans(text))

    def line(self, texts: Iterable[str]) -> SafeString:
        """The paragraph that has most of the words, cut around them; else how the first text begins."""
        paragraphs = [" ".join(line.split()) for text in texts for line in text.split("\n") if line.strip()]
        if not paragraphs:
            return mark_safe("")
        best = max(paragraphs, key=self._share)  # of equals the first
        return self._cut(best, self.spans(best))

    def _share(self, text):
        compared = "".join(map(_sign, text))
        return sum(
            self._first(group, compared) is not None for query in self.queries for group in query.groups
        )

    def _matches(self, group, compared):
        roots = [stem(part) for kind, part in group.parts if kind == "letters"]
        for match in _pattern(group).finditer(compared):
            if all(stem(word) == root for word, root in zip(match.groups(), roots, strict=True)):
                yield match

    def _first(self, group, compared):
        return next(self._matches(group, compared), None)

    def _cut(self, text, spans):
        chinese = len(_HAN.findall(text[:LENGTH])) > text[:LENGTH].count(" ")
        length, before = (LENGTH_CHINESE, BEFORE_CHINESE) if chinese else (LENGTH, BEFORE)
        middle = max(spans, key=lambda span: span[1] - span[0], default=(0, 0))  # the most at once
        start = max(0, middle[0] - before) if middle[1] > length else 0
        if start and not chinese:  # not in the middle of a word
            start = text.rfind(" ", 0, start) + 1
        end = min(len(text), start + length)
        if end < len(text) and not chinese and " " in text[start:end]:
            end = max(text.rfind(" ", start, end), middle[1])
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
        html = self._html(text[start:end], inside)
        space = "" if chinese else " "
        before = f"…{space}" if start else ""
        after = f"{space}…" if end < len(text) else ""
        return mark_safe(f"{before}{html}{after}")  # noqa: S308, escaped below

    @staticmethod
    def _html(text, spans):
        pieces, place = [], 0
        for start, end in spans:
            pieces += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
            place = end
        return mark_safe("".join([*pieces, escape(text[place:])]))  # noqa: S308, escaped here
