"""Texts of an answer: in both languages side by side, or in the one that was asked for."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Choices, Model, QuerySet
from django.utils.translation import override

from beijing_ngo.core import countries, kept, languages, public_address, rich_text
from beijing_ngo.core.language import CHINESE, ENGLISH, TAGS, other, written
from beijing_ngo.core.models import PublishGate, Status
from beijing_ngo.core.names import display_name
from beijing_ngo.core.typography import close_up, without_breaks

BOTH = (CHINESE, ENGLISH)
CODES = {tag: code for code, tag in TAGS.items()}  # zh-Hans is zh-hans to Django


class Tongue(NamedTuple):
    """The language asked for; none means both."""

    code: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.code,) if self.code else BOTH

    @property
    def tag(self) -> str:
        return ", ".join(TAGS[code] for code in self.languages)


def public(model: type[Model], tongue: Tongue) -> QuerySet:
    """What everybody may read in the language asked for, or else in at least one of the two."""
    rows = None
    for code in tongue.languages if holds_back() else tongue.languages[:1]:
        with override(code):
            part = model.objects.public()
        rows = part if rows is None else rows | part
    # Said once more outside of the either-or, where an index can use it.
    return rows.filter(status=Status.PUBLISHED)


def holds_back() -> bool:
    """Whether a record without its whole text in a language is held back in that language."""
    return kept.site().publish_gate == PublishGate.HOLD


class Wording:
    """The texts of one record. `fallback` gathers the names of those that are given in the other language."""

    def __init__(self, tongue: Tongue, record: Model):
        self.tongue, self.record = tongue, record
        self.open = open_in(record, tongue)
        self.fallback: list[str] = []

    # ------------------------------------------------------------ texts

    def text(self, row: Any, field: str, at: str = ""):
        """A line or a paragraph without markup; nothing where there is none in either language."""
        return self._of(row, field, at or field, lambda words: without_breaks(close_up(words)))

    def rich(self, row: Any, field: str, at: str = ""):
        """HTML with no more than a page shows."""
        return self._of(
            row,
            field,
            at or field,
            lambda html: "" if rich_text.is_empty(html) else str(rich_text.clean(html)),
        )

    def _of(self, row, field, at, render):
        if not self.tongue.code:
            return self.both(lambda code: render(written(row, field, code)))
        mine, their = self.tongue.code, other(self.tongue.code)
        if words := render(written(row, field, mine)):
            return words
        if words := render(written(row, field, their)):
            if at not in self.fallback:
                self.fallback.append(at)
            return words
        return None

    def both(self, render):
        """What `render` says in each language in which the record may be read, or in the one asked for."""
        if self.tongue.code:
            return render(self.tongue.code) or None
        words = {TAGS[code]: (render(code) if code in self.open else "") or None for code in BOTH}
        return words if any(words.values()) else None

    def name(self, person):
        """A person's name in the script of each language."""
        parts = (person.family_name, person.given_name, person.latin_name)
        return self.both(lambda code: display_name(*parts, language=code))

    # ------------------------------------------------------------ words of the portal

    def term(self, choices: type[Choices], value) -> dict | None:
        """One of a few known values: its code, and what it is called."""
        if value in ("", None):
            return None
        return {"code": str(value), "label": label(self.tongue, lambda code: _label(choices, value, code))}

    def country(self, code) -> dict | None:
        code = str(code or "")
        if not code:
            return None
        return {"code": code, "label": label(self.tongue, lambda language: _country(code, language))}

    # ------------------------------------------------------------ addresses

    def url(self, record: Model | None = None):
        """The record's page in each language in which it has one."""
        record = record or self.record
        there = self.open if record is self.record else open_in(record, self.tongue)
        return self._in_languages(record.get_absolute_url(), there)

    def below(self, path: str):
        """An address below the record's page, in each language in which there is that page."""
        return self._in_languages(path, self.open)

    def _in_languages(self, path, there):
        if not there:
            return None
        if self.tongue.code:
            return address(path, self.tongue.code)
        return {TAGS[code]: address(path, code) if code in there else None for code in BOTH}

    def reference(self, record: Model | None, field: str, at: str, resource: str = "") -> dict | None:
        """Another record: its name as pages give it, and its addresses where it has a page of its own."""
        if record is None:
            return None
        url = self.url(record)
        return {
            "slug": record.slug if url else None,
            "name": self.text(record, field, f"{at}.name"),
            "url": url,
            "api_url": resource_address(resource, record.slug) if url and resource else None,
        }


def open_in(record: Model, tongue: Tongue) -> list[str]:
    """The languages, of those asked for, in which everybody may open the record's page now."""
    if not record.is_public:
        return []
    if not holds_back():
        return list(tongue.languages)
    return [code for code in tongue.languages if record.is_complete_in(code)]


def label(tongue: Tongue, render):
    """Words that exist in both languages whatever is held back."""
    if tongue.code:
        return render(tongue.code)
    return {TAGS[code]: render(code) for code in BOTH}


def resource_address(resource: str, slug: str = "") -> str:
    return public_address.full("/".join(part for part in ("/api/v1", resource, slug) if part))


def address(path: str, code: str) -> str:
    return public_address.full(languages.in_language(path, code))


@lru_cache(maxsize=1000)
def _label(choices: type[Choices], value, code: str) -> str:
    with override(code):
        return str(choices(value).label)


@lru_cache(maxsize=1000)
def _country(code: str, language: str) -> str:
    return countries.country_name(code, language)
