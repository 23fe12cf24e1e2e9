"""Texts as readers meet them: how long they are, and how they begin."""

import re
from dataclasses import dataclass

from beijing_ngo.core import rich_text
from beijing_ngo.core.language import is_chinese
from beijing_ngo.core.numbers import thousands

CHARACTERS_A_MINUTE, WORDS_A_MINUTE = 300, 200
LONGEST_OPENING = 160  # Latin letters; a Chinese character has the width, and the weight, of two
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(r".+?(?:[。！？…]+[”’》）]*|[.!?]+[”’\"')]*(?=\s+[A-Z“\"'(]|\s*$)|$)\s*", re.S)
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True)
class Length:
    """Rounded, since nobody reads to the word."""

    count: int
    minutes: int

    @property
    def figure(self) -> str:
        return thousands(self.count)


def length(html: str, language: str) -> Length | None:
    """In characters for Chinese, in words for English; nothing for a text too short for the figure to help anybody."""
    text = rich_text.plain(html or "")
    pattern, speed = (_CHINESE, CHARACTERS_A_MINUTE) if is_chinese(language) else (_WORD, WORDS_A_MINUTE)
    count = len(pattern.findall(text))
    if count < 100:
        return None
    return Length(count=round(count, -2) if count >= 1000 else round(count, -1), minutes=-(-count // speed))


def first_sentences(text: str, longest: int = LONGEST_OPENING) -> str:
    """As many whole sentences as have room, or the beginning of the first one."""
    room = longest // 2 if _CHINESE.search(text) else longest
    taken = ""
    for sentence in _SENTENCE.findall(text):
        if taken and len(taken) + len(sentence.rstrip()) > room:
            break
        taken += sentence
    taken = taken.rstrip()
    if len(taken) <= room * 3 // 2:
        return taken
    cut = taken[:room]
    return f"{cut if _CHINESE.search(cut) else cut.rpartition(' ')[0] or cut}…"
