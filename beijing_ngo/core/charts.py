"""Charts without a library: bars in the cells of a table, columns above their years.

What is drawn is for the eye alone; the table beside it says the same to everybody. Values are attributes of SVG, for pages
carry no style attribute.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHADES = "abc"  # jade, amber, a tint: more than three series nobody can tell apart
TALLEST = 160


@dataclass(frozen=True)
class Part:
    """The piece of a column that belongs to one series."""

    shade: str
    top: int
    height: int


@dataclass(frozen=True)
class Pillar:
    label: str
    total: int
    parts: tuple[Part, ...]

    @property
    def height(self) -> int:
        return max((part.top + part.height for part in self.parts), default=1)


def pillars(rows: Iterable[tuple[str, Sequence[int]]]) -> list[Pillar]:
    """Columns of up to three series, the first of them at the foot, all to one scale."""
    rows = list(rows)
    unit = TALLEST / (max((sum(values) for _label, values in rows), default=0) or 1)
    return [Pillar(label, sum(values), _stacked(values, unit)) for label, values in rows]


def _stacked(values, unit) -> tuple[Part, ...]:
    parts, top = [], 0
    for shade, value in reversed(list(zip(SHADES, values, strict=False))):
        if value:
            height = max(round(value * unit), 1)
            parts.append(Part(shade, top, height))
            top += height + 1  # a hair of paper between two series
    return tuple(parts)


def share(value: int, most: int) -> float:
    """How long a bar is, in hundredths of the longest; what is there at all can be seen."""
    return max(round(100 * value / most, 1), 0.5) if value and most else 0
