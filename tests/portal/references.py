"""What a page, a style sheet or a feed refers to: where it leads, and what comes with it into the browser."""

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree import ElementTree

# <link rel> of these only tells where something is; every other one is fetched with the page.
TOLD = {"alternate", "author", "canonical", "help", "license", "me", "next", "prev", "search"}
LOADED = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src",),
    "input": ("src", "formaction"),
    "button": ("formaction",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src",),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
TOLD_BY_META = {"og:image", "og:url", "twitter:image"}
_CSS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_CALENDAR = re.compile(r"^URL(?:;[^:\r\n]*)?:(.+?)\r?$", re.M)
_ROBOTS = re.compile(r"^Sitemap:\s*(\S+)", re.M)


@dataclass(frozen=True)
class Reference:
    url: str
    loads: bool = False  # the browser fetches it or sends to it, unasked: that may only be our own host
    method: str = "GET"
    part: bool = False  # a script puts what comes into the page


class Page(HTMLParser):
    """A page's references, and the places in it that a link can name."""

    def __init__(self, html):
        super().__init__()
        self.references, self.ids = [], set()
        self._inside = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        found = {name: value or "" for name, value in attributes}
        self.ids |= {
            found[name] for name in ("id", "name") if found.get(name) and (name == "id" or tag == "a")
        }
        if tag in ("a", "area") and "href" in found:
            self._refer(found["href"])
        elif tag == "link" and "href" in found:
            self._refer(found["href"], loads=not set(found.get("rel", "").lower().split()) <= TOLD)
        elif tag == "form":
            self._refer(found.get("action", ""), loads=True, method=found.get("method", "get").upper())
        elif tag == "meta" and (found.get("property") or found.get("name")) in TOLD_BY_META:
            self._refer(found.get("content", ""))
        for name in LOADED.get(tag, ()):
            if name in found:
                self._refer(found[name], loads=True, method="POST" if name == "formaction" else "GET")
        for url in _candidates(found.get("srcset", "") or found.get("imagesrcset", "")):
            self._refer(url, loads=True)
        for method in ("get", "post"):
            if url := found.get(f"data-hx-{method}"):
                self._refer(url, loads=True, method=method.upper(), part=True)
        self._inside = {"style": "style", "script": found.get("type", "script")}.get(tag)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        self._inside = None

    def handle_data(self, data):
        if self._inside == "style":
            self.references += of_css(data)
        elif self._inside == "application/ld+json":
            self.references += of_json(json.loads(data))

    def _refer(self, url, **how):
        self.references.append(Reference(url.strip(), **how))


def _candidates(srcset):
    return [candidate.split()[0] for candidate in srcset.split(",") if candidate.strip()]


def of_css(text) -> list[Reference]:
    found = (url or imported for url, imported in _CSS.findall(_COMMENT.sub("", text)))
    return [Reference(url, loads=True) for url in found]


def of_json(value) -> list[Reference]:
    """The whole addresses in it: what JSON-LD says about a page, or what the page's manifest names."""
    if isinstance(value, dict):
        # The name of a vocabulary looks like an address.
        return [found for key, one in value.items() if not key.startswith("@c") for found in of_json(one)]
    if isinstance(value, list):
        return [found for one in value for found in of_json(one)]
    is_address = isinstance(value, str) and re.fullmatch(r"https?://\S+", value)
    # What follows # names a thing that is spoken of, not a place in the page.
    return [Reference(value.partition("#")[0])] if is_address else []


def of_xml(text) -> list[Reference]:
    """A site map's addresses, a feed's links."""
    found = []
    for element in ElementTree.fromstring(text).iter():  # noqa: S314, our own
        name = element.tag.rpartition("}")[2]
        if name == "link" and element.get("href"):
            found.append(element.get("href"))
        elif name in ("loc", "link") and (element.text or "").strip():
            found.append(element.text.strip())
    return [Reference(url) for url in found]


def of_calendar(text) -> list[Reference]:
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    return [Reference(url) for url in _CALENDAR.findall(unfolded)]


def of_robots(text) -> list[Reference]:
    return [Reference(url) for url in _ROBOTS.findall(text)]
