"""What a page tells search engines and messengers about itself: its one address, its other languages, what it is about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from beijing_ngo.core import language, languages, public_address, share_image, sharing, structured
from beijing_ngo.core.language import ENGLISH

# Filters make many addresses of one list; only these lead to content of its own.
KEPT_IN_CANONICAL = ("page",)
_NUMBER = re.compile("[1-9][0-9]{0,5}")
OG_LOCALES = {"zh-hans": "zh_CN", "en": "en_GB"}


@dataclass(frozen=True)
class Alternate:
    hreflang: str
    url: str


@dataclass(frozen=True)
class Addresses:
    canonical: str
    alternates: list[Alternate]
    locale: str
    other_locales: list[str]


def absolute(request, path: str) -> str:
    """The full address of a path: under the settings' public address, else where the request came in."""
    if path.startswith(("http://", "https://")):
        return path
    return settings.SITE_URL + path if settings.SITE_URL else request.build_absolute_uri(path)


def addresses(request) -> Addresses:
    """The page's canonical address in its own language, and the same page in every language.

    x-default is the bare front door for the home page, which sends readers to their language, and English
    elsewhere: a reader whose language nobody knows more likely reads English.
    """
    here, path, query = languages.current(), request.path, _canonical_query(request)
    locales = {
        "locale": OG_LOCALES[here],
        "other_locales": [OG_LOCALES[code] for code in OG_LOCALES if code != here],
    }
    if not languages.has_prefix(path):
        return Addresses(canonical=absolute(request, path), alternates=[], **locales)
    urls = {code: absolute(request, languages.in_language(path, code) + query) for code in languages.codes()}
    is_home = path.strip("/") in languages.codes()
    alternates = [Alternate(languages.tag(code), url) for code, url in urls.items()]
    alternates.append(Alternate("x-default", absolute(request, "/") if is_home else urls[ENGLISH]))
    return Addresses(canonical=urls[here], alternates=alternates, **locales)


def _canonical_query(request) -> str:
    asked = {key: request.GET.get(key, "") for key in KEPT_IN_CANONICAL}
    kept = {key: number for key, number in asked.items() if _NUMBER.fullmatch(number) and number != "1"}
    return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True)
class PageFacts:
    """What the head of a record's page tells; of a record that not everybody may see there are none."""

    summary: str  # for pages that nobody has described
    picture: share_image.Picture
    photo: Model | None  # its cover
    properties: list[tuple[str, str]]  # more for messengers: article:published_time
    things: list[dict]  # what the page is about, in the words of schema.org
    oembed: str
    codes: str  # the address of its code to scan, but for the ending


def facts(
    kind: str,
    record: Model,
    things: Iterable[dict] = (),
    *,
    photo: Model | None = None,
    properties: Iterable[tuple[str, str]] = (),
    trail: list[tuple[str, str]] | None = None,
) -> PageFacts | None:
    """`trail`: its crumbs, for pages that hand the template none."""
    if not record.has_page:
        return None
    shared = sharing.of(kind, record)
    picture = share_image.of(shared)
    pictures = structured.pictures(picture, photo)
    things = [thing | pictures for thing in things]
    if trail:
        things.append(structured.trail(trail))
    asked = urlencode({"url": public_address.full(shared.url)})
    code = reverse("share_code", args=[kind, record.slug, language.current(), "svg"])
    return PageFacts(
        summary=shared.summary,
        picture=picture,
        photo=photo,
        properties=list(properties),
        things=things,
        oembed=f"{reverse('oembed', args=['json'])}?{asked}",
        codes=code.removesuffix("svg"),
    )
