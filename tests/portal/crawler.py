"""Walks the portal as a machine that follows every reference, by Django's test client."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from tests.portal import references

HOST = "http://testserver"
MOST_REDIRECTS = 5
MOST_OF_A_KIND = 1
READERS = {
    "text/css": references.of_css,
    "application/xml": references.of_xml,
    "text/xml": references.of_xml,
    "application/atom+xml": references.of_xml,
    "application/rss+xml": references.of_xml,
    "text/calendar": references.of_calendar,
    "text/plain": references.of_robots,
}


@dataclass
class Answer:
    status: int
    kind: str  # its media type
    found_on: str
    text: str = ""
    ids: set = field(default_factory=set)
    route: str = ""  # the pattern of its address
    leads_to: str = ""  # where it redirects to in the end
    is_part: bool = False  # asked for by a script, to stand in another page

    @property
    def is_page(self):
        return self.kind == "text/html" and bool(self.text) and not self.is_part


class Crawl:
    """Every address that is reached from the `starts`, and what is wrong with the references on the way.

    `within` says which addresses are followed; what it leaves out is neither asked for nor judged.
    """

    def __init__(self, client, starts, within=lambda path: True):
        client.raise_request_exception = False
        self._client, self._within = client, within
        self.answers: dict[str, Answer] = {}
        self.foreign: list[tuple[str, str]] = []
        self.unanswered: list[tuple[str, str]] = []  # a form whose address nobody listens to
        self._fragments: list[tuple[str, str, str]] = []
        self._of_kind: dict[tuple, set[str]] = defaultdict(set)
        self._waiting = deque((start, "", False) for start in starts)
        while self._waiting:
            address, found_on, part = self._waiting.popleft()
            if address not in self.answers:
                self._visit(address, found_on, part)

    @property
    def pages(self) -> dict[str, Answer]:
        return {address: answer for address, answer in self.answers.items() if answer.is_page}

    @property
    def broken(self) -> list[tuple[str, str, int]]:
        return [
            (one.found_on, address, one.status) for address, one in self.answers.items() if one.status != 200
        ]

    @property
    def lost_fragments(self) -> list[tuple[str, str]]:
        """Links to a place in a page where that page has no such place."""
        return [
            (page, f"{address}#{place}")
            for page, address, place in self._fragments
            if (answer := self._last(address)) and answer.kind == "text/html" and place not in answer.ids
        ]

    def _last(self, address) -> Answer | None:
        answer = self.answers.get(address)
        return self.answers.get(answer.leads_to) if answer and answer.leads_to else answer

    def _visit(self, address, found_on, part):
        response, last = self._get(address)
        content = _content(response)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        answer = self.answers[address] = Answer(response.status_code, kind, found_on, route=_route(last))
        if last != address:
            answer.leads_to = last
            if self._within(urlsplit(last).path):
                self._waiting.append((last, found_on, part))
            return
        if response.status_code != 200:
            return
        found, reads = [], READERS.get(kind)
        if kind in ("text/html", "image/svg+xml"):
            answer.text = content.decode()
            page = references.Page(answer.text)
            answer.ids, found = page.ids, page.references
            answer.is_part = part and not answer.text.lstrip().lower().startswith("<!doctype")
        elif reads:
            found = reads(content.decode())
        for reference in found:
            self._take(reference, last)

    def _get(self, address):
        for _redirect in range(MOST_REDIRECTS):
            response = self._client.get(address)
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            address = _inside(urljoin(HOST + address, response.headers["Location"])) or address
        return response, address

    def _take(self, reference, page):
        url, place = urldefrag(urljoin(HOST + page, reference.url))
        if urlsplit(url).scheme not in ("http", "https"):
            if reference.loads and not url.startswith("data:"):
                self.foreign.append((page, url))
            return
        address = _inside(url)
        if address is None:
            if reference.loads:
                self.foreign.append((page, url))
        elif not self._within(urlsplit(address).path):
            return
        elif reference.method == "POST":
            if not _route(address):
                self.unanswered.append((page, address))
        else:
            if place and not place.startswith(":~:"):
                self._fragments.append((page, address, unquote(place)))
            if not _is_filter_of_filter(page, address) and self._is_wanted(address):
                self._waiting.append((address, page, reference.part))

    def _is_wanted(self, address) -> bool:
        """Each page; of what differs by parameters only, and of the files of records, as many as stand for all."""
        variety = _variety(address)
        if variety is None or address in self._of_kind[variety]:
            return True
        if len(self._of_kind[variety]) == MOST_OF_A_KIND:
            return False
        self._of_kind[variety].add(address)
        return True


def _inside(url) -> str | None:
    """The address without our host; None for another's."""
    return (url.removeprefix(HOST) or "/") if f"{url}/".startswith(f"{HOST}/") else None


def _route(address) -> str:
    return _route_of(urlsplit(address).path, settings.ROOT_URLCONF)


@cache
def _route_of(path, _urlconf) -> str:
    # Django knows the addresses of the language of the moment only.
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(unquote(path)).route
        except Resolver404:
            return ""


def _is_filter_of_filter(page, address) -> bool:
    """Combinations of parameters have no end; one step into them shows whether they are sound."""
    asked, had = (set(parse_qs(urlsplit(one).query)) for one in (address, page))
    return bool(had and asked - had)


def _variety(address) -> tuple | None:
    """What an address is one of many of: a list by its parameters, a month, a file made of a record; none for a page."""
    parts, route = urlsplit(address), _route(address)
    if not route or not (parts.query or "<month:" in route or not parts.path.endswith("/")):
        return None
    return route, frozenset(parse_qs(parts.query)), PurePosixPath(parts.path).suffix


def _content(response) -> bytes:
    """To its end, so that the client closes the file without closing the database too."""
    return b"".join(response.streaming_content) if response.streaming else response.content
