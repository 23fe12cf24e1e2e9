"""Rich text: what editors may use, cleaned when it is shown.

The editor cleans what is typed into it, but imports, fixtures and code write past it. So everything is
cleaned again on its way to the page.
"""

import re
from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from markdown_it import MarkdownIt

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "blockquote", "ul", "ol", "li"),
    *("strong", "em", "sub", "sup", "a", "span"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title", "hreflang"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_BLOCK_END = re.compile(r"</(?:p|h[2-4]|li|tr|caption|blockquote)>|<br>|<hr>")
_CELL_END = re.compile(r"</t[hd]>")
_markdown = MarkdownIt("commonmark").enable("table")


@lru_cache(maxsize=512)
def clean(html: str) -> SafeString:
    """The same text with only what our rich text knows; a body that many people read is cleaned once."""
    return mark_safe(  # noqa: S308, this is the cleaning
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    )


def shown(html: str) -> SafeString:
    """The same text for a page: tables in the site's manner, and moved sideways by themselves where they are wide."""
    label = escape(gettext("Table"))
    return mark_safe(  # noqa: S308, cleaned, and the label is escaped
        clean(html)
        .replace(
            "<table>",
            f'<div class="scroll" tabindex="0" role="group" aria-label="{label}"><table class="table">',
        )
        .replace("</table>", "</table></div>")
    )


def plain(html: str) -> str:
    """The words alone, a line for each paragraph: for summaries, search and messages."""
    text = _CELL_END.sub(" ", _BLOCK_END.sub("\n", clean(html)))
    text = unescape(nh3.clean(text, tags=set())).replace("\xa0", " ")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def is_empty(html: str | None) -> bool:
    """An editor that was opened and left writes an empty paragraph: that is no text."""
    return not html or not plain(html)


def from_markdown(text: str) -> SafeString:
    return clean(_markdown.render(text).strip())
