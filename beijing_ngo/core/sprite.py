"""Icons and the mark: small drawings kept as files, read once, put into the page.

An association with a logo of its own puts another `components/mark.svg` before ours, or uses the setting for
its logo.
"""

import re
from functools import lru_cache

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from beijing_ngo.core.plates import definitions


@lru_cache(maxsize=1)
def sprite() -> SafeString:
    """Every icon and window shape, hidden, once at the head of the page for the rest of it to use."""
    drawings = f"<defs>{definitions()}{_icons()}</defs>"
    return mark_safe(f'<svg width="0" height="0" class="vh" aria-hidden="true">{drawings}</svg>')  # noqa: S308


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="i-([a-z]+)"', _icons()))


@lru_cache(maxsize=256)
def icon(name: str, more_class: str = "") -> SafeString:
    """An icon of the sprite; it stands beside a word and is hidden from screen readers."""
    if name not in icon_names():
        raise LookupError(f"There is no icon called {name!r} in components/sprite.svg.")
    classes = f"i {escape(more_class)}".strip()
    return mark_safe(  # noqa: S308, a known name and an escaped class
        f'<svg class="{classes}" aria-hidden="true"><use href="#i-{name}"/></svg>'
    )


@lru_cache(maxsize=1)
def mark() -> SafeString:
    return mark_safe(_file("components/mark.svg"))  # noqa: S308, our own file


def _icons() -> str:
    return "".join(re.findall(r"<symbol.*?</symbol>", _file("components/sprite.svg")))


def _file(name: str) -> str:
    return "".join(line.strip() for line in get_template(name).render().splitlines())
