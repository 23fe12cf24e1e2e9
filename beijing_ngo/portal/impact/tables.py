"""Tables as the page, the CSV files and the JSON file have them in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from beijing_ngo.core import dates

Value = int | str | Decimal | date | None


@dataclass(frozen=True)
class Column:
    name: str  # the same in both languages
    label: str
    is_number: bool = True
    on_page: bool = True
    in_files: bool = True


@dataclass(frozen=True)
class Cell:
    """A value, the list it counts, and how the page writes it; no value means that nobody reported one."""

    value: Value
    url: str = ""
    words: str = ""


@dataclass(frozen=True)
class Row:
    cells: Sequence[Cell]
    share: float = 0  # of the longest bar
    anchor: str = ""
    on_page: bool = True


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    source: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    is_cut: bool = False  # whether the page has only the head of it

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def head(self) -> list[Column]:
        return [column for column in self.columns if column.on_page]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The rows of the page; the files may have more."""
        return [
            {
                "cells": [
                    (column, cell)
                    for column, cell in zip(self.columns, row.cells, strict=True)
                    if column.on_page
                ],
                "share": row.share,
                "anchor": row.anchor,
            }
            for row in self.rows
            if row.on_page
        ]


def listed(name: str, **asked) -> str:
    """The address of a list that shows exactly what was counted."""
    return f"{reverse(name)}?{urlencode(asked)}" if asked else reverse(name)


def counted(number: int, name: str, **asked) -> Cell:
    """A number of records, with the way to them where there are any."""
    return Cell(number, listed(name, **asked) if number else "")


def without_records(year: int, columns: int) -> Row:
    """A year of which nothing is on record: said once, for that is no nought."""
    return Row(
        [year_cell(year), *[Cell(None, words="–")] * (columns - 1), Cell(None, words=_("none on record"))]
    )


def year_cell(year: int) -> Cell:
    return Cell(year, words=dates.year(date(year, 1, 1)))
