"""Courtesies to Chinese type: what people type by habit, put right at rendering."""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

HAN = r"[\u3400-\u9fff\u3001\u3002\uff01-\uff5e\u300a\u300b]"
_HAS_HAN = re.compile(r"[\u3400-\u9fff]")
_SPACE_BESIDE_HAN = re.compile(rf"(?<={HAN}) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) +(?={HAN})")
_NOUN = "(?:基金会|协会|研究所|研究中心|促进会)$"
_NOUN_PREFIX = "(?:公益|慈善|保护|发展|行业)"
_BREAK = re.compile(
    # After a closing quotation mark.
    r"(?<=[\u201d\u300b])(?=\w)"
    # Before a conjunction, but not within 参与, 碳中和, 共和国, 以及, 普及, 埃及 and their like.
    r"|(?<=[\u4e00-\u9fff]{3})(?<![参中共总调饱温缓以普涉埃触危顾])(?=[与和及暨][\u4e00-\u9fff]{3})"
    # Before the last noun of an organisation's name, which takes a word like 公益 with it.
    rf"|(?<=[\u4e00-\u9fff]{{4}})(?={_NOUN_PREFIX}{_NOUN})"
    rf"|(?<=[\u4e00-\u9fff]{{4}})(?<!公益)(?<!慈善)(?<!保护)(?<!发展)(?<!行业)(?={_NOUN})"
)
# After marks of punctuation that end a phrase and before those that open one, at an editor's bar, after a space.
_PHRASE_END = re.compile(
    r"\||(?<=[，。；：、！？…”》）])(?=[^，。；：、！？…”》）])|(?<=[^“《])(?=[“《])|(?<= )"
)


def has_han(text: str) -> bool:
    return bool(_HAS_HAN.search(text))


def close_up(text: str) -> str:
    """Without the spaces typed between Chinese and Latin letters or figures.

    The style sheet asks the browser to set that gap itself, a quarter as wide and never at the end of a line.
    """
    return _SPACE_BESIDE_HAN.sub("", text)


def soft_breaks(title: str) -> SafeString:
    """The title as HTML that says where a long Chinese heading may break.

    Headings keep Chinese words together, so without these marks a long one has nowhere to break. Editors can
    add a place with a bar: "全球环境|研究所". Titles in other scripts break at their spaces and are only
    escaped.
    """
    html = editors_breaks(title)
    return mark_safe(_BREAK.sub("<wbr>", html)) if has_han(html) else html  # noqa: S308, escaped already


def editors_breaks(text: str) -> SafeString:
    """The text as HTML that may break where an editor put a bar, and where text breaks anyway."""
    html = conditional_escape(text)
    return mark_safe(html.replace("|", "<wbr>")) if has_han(html) else html  # noqa: S308, escaped above


def inner_quotes(text: str) -> str:
    """What is quoted within a quotation stands in single marks: 参加“北京‘地球一小时’”.

    A title has marks of its own and does not know that the sentence it is put into quotes it. Where the marks do not
    match, the text is somebody's and stays as it was typed.
    """
    marked, depth = [], 0
    for sign in text:
        if sign == "\u201c":
            depth += 1
            sign = "\u2018" if depth % 2 == 0 else sign
        elif sign == "\u201d":
            sign = "\u2019" if depth % 2 == 0 else sign
            depth -= 1
        if depth < 0:
            return text
        marked.append(sign)
    return text if depth else "".join(marked)


def without_breaks(title: str) -> str:
    """The title without the editors' bars, for page titles, messages and files."""
    return title.replace("|", "") if has_han(title) else title


def phrases(title: str) -> list[str]:
    """The pieces of a Chinese heading that stay on one line: up to a mark, a space, or a break as `soft_breaks` finds it."""
    if not has_han(title):
        return [title]
    return [piece for piece in _PHRASE_END.split(_BREAK.sub("|", title)) if piece]
