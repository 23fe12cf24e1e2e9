"""The hits of a page as readers see them. Each is asked for once more among the public records, so nothing else is ever shown."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core import dates, kept, languages, lists
from beijing_ngo.core.language import TAGS, current, other, plain
from beijing_ngo.core.models import PublishGate
from beijing_ngo.core.sharing import dotted
from beijing_ngo.core.typography import soft_breaks
from beijing_ngo.search.contents import SOURCES
from beijing_ngo.search.models import EntryKind, SearchEntry, kind_of
from beijing_ngo.search.snippets import Marker
from beijing_ngo.search.sources import BOTH
from events.models import AttendanceMode


@dataclass(frozen=True)
class Shown:
    """How hits of a kind are shown: what is fetched, the line above the title, the sign before it, the facts below."""

    fetched: tuple[str, ...]
    joined: tuple[str, ...] = ()
    kind: Callable = lambda record: ""
    sign: Callable = lambda record: "page"
    facts: Callable = lambda record: []


def _when(record):
    return dates.when(
        getattr(record, "starts_at", None) or record.starts_on,
        getattr(record, "ends_at", None) or record.ends_on,
        zone=getattr(record, "time_zone", "") or None,
        all_day=True,
        precision=getattr(record, "date_precision", dates.DAY),
    )


def _event_place(record):
    city = plain(record, "city")
    if record.attendance_mode == AttendanceMode.ONLINE:
        return record.get_attendance_mode_display()
    return city


def _countries(record):
    return lists.joined(country.name for country in record.countries)


SHOWN = {
    EntryKind.EVENT: Shown(
        ("kind", "starts_at", "ends_at", "time_zone", "date_precision", "attendance_mode", "city"),
        kind=lambda record: dotted(_("Event"), record.get_kind_display()),
        sign=lambda record: record.kind,
        facts=lambda record: [_when(record), _event_place(record)],
    ),
    EntryKind.REPORT: Shown(
        ("date", "date_precision", "source"),
        kind=lambda record: _("Report"),
        sign=lambda record: "article",
        facts=lambda record: [
            dates.date_range(record.date, precision=record.date_precision),
            plain(record, "source"),
        ],
    ),
    EntryKind.DELEGATION: Shown(
        ("direction", "starts_on", "ends_on", "date_precision", "countries", "internal", "state"),
        kind=lambda record: record.get_direction_display(),
        sign=lambda record: record.plate_kind,
        facts=lambda record: [_when(record), _countries(record)],
    ),
    EntryKind.SUBMISSION: Shown(
        ("kind", "filed_on", "symbol", "conference__acronym", "conference__number"),
        joined=("conference",),
        kind=lambda record: dotted(
            _("UN submission"), record.conference.label if record.conference else record.get_kind_display()
        ),
        sign=lambda record: "submission",
        facts=lambda record: [dates.day(record.filed_on), record.symbol],
    ),
    EntryKind.ORGANISATION: Shown(
        ("kind", "city", "legal_form"),
        kind=lambda record: record.get_kind_display(),
        sign=lambda record: "organisation",
        facts=lambda record: [
            plain(record, "city"),
            record.get_legal_form_display() if record.legal_form else "",
        ],
    ),
    EntryKind.PROJECT: Shown(
        ("countries", "period_start", "period_end", "kind"),
        kind=lambda record: dotted(pgettext("search", "Project"), record.get_kind_display()),
        facts=lambda record: [record.years, record.places],
    ),
    EntryKind.CONFERENCE: Shown(
        ("acronym", "number", "starts_on", "ends_on", "city"),
        kind=lambda record: dotted(_("Conference"), record.label),
        sign=lambda record: "statement_session",
        facts=lambda record: [_when(record), plain(record, "city")],
    ),
    EntryKind.SERIES: Shown((), kind=lambda record: _("Series")),
    EntryKind.PAGE: Shown((), kind=lambda record: pgettext("search", "Page")),
}


@dataclass(frozen=True)
class Hit:
    kind: str
    sign: str
    url: str
    title: SafeString
    line: str = ""  # of its text, as HTML
    lang: str = ""  # of title and line, where it is not the reader's
    leads_to: str = ""  # the language of the page it leads to, where it is not the reader's
    note: str = ""  # says the language in words
    facts: list[str] = field(default_factory=list)


def hits(numbers: list[int], marker: Marker) -> list[Hit]:
    """The records with these numbers that everybody may see now, in this order."""
    entries = SearchEntry.objects.defer("words").in_bulk(numbers)
    records = _public(numbers, entries)
    return [
        _hit(entries[number], records[number], marker)
        for number in numbers
        if records.get(number) is not None
    ]


def titles(numbers: list[int]) -> list[Hit]:
    """The same in short, for suggestions."""
    fields = ("kind", "record", "title_zh_hans", "title_en")
    entries = SearchEntry.objects.only(*fields).in_bulk(numbers)
    records, found = _public(numbers, entries), []
    for number in numbers:
        if record := records.get(number):
            entry, shown = entries[number], SHOWN[EntryKind(entries[number].kind)]
            language = _titled(entry, _readable(record))
            found.append(
                Hit(
                    kind=shown.kind(record),
                    sign=shown.sign(record),
                    url=record.get_absolute_url(),
                    title=soft_breaks(entry.title_in(language)),
                    lang=TAGS[language] if language != current() else "",
                )
            )
    return found


def _public(numbers, entries):
    """The records by the number of their entry; one statement for each kind."""
    by_kind = {}
    for number in numbers:
        if number in entries:
            by_kind.setdefault(EntryKind(kind_of(number)), {})[entries[number].record] = number
    records = {}
    for kind, wanted in by_kind.items():
        shown = SHOWN[kind]
        always = ("slug", "zh_hans_state", "en_state", "source_language")
        rows = SOURCES[kind].model.objects.public().filter(pk__in=wanted).select_related(*shown.joined)
        records |= {wanted[row.pk]: row for row in rows.only(*always, *_columns(kind, shown.fetched))}
    return records


def _columns(kind, names):
    translated = SOURCES[kind].model.translated_fields()
    for name in names:
        if name in translated:
            yield from (f"{name}_zh_hans", f"{name}_en")
        else:
            yield name


def _readable(record) -> list[str]:
    """The languages its text may be shown in, the reader's first."""
    both = [current(), other(current())]
    held_back = kept.site().publish_gate == PublishGate.HOLD
    return [code for code in both if not held_back or record.is_complete_in(code)]


def _titled(entry, readable):
    return next((code for code in readable if entry.title_in(code)), readable[0])


def _hit(entry, record, marker) -> Hit:
    shown, mine = SHOWN[EntryKind(entry.kind)], current()
    readable = _readable(record)
    written = [code for code in readable if entry.title_in(code)] or readable
    # The reader's language where the words are there; else the one they are in.
    language = next(
        (code for code in written if marker.answers("\n".join(entry.texts(code)))), _titled(entry, readable)
    )
    _title, names, text = entry.texts(language)
    is_mine, has_mine = language == mine, bool(entry.title_in(mine))
    url = record.get_absolute_url()
    return Hit(
        kind=shown.kind(record),
        sign=shown.sign(record),
        url=languages.in_language(url, language) if has_mine and not is_mine else url,
        title=soft_breaks(marker.marked(entry.title_in(language))),
        line=marker.line([text, names]),
        lang="" if is_mine else TAGS[language],
        leads_to=TAGS[language] if has_mine and not is_mine else "",
        note=_said(language, only=not has_mine) if not is_mine else "",
        facts=[fact for fact in shown.facts(record) if fact],
    )


def _said(language, *, only):
    if only:
        return _("Chinese only") if language == BOTH[0] else _("English only")
    return _("In Chinese") if language == BOTH[0] else _("In English")
