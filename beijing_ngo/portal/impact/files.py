"""The tables to take away: each as CSV, all of them as one JSON file."""

import csv
from decimal import Decimal
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from beijing_ngo.core import kept
from beijing_ngo.core.dates import local
from beijing_ngo.core.language import TAGS, current
from beijing_ngo.core.public_address import full
from beijing_ngo.core.zones import BEIJING
from beijing_ngo.portal.impact.gather import Impact
from beijing_ngo.portal.impact.tables import Column, Row, Table
from events.exports import harmless

BYTE_ORDER_MARK = "\ufeff"  # by this Excel knows that it is UTF-8


def as_csv(table: Table) -> str:
    """In the reader's language; what nobody reported stays empty, and no word becomes a formula."""
    target = StringIO()
    target.write(BYTE_ORDER_MARK)
    writer = csv.writer(target)
    writer.writerow(harmless(column.label) for column in table.columns if column.in_files)
    writer.writerows([harmless(cell.value) for column, cell in _cells(table, row)] for row in table.rows)
    return target.getvalue()


def as_data(impact: Impact) -> dict[str, Any]:
    """All tables; a number comes with the address of the list that makes it up, what is unknown is null."""
    return {
        "title": _("Impact"),
        "publisher": kept.site().name,
        "language": TAGS[current()],
        "counted_on": local(impact.counted_at, BEIJING).date().isoformat(),
        "tables": [_table(table) for table in impact.tables.values()],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "source": table.source,
        "columns": {column.name: column.label for column in table.columns if column.in_files},
        "rows": [
            {
                **{column.name: _plain(cell.value) for column, cell in _cells(table, row)},
                "links": {column.name: full(cell.url) for column, cell in _cells(table, row) if cell.url},
            }
            for row in table.rows
        ],
    }


def _cells(table: Table, row: Row) -> list[tuple[Column, Any]]:
    return [(column, cell) for column, cell in zip(table.columns, row.cells, strict=True) if column.in_files]


def _plain(value):
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
