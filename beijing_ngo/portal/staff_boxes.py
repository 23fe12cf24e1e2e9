"""What the overview of the admin is made of: boxes with entries that lead somewhere.

The daily digest is made of the same boxes, of what in them is work.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    when: object = None
    late: bool = False
    note: str = ""
    is_work: bool = True  # something is to be done; else it is good to know


@dataclass(frozen=True)
class Box:
    title: str
    entries: list
    url: str = ""
    empty: str = ""
    right: str = ""  # what it takes to do it, beyond seeing it

    def work_for(self, user) -> list[Entry]:
        """What this colleague can do something about."""
        if self.right and not user.has_perm(self.right):
            return []
        return [entry for entry in self.entries if entry.is_work]
