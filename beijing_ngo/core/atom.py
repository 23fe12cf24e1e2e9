"""Feeds of what was published or changed (Atom, RFC 4287): a section under the filter of its list, in one language.

An entry has an id for each language: whoever reads both feeds reads two texts, and neither takes the other's place. The id
is made of the record's key, so that it outlives a new title, slug or address of the page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import View

from beijing_ngo.core import conditional, kept, languages, public_address
from beijing_ngo.core.language import TAGS, current, fallback_language, other, plain, point
from beijing_ngo.core.lists import joined

MOST = 50
# What word processors leave in pasted text and no XML can hold.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What depends on the hour (what is over, what is published) is right to the minute.
A_MINUTE = 60


@dataclass(frozen=True)
class Entry:
    """A public record as a feed tells of it; the title, the dates and the address are the record's own."""

    record: Any
    summary: SafeString
    author: str = ""
    categories: list[tuple[str, str]] = field(default_factory=list)  # as in addresses, and as readers know it

    @property
    def id(self) -> str:
        kind = self.record._meta.model_name
        day = self.record.created_at.astimezone(UTC).date().isoformat()
        host = public_address.full("/").split("/")[2].partition(":")[0]
        return f"tag:{host},{day}:{kind}/{self.record.pk}/{TAGS[current()]}"

    @property
    def published_at(self) -> datetime:
        return self.record.published_at

    @property
    def updated_at(self) -> datetime:
        """What was written before its time is new when its time has come."""
        return max(self.record.updated_at, self.record.published_at)


class Feed(Atom1Feed):
    """As Django writes it, with the language of each entry, the names of its categories and the way to the other language."""

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        self._link(handler, self.feed["other_feed"], "application/atom+xml")
        self._link(handler, self.feed["other_page"], "text/html")

    def item_attributes(self, item):
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["other_link"]:
            self._link(handler, item["other_link"], "text/html")
        for term, label in item["kinds"]:
            handler.addQuickElement("category", "", {"term": term, "label": label})

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=self.feed["changed_at"])

    @staticmethod
    def _link(handler, href, kind):
        attributes = {"rel": "alternate", "type": kind, "hreflang": TAGS[other(current())], "href": href}
        handler.addQuickElement("link", "", attributes)


class FeedView(View):
    """One section's feed. What it takes from the address is what the section's list takes."""

    def asked(self) -> dict[str, str]:
        """The filter as an address has it."""
        return {}

    def labels(self) -> list[str]:
        """The filter in words."""
        return []

    def page_path(self) -> str:
        """The page that shows the same to people."""
        raise NotImplementedError

    def title(self) -> str:
        raise NotImplementedError

    def entries(self) -> Iterable[Entry]:
        raise NotImplementedError

    def changed_at(self, entries: list[Entry]) -> datetime:
        """When the feed last became what it is: by an edit of any record, or by the clock that published one."""
        return max([conditional.records_changed_at(), *(entry.published_at for entry in entries)])

    def get(self, request):
        asked = self.asked()
        name = ("atom", request.path, public_address.full(""), tuple(asked.items()))
        # Built once for all who subscribe to the same; free words are not kept.
        text, changed_at = self.build() if asked.get("q") else kept.value(name, self.build, A_MINUTE)
        response = HttpResponse(text, content_type=Feed.content_type)
        response.headers["X-Robots-Tag"] = "noindex"
        return conditional.answer(request, response, changed_at=changed_at)

    def build(self) -> tuple[str, datetime]:
        entries = list(self.entries())
        changed_at = self.changed_at(entries)
        feed = self.frame(changed_at)
        for entry in entries:
            feed.add_item(**_item(entry))
        return feed.writeString("utf-8"), changed_at

    def frame(self, changed_at) -> Feed:
        query, path, page = urlencode(self.asked()), self.request.path, self.page_path()
        site, there = kept.site(), other(current())

        def address(path):
            return public_address.full(f"{path}?{query}" if query else path)

        association = plain(site, "short_name") or plain(site, "name")
        labels = joined(self.labels())
        words = {"association": association, "section": self.title(), "filter": labels}
        title = _("%(association)s: %(section)s")
        if labels:
            title = _("%(association)s: %(section)s (%(filter)s)")
        return Feed(
            title=_fit(title % words),
            link=address(page),
            feed_url=address(path),
            feed_guid=address(path),
            description="",
            language=TAGS[current()],
            author_name=plain(site, "name") or association,
            author_link=public_address.full(f"/{current()}/"),
            other_feed=address(languages.in_language(path, there)),
            other_page=address(languages.in_language(page, there)),
            changed_at=changed_at,
        )


class FilteredFeed(FeedView):
    """The feed of a list whose filters know what was `asked` for."""

    filters_class: Any = None  # or a function: what makes the filters of the address's query
    page_name = ""

    @cached_property
    def filters(self):
        return self.filters_class(self.request.GET)

    def asked(self):
        return self.filters.asked

    def page_path(self):
        return reverse(self.page_name)


def address(name: str, asked: dict[str, str]) -> str:
    """Where the feed of a list under its filter is."""
    query = urlencode(asked)
    return f"{reverse(name)}?{query}" if query else reverse(name)


def latest(rows, *order) -> Any:
    """The rows published last, or the first in another order."""
    order = order or ("-published_at", "-pk")
    # The keys first, so that no long text is carried through the sorting.
    keys = list(rows.order_by(*order).values_list("pk", flat=True)[:MOST])
    return rows.filter(pk__in=keys).order_by(*order)


def newest(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.published_at, reverse=True)[:MOST]


def _item(entry: Entry) -> dict:
    record, there = entry.record, other(current())
    path, stands_in = record.get_absolute_url(), fallback_language(record, "title")
    return {
        "title": _fit(plain(record, "title")),
        "link": public_address.full(path),
        "other_link": public_address.full(languages.in_language(path, there))
        if record.is_complete_in(there)
        else "",
        "description": _fit(entry.summary),
        "language": TAGS[stands_in] if stands_in else "",
        "pubdate": entry.published_at,
        "updateddate": entry.updated_at,
        "unique_id": entry.id,
        "author_name": _fit(entry.author) or None,
        "kinds": [(term, _fit(label)) for term, label in entry.categories],
    }


def _fit(text) -> str:
    return UNFIT.sub("", str(text))


def summary(record: Any, facts: Iterable[str], text_field: str) -> SafeString:
    """The facts in one line, in the reader's language, and the text below, in the language that it is in."""
    line = point().join(str(fact) for fact in facts if fact)
    html = format_html('<p lang="{}">{}</p>', TAGS[current()], line) if line else SafeString("")
    if words := plain(record, text_field):
        language = fallback_language(record, text_field) or current()
        html += format_html('<p lang="{}">{}</p>', TAGS[language], words)
    return html


def themes(record: Any) -> list[tuple[str, str]]:
    """The record's themes, prefetched, as categories."""
    return [(theme.slug, theme.name) for theme in record.themes.all()]
