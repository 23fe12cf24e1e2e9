"""What visits of a kind need, and how far the list of one visit has come, in its dossier."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.refusals import Refusal
from delegations.admin.follow_up_pages import colleagues
from delegations.models import ChecklistItem, ChecklistTemplate, Delegation, DelegationState
from delegations.operations import checklists


@admin.register(ChecklistTemplate)
class ChecklistTemplateAdmin(staff.TranslatedModelAdmin):
    fieldsets = [
        *staff.language_tabs("label"),
        (
            None,
            {"fields": [("direction", "passport_basis"), ("lead_days", "counted_from"), "order"]},
        ),
    ]
    list_display = ["__str__", "direction", "passport_basis", "lead_days", "counted_from", "order"]
    list_filter = staff.choices("direction", "passport_basis", "counted_from")
    search_fields = staff.both("label")


# ---------------------------------------------------------------- in the dossier


@dataclass(frozen=True)
class Row:
    item: ChecklistItem
    is_late: bool
    may_act: bool


def _may_change(user) -> bool:
    return user.has_perm("delegations.change_checklistitem")


def _may_act(user, item: ChecklistItem) -> bool:
    """Whoever may change checklists, and the colleague who looks after the entry."""
    return _may_change(user) or item.owner_id == user.pk


def section(request, delegation) -> dict | None:
    """Overdue first, then by the day; what is done stands apart."""
    user, today = request.user, timezone.localdate()
    may_see = user.has_perm("delegations.view_checklistitem") or _may_change(user)
    items = list(delegation.checklist.select_related("owner"))
    if not may_see:
        items = [item for item in items if item.owner_id == user.pk]
        if not items:
            return None
    done = [item for item in items if item.done_on]
    may_add = user.has_perm("delegations.add_checklistitem") and delegation.state != DelegationState.CANCELLED
    missing = len(checklists.missing(delegation)) if may_add else 0
    return {
        "delegation": delegation,
        "rows": [_row(item, user, today) for item in items if not item.done_on],
        "done": [_row(item, user, today) for item in done],
        "progress": (len(done), len(items)),
        "missing": missing,
        "colleagues": colleagues() if _may_change(user) and len(done) < len(items) else (),
        "today": today.isoformat(),
        "edit": reverse("admin:delegations_delegation_change", args=[delegation.pk]) + "#checklist"
        if _may_change(user) and user.has_perm("delegations.change_delegation")
        else "",
    }


def _row(item: ChecklistItem, user, today: date) -> Row:
    is_late = bool(item.due_on and not item.done_on and item.due_on < today)
    return Row(item, is_late, _may_act(user, item))


class DoneForm(forms.Form):
    on = forms.DateField(required=False)
    note = forms.CharField(required=False, max_length=ChecklistItem._meta.get_field("note").max_length)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues()


class ChecklistPages:
    """Part of the admin of visits: what the buttons of the checklist do."""

    def get_urls(self):
        routes = {
            "<int:pk>/checklist/fill/": (self.fill_checklist, "checklist_fill"),
            "<int:pk>/checklist/<int:item_pk>/done/": (self.item_done, "checklist_done"),
            "<int:pk>/checklist/<int:item_pk>/undone/": (self.item_undone, "checklist_undone"),
            "<int:pk>/checklist/<int:item_pk>/owner/": (self.item_owner, "checklist_owner"),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"delegations_delegation_{name}")
            for route, (view, name) in routes.items()
        ]
        return [*own, *super().get_urls()]

    def fill_checklist(self, request, pk):
        if not (self.has_view_permission(request) and request.user.has_perm("delegations.add_checklistitem")):
            raise PermissionDenied
        delegation = get_object_or_404(Delegation, pk=pk)

        def fill():
            added = len(checklists.add_what_is_missing(delegation=delegation))
            text = ngettext(
                "%(count)d entry is added to the checklist.",
                "%(count)d entries are added to the checklist.",
                added,
            )
            return text % {"count": added}

        return self._do(request, pk, fill)

    def item_done(self, request, pk, item_pk):
        item = self._item(request, pk, item_pk)
        form = DoneForm(request.POST)

        def done():
            checklists.mark_done(item=item, **form.cleaned_data)
            return _("“%(entry)s” is done.") % {"entry": item}

        return self._do(request, pk, done, form)

    def item_undone(self, request, pk, item_pk):
        item = self._item(request, pk, item_pk)

        def undone():
            checklists.mark_undone(item=item)
            return _("“%(entry)s” is still to be done.") % {"entry": item}

        return self._do(request, pk, undone)

    def item_owner(self, request, pk, item_pk):
        item = self._item(request, pk, item_pk)
        if not _may_change(request.user):
            raise PermissionDenied
        form = OwnerForm(request.POST)

        def assign():
            owner = form.cleaned_data["owner"]
            checklists.assign(item=item, to=owner)
            if owner is None:
                return _("Nobody in particular looks after “%(entry)s” now.") % {"entry": item}
            return _("%(name)s looks after “%(entry)s” now.") % {"name": owner, "entry": item}

        return self._do(request, pk, assign, form)

    def _item(self, request, pk, item_pk) -> ChecklistItem:
        if not self.has_view_permission(request):
            raise PermissionDenied
        item = get_object_or_404(ChecklistItem, pk=item_pk, delegation=pk)
        if not _may_act(request.user, item):
            raise PermissionDenied
        return item

    def _do(self, request, pk, operation, form=None):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if form is not None and not form.is_valid():
            for complaint in (str(error) for errors in form.errors.values() for error in errors):
                self.message_user(request, complaint, messages.ERROR)
        else:
            try:
                self.message_user(request, operation(), messages.SUCCESS)
            except Refusal as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        return redirect(reverse("admin:delegations_delegation_dossier", args=[pk]) + "#checklist")
