"""Tables as the page, the CSV files and the JSON file have them in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from beijing_ngo.core.charts import share

Value = int | str | Decimal | None


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


def with_bars(
    *,
    name: str,
    title: str,
    source: str,
    columns: tuple[Column, Column],
    rows: Iterable[tuple[Cell, Cell]],
    shown: int | None = None,
) -> Table:
    """What was counted and its number, drawn as a bar; the page has the first `shown` of them, or all."""
    rows = list(rows)
    shown = len(rows) if shown is None else shown
    most = max((number.value for _counted, number in rows), default=0)
    return Table(
        name=name,
        title=title,
        source=source,
        columns=columns,
        rows=[
            Row(cells, share=share(cells[1].value, most), on_page=place < shown)
            for place, cells in enumerate(rows)
        ],
        is_cut=len(rows) > shown,
    )
