"""A record as a colleague may see it from elsewhere in the admin."""

from dataclasses import dataclass

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
