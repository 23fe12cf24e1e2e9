"""What members do abroad, project by project, with the values they told."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from beijing_ngo.core.countries import country_name
from beijing_ngo.core.language import is_chinese
from beijing_ngo.core.lists import joined
from beijing_ngo.core.numbers import money
from beijing_ngo.core.templatetags.portal import text
from beijing_ngo.portal.impact.tables import Cell, Column, Row, Table, listed
from members.models import CooperationProject

LIST = "members:project_list"
SHOWN = 12


@dataclass(frozen=True)
class Projects:
    rows: list[CooperationProject]
    countries: Counter
    goals: Counter
    values: dict[str, Decimal]  # by currency

    @property
    def valued(self) -> int:
        return sum(project.amount is not None for project in self.rows)


def projects() -> Projects:
    rows = list(
        CooperationProject.objects.public()
        .select_related("organisation")
        .defer("summary", "quantities", "organisation__description")
    )
    countries, goals, values = Counter(), Counter(), {}
    for project in rows:
        countries.update(country.code for country in project.countries)
        goals.update(project.sdgs)
        if project.amount is not None:
            values[project.currency] = values.get(project.currency, 0) + project.amount
    return Projects(rows, countries, goals, dict(sorted(values.items(), key=lambda value: -value[1])))


def by_project(projects: Projects) -> Table:
    """Those whose value is known first; within that the latest first."""
    rows = sorted(projects.rows, key=lambda project: project.amount is None)
    return Table(
        name="projects",
        title=_("Projects abroad"),
        source=_("As the organisations told us."),
        columns=[
            Column("organisation", _("Organisation"), is_number=False),
            Column("project", _("Project"), is_number=False),
            Column("where", _("Where"), is_number=False),
            Column("when", _("When"), is_number=False, in_files=False),
            Column("from", _("From"), on_page=False),  # in years, as the page says it
            Column("to", _("To"), on_page=False),
            Column("value", _("Value of the project")),
            Column("currency", _("Currency"), is_number=False, on_page=False),
            Column("people_reached", _("People reached"), on_page=False),
        ],
        rows=[_row(project, number < SHOWN) for number, project in enumerate(rows)],
        is_cut=len(rows) > SHOWN,
    )


def _row(project, on_page):
    organisation = project.organisation
    return Row(
        [
            Cell(
                str(organisation),
                organisation.get_absolute_url() if organisation.has_page else "",
                text(organisation, "name"),
            ),
            Cell(str(project), project.get_absolute_url(), text(project, "title")),
            Cell(joined(country_name(country.code) for country in project.countries) or None),
            Cell(project.years or None),
            Cell(project.period_start and project.period_start.year),
            Cell(project.period_end and project.period_end.year),
            Cell(project.amount, words=money(project.amount, project.currency)),
            Cell(project.currency if project.amount is not None else None),
            Cell(project.beneficiaries),
        ],
        on_page=on_page,
    )


def totals(projects: Projects) -> str:
    """What is told of values, in each currency, leading to the projects that tell it."""
    return format_html_join(
        "、" if is_chinese() else ", ",
        '<a href="{}">{}</a>',
        (
            (listed(LIST, value=currency), money(total, currency))
            for currency, total in projects.values.items()
        ),
    )
