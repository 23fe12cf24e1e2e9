"""Pages that are passed on: each kind of record with a page says here how it is found and what stands on its picture.

An app registers its kinds when it is ready:

    sharing.records("event", page="events:detail", rows=lambda: Event.objects.public(), card=event_card)

From then on each public record has a picture for messengers (`share_image`), a code for print and an answer to oEmbed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import get_language_from_path

from beijing_ngo.core import language
from beijing_ngo.core.typography import close_up, without_breaks


@dataclass(frozen=True)
class Card:
    """What a picture says, in the language of the moment."""

    plate: str  # kind of plate, as core.plates.KINDS has them
    slug: str  # and its landscape
    title: str  # with the editors' breaks
    kind_line: str = ""
    line: str = ""
    author: str = ""  # whoever wrote it, where that is not the association; not drawn


@dataclass(frozen=True)
class Shared:
    """A page in the language of the moment."""

    kind: str
    slug: str
    url: str
    card: Card

    @property
    def title(self) -> str:
        return without_breaks(self.card.title)

    @property
    def summary(self) -> str:
        """A line about it, for pages that nobody has described."""
        return dotted(self.title, self.card.kind_line, self.card.line)


@dataclass(frozen=True)
class Kind:
    name: str
    page: str  # the name of its page's address; none for sections, whose pages are lists
    find: Callable[[str], Shared | None]
    share: Callable[[Any], Shared] | None = None


_kinds: dict[str, Kind] = {}


def records(name: str, *, page: str, rows: Callable[[], QuerySet], card: Callable[[Any], Card]) -> None:
    """Records that everybody may see in `rows`, found by their slug."""

    def share(record: Model) -> Shared:
        return Shared(name, record.slug, reverse(page, args=[record.slug]), card(record))

    def find(slug: str) -> Shared | None:
        record = rows().filter(slug=slug).first()
        return record and share(record)

    _kinds[name] = Kind(name, page, find, share)


def others(name: str, find: Callable[[str], Shared | None]) -> None:
    """Pages that are no records."""
    _kinds[name] = Kind(name, "", find)


def of(name: str, record: Model) -> Shared:
    """A record at hand."""
    return _kinds[name].share(record)


def find(name: str, slug: str) -> Shared | None:
    """What everybody may see under a slug, in the language of the moment."""
    kind = _kinds.get(name)
    return kind and kind.find(slug)


def at(url: str, host: str) -> tuple[Shared | None, str]:
    """What stands at one of our own addresses, and the language it stands there in."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None, ""
    code = get_language_from_path(parts.path) or ""
    if parts.scheme not in ("http", "https") or parts.netloc not in _own_hosts(host) or not code:
        return None, ""
    with translation.override(code):
        try:
            match = resolve(parts.path)
        except Resolver404:
            return None, code
        kind = next((kind for kind in _kinds.values() if kind.page == match.view_name), None)
        return (kind.find(match.kwargs["slug"]) if kind and match.kwargs.get("slug") else None), code


def _own_hosts(host: str) -> set[str]:
    return {host, urlsplit(settings.SITE_URL).netloc} - {""}


# ---------------------------------------------------------------- words for cards


def heading(record: Model, field: str = "title") -> str:
    """The title in the reader's language, else in the other one, with the editors' breaks."""
    mine = language.current()
    return close_up(
        language.written(record, field, mine) or language.written(record, field, language.other(mine))
    )


def dotted(*parts: str) -> str:
    """Parts of a line with a point between them, as far as there are any."""
    return language.point().join(str(part) for part in parts if part)
