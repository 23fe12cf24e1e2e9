"""Structured data in the words of schema.org: what a page says, once more for programs.

Only what everybody reads on the page itself, and nothing made up: a fact that is not known is left out. A date known to
the month is written as ISO 8601 writes a month.
"""

import json
from collections.abc import Iterable
from html import unescape

from django.templatetags.static import static
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from beijing_ngo.core import kept, language
from beijing_ngo.core.public_address import full
from beijing_ngo.core.typography import without_breaks

VOCABULARY = "https://schema.org"
# As JSON writes them, so that no text can end the script or begin another.
_ESCAPES = str.maketrans(
    {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def script(things: Iterable[dict]) -> SafeString:
    """A block of data, which no browser executes: the strict policy lets it stand in the page."""
    things = list(things)
    if not things:
        return mark_safe("")
    whole = {"@context": VOCABULARY} | (things[0] if len(things) == 1 else {"@graph": things})
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308, escaped above


def thing(kind: str, **facts) -> dict:
    """A thing with what is known of it; `at_id` is its identifier."""
    identifier = facts.pop("at_id", "")
    known = {name: value for name, value in facts.items() if value not in (None, "", [], {})}
    return {"@type": kind} | ({"@id": identifier} if identifier else {}) | known


def one_or_all(values: list):
    """A list of one is written as the one."""
    return values[0] if len(values) == 1 else values


def term(name: str) -> str:
    """A member of one of the vocabulary's lists: EventScheduled."""
    return f"{VOCABULARY}/{name}"


def words(text: str) -> str:
    """Words without markup and editors' breaks, on one line."""
    return without_breaks(" ".join(unescape(strip_tags(str(text or ""))).split()))


# ---------------------------------------------------------------- what every page may speak of


def association() -> dict:
    """The association by name, for whoever publishes something."""
    return thing("NGO", **_names())


def association_in_full(**more) -> dict:
    """With address and year, as the foot of each page has them."""
    site, mine = kept.site(), language.current()
    names = _names()
    others = [
        language.written(site, "short_name", mine),
        language.written(site, "name", language.other(mine)),
        language.written(site, "short_name", language.other(mine)),
    ]
    return thing(
        "NGO",
        **names,
        alternateName=list(dict.fromkeys(name for name in others if name and name != names["name"])),
        slogan=language.plain(site, "motto"),
        foundingDate=str(site.founded_year or ""),
        address=language.plain(site, "address"),
        telephone=site.phone,
        faxNumber=site.fax,
        email=site.email,
        **more,
    )


def _names() -> dict:
    return {
        "at_id": full("/#association"),
        "name": language.plain(kept.site(), "name"),
        "url": full(f"/{language.current()}/"),
        "logo": full(static("img/touch-icon.png")),
    }


def organisation(name: str, path: str = "", kind: str = "Organization") -> dict:
    """An organisation that is named, with its page where it has one."""
    return thing(kind, name=name, url=full(path) if path else "")


def page_of(record) -> str:
    """The path of its page, where everybody may open that."""
    return record.get_absolute_url() if record.has_page else ""


def address(city: str, country, street: str = "") -> dict:
    return thing(
        "PostalAddress", streetAddress=street, addressLocality=city, addressCountry=str(country or "")
    )


def trail(crumbs: list[tuple[str, str]]) -> dict:
    """The way to a page, from the home page; the page itself needs no address."""
    steps = [(_("Home"), f"/{language.current()}/"), *crumbs]
    return thing(
        "BreadcrumbList",
        itemListElement=[
            thing(
                "ListItem",
                position=place,
                name=words(label),
                item=full(url) if url and place < len(steps) else "",
            )
            for place, (label, url) in enumerate(steps, 1)
        ],
    )


def pictures(picture, photo=None) -> dict:
    """The photograph, if there is one that may be published, and the picture for messengers."""
    found = [full(photo.image.url)] if photo else []
    return {"image": one_or_all([*found, full(picture.url)])}


def period(start: str, end: str) -> str:
    """From and to as ISO 8601 writes them; a single day is only itself."""
    return start if start == end else f"{start}/{end}"
