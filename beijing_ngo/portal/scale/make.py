"""Fills the portal batch by batch, so that memory stays small whatever the number."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import translation

from beijing_ngo.core import kept
from beijing_ngo.core.models import Theme
from beijing_ngo.portal.scale import rows
from beijing_ngo.portal.scale.registrations import reference, registrations
from beijing_ngo.search import indexing
from beijing_ngo.search.contents import KINDS as SEARCHED
from delegations.models import Delegation
from events.models import Conference, Event, Registration, Series
from members.models import Organisation
from reports.models import Article

BATCH = 500

# In the order in which they need each other: model, what its rows are known by, how they are made.
KINDS = {
    "organisations": (Organisation, "slug", rows.organisations),
    "events": (Event, "slug", rows.events),
    "registrations": (Registration, "reference", registrations),
    "delegations": (Delegation, "slug", rows.delegations),
    "articles": (Article, "slug", rows.articles),
}
NEEDS = {"registrations": "events"}


def kinds_for(only: str | None) -> list[str]:
    return [kind for kind in KINDS if only is None or kind in (only, NEEDS.get(only))]


def make(
    total: int,
    today: date,
    *,
    only: str | None = None,
    step: Callable[[str, int], None] = lambda name, count: None,
) -> None:
    """See to it that there are `total` records of each kind; those that are there already stay as they are."""
    ground = rows.Ground(
        today=today, themes=_keys(Theme), series=_keys(Series), conferences=_keys(Conference)
    )
    with translation.override("zh-hans"):
        for kind in kinds_for(only):
            for first in range(1, total + 1, BATCH):
                numbers = range(first, min(first + BATCH, total + 1))
                _make_missing(kind, numbers, ground)
                step(kind, len(numbers))
    kept.renew()


@transaction.atomic
def _make_missing(kind, numbers, ground):
    model, field, create = KINDS[kind]
    names = {reference(n) if field == "reference" else rows.slug(kind, n): n for n in numbers}
    known = model._default_manager.filter(**{f"{field}__in": names}).values_list(field, flat=True)
    for present in known:
        del names[present]
    if not names:
        return
    if kind != "organisations" and not ground.organisations:
        ground.organisations = _keys(Organisation)
    create(list(names.values()), ground)
    if searched := SEARCHED.get(model):  # rows made in bulk tell nobody
        made = model._default_manager.filter(slug__in=names)
        indexing.write(searched, made.values_list("pk", flat=True))


def _keys(model):
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))
