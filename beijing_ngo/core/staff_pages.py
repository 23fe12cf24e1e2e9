"""Pages of the staff admin beside lists and forms: the frame around them, and how something is asked before it is done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from beijing_ngo.core.refusals import Refusal

SHEET = "admin/sheet.html"


class StaffPages:
    """Part of the admin of every kind of record."""

    admin_site: Any
    opts: Any
    media: Any
    message_user: Callable

    def staff_page(self, request, template: str = SHEET, *, form=None, status=None, **content):
        """A page in the frame of the admin, with what its form brings along; without a template, a sheet to fill in."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "media": self.media if form is None else self.media + form.media,
            **content,
        }
        return TemplateResponse(request, template, context, status=status)

    def ask(
        self,
        request,
        *,
        do: Callable[[Any], str | tuple[str, str]],
        back: str,
        form=None,
        template: str = SHEET,
        **content,
    ):
        """A form or a question. What `do` refuses stands on the page again, with all that was typed.

        `do` changes something and returns what to say of it, and where to go then if that is not the way back.
        """
        refusal = ""
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                said = do(form)
            except Refusal as why:
                refusal = str(why)
            else:
                text, there = said if isinstance(said, tuple) else (said, back)
                self.message_user(request, text, messages.SUCCESS)
                return redirect(there)
        return self.staff_page(request, template, form=form, back=back, refusal=refusal, **content)


def sent(request):
    """What was sent; a page that is only opened was sent nothing."""
    return request.POST if request.method == "POST" else None


def in_rows(form, rows) -> list[list]:
    """The fields of a form in rows of their names, of which some may not be in it."""
    return [[form[name] for name in row if name in form.fields] for row in rows]
