"""How the text of an entry is gathered: a record, what it points to and what belongs to it, in few statements."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from types import SimpleNamespace

from django.db.models import Model, QuerySet

from beijing_ngo.core import rich_text
from beijing_ngo.core.countries import country_name
from beijing_ngo.core.language import CHINESE, ENGLISH, written
from beijing_ngo.core.models import Status
from beijing_ngo.core.typography import close_up, without_breaks

BOTH = (CHINESE, ENGLISH)


@dataclass
class Content:
    """A record's texts by language: its title, the names in it, and the rest. `also` are further names of its own."""

    day: date
    title: dict[str, str]
    also: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=lambda: {code: [] for code in BOTH})
    text: dict[str, list[str]] = field(default_factory=lambda: {code: [] for code in BOTH})
    stale_at: datetime | None = None

    def name(self, record, *fields):
        _add(self.names, record, fields, close_up)

    def tell(self, record, *fields):
        _add(self.text, record, fields, close_up)

    def tell_rich(self, record, *fields):
        _add(self.text, record, fields, rich_text.plain)

    def say(self, words: str):
        """What is the same in both languages: a symbol, a person's name of one script."""
        for code in BOTH if words else ():
            self.names[code].append(words)

    def tell_together(self, record, *fields, countries=()):
        """Short texts in one line: venue, city and country; a stop and its city."""
        for code in BOTH:
            words = [close_up(text) for name in fields if (text := written(record, name, code))]
            words += [_country(str(one), code) for one in countries if one]
            if words:
                self.text[code].append(("，" if code == CHINESE else ", ").join(words))


def _add(sheet, record, fields, as_text):
    for code in BOTH if record else ():
        sheet[code] += [as_text(words) for name in fields if (words := written(record, name, code))]


@lru_cache(1000)
def _country(code, language):
    return country_name(code, language)


def begin(record, day, title="title") -> Content:
    return Content(
        day=day, title={code: without_breaks(close_up(written(record, title, code))) for code in BOTH}
    )


@dataclass(frozen=True)
class Part:
    """Rows that belong to a record: whose they are, and the columns that are told; `texts` are in both languages."""

    rows: Callable[[], QuerySet]
    owner: str
    texts: tuple[str, ...]
    others: tuple[str, ...] = ()

    def of(self, pks) -> dict[int, list[SimpleNamespace]]:
        rows = (
            self.rows()
            .filter(**{f"{self.owner}__in": pks})
            .values(self.owner, *both(self.texts), *self.others)
        )
        found = {}
        for row in rows:
            found.setdefault(row[self.owner], []).append(SimpleNamespace(**row))
        return found


def both(names):
    return [f"{name}_{code.replace('-', '_')}" for name in names for code in BOTH]


@dataclass(frozen=True)
class Source:
    """A kind of record that is searched. Its content needs columns of its own row and of those it points to, and its parts."""

    model: type[Model]
    content: Callable[..., Content]
    texts: tuple[str, ...]
    others: tuple[str, ...] = ()
    parts: dict[str, Part] = field(default_factory=dict)
    withheld: Callable[..., bool] = lambda record: False

    @cached_property
    def told(self) -> set[str]:
        """The columns of its own row whose change can change its entry."""
        columns = ("status", "published_at", "source_language", *self.others, *self.texts, *both(self.texts))
        return {name.partition("__")[0] for name in columns}

    def gather(self, pks, *, new=False) -> list[tuple[Model, dict[str, list]]]:
        """The records the public may see, with their parts; nothing belongs to a new one yet, so nothing is asked for."""
        always = ("status", "published_at", "source_language", "zh_hans_state", "en_state")
        columns = [*always, *self.others, *both(self.texts)]
        joined = {name.rpartition("__")[0] for name in columns if "__" in name}
        rows = self.model._default_manager.rewrite(False).filter(pk__in=pks).only(*columns)
        records = [row for row in rows.select_related(*sorted(joined)) if self.may_be_found(row)]
        pks = [record.pk for record in records]
        parts = {} if new or not pks else {name: part.of(pks) for name, part in self.parts.items()}
        return [
            (record, {name: parts[name].get(record.pk, []) if parts else [] for name in self.parts})
            for record in records
        ]

    def may_be_found(self, record) -> bool:
        """Whether the public may see it, now or from its day of publication on: `public()` without the clock."""
        return record.status == Status.PUBLISHED and not self.withheld(record)
