"""What a reader may narrow the lists of reports and of submissions by.

Only what is on offer is taken from an address; anything else in it is as good as not there, so that no address, however
old or mistyped, leads to an error.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beijing_ngo.core import countries, dates, kept, lists
from beijing_ngo.core.fields import holds
from beijing_ngo.core.models import SDG, Theme
from reports.models import Article, Submission, SubmissionKind


@dataclass(frozen=True)
class Choice:
    """One select of the filter bar: its first option leaves everything in."""

    name: str
    label: str
    everything: str
    offered: list[tuple[str, str]]
    chosen: str

    @property
    def options(self) -> list[tuple[str, str]]:
        return [("", self.everything), *self.offered]

    @property
    def chosen_label(self) -> str:
        return dict(self.offered)[self.chosen]


class Filters:
    """The filters of one list, as an address has them."""

    def __init__(self, query):
        self.query = query
        self.words = lists.words(query)
        offered = kept.value((type(self).__name__, get_language()), self.offered)
        self.choices = [
            Choice(name, label, everything, offered[name], self._chosen(name, offered[name]))
            for name, label, everything in self.selects()
            if offered[name]
        ]

    def selects(self) -> list[tuple[str, str, str]]:
        """Name in the address, label, and the words for everything."""
        raise NotImplementedError

    def offered(self) -> dict[str, list[tuple[str, str]]]:
        """What can be chosen: only what some public record has."""
        raise NotImplementedError

    def apply(self, rows):
        if self.words:
            rows = rows.containing(self.words)
        for choice in self.choices:
            if choice.chosen:
                rows = getattr(self, f"by_{choice.name}")(rows, choice.chosen)
        return rows

    @property
    def is_active(self) -> bool:
        return bool(self.words) or any(choice.chosen for choice in self.choices)

    @property
    def asked(self) -> dict[str, str]:
        """The filters as an address has them, without what is not on offer."""
        chosen = {choice.name: choice.chosen for choice in self.choices}
        return {name: value for name, value in {"q": self.words, **chosen}.items() if value}

    def tags(self) -> list[tuple[str, str]]:
        """The active filters, each with the address of the list without it."""
        active = [("q", self.words)] if self.words else []
        active += [(choice.name, choice.chosen_label) for choice in self.choices if choice.chosen]
        return [(label, lists.without(self.query, name)) for name, label in active]

    def _chosen(self, name, offered):
        return lists.one_of(self.query, name, dict(offered))


class ArticleFilters(Filters):
    def selects(self):
        return [
            ("theme", _("Theme"), _("All themes")),
            ("year", _("Year"), _("All years")),
            ("series", _("Series"), _("All series")),
        ]

    def offered(self):
        public = Article.objects.public()
        years = public.order_by().annotate(year=ExtractYear("date")).values_list("year", flat=True).distinct()
        series = {}
        in_a_series = public.filter(Q(series_name_zh_hans__gt="") | Q(series_name_en__gt=""))
        for article in in_a_series.only("series_name_zh_hans", "series_name_en"):
            series.setdefault(article.series_key, article.series_name)
        return {
            "theme": [
                (theme.slug, theme.name) for theme in Theme.objects.filter(articles__in=public).distinct()
            ],
            "year": _years(years),
            "series": list(series.items()),
        }

    def by_theme(self, rows, slug):
        return rows.filter(themes__slug=slug)

    def by_year(self, rows, year):
        return rows.filter(date__year=int(year))

    def by_series(self, rows, name):
        return rows.in_series(name)


class SubmissionFilters(Filters):
    def selects(self):
        return [
            ("body", _("Body"), _("All bodies")),
            ("kind", _("Kind"), _("All kinds")),
            ("year", _("Year"), _("All years")),
            ("state", _("State under review"), _("All States")),
            ("sdg", _("Goal"), _("All goals")),
        ]

    def offered(self):
        bodies, kinds, years, states, goals = {}, set(), set(), set(), set()
        for submission in Submission.objects.public().select_related("mechanism__body").defer("summary"):
            body = submission.mechanism.body
            bodies[body.slug] = body.name
            kinds.add(submission.kind)
            years.add(submission.filed_on.year)
            states.add(submission.country_under_review.code)
            goals.update(submission.sdgs)
        return {
            "body": sorted(bodies.items(), key=lambda option: option[1]),
            "kind": [(value, label) for value, label in SubmissionKind.choices if value in kinds],
            "year": _years(years),
            "state": sorted(
                ((code, countries.country_name(code)) for code in states if code),
                key=lambda option: option[1],
            ),
            "sdg": [(str(goal.value), f"{goal.value} {goal.label}") for goal in SDG if goal.value in goals],
        }

    def by_body(self, rows, slug):
        return rows.filter(mechanism__body__slug=slug)

    def by_kind(self, rows, kind):
        return rows.filter(kind=kind)

    def by_year(self, rows, year):
        return rows.filter(filed_on__year=int(year))

    def by_state(self, rows, code):
        return rows.filter(country_under_review=code)

    def by_sdg(self, rows, goal):
        return rows.filter(holds("sdgs", int(goal)))


def _years(years) -> list[tuple[str, str]]:
    """Years as each language writes them, the latest first."""
    return [(str(year), dates.year(date(year, 1, 1))) for year in sorted(set(years), reverse=True)]
