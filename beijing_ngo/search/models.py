"""What can be found: one entry for each record that the public may see."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.language import CHINESE, ENGLISH

_RECORD_BITS, _KIND_BITS, _LANGUAGE_BITS = 34, 4, 2
LANGUAGE_BIT = {CHINESE: 1, ENGLISH: 2}


class EntryKind(models.IntegerChoices):
    EVENT = 1, _("Events")
    REPORT = 2, _("Reports")
    DELEGATION = 3, _("Delegations")
    SUBMISSION = 4, _("UN submissions")
    ORGANISATION = 5, _("Organisations")
    PROJECT = 6, _("Projects abroad")
    CONFERENCE = 7, _("Conferences")
    SERIES = 8, _("Series")
    PAGE = 9, pgettext_lazy("search", "Pages")


def number_of(*, day: date, languages: set[str], kind: int, record: int) -> int:
    """An entry's number: its day first, so that the highest number is the newest, and what lists are narrowed down by."""
    number = day.toordinal()
    number = number << _LANGUAGE_BITS | sum(LANGUAGE_BIT[code] for code in languages)
    number = number << _KIND_BITS | kind
    return number << _RECORD_BITS | record


def kind_of(number: int) -> int:
    return number >> _RECORD_BITS & (1 << _KIND_BITS) - 1


def is_in(number: int, language: str) -> bool:
    """Whether the record has a title in the language."""
    return bool(number >> _RECORD_BITS + _KIND_BITS & LANGUAGE_BIT[language])


def year_of(number: int) -> int:
    return date.fromordinal(number >> _RECORD_BITS + _KIND_BITS + _LANGUAGE_BITS).year


def first_of(year: int) -> int:
    """A number below those of the year's entries and above those of the years before."""
    return date(year, 1, 1).toordinal() << _LANGUAGE_BITS + _KIND_BITS + _RECORD_BITS


class SearchEntry(models.Model):
    """A public record as it is searched and shown among results, in both languages; its key is `number_of` it.

    It is written anew whenever the record or what it tells about others changes, in the same transaction. What is published
    later has its entry already and is found from `since` on. `stale_at` is when time alone changes what it may say.
    """

    kind = models.PositiveSmallIntegerField(choices=EntryKind)
    record = models.BigIntegerField()
    since = models.DateTimeField()
    stale_at = models.DateTimeField(null=True, db_index=True)
    title_zh_hans = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    names_zh_hans = models.TextField(blank=True)
    names_en = models.TextField(blank=True)
    text_zh_hans = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    words = models.TextField()

    renews_kept = True
    mirrored_in = ("search_words", "search_newest")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record"], name="search_searchentry_once")]

    def __str__(self):
        return self.title_zh_hans or self.title_en

    def title_in(self, language: str) -> str:
        return getattr(self, f"title_{language.replace('-', '_')}")

    def texts(self, language: str) -> tuple[str, str, str]:
        """Title, names and text in a language."""
        column = language.replace("-", "_")
        return tuple(getattr(self, f"{part}_{column}") for part in ("title", "names", "text"))
