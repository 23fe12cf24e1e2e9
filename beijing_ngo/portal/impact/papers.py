"""Papers that UN bodies were sent, by body and year."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from beijing_ngo.core.templatetags.portal import text
from beijing_ngo.portal.impact.tables import Cell, Column, Table, counted, with_bars
from beijing_ngo.portal.impact.years import year_cell
from members.models import Organisation
from reports.models import Submission

LIST = "reports:submission_list"


@dataclass(frozen=True)
class Papers:
    total: int
    bodies: list[tuple[Organisation, int]]
    years: Counter
    goals: Counter


def papers() -> Papers:
    names = ("slug", "name_zh_hans", "name_en")
    groups = (
        Submission.objects.public()
        .rewrite(False)
        .order_by()
        .values_list("filed_on__year", "sdgs", *(f"mechanism__body__{name}" for name in names))
        .annotate(count=Count("pk"))
    )
    bodies, found, years, goals = {}, Counter(), Counter(), Counter()
    for year, numbers, *named, count in groups:
        body = Organisation(**dict(zip(names, named, strict=True)))
        bodies.setdefault(body.slug, body)
        found[body.slug] += count
        years[year] += count
        goals.update(dict.fromkeys(numbers, count))
    return Papers(
        total=years.total(),
        bodies=[(bodies[slug], count) for slug, count in found.most_common()],
        years=years,
        goals=goals,
    )


def by_body(papers: Papers) -> Table:
    return with_bars(
        name="papers-by-body",
        title=_("Papers by UN body"),
        source=_("Papers that were filed and published here; confidential ones are not counted."),
        columns=(Column("body", _("UN body"), is_number=False), Column("papers", _("Papers"))),
        rows=(
            (Cell(str(body), words=text(body, "name")), counted(count, LIST, body=body.slug))
            for body, count in papers.bodies
        ),
    )


def by_year(papers: Papers) -> Table:
    return with_bars(
        name="papers-by-year",
        title=_("Papers by year of filing"),
        source=_("Years without a paper are left out."),
        columns=(Column("year", _("Year")), Column("papers", _("Papers"))),
        rows=(
            (year_cell(year), counted(count, LIST, year=year)) for year, count in sorted(papers.years.items())
        ),
    )
