"""Doing one thing to many: each by itself, and told for each that was not possible why."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import FileResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from beijing_ngo.core.refusals import Refusal
from events import exports
from events.admin.forms import ExportForm

AT_MOST = 30  # complaints told one by one
NEEDS = "events.change_attendee"  # whoever works with the people; looking at a list is not enough


def each(model_admin, request, rows, operation) -> list:
    """What the operation returned for those it worked for; the others are told with the refusal's words."""
    done, refused = [], []
    for row in rows:
        try:
            done.append(operation(row))
        except Refusal as refusal:
            refused.append((row, str(refusal)))
    for row, why in refused[:AT_MOST]:
        text = _("%(record)s was left as it is: %(why)s") % {"record": row, "why": why}
        model_admin.message_user(request, text, messages.WARNING)
    if more := len(refused[AT_MOST:]):
        model_admin.message_user(
            request, _("%(count)d more were left as they are.") % {"count": more}, messages.WARNING
        )
    return done


def ask_first(model_admin, request, queryset, *, action, title, told, send, form=None, danger=False):
    """The page between choosing an action and doing it: for whom, and what will be told."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "rows": queryset,
        "told": told,
        "form": form,
        "media": model_admin.media,
        "action": action,
        "checkbox": ACTION_CHECKBOX_NAME,
        "send": send,
        "danger": danger,
    }
    return TemplateResponse(request, "admin/events/ask_first.html", context)


def confirmed(request) -> bool:
    """Whether the page between was filled in."""
    return "confirmed" in request.POST


def export_people(request, attendees, form: ExportForm) -> FileResponse:
    data = form.cleaned_data
    if not data["everybody"]:
        attendees = attendees.expected()
    file = exports.people(
        attendees,
        format=data["format"],
        language=data["language"],
        with_needs=request.user.has_perm(NEEDS),
    )
    kind = exports.XLSX if data["format"] == "xlsx" else exports.CSV
    name = f"people-{timezone.localdate():%Y-%m-%d}.{data['format']}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)
