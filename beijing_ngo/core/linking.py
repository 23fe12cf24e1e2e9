"""Addresses within running text become links.

Django's own `urlize` looks for the spaces around an address, and Chinese has none: it makes a link of the whole sentence.
"""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# What an address is written with. A mark at its end belongs to the sentence, and so does a bracket it did not open.
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
_SENTENCES = ".,:;!?'"
INK = "color:#0f4a3b; word-break:break-all;"


def linked(text: str) -> SafeString:
    """The text as the HTML of a mail, with its addresses as links."""
    html, done = [], 0
    for found in _ADDRESS.finditer(text):
        address = _without_marks(found[0])
        target = address if "://" in address else f"mailto:{address}"
        html += [escape(text[done : found.start()])]
        html += [format_html('<a class="pine" href="{}" style="{}">{}</a>', target, INK, address)]
        done = found.start() + len(address)
    return mark_safe("".join([*html, escape(text[done:])]))  # noqa: S308, each piece is escaped


def _without_marks(address: str) -> str:
    while address[-1] in _SENTENCES or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address
