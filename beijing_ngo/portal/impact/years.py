"""Year after year from the first on record to the last, those between them too of which nothing is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from beijing_ngo.core.charts import Pillar, pillars
from beijing_ngo.core.language import is_chinese
from beijing_ngo.portal.impact.tables import Cell, Row
from events.filters import year_label

MOST_DRAWN = 15


def span(years: Mapping[int, Any]) -> range:
    return range(min(years), max(years) + 1) if years else range(0)


def drawn(years: Mapping[int, Counter], series: Iterable[str]) -> list[Pillar]:
    """The latest years, each with its count of every series; the table has them all."""
    series = list(series)
    return pillars(
        (short(year), [years.get(year, Counter())[one] for one in series])
        for year in span(years)[-MOST_DRAWN:]
    )


def short(year: int) -> str:
    """The year below a narrow column: ’14, 14."""
    return f"{year % 100:02}" if is_chinese() else f"’{year % 100:02}"


def year_cell(year: int) -> Cell:
    return Cell(year, words=year_label(year))


def without_records(year: int, columns: int) -> Row:
    """A year of which nothing is on record: said once, for that is no nought."""
    return Row(
        [year_cell(year), *[Cell(None, words="–")] * (columns - 1), Cell(None, words=_("none on record"))]
    )
