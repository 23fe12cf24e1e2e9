"""Gifts and costs of visits, and the documents of one, in its dossier; gifts have a register over all visits."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.models import DocumentAccess
from delegations.models import Cost, Gift

FROM_DOSSIER = {"from": "dossier"}


class BackToDossier:
    """Whoever comes from a visit's dossier goes back there when the row is saved."""

    def _dossier(self, request, delegation_id):
        came_from_there = request.GET.get("from") == FROM_DOSSIER["from"]
        if came_from_there and request.user.has_perm("delegations.view_delegation"):
            part = self.opts.get_field("delegation").remote_field.related_name
            return reverse("admin:delegations_delegation_dossier", args=[delegation_id]) + f"#{part}"
        return ""

    def response_post_save_add(self, request, obj):
        url = self._dossier(request, obj.delegation_id)
        return redirect(url) if url else super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        url = self._dossier(request, obj.delegation_id)
        return redirect(url) if url else super().response_post_save_change(request, obj)


@admin.register(Gift)
class GiftAdmin(BackToDossier, staff.TranslatedHistoryAdmin):
    fieldsets = [
        *staff.language_tabs("item"),
        (
            None,
            {
                "fields": [
                    "delegation",
                    ("direction", "given_on"),
                    ("organisation", "person"),
                    ("value", "currency"),
                    "handled_by",
                    "disposal",
                ]
            },
        ),
    ]
    list_display = ["__str__", "direction", "delegation", "given_on", "value", "currency", "disposal"]
    list_filter = staff.choices("direction")
    list_select_related = ["delegation"]
    search_fields = [*staff.both("item", "delegation__title"), "person", "handled_by"]
    autocomplete_fields = ["delegation", "organisation"]
    date_hierarchy = "given_on"


@admin.register(Cost)
class CostAdmin(BackToDossier, staff.HistoryAdmin):
    fields = ["delegation", "kind", ("planned", "actual"), ("currency", "paid_by"), "note"]
    list_display = ["__str__", "delegation", "planned", "actual", "currency", "paid_by"]
    list_filter = staff.choices("kind")
    list_select_related = ["delegation"]
    search_fields = [*staff.both("delegation__title"), "paid_by", "note"]
    autocomplete_fields = ["delegation"]


# ---------------------------------------------------------------- in the dossier


def _may(user, verb, name) -> bool:
    return user.has_perm(f"delegations.{verb}_{name}")


def _may_see(user, name) -> bool:
    return _may(user, "view", name) or _may(user, "change", name)


def _add(user, name, delegation) -> str:
    if not _may(user, "add", name):
        return ""
    query = urlencode({"delegation": delegation.pk, **FROM_DOSSIER})
    return f"{reverse(f'admin:delegations_{name}_add')}?{query}"


def gifts(request, delegation) -> dict | None:
    user = request.user
    if not _may_see(user, "gift"):
        return None
    return {
        "gifts": list(delegation.gifts.select_related("organisation")),
        "query": urlencode(FROM_DOSSIER),
        "add": _add(user, "gift", delegation),
    }


@dataclass(frozen=True)
class Sum:
    """The figures of one currency. What is not known yet counts in no sum, and there is no difference without both."""

    currency: str
    rows: list[Cost]
    planned: Decimal | None
    actual: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        both = [(row.actual, row.planned) for row in self.rows if None not in (row.actual, row.planned)]
        return sum((actual - planned for actual, planned in both), Decimal(0)) if both else None

    @property
    def is_partial(self) -> bool:
        """Some row has one of the two figures only, so that the difference leaves it out."""
        return self.difference is not None and any(
            (row.actual is None) != (row.planned is None) for row in self.rows
        )


def _total(figures) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known else None


def sums(costs) -> list[Sum]:
    """By currency: what is paid in two currencies is never added up."""
    ordered = sorted(costs, key=lambda row: (row.currency != "CNY", row.currency, row.pk))
    return [
        Sum(currency, rows, _total(row.planned for row in rows), _total(row.actual for row in rows))
        for currency, found in groupby(ordered, key=lambda row: row.currency)
        for rows in [list(found)]
    ]


def costs(request, delegation) -> dict | None:
    user = request.user
    if not _may_see(user, "cost"):
        return None
    return {
        "sums": sums(delegation.costs.all()),
        "query": urlencode(FROM_DOSSIER),
        "add": _add(user, "cost", delegation),
    }


GROUPS = {
    DocumentAccess.PUBLIC: _("For everybody"),
    DocumentAccess.STAFF: _("For staff"),
    DocumentAccess.RESTRICTED: _("Restricted"),
}


def documents(request, delegation) -> dict:
    """By who may read them; restricted ones are listed only for who may read those."""
    user = request.user
    found = list(delegation.documents.all() & delegation.documents.model.objects.visible_to(user))
    may_add = user.has_perm("core.add_document") and user.has_perm("delegations.change_delegation")
    return {
        "groups": [
            (title, rows)
            for access, title in GROUPS.items()
            if (rows := [document for document in found if document.access == access])
        ],
        "edit": reverse("admin:delegations_delegation_change", args=[delegation.pk])
        + "#core-document-content_type-object_id"
        if may_add
        else "",
    }
