"""A record as a colleague may see it from elsewhere in the admin, and the ways that lead on from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import reverse


@dataclass(frozen=True)
class Shown:
    """What kind of record it is; what it is called and where it stands only for who may see it."""

    kind: str
    name: str = ""
    url: str = ""


def shown(request, record=None, *, model=None, pk=None) -> Shown | None:
    """Asked as the record's own admin asks: a record outside its list has neither name nor address here."""
    model = type(record) if record is not None else model
    pk = record.pk if record is not None else pk
    if model is None:
        return None
    kind = str(model._meta.verbose_name)
    model_admin = admin.site._registry.get(model)
    if model_admin is None or not model_admin.has_view_permission(request):
        return Shown(kind)
    found = model_admin.get_queryset(request).filter(pk=pk).first() if str(pk).isdecimal() else None
    if found is None or not model_admin.has_view_permission(request, found):
        return Shown(kind)
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[found.pk])
    return Shown(kind, str(found), url)


@dataclass(frozen=True)
class Way:
    """From a record to what is done with it elsewhere: “Write the article”."""

    label: str
    url: str
    icon: str


Offer = Callable[[Any, Any], Way | None]
_offers: list[tuple[type, Offer]] = []


def lead_on(model: type, offer: Offer) -> None:
    """An app further to the right offers a way on from another app's record; it says for whom, or gives nothing."""
    if (model, offer) not in _offers:
        _offers.append((model, offer))


def ways_on(request, record) -> list[Way]:
    found = (offer(request, record) for model, offer in _offers if isinstance(record, model))
    return [way for way in found if way is not None]
