"""What a page tells search engines and messengers about itself: its one address and its other languages."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from beijing_ngo.core import languages
from beijing_ngo.core.language import ENGLISH

# Filters make many addresses of one list; only these lead to content of its own.
KEPT_IN_CANONICAL = ("page",)
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
    kept = {key: request.GET[key] for key in KEPT_IN_CANONICAL if request.GET.get(key) not in (None, "", "1")}
    return f"?{urlencode(kept)}" if kept else ""
