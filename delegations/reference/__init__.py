"""Lists that come with the portal: what visits of each kind usually need. The office changes them as it likes."""

from pathlib import Path

import yaml
from django.db import transaction

from delegations.models import ChecklistTemplate

FOLDER = Path(__file__).resolve().parent
KIND = ("direction", "passport_basis")


def rows() -> list[dict]:
    """The entries of the file, those of one list in the order in which they stand there."""
    lists = yaml.safe_load((FOLDER / "checklists.yaml").read_text("utf-8"))
    return [
        {
            "direction": one["direction"],
            "passport_basis": one["passport_basis"],
            "counted_from": "return" if "after" in entry else "departure",
            "lead_days": entry["after"] if "after" in entry else entry["before"],
            "label_zh_hans": entry["zh"],
            "label_en": entry["en"],
            "order": order,
        }
        for one in lists
        for order, entry in enumerate(one["entries"])
    ]


@transaction.atomic
def load() -> int:
    """Fill the lists that are empty, and say with how many entries; a list with entries is the office's own."""
    there = set(ChecklistTemplate.objects.order_by().values_list(*KIND).distinct())
    new = [row for row in rows() if tuple(row[name] for name in KIND) not in there]
    for row in new:
        ChecklistTemplate.objects.create(**row)
    return len(new)
