"""The pages on which a paper takes a step: to review, approved, back, filed, published, withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import (
    UnfoldAdminTextareaWidget,
    UnfoldBooleanSwitchWidget,
)

from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.staff_pages import SHEET, sent
from reports.models import Submission, SubmissionState
from reports.operations import filing, states

DRAFTING, REVIEW, APPROVED = SubmissionState.DRAFTING, SubmissionState.REVIEW, SubmissionState.APPROVED
FILED, PUBLISHED, WITHDRAWN = SubmissionState.FILED, SubmissionState.PUBLISHED, SubmissionState.WITHDRAWN


class StepForm(forms.Form):
    """A note that may stay empty, or a reason that is needed."""

    reason = forms.CharField(
        max_length=300, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )

    def __init__(self, *args, paper: Submission, needed: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.paper = paper
        field = self.fields["reason"]
        field.required = needed
        field.label = _("reason") if needed else _("note on this step")
        field.help_text = _("It is kept with the paper; colleagues read it.")


class ApprovalForm(StepForm):
    """Where comments are open, whoever approves says that they know."""

    despite_comments = forms.BooleanField(required=False, widget=UnfoldBooleanSwitchWidget)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        count = self.paper.comments.open().count()
        if not count:
            del self.fields["despite_comments"]
            return
        text = ngettext(
            "Approve it although %(count)d comment is not settled",
            "Approve it although %(count)d comments are not settled",
            count,
        )
        self.fields["despite_comments"].label = text % {"count": count}


@dataclass(frozen=True)
class Step:
    title: Any
    told: Any
    send: Any
    act: Callable
    states: tuple
    needs_reason: bool = False
    form: type[StepForm] = StepForm
    danger: bool = False


STEPS = {
    "review": Step(
        gettext_lazy("Send to review"),
        gettext_lazy("Colleagues read the paper and comment on it. The text can still be changed."),
        gettext_lazy("Send to review"),
        states.send_to_review,
        (DRAFTING,),
    ),
    "approve": Step(
        gettext_lazy("Approve the paper"),
        gettext_lazy(
            "Every paragraph has to stand in each required language. From the approval on the text cannot be changed, "
            "and co-signatories can no longer answer."
        ),
        gettext_lazy("Approve the paper"),
        states.approve,
        (REVIEW,),
        form=ApprovalForm,
    ),
    "back": Step(
        gettext_lazy("Send back to drafting"),
        gettext_lazy("The text is open for changes again."),
        gettext_lazy("Send back"),
        states.send_back,
        (REVIEW, APPROVED),
        needs_reason=True,
    ),
    "publish": Step(
        gettext_lazy("Publish the paper"),
        gettext_lazy(
            "The paper appears on the public site, with its paragraphs and the files that are public."
        ),
        gettext_lazy("Publish"),
        states.publish,
        (FILED,),
    ),
    "take-down": Step(
        gettext_lazy("Take off the public site"),
        gettext_lazy("The paper stays filed; the public site no longer shows it."),
        gettext_lazy("Take off the site"),
        states.take_down,
        (PUBLISHED,),
        needs_reason=True,
        danger=True,
    ),
    "unfile": Step(
        gettext_lazy("Undo the filing"),
        gettext_lazy(
            "For a filing that was recorded by mistake: the paper is approved again, and the day, the receipt and the count "
            "are emptied. Files stay."
        ),
        gettext_lazy("Undo the filing"),
        filing.take_back_filing,
        (FILED,),
        needs_reason=True,
        danger=True,
    ),
    "withdraw": Step(
        gettext_lazy("Withdraw the paper"),
        gettext_lazy("The association gives the paper up. Nobody is reminded of it any more."),
        gettext_lazy("Withdraw the paper"),
        states.withdraw,
        (DRAFTING, REVIEW, APPROVED, FILED),
        needs_reason=True,
        danger=True,
    ),
    "again": Step(
        gettext_lazy("Take up again"),
        gettext_lazy(
            "The withdrawn paper is drafted once more; what was recorded when it was filed is emptied."
        ),
        gettext_lazy("Take up again"),
        states.take_up_again,
        (WITHDRAWN,),
        needs_reason=True,
    ),
}


def possible(paper: Submission) -> list[tuple[str, Step]]:
    return [(verb, step) for verb, step in STEPS.items() if paper.state in step.states]


class StepPages:
    """Part of the admin of submissions."""

    def get_urls(self):
        own = path(
            "<int:pk>/step/<slug:verb>/",
            self.admin_site.admin_view(self.step),
            name="reports_submission_step",
        )
        return [own, *super().get_urls()]

    def paper(self, request, pk) -> Submission:
        """For whoever may change it."""
        paper = self.get_object(request, str(pk))
        if paper is None:
            raise Http404
        if not self.has_change_permission(request, paper):
            raise PermissionDenied
        return paper

    def step(self, request, pk, verb):
        paper, step = self.paper(request, pk), STEPS.get(verb)
        if step is None:
            raise Http404
        if paper.state not in step.states:
            text = str(states.WrongState(state=paper.get_state_display()))
            return self.back_to(request, paper, text, messages.WARNING)
        typed = sent(request)
        form = step.form(typed, paper=paper, needed=step.needs_reason)
        if form.is_valid():
            try:
                moved = step.act(submission=paper, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                text = _("%(title)s: %(state)s.")
                return self.back_to(
                    request, moved, text % {"title": moved, "state": moved.get_state_display()}
                )
        return self.form_page(
            request, paper, form, title=step.title, told=step.told, send=step.send, danger=step.danger
        )

    def back_to(self, request, paper, text, level=messages.SUCCESS):
        self.message_user(request, text, level)
        return redirect("admin:reports_submission_change", paper.pk)

    def form_page(self, request, paper, form, *, template=SHEET, back="", **context):
        return self.staff_page(
            request,
            template,
            form=form,
            subtitle=str(paper),
            back=back or reverse("admin:reports_submission_change", args=[paper.pk]),
            **context,
        )
