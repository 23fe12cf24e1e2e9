"""Symbols of United Nations documents, such as E/C.12/CHN/CO/3 or A/HRC/51/NGO/112."""

import re
from urllib.parse import quote

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

PREFIX = "https://docs.un.org/"
_PART = r"[A-Za-z0-9.\-]+(?:\([A-Za-z0-9.\-]+\)|\[[A-Za-z0-9.\-]+\])*"
_SYMBOL = re.compile(rf"[A-Z][A-Z0-9]*(?:/{_PART})+(?:/(?:Add|Corr|Rev)\.\d+)*")


def looks_right(symbol: str) -> bool:
    """An organ in capitals, then parts of letters, figures, dots, hyphens and brackets between strokes."""
    return bool(_SYMBOL.fullmatch(symbol))


def warning(symbol: str) -> str:
    """A word of doubt for the editor, or nothing. Bodies invent new forms, so a symbol is never refused."""
    if not symbol or looks_right(symbol):
        return ""
    return _(
        "This does not look like a UN document symbol, such as E/C.12/CHN/CO/3. It is kept as you typed it."
    )


def link(symbol: str) -> str:
    """Where the United Nations keep the document; nothing for what is not a document symbol.

    INT/… is the file number of a paper sent in by civil society, not a document of the organisation.
    """
    if not looks_right(symbol) or symbol.startswith("INT/"):
        return ""
    return getattr(settings, "UN_DOCUMENT_PREFIX", PREFIX) + quote(symbol, safe="/()[]")


def with_breaks(symbol: str) -> SafeString:
    """The symbol as HTML that breaks after a stroke only."""
    return mark_safe(escape(symbol).replace("/", "/<wbr>"))  # noqa: S308, escaped here
