"""The page on which the secretariat corrects what was answered on a registration, after the deadline too."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Input
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    CHECKBOX_CLASSES,
    INPUT_CLASSES,
    SELECT_CLASSES,
    TEXTAREA_CLASSES,
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
)

from beijing_ngo.core.refusals import Refusal
from events import operations
from events.forms.answers import AnswersForm
from events.forms.files import FileAnswerInput, Owner, SentFiles
from events.models import Question

GROUPS = {
    forms.RadioSelect: UnfoldAdminRadioSelectWidget,
    forms.CheckboxSelectMultiple: UnfoldAdminCheckboxSelectMultipleWidget,
}
CLASSES = {
    forms.Textarea: TEXTAREA_CLASSES,
    forms.Select: SELECT_CLASSES,
    forms.CheckboxInput: CHECKBOX_CLASSES,
    Input: INPUT_CLASSES,
}


class AnswersPage:
    """Part of the admin of registrations."""

    def may_correct_answers(self, request) -> bool:
        return self.has_change_permission(request) and request.user.has_perms(
            ["events.view_answer", "events.change_answer"]
        )

    def correct_answers(self, request, pk):
        if not self.may_correct_answers(request):
            raise PermissionDenied
        registration = self._found(request, pk)
        questions = list(Question.objects.filter(desk=registration.desk_id))
        form = self._answers_form(request, registration, questions)
        if form is None or not registration.is_live:
            return redirect("admin:events_registration_change", pk)
        if request.method == "POST" and "let_go" not in request.POST and form.is_valid():
            try:
                change = operations.correct_answers(
                    registration=registration,
                    by=request.user,
                    answers=form.answers(),
                    questions_version=form.opened_with,
                    by_staff=True,
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                if change is None:
                    return self._done(request, registration, _("Nothing was changed."), messages.INFO)
                text = _("The answers of %(record)s are corrected.") % {"record": registration}
                return self._done(request, registration, text)
        dress(form)
        return self.staff_page(
            request,
            "admin/events/registration/answers.html",
            title=_("Correct the answers"),
            subtitle=str(registration),
            form=form,
            opened_at=f"person{request.GET.get('person', '')}" if request.method == "GET" else "",
            back=reverse("admin:events_registration_change", args=[registration.pk]),
        )

    def _answers_form(self, request, registration, questions) -> AnswersForm | None:
        given = {
            "registration": registration,
            "attendees": list(registration.attendees.live().order_by("number")),
            "answers": list(registration.answers.select_related("file")),
            "questions": questions,
        }
        if request.method == "POST":
            sent = SentFiles(Owner(user=request.user), questions, request.POST, request.FILES)
            if "let_go" in request.POST:
                sent.let_go(request.POST["let_go"])
            given |= {"data": sent.data, "sent": sent, "is_judged": "let_go" not in request.POST}
        form = AnswersForm(**given)
        return form if form.parts else None


def dress(form: AnswersForm) -> None:
    """The fields of the public form in the admin's clothes."""
    for _owner, part in form.parts:
        for field in part.fields.values():
            widget = field.widget
            if isinstance(widget, FileAnswerInput):
                widget.template_name = "admin/events/registration/file_answer.html"
            elif group := GROUPS.get(type(widget)):
                field.widget = group(choices=field.choices)
            else:
                classes = next(classes for kind, classes in CLASSES.items() if isinstance(widget, kind))
                widget.attrs["class"] = " ".join(classes)
