"""People's and organisations' names in the order and script that each language expects."""

import re

from beijing_ngo.core.language import is_chinese
from beijing_ngo.core.typography import has_han

_HAN_START = re.compile(r"^(?:北京市?|中国|中华|全国|国际)(?=[\u4e00-\u9fff]{2})")
_LATIN_START = {"the", "a", "an", "of", "for", "and", "beijing", "china", "chinese", "international"}


def display_name(family: str, given: str, latin: str = "", language: str | None = None) -> str:
    """A person's name for readers of one language.

    Chinese: 王芳, and 安东尼奥·古特雷斯 for a foreign name in Chinese characters (longer than Chinese names
    are, or with its point typed). English: the Latin name exactly as it is printed in the person's papers
    ("WANG Fang"), or else given name first. Whoever has a name in one script only is shown in that.
    """
    family, given, latin = family.strip(), given.strip(), latin.strip()
    own = family + given
    if has_han(own):
        if latin and not is_chinese(language):
            return latin
        if len(family) > 2 or len(given) > 3:
            return "·".join(part for part in (given, family) if part)
        return own
    return latin or " ".join(part for part in (given, family) if part)


def monogram(name: str) -> str:
    """The first telling character of a name: 平 for 北京平澜公益基金会, S for the Society of Ecology."""
    name = name.strip()
    if has_han(name):
        return (_HAN_START.sub("", name) or name)[:1].upper()
    words = re.findall(r"\w+", name)
    telling = [word for word in words if word.lower() not in _LATIN_START] or words
    return telling[0][0].upper() if telling else ""
