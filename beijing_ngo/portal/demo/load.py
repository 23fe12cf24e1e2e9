"""Loads the demonstration content, file by file, in the order in which the records need each other."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.db import transaction
from django.utils import translation

from beijing_ngo.portal.demo import (
    delegations,
    events,
    galleries,
    members,
    reports,
    representing,
    site,
    users,
)
from beijing_ngo.portal.demo.store import ContentError, Store
from beijing_ngo.portal.groups import make_groups
from beijing_ngo.search import indexing
from delegations import reference as delegations_reference
from reports import reference as reports_reference

FOLDER = Path(__file__).resolve().parent
# The compiled one where there is one: ten times as quick.
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SUBJECTS = (site, members, users, representing, events, delegations, reports, galleries)


@cache
def read(name: str) -> dict:
    """The lists of one file; the site's settings are a list of one."""
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    content = yaml.load(text, Loader=YAML_LOADER)  # noqa: S506, safe in either form
    return {key: value if isinstance(value, list) else [value] for key, value in content.items()}


def name_of(subject) -> str:
    return subject.__name__.rpartition(".")[2]


def size() -> int:
    """How many records the content has, those inside others not counted."""
    return sum(len(items) for subject in SUBJECTS for items in read(name_of(subject)).values())


@transaction.atomic
def load(today: date, step: Callable[[str], None] = lambda name: None) -> None:
    """Load everything or nothing, as on the given day; `step` hears of each record."""
    make_groups()
    delegations_reference.load()
    reports_reference.load()
    store = Store(today)
    with translation.override("zh-hans"), indexing.at_the_end():
        for subject in SUBJECTS:
            content = read(name_of(subject))
            if strange := content.keys() - subject.LOADERS.keys():
                raise ContentError(f"{name_of(subject)}.yaml: what is {', '.join(sorted(strange))}?")
            for name, put in subject.LOADERS.items():
                for order, item in enumerate(content[name]):
                    step(name)
                    try:
                        put(store, item, order)
                    except (ContentError, ValueError, KeyError) as error:
                        which = item.get("slug") or item.get("email") or order
                        raise ContentError(f"{name}/{which}: {error}") from error
