"""What readers narrow the list of visits down by, and what there is to choose from."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beijing_ngo.core import kept, lists
from beijing_ngo.core.countries import PLACES, country_name
from beijing_ngo.core.models import SDG
from beijing_ngo.core.places import HOME
from delegations.models import Delegation, Direction, Outcome, OutcomeKind

BEGUN, RECORDED = "begun", "recorded"


@dataclass(frozen=True)
class Overview:
    """All public visits, counted."""

    directions: Counter
    countries: Counter  # by code; China itself is home
    years: Counter
    themes: Counter  # by primary key
    since: int | None  # the year of the first visit
    promised: int
    kept_promises: int


def overview() -> Overview:
    # What is public may depend on the language, where half-translated records are held back.
    return kept.value(("visits counted", get_language()), _count)


def _count() -> Overview:
    public = Delegation.objects.public().order_by()
    directions, countries, years = Counter(), Counter(), Counter()
    for direction, year, codes, count in public.values_list(
        "direction", "starts_on__year", "countries"
    ).annotate(count=Count("pk")):
        directions[direction] += count
        years[year] += count
        for code in str(codes or "").split(","):
            if code and code != HOME:
                countries[code] += count
    themes = public.filter(themes__isnull=False).values_list("themes").annotate(count=Count("pk"))
    promises = (
        Outcome.objects.public()
        .filter(kind=OutcomeKind.FOLLOW_UP, delegation__in=public.values("pk"))
        .aggregate(promised=Count("pk"), kept=Count("done_on"))
    )
    return Overview(
        directions=directions,
        countries=countries,
        years=years,
        themes=Counter(dict(themes)),
        since=min(years, default=None),
        promised=promises["promised"],
        kept_promises=promises["kept"],
    )


class DelegationFilters:
    """The reader's choice, read from the address."""

    def __init__(self, params):
        self.params = params
        self.counted = overview()
        self.words = lists.words(params)
        self.direction = lists.one_of(params, "direction", Direction.values)
        self.country = lists.one_of(params, "country", PLACES)
        themes = {theme.slug: theme for theme in kept.themes().values()}
        self.theme = themes.get(params.get("theme", ""))
        self.year = lists.one_of(params, "year", {str(year) for year in self.counted.years})
        self.goal = lists.one_of(params, "sdg", [str(sdg) for sdg in SDG.values])
        self.when = lists.one_of(params, "when", [BEGUN])
        self.people = lists.one_of(params, "people", [RECORDED])

    def apply(self, delegations):
        if self.words:
            delegations = delegations.containing(self.words)
        if self.direction:
            delegations = delegations.in_direction(self.direction)
        if self.country:
            delegations = delegations.with_country(self.country)
        if self.theme:
            delegations = delegations.about(self.theme)
        if self.year:
            delegations = delegations.in_year(int(self.year))
        if self.goal:
            delegations = delegations.with_goal(int(self.goal))
        if self.when:
            delegations = delegations.begun()
        if self.people:
            delegations = delegations.with_people()
        return delegations

    @cached_property
    def choices(self) -> list[dict]:
        """The selects of the filter bar."""
        counted, themes = self.counted, kept.themes().values()
        countries = sorted((country_name(code), code) for code in {*counted.countries, self.country} - {""})
        return [
            {
                "name": "direction",
                "label": _("Direction"),
                "options": [("", _("Both ways")), *Direction.choices],
                "chosen": self.direction,
            },
            {
                "name": "country",
                "label": _("Country or region"),
                "options": [("", _("All")), *((code, name) for name, code in countries)],
                "chosen": self.country,
            },
            {
                "name": "theme",
                "label": _("Theme"),
                "options": [
                    ("", _("All themes")),
                    *(
                        (theme.slug, theme.name)
                        for theme in themes
                        if counted.themes[theme.pk] or theme == self.theme
                    ),
                ],
                "chosen": self.theme.slug if self.theme else "",
            },
            {
                "name": "year",
                "label": _("Year"),
                "options": [
                    ("", _("All years")),
                    *((str(year), str(year)) for year in sorted(counted.years, reverse=True)),
                ],
                "chosen": self.year,
            },
            {
                "name": "sdg",
                "label": _("Development goal"),
                "options": [("", _("All goals")), *((str(n), f"{n} {label}") for n, label in SDG.choices)],
                "chosen": self.goal,
            },
            *self._rare_choices(),
        ]

    def _rare_choices(self) -> list[dict]:
        """What the figures lead to and hardly anybody looks for: offered while it is asked for, so that it can be undone."""
        choices = [
            ("when", _("Time"), _("All times"), (BEGUN, _("Begun or over")), self.when),
            ("people", _("People"), _("All"), (RECORDED, _("Travellers recorded")), self.people),
        ]
        return [
            {"name": name, "label": label, "options": [("", everything), option], "chosen": chosen}
            for name, label, everything, option, chosen in choices
            if chosen
        ]

    @property
    def asked(self) -> dict[str, str]:
        """The choice as an address has it, without what nobody can have meant."""
        chosen = {choice["name"]: choice["chosen"] for choice in self.choices}
        return {name: value for name, value in {"q": self.words, **chosen}.items() if value}

    @cached_property
    def active(self) -> list[tuple[str, str]]:
        """What was chosen, each with the address of the list without it."""
        chosen = [
            ("q", self.words),
            ("direction", Direction(self.direction).label if self.direction else ""),
            ("country", country_name(self.country)),
            ("theme", self.theme.name if self.theme else ""),
            ("year", self.year),
            ("sdg", f"{self.goal} {SDG(int(self.goal)).label}" if self.goal else ""),
            ("when", _("Begun or over") if self.when else ""),
            ("people", _("Travellers recorded") if self.people else ""),
        ]
        return [(label, lists.without(self.params, name)) for name, label in chosen if label]
