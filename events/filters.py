"""What a visitor asked the list of events for, and what there is to ask for."""

from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core import kept
from beijing_ngo.core.countries import PLACES, country_name
from beijing_ngo.core.language import current, is_chinese, plain
from beijing_ngo.core.lists import words
from beijing_ngo.core.models import SDG, Language, Status
from beijing_ngo.core.typography import without_breaks
from events.models import Event, EventKind, Series
from events.whereabouts import CONDITIONS, Whereabouts
from members.filters import organisation_named

UPCOMING, PAST, HELD, ALL = "upcoming", "past", "held", "all"
COUNTED = "counted"
# What depends on the hour (what is over, what is published) is right to the minute.
A_MINUTE = 60


@dataclass(frozen=True)
class Offer:
    """What the filters offer: what occurs among the events everybody may see."""

    years: tuple
    countries: tuple
    languages: tuple
    zones: tuple


def offer() -> Offer:
    return kept.value(("events offer", current()), _offer)


def _offer():
    # One row for each combination. The year is UTC's, as both databases store it; within such a group the first and
    # the last event tell which years they are by the clocks of their place.
    groups = (
        Event.objects.public()
        .rewrite(False)
        .order_by()
        .annotate(utc_year=Substr(Cast("starts_at", TextField()), 1, 4))
        .values_list("country", "time_zone", "working_languages", "utc_year")
        .annotate(first=Min("starts_at"), last=Max("starts_at"))
    )
    years, countries, languages, zones = set(), set(), set(), set()
    for country, zone, spoken, _utc_year, *moments in groups:
        years |= {moment.astimezone(ZoneInfo(zone)).year for moment in moments}
        countries.add(country)
        languages.update(spoken)
        zones.add(zone)
    return Offer(
        years=tuple(sorted(years, reverse=True)),
        countries=tuple(sorted(countries - {""}, key=_alphabetically)),
        languages=tuple(code for code in Language.values if code in languages),
        zones=tuple(sorted(zones)),
    )


def _alphabetically(code):
    """China first, then by name: the Chinese ones in the order of their sounds, as GBK has them."""
    name = country_name(code)
    return (code != "CN", name.encode("gbk", "replace") if is_chinese() else name.encode())


def series_in_order() -> list[Series]:
    """The public series with the year of their first event, the number of editions and the kind of the latest."""

    def build():
        public = Q(events__status=Status.PUBLISHED, events__published_at__lte=timezone.now())
        latest = Event.objects.public().filter(series=OuterRef("pk")).order_by("-starts_at", "-id")
        return list(
            Series.objects.public()
            .annotate(
                since=Min("events__starts_at", filter=public),
                editions=Count("events", filter=public),
                kind=Subquery(latest.values("kind")[:1]),
            )
            .order_by("order", "id")
        )

    return kept.value(("events series", current()), build)


@dataclass(frozen=True)
class Found:
    """How many events a filter finds, and when the first of them starts."""

    count: int
    first: object


@dataclass(frozen=True)
class EventFilter:
    """What was asked for; what nobody can have meant is left out."""

    q: str = ""
    kind: str = ""
    theme: str = ""
    when: str = ""
    year: str = ""
    country: str = ""
    series: str = ""
    language: str = ""
    sdg: str = ""
    place: str = ""
    people: str = ""
    partner: str = ""

    @classmethod
    def read(cls, query):
        if not query:
            return cls()
        asked = {name: query.get(name, "") for name in cls.__dataclass_fields__}
        year = asked["year"]
        is_year = year.isascii() and year.isdigit() and "1900" <= year <= "2199" and len(year) == 4
        return cls(
            q=words(query),
            kind=_one_of(asked["kind"], EventKind.values),
            theme=_one_of(asked["theme"], {theme.slug for theme in kept.themes().values()}),
            when=_one_of(asked["when"], (UPCOMING, PAST, HELD, ALL)),
            year=year if is_year else "",
            country=_one_of(asked["country"].upper(), PLACES),
            series=_one_of(asked["series"], {series.slug for series in series_in_order()})
            if asked["series"]
            else "",
            language=_one_of(asked["language"], Language.values),
            sdg=_one_of(asked["sdg"], map(str, SDG.values)),
            place=_one_of(asked["place"], Whereabouts.values),
            people=_one_of(asked["people"], (COUNTED,)),
            partner=asked["partner"] if organisation_named(asked["partner"]) else "",
        )

    @property
    def widens(self) -> bool:
        """Who names a year or a word looks for it in the past too, unless they say otherwise."""
        return bool(self.year or self.q)

    @property
    def span(self) -> str:
        return self.when or (ALL if self.widens else UPCOMING)

    @property
    def is_empty(self) -> bool:
        return self == EventFilter()

    @property
    def asked(self) -> dict[str, str]:
        """The choice as an address has it."""
        return {name: value for name, value in asdict(self).items() if value}

    def without(self, *names):
        return replace(self, **dict.fromkeys(names, ""))

    def address(self, path, page=1, **more) -> str:
        query = urlencode(self.asked | ({"page": page} if page > 1 else {}) | more)
        return f"{path}?{query}" if query else path

    # ------------------------------------------------------------ the events

    def matching(self):
        """The public events of every time that fit the rest of the filter."""
        rows = Event.objects.public()
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.theme:
            rows = rows.on_theme(next(theme for theme in kept.themes().values() if theme.slug == self.theme))
        if self.country:
            rows = rows.filter(country=self.country)
        if self.series:
            rows = rows.filter(series=next(s for s in series_in_order() if s.slug == self.series))
        if self.language:
            rows = rows.in_language(self.language)
        if self.year:
            rows = rows.in_year(int(self.year), offer().zones)
        if self.sdg:
            rows = rows.with_goal(int(self.sdg))
        if self.place:
            rows = rows.filter(CONDITIONS[self.place])
        if self.people:
            rows = rows.counted()
        if self.partner:
            rows = rows.with_partner(organisation_named(self.partner))
        return rows.containing(self.q) if self.q else rows

    def in_span(self):
        rows = self.matching()
        if self.span == UPCOMING:
            return rows.upcoming()
        if self.span == PAST:
            return rows.past()
        if self.span == HELD:
            return rows.held()
        return rows.order_by("-starts_at", "-id")

    def found(self) -> Found:
        def build():
            return Found(**self.in_span().order_by().aggregate(count=Count("pk"), first=Min("starts_at")))

        return kept.value(("events found", current(), self), build, A_MINUTE)

    def rows(self):
        """The events in their order; what is still to come begins where the first of it does."""
        rows, found = self.in_span(), self.found()
        if self.span == UPCOMING and found.first:
            # Ordered by their start but chosen by their end: else the index is read from the first event of all.
            rows = rows.filter(starts_at__gte=found.first)
        return rows

    # ------------------------------------------------------------ words for it

    def labels(self) -> list[tuple[str, str]]:
        """The name of each thing asked for, with the field it stands in."""
        names = {
            "q": _("“%(words)s”") % {"words": self.q},
            "kind": EventKind(self.kind).label if self.kind else "",
            "theme": next((str(t) for t in kept.themes().values() if t.slug == self.theme), ""),
            "when": dict(spans(self.when)).get(self.when, ""),
            "year": year_label(self.year),
            "country": country_name(self.country),
            "series": next((without_breaks(s.name) for s in series_in_order() if s.slug == self.series), "")
            if self.series
            else "",
            "language": Language(self.language).label if self.language else "",
            "sdg": goal_label(self.sdg) if self.sdg else "",
            "place": Whereabouts(self.place).label if self.place else "",
            "people": _("Participants counted"),
            "partner": self.partner and plain(organisation_named(self.partner), "name"),
        }
        return [(name, str(names[name])) for name in self.asked]

    def when_choices(self) -> list[tuple[str, str]]:
        """The spans of time; the one that holds when nothing is said has no value of its own, until it is said."""
        default = ALL if self.widens else UPCOMING
        unsaid = "" if self.when == default else default
        return [("" if value == unsaid else value, label) for value, label in spans(self.when)]

    def choices(self, *, with_time=True) -> list[dict]:
        """The select boxes of the filter bar."""
        there = offer()
        years = sorted({*map(str, there.years), *filter(None, [self.year])}, reverse=True)
        countries = [*there.countries, *({self.country} - {"", *there.countries})]
        languages = [*there.languages, *({self.language} - {"", *there.languages})]
        boxes = [
            ("kind", _("Kind"), _("All kinds"), EventKind.choices),
            ("theme", _("Theme"), _("All themes"), [(t.slug, t.name) for t in kept.themes().values()]),
            ("when", _("Time"), None, self.when_choices()),
            ("year", _("Year"), _("All years"), [(year, year_label(year)) for year in years]),
            ("country", _("Country or region"), pgettext("country", "All"), _named(countries, country_name)),
            (
                "series",
                _("Series"),
                _("All series"),
                [(s.slug, without_breaks(s.name)) for s in series_in_order()],
            ),
            ("language", _("Working language"), pgettext("language", "All"), _languages(languages)),
            ("sdg", _("Development goal"), _("All goals"), [(str(n), goal_label(n)) for n in SDG.values]),
            *self._rare_boxes(),
        ]
        return [
            {
                "name": name,
                "label": label,
                "options": options if everything is None else [("", everything), *options],
                "chosen": getattr(self, name),
                "wide": name in ("series", "sdg"),
            }
            for name, label, everything, options in boxes
            if with_time or name not in ("when", "year")
        ]

    def _rare_boxes(self):
        """What the figures lead to and hardly anybody looks for: offered while it is asked for, so that it can be undone."""
        label = dict(self.labels())
        boxes = [
            ("place", _("Place"), _("All places"), Whereabouts.choices),
            ("people", _("Attendance"), pgettext("attendance", "All"), [(COUNTED, label.get("people"))]),
            ("partner", _("Partner"), _("All partners"), [(self.partner, label.get("partner"))]),
        ]
        return [box for box in boxes if getattr(self, box[0])]


def spans(asked: str = "") -> list[tuple[str, str]]:
    """The spans of time; “held” is offered where somebody came for it."""
    held = [(HELD, pgettext("events", "Held"))] if asked == HELD else []
    return [
        (UPCOMING, pgettext("events", "Upcoming")),
        (PAST, pgettext("events", "Past")),
        *held,
        (ALL, _("All times")),
    ]


def goal_label(number) -> str:
    return f"{number} {SDG(int(number)).label}"


def year_label(year) -> str:
    return f"{year}年" if year and is_chinese() else str(year)


def _one_of(value, known) -> str:
    return value if value in known else ""


def _named(codes, name_of):
    return [(code, name_of(code)) for code in codes]


def _languages(codes):
    return [(code, Language(code).label) for code in codes]
