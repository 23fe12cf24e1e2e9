"""The same page in the other language.

Both languages share every slug, so a page's address differs by its language prefix alone: /zh-hans/events/
and /en/events/ are one page. Swapping the prefix needs no look-up and works for pages that do not exist, too.
"""

from dataclasses import dataclass

from django.conf import settings

from beijing_ngo.core.language import CHINESE, ENGLISH, TAGS, current

# As the languages call themselves where space is short; LANGUAGES holds the long form.
SHORT_NAMES = {CHINESE: "中文", ENGLISH: "English"}


@dataclass(frozen=True)
class LanguageLink:
    code: str  # as Django writes it: zh-hans
    tag: str  # as HTML wants it: zh-Hans
    name: str
    url: str
    is_current: bool


def codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def tag(code: str) -> str:
    """A language code as HTML writes it; documents come in more languages than the site."""
    return TAGS.get(code, code)


def has_prefix(path: str) -> bool:
    """Whether an address lies under one of the languages; the admin, feeds and files do not."""
    return path.lstrip("/").partition("/")[0] in codes()


def in_language(path: str, code: str) -> str:
    """The address of the same page in a language; from elsewhere it leads to the language's home."""
    rest = path.lstrip("/").partition("/")[2] if has_prefix(path) else ""
    return f"/{code}/{rest}"


def links(request) -> list[LanguageLink]:
    """Where the page of the moment is found in each language, with the reader's filters kept."""
    query = request.META.get("QUERY_STRING", "") if has_prefix(request.path) else ""
    here = current()
    return [
        LanguageLink(
            code=code,
            tag=tag(code),
            name=SHORT_NAMES[code],
            url=in_language(request.path, code) + (f"?{query}" if query else ""),
            is_current=code == here,
        )
        for code in codes()
    ]


def other_link(request) -> LanguageLink:
    return next(link for link in links(request) if not link.is_current)
