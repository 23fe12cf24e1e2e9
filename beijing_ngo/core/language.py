"""The portal's two languages, and what to show where a text exists in only one of them."""

from typing import Any

from django.utils.translation import get_language

from beijing_ngo.core.typography import close_up, without_breaks

CHINESE, ENGLISH = "zh-hans", "en"
TAGS = {CHINESE: "zh-Hans", ENGLISH: "en"}  # as the lang attribute wants them
NOTHING_TYPED = ("<p></p>", "<p><br></p>")  # what the editor leaves when somebody only looked in


def is_chinese(language: str | None = None) -> bool:
    """Whether the language given, or else the reader's, is Chinese."""
    return (language or get_language() or CHINESE).lower().startswith("zh")


def current() -> str:
    return CHINESE if is_chinese() else ENGLISH


def other(language: str) -> str:
    return ENGLISH if language == CHINESE else CHINESE


def written(obj: Any, field: str, language: str) -> str:
    """What the row holds in one language, without help from the other."""
    text = str(getattr(obj, f"{field}_{language.replace('-', '_')}", "") or "")
    return "" if text in NOTHING_TYPED else text


def plain(obj: Any, field: str, language: str | None = None) -> str:
    """The words alone, for where there is no markup: in the language given or the reader's, else in the other one."""
    mine = language or current()
    return without_breaks(close_up(written(obj, field, mine) or written(obj, field, other(mine))))


def point() -> str:
    """What stands between the parts of a line."""
    return "·" if is_chinese() else " · "


def comma(language: str | None = None) -> str:
    """What stands between the parts of a sentence."""
    return "，" if is_chinese(language) else ", "


def fallback_language(obj: Any, field: str) -> str:
    """The language that stands in for the reader's where the row has nothing in that; mostly none."""
    mine = current()
    if written(obj, field, mine) or not written(obj, field, other(mine)):
        return ""
    return other(mine)
