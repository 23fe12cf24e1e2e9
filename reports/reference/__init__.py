"""UN mechanisms that come with the portal, with their limits and sources. The office changes them as it likes."""

from datetime import date
from pathlib import Path

import yaml
from django.db import transaction

from members.models import Organisation, OrganisationKind
from reports.models import Mechanism

FOLDER = Path(__file__).resolve().parent


def read() -> dict:
    return yaml.safe_load((FOLDER / "mechanisms.yaml").read_text("utf-8"))


@transaction.atomic
def load(*, update: bool = False, restore: bool = False) -> int:
    """Add what is missing, and say how many rows were written.

    What somebody changed is never overwritten, and what somebody deleted stays away unless it is to be restored. With
    `update`, rows that nobody has changed are brought up to what the file says now.
    """
    content = read()
    bodies = _bodies(content["bodies"])
    touched = set(Mechanism.history.values_list("slug", flat=True))  # the loader makes no history, people do
    there = {row.slug: row for row in Mechanism.objects.all()}
    written = 0
    for item in content["mechanisms"]:
        values = _values(item, bodies)
        row = there.get(item["slug"])
        if row is None and (restore or item["slug"] not in touched):
            _write(Mechanism(**values))
            written += 1
        elif row is not None and update and item["slug"] not in touched and _differs(row, values):
            for name, value in values.items():
                setattr(row, name, value)
            _write(row)
            written += 1
    return written


def missing() -> int:
    """How many of the rows that come with the portal are not there."""
    slugs = {item["slug"] for item in read()["mechanisms"]}
    return len(slugs) - Mechanism.objects.filter(slug__in=slugs).count()


def _values(item: dict, bodies: dict[str, Organisation]) -> dict:
    checked_on = item.get("checked_on")
    return {
        **item,
        "body": bodies[item["body"]],
        "checked_on": date.fromisoformat(checked_on) if checked_on else None,
    }


def _bodies(items: list[dict]) -> dict[str, Organisation]:
    """The bodies themselves: drafts without a page, until an editor writes one."""
    there = {row.slug: row for row in Organisation.objects.filter(slug__in=[item["slug"] for item in items])}
    for item in items:
        if item["slug"] not in there:
            body = Organisation(
                slug=item["slug"],
                kind=OrganisationKind.UN_BODY,
                country="",
                name_zh_hans=item["zh"],
                name_en=item["en"],
                short_name_zh_hans=item["short_zh"],
                short_name_en=item["short_en"],
            )
            there[item["slug"]] = _write(body)
    return there


def _differs(row: Mechanism, values: dict) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _write(row):
    row.skip_history_when_saving = True  # the history is for what people change
    row.save()
    return row
