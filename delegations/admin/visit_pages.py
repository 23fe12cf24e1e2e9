"""What the pages about one visit have in common: who may come in, and whose visit it is."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.staff_pages import in_rows
from delegations.models import Delegation


def may_see(user, model: str) -> bool:
    return user.has_perm(f"delegations.view_{model}") or user.has_perm(f"delegations.change_{model}")


def reads_internal(user) -> bool:
    """Background, talking points and notes are for those who were given that right."""
    return user.has_perm("delegations.view_internal_delegation")


class VisitPages:
    """Part of the admin of delegations."""

    def visit_for(self, request, pk, *, see: str = "", rights=()) -> Delegation:
        """The visit, for whoever may see visits, rows of the kind `see` and holds all the `rights`."""
        seen = ["delegation", *([see] if see else [])]
        holds = all(request.user.has_perm(f"delegations.{right}") for right in rights)
        if not (holds and all(may_see(request.user, model) for model in seen)):
            raise PermissionDenied
        return get_object_or_404(Delegation, pk=pk)

    def visit_page(self, request, delegation, template, **content):
        return self.staff_page(request, template, subtitle=str(delegation), delegation=delegation, **content)

    def ask_about_visit(self, request, delegation, *, form=None, rows=None, **page):
        """A form, its fields in rows, or a question; see `ask`."""
        return self.ask(
            request,
            form=form,
            field_rows=in_rows(form, rows) if rows else None,
            subtitle=str(delegation),
            delegation=delegation,
            **page,
        )

    def do_at_once(self, request, *, do, back):
        """What a button does. Only a button: an address that is opened changes nothing."""
        if request.method == "POST":
            try:
                do()
            except Refusal as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        return redirect(back)


def from_choices(value, known):
    """A value of a button, or no such page."""
    if value not in known:
        raise Http404
    return value
