"""Doing one thing to many: each by itself, and told for each that was not possible why."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from beijing_ngo.core.refusals import Refusal
from events import exports
from events.admin.forms import ExportForm

AT_MOST = 30  # complaints told one by one
NAMED = 30  # records named before something is done to them
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
    rows = list(queryset)
    return model_admin.staff_page(
        request,
        "admin/chosen.html",
        form=form,
        title=title,
        hidden=[
            ("action", action),
            ("confirmed", "yes"),
            *((ACTION_CHECKBOX_NAME, row.pk) for row in rows),
        ],
        number=len(rows),
        names=[_named(row) for row in rows[:NAMED]],
        told=told,
        send=send,
        danger=danger,
        back=request.get_full_path(),
    )


def _named(row) -> str:
    organisation = getattr(row, "organisation", None)
    return f"{row} · {organisation}" if organisation else str(row)


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
