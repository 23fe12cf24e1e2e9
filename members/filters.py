"""What readers narrow the directory and the projects down by, and what there is to choose from."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beijing_ngo.core import kept, lists
from beijing_ngo.core.countries import PLACES, country_name
from beijing_ngo.core.language import plain
from beijing_ngo.core.models import SDG
from members.models import CooperationProject, LegalForm, Organisation, ProjectKind, StatusKind

LONGEST_SLUG = Organisation._meta.get_field("slug").max_length
CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True)
class Directory:
    """The listed members, counted."""

    total: int
    forms: Counter
    statuses: Counter
    themes: Counter  # by primary key
    goals: Counter


def directory() -> Directory:
    return kept.value(("directory counted", get_language()), _count_directory)


def _count_directory() -> Directory:
    listed = Organisation.objects.listed().order_by()
    goals = Counter()
    forms = Counter(dict(listed.values_list("legal_form").annotate(count=Count("pk"))))
    for numbers, count in listed.values_list("sdgs").annotate(count=Count("pk")):
        goals.update(dict.fromkeys(numbers, count))
    return Directory(
        total=sum(forms.values()),
        forms=forms,
        statuses=_counted(listed, "international_statuses__kind"),
        themes=_counted(listed, "themes"),
        goals=goals,
    )


def _counted(rows, field) -> Counter:
    found = rows.filter(**{f"{field}__isnull": False}).values_list(field)
    return Counter(dict(found.annotate(count=Count("pk", distinct=True))))


class MemberFilters:
    """The reader's choice: within a box any of the ticked, across the boxes all of them."""

    def __init__(self, params):
        self.params = params
        self.counted = directory()
        self.words = lists.words(params)
        self.forms = lists.some_of(params, "form", LegalForm.values)
        self.statuses = lists.some_of(params, "status", StatusKind.values)
        self.themes = lists.some_of(params, "theme", [theme.slug for theme in kept.themes().values()])
        self.goals = [int(goal) for goal in lists.some_of(params, "sdg", [str(sdg) for sdg in SDG.values])]

    def apply(self, members):
        if self.words:
            members = members.containing(self.words)
        if self.forms:
            members = members.filter(legal_form__in=self.forms)
        if self.statuses:
            members = members.filter(international_statuses__kind__in=self.statuses)
        if self.themes:
            members = members.filter(themes__slug__in=self.themes)
        if self.goals:
            members = members.with_goals(self.goals)
        return members.distinct()

    @cached_property
    def boxes(self) -> list[dict]:
        counted, themes = self.counted, kept.themes().values()
        return [
            self._box("form", _("Legal form"), LegalForm.choices, counted.forms, self.forms),
            self._box(
                "theme",
                _("Theme"),
                [(theme.slug, theme.name) for theme in themes],
                Counter({theme.slug: counted.themes[theme.pk] for theme in themes}),
                self.themes,
            ),
            self._box(
                "status", _("International status"), StatusKind.choices, counted.statuses, self.statuses
            ),
            self._box(
                "sdg",
                _("Development goal"),
                [(number, f"{number} {label}") for number, label in SDG.choices],
                counted.goals,
                self.goals,
            ),
        ]

    @staticmethod
    def _box(name, title, choices, counts, chosen):
        options = [
            lists.Option(str(value), label, counts[value], value in chosen)
            for value, label in choices
            if counts[value] or value in chosen
        ]
        return {"name": name, "title": title, "options": options, "open": name == "form" or bool(chosen)}

    @cached_property
    def active(self) -> list[tuple[str, str]]:
        chosen = [("q", None, self.words)] if self.words else []
        for box in self.boxes:
            chosen += [
                (box["name"], option.value, option.label) for option in box["options"] if option.is_chosen
            ]
        return [(label, lists.without(self.params, name, value)) for name, value, label in chosen]


@dataclass(frozen=True)
class Projects:
    """The public projects, counted."""

    kinds: Counter
    countries: Counter
    goals: Counter
    organisations: list[tuple[str, str]]  # slug and name


def projects() -> Projects:
    return kept.value(("projects counted", get_language()), _count_projects)


def _count_projects() -> Projects:
    public = CooperationProject.objects.public().order_by()
    kinds, countries, goals = Counter(), Counter(), Counter()
    for kind, codes, numbers, count in public.values_list("kind", "countries", "sdgs").annotate(
        count=Count("pk")
    ):
        kinds[kind] += count
        countries.update({code: count for code in str(codes or "").split(",") if code})
        goals.update(dict.fromkeys(numbers, count))
    organisations = Organisation.objects.filter(projects__in=public.values("pk")).distinct()
    named = sorted((organisation.name, organisation.slug) for organisation in organisations)
    return Projects(kinds, countries, goals, [(slug, name) for name, slug in named])


def organisation_named(slug: str) -> Organisation | None:
    """The public organisation that an address names, if there is one."""
    if not slug or "\x00" in slug or len(slug) > LONGEST_SLUG:
        return None

    def build():
        return Organisation.objects.public().filter(slug=slug).only("slug", "name_zh_hans", "name_en").first()

    return kept.value(("organisation named", get_language(), slug), build)


class ProjectFilters:
    def __init__(self, params):
        self.params = params
        self.counted = projects()
        self.kind = lists.one_of(params, "kind", ProjectKind.values)
        self.country = lists.one_of(params, "country", PLACES)
        self.organisation = lists.one_of(params, "organisation", dict(self.counted.organisations))
        self.goal = lists.one_of(params, "sdg", [str(sdg) for sdg in SDG.values])
        self.partner = organisation_named(params.get("partner", ""))
        value = params.get("value", "")
        self.currency = value if CURRENCY.fullmatch(value) else ""
        self.project = self._project(params.get("project", ""))

    @staticmethod
    def _project(slug):
        """The one project an address may be about."""
        if not slug or "\x00" in slug:
            return None
        return CooperationProject.objects.public().filter(slug=slug).first()

    def apply(self, projects):
        if self.project:
            projects = projects.filter(pk=self.project.pk)
        if self.kind:
            projects = projects.filter(kind=self.kind)
        if self.country:
            projects = projects.in_country(self.country)
        if self.organisation:
            projects = projects.filter(organisation__slug=self.organisation)
        if self.goal:
            projects = projects.with_goal(int(self.goal))
        if self.partner:
            projects = projects.with_partner(self.partner)
        if self.currency:
            projects = projects.valued_in(self.currency)
        return projects

    @cached_property
    def choices(self) -> list[dict]:
        counted = self.counted
        countries = sorted((country_name(code), code) for code in {*counted.countries, self.country} - {""})
        return [
            {
                "name": "kind",
                "label": _("Kind"),
                "options": [("", _("All kinds")), *ProjectKind.choices],
                "chosen": self.kind,
            },
            {
                "name": "country",
                "label": _("Country or region"),
                "options": [("", _("All")), *((code, name) for name, code in countries)],
                "chosen": self.country,
            },
            {
                "name": "organisation",
                "label": _("Organisation"),
                "options": [("", _("All organisations")), *counted.organisations],
                "chosen": self.organisation,
            },
            {
                "name": "sdg",
                "label": _("Development goal"),
                "options": [
                    ("", _("All goals")),
                    *(
                        (str(number), f"{number} {label}")
                        for number, label in SDG.choices
                        if counted.goals[number] or str(number) == self.goal
                    ),
                ],
                "chosen": self.goal,
            },
            *self._rare_choices(),
        ]

    def _rare_choices(self) -> list[dict]:
        """What the figures lead to and hardly anybody looks for: offered while it is asked for, so that it can be undone."""
        partner = self.partner.slug if self.partner else ""
        choices = [
            ("partner", _("Partner"), _("All partners"), partner, self._partner_name()),
            ("value", _("Amount"), _("Told or not"), self.currency, self._value_label()),
        ]
        return [
            {"name": name, "label": label, "options": [("", everything), (chosen, words)], "chosen": chosen}
            for name, label, everything, chosen, words in choices
            if chosen
        ]

    def _partner_name(self) -> str:
        return plain(self.partner, "name") if self.partner else ""

    def _value_label(self) -> str:
        return _("Value told in %(currency)s") % {"currency": self.currency} if self.currency else ""

    @cached_property
    def active(self) -> list[tuple[str, str]]:
        chosen = [
            ("project", self.project.title if self.project else ""),
            ("kind", ProjectKind(self.kind).label if self.kind else ""),
            ("country", country_name(self.country)),
            ("organisation", dict(self.counted.organisations).get(self.organisation, "")),
            ("sdg", f"{self.goal} {SDG(int(self.goal)).label}" if self.goal else ""),
            ("partner", self._partner_name()),
            ("value", self._value_label()),
        ]
        return [(label, lists.without(self.params, name)) for name, label in chosen if label]
