"""What the overview of the admin is made of: boxes with entries that lead somewhere."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    when: object = None
    late: bool = False
    note: str = ""


@dataclass(frozen=True)
class Box:
    title: str
    entries: list
    url: str = ""
    empty: str = ""
