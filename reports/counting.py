"""How long a paper is, and how long it may be.

Words, for the languages the UN counts in: what stands between spaces is a word. A dash or a bullet alone is none; numbers
count; a compound with hyphens counts one. Headings and notes count, since they are text; the numbers of paragraphs do not,
since nobody types them. This is what Word counts, and the editors at the UN count with Word.

Characters, for Chinese, as Word's 字数: each Han character and each full-width punctuation mark is one, and so is each run of
Latin letters, digits and their marks ("2,815", "COP30").

The browser counts while somebody types, by the same two patterns (`PATTERNS`): they are written in what both Python and
JavaScript (flag u) understand.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from beijing_ngo.core.numbers import thousands
from reports.models import EndorsementState, LimitUnit, Mechanism, Submission

RULE = gettext_lazy(
    "Words: what stands between spaces is one word; numbers count, a dash alone does not, a compound with hyphens is one. "
    "Headings and notes count, the numbers of paragraphs do not. Chinese: each character and each full-width mark is one, "
    "each run of Latin letters or digits is one."
)
WORDS_PER_MINUTE = 150  # two minutes at the Human Rights Council are about 300 words


def _between(*bounds: tuple[int, int]) -> str:
    """The characters from one code to another, for a class of a regular expression."""
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in bounds)


SPACES = "\t\n\v\f\r \x85\xa0\u1680" + _between((0x2000, 0x200B)) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
DASHES = _between((0x2010, 0x2015)) + "\u2212\u2022\u00b7\u25cf\u25e6\u25aa*\\-"
WIDE = _between(
    (0x2E80, 0x2FDF),  # radicals
    (0x3001, 0x303F),  # 、。《》「」【】
    (0x3040, 0x30FF),  # kana, as they stand in names
    (0x3100, 0x33FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFF60),  # ，：；？！（）
    (0xFFE0, 0xFFE6),
    (0x20000, 0x323AF),
)
QUOTED = "\u2018\u2019\u201c\u201d\u2014\u2026\u00b7"  # “” ‘’ —— …… · are full-width in Chinese
APOSTROPHE = "[\u2018\u2019]"
NARROW = f"[^{SPACES}{WIDE}{QUOTED}]+"

PATTERNS = {
    # A run without a space that is more than dashes.
    "words": f"[^{SPACES}]*[^{SPACES}{DASHES}][^{SPACES}]*",
    # An apostrophe between two runs belongs to them: “don’t” is one.
    "characters": f"[{WIDE}]|{NARROW}(?:{APOSTROPHE}{NARROW})*|[{QUOTED}]",
}
_WORDS = re.compile(PATTERNS["words"])
_CHARACTERS = re.compile(PATTERNS["characters"])


@dataclass(frozen=True)
class Count:
    words: int = 0
    characters: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.words + other.words, self.characters + other.characters)


@dataclass(frozen=True)
class Limit:
    """What a body allows: `number` in `unit`, of which `overhead` is its own; `room` is what is left for the text.

    A limit in pages or minutes has no room in words. For minutes `guide` says about how many words can be said.
    """

    number: int | None = None
    unit: str = LimitUnit.WORDS.value
    overhead: int = 0
    is_joint: bool = False
    characters: int | None = None
    is_verified: bool = True

    @property
    def room(self) -> int | None:
        if self.number is None or self.unit != LimitUnit.WORDS:
            return None
        return max(self.number - self.overhead, 0)

    @property
    def guide(self) -> int | None:
        return self.number * WORDS_PER_MINUTE if self.number and self.unit == LimitUnit.MINUTES else None

    def __bool__(self) -> bool:
        return self.number is not None or self.characters is not None

    def __str__(self) -> str:
        """In words: “1,500 words for joint papers, 100 of them for the cover page”."""
        parts = []
        if self.number is not None:
            values = {"amount": _amount(self.number, self.unit), "overhead": thousands(self.overhead)}
            if self.unit == LimitUnit.WORDS and self.overhead:
                text = _("%(amount)s, of which %(overhead)s for the cover page and the like")
            else:
                text = "%(amount)s"
            parts.append(text % values)
        if self.characters is not None:
            number = thousands(self.characters)
            parts.append(_("%(number)s Chinese characters") % {"number": number})
        if not parts:
            return _("no limit known")
        text = pgettext("list of limits", ", ").join(parts)
        if self.is_joint:
            text = _("%(limit)s (joint papers)") % {"limit": text}
        # A figure that nobody has compared with its source says so wherever it stands.
        return text if self.is_verified else _("%(limit)s (unverified: from memory)") % {"limit": text}

    def recorded(self) -> str:
        """As it is kept with a paper that was filed: facts without words, so that it can be told in either language."""
        facts = [
            *(self.unit, self.number, self.overhead, self.characters),
            "joint" if self.is_joint else None,
            None if self.is_verified else "unverified",
        ]
        return "/".join("" if fact is None else str(fact) for fact in facts)

    @classmethod
    def from_record(cls, text: str) -> "Limit":
        unit, number, overhead, characters, joint, unverified = (text.split("/") + [""] * 6)[:6]
        return cls(
            number=int(number) if number.isdigit() else None,
            unit=unit or LimitUnit.WORDS.value,
            overhead=int(overhead) if overhead.isdigit() else 0,
            characters=int(characters) if characters.isdigit() else None,
            is_joint=joint == "joint",
            is_verified=unverified != "unverified",
        )


@dataclass(frozen=True)
class Excess:
    """By how much a paper is too long; false where it is not."""

    words: int = 0
    characters: int = 0

    def __bool__(self) -> bool:
        return bool(self.words or self.characters)

    def __str__(self) -> str:
        parts = []
        if self.words:
            parts.append(_amount(self.words, LimitUnit.WORDS))
        if self.characters:
            number = thousands(self.characters)
            parts.append(_("%(number)s Chinese characters") % {"number": number})
        return pgettext("list of limits", ", ").join(parts)


def words(text: str | None) -> int:
    """The words of a text as the UN's editors count them."""
    return len(_WORDS.findall(text or ""))


def characters(text: str | None) -> int:
    """The length of a Chinese text, as Word's 字数."""
    return len(_CHARACTERS.findall(text or ""))


def count_of(paragraphs: Iterable[Any]) -> Count:
    """Headings and texts together; rows of Paragraph, or what a version has kept of them."""
    total = Count()
    for paragraph in paragraphs:
        total += Count(
            words(_text(paragraph, "heading_en")) + words(_text(paragraph, "text_en")),
            characters(_text(paragraph, "heading_zh_hans")) + characters(_text(paragraph, "text_zh_hans")),
        )
    return total


def _text(paragraph, name: str) -> str | None:
    return paragraph.get(name) if isinstance(paragraph, dict) else getattr(paragraph, name)


def limit_of(submission: Submission) -> Limit:
    """The limit of the mechanism. A paper that others are asked to sign is a joint one, unless all have declined."""
    is_joint = any(one.state != EndorsementState.DECLINED for one in submission.endorsements.all())
    return limit_for(submission.mechanism, is_joint=is_joint)


def limit_for(mechanism: Mechanism, *, is_joint: bool = False) -> Limit:
    joint_overhead = mechanism.joint_overhead if is_joint else None
    return Limit(
        number=(mechanism.joint_limit if is_joint else None) or mechanism.limit,
        unit=mechanism.unit,
        overhead=mechanism.overhead if joint_overhead is None else joint_overhead,
        is_joint=is_joint,
        characters=mechanism.character_limit,
        is_verified=mechanism.is_verified,
    )


def limit_when_filed(submission: Submission) -> Limit:
    """The limit that was in force when the paper was filed; before that, the one in force now."""
    return Limit.from_record(submission.filed_limit) if submission.filed_limit else limit_of(submission)


def over(submission: Submission, count: Count, limit: Limit | None = None) -> Excess:
    """By how much the paper is too long. A limit in pages or minutes is for a reader to judge."""
    limit = limit_of(submission) if limit is None else limit
    return Excess(
        words=max(count.words - limit.room, 0) if limit.room is not None else 0,
        characters=max(count.characters - limit.characters, 0) if limit.characters is not None else 0,
    )


def of_limit(count: Count, limit: Limit) -> str:
    """“1,312 of 1,500 words”; without a limit in words, the count alone."""
    if limit.room is None:
        return _amount(count.words, LimitUnit.WORDS)
    numbers = {"count": thousands(count.words), "room": thousands(limit.room)}
    return _("%(count)s of %(room)s words") % numbers


def _amount(number: int, unit: str) -> str:
    shown = {"number": thousands(number)}
    if unit == LimitUnit.PAGES:
        return ngettext("%(number)s page", "%(number)s pages", number) % shown
    if unit == LimitUnit.MINUTES:
        return ngettext("%(number)s minute", "%(number)s minutes", number) % shown
    return ngettext("%(number)s word", "%(number)s words", number) % shown


__all__ = [
    "PATTERNS",
    "RULE",
    "Count",
    "Excess",
    "Limit",
    "characters",
    "count_of",
    "limit_for",
    "limit_of",
    "limit_when_filed",
    "of_limit",
    "over",
    "words",
]
