"""What the pages about one visit have in common: who may come in, and how something is asked before it is done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from beijing_ngo.core.refusals import Refusal
from delegations.models import Delegation

FORM = "admin/delegations/delegation/rows_form.html"


def may_see(user, model: str) -> bool:
    return user.has_perm(f"delegations.view_{model}") or user.has_perm(f"delegations.change_{model}")


class VisitPages:
    """Part of the admin of delegations."""

    def visit_for(self, request, pk, *, see: str = "", rights=()) -> Delegation:
        """The visit, for whoever may see visits, rows of the kind `see` and holds all the `rights`."""
        seen = ["delegation", *([see] if see else [])]
        holds = all(request.user.has_perm(f"delegations.{right}") for right in rights)
        if not (holds and all(may_see(request.user, model) for model in seen)):
            raise PermissionDenied
        return get_object_or_404(Delegation, pk=pk)

    def visit_page(self, request, delegation, template, **context):
        context = {
            **self.admin_site.each_context(request),
            "subtitle": str(delegation),
            "opts": self.opts,
            "delegation": delegation,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, template, context)

    def ask_about_visit(
        self,
        request,
        delegation,
        *,
        title,
        send,
        do,
        back,
        after=None,
        form=None,
        rows=None,
        hidden=(),
        told="",
        danger=False,
    ):
        """A form or a question. `do` changes something and returns what to say of it; what is refused stands on the page again.

        `after` says where to go once it is done, where that is not the way back.
        """
        refusal = ""
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                said = do(form)
            except Refusal as why:
                refusal = str(why)
            else:
                self.message_user(request, said, messages.SUCCESS)
                return redirect(after() if after else back)
        return self.visit_page(
            request,
            delegation,
            FORM,
            title=title,
            send=send,
            back=back,
            form=form,
            rows=[[form[name] for name in row if name in form.fields] for row in rows or ()],
            hidden=hidden,
            told=told,
            refusal=refusal,
            danger=danger,
            media=self.media + form.media if form else self.media,
        )

    def do_at_once(self, request, *, do, back):
        """What a button does. Only a button: an address that is opened changes nothing."""
        if request.method == "POST":
            try:
                do()
            except Refusal as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        return redirect(back)


def typed(request):
    """What was sent; a page that is only opened was sent nothing."""
    return request.POST if request.method == "POST" else None


def from_choices(value, known):
    """A value of a button, or no such page."""
    if value not in known:
        raise Http404
    return value
