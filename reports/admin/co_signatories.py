"""The page of a paper's co-signatories: whom to ask, who has answered, and what to do with each."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.staff_pages import sent
from members.models import Organisation
from reports.models import OPEN_TEXT, UNSENT, EndorsementState, Submission
from reports.operations import endorsements


class OrganisationsField(forms.ModelMultipleChoiceField):
    """Members are told apart from others."""

    def label_from_instance(self, organisation):
        if organisation.is_in_force:
            return str(organisation)
        return _("%(name)s (not a member at present)") % {"name": organisation}


class AskForm(forms.Form):
    organisations = OrganisationsField(
        label=gettext_lazy("organisations"),
        queryset=Organisation.objects.none(),
        help_text=gettext_lazy("Those with a contact to write to. Each contact gets a mail."),
        widget=staff.SelectSeveral,
    )
    answer_by = forms.DateField(
        label=gettext_lazy("co-signatories answer by"),
        required=False,
        help_text=gettext_lazy("By the end of this day in Beijing; it holds for all of them."),
        widget=UnfoldAdminDateWidget,
    )

    def __init__(self, *args, paper: Submission, **kwargs):
        super().__init__(*args, initial={"answer_by": paper.endorse_by}, **kwargs)
        rows = endorsements.may_be_asked(paper).only("name_zh_hans", "name_en", "source_language")
        self.fields["organisations"].queryset = endorsements.marked_as_members(rows).order_by(
            "-is_in_force", "name"
        )


class AgainForm(forms.Form):
    answer_by = forms.DateField(
        label=gettext_lazy("co-signatories answer by"),
        required=False,
        help_text=gettext_lazy("By the end of this day in Beijing; it holds for all of them."),
        widget=UnfoldAdminDateWidget,
    )


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("answer"), choices=EndorsementState.choices, widget=UnfoldAdminSelectWidget
    )
    note = forms.CharField(
        label=gettext_lazy("how the answer came"),
        max_length=300,
        help_text=gettext_lazy("Such as: letter of 3 March, or by telephone. It is kept with the answer."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class NothingForm(forms.Form):
    """A yes is all that is needed."""


class CoSignatoryPages:
    """Part of the admin of submissions."""

    def get_urls(self):
        view = self.admin_site.admin_view
        base = "<int:pk>/co-signatories/"
        own = [
            path(base, view(self.co_signatories), name="reports_submission_co_signatories"),
            path(f"{base}<int:row>/answer/", view(self.record_answer), name="reports_submission_answer"),
            path(f"{base}<int:row>/again/", view(self.ask_again), name="reports_submission_ask_again"),
            path(f"{base}<int:row>/remove/", view(self.remove), name="reports_submission_unask"),
        ]
        return [*own, *super().get_urls()]

    def co_signatories(self, request, pk):
        """Whoever may see papers sees who signs; asking is for those who may change them."""
        paper = self.get_object(request, str(pk))
        if paper is None:
            raise Http404
        if not self.has_view_permission(request, paper):
            raise PermissionDenied
        may_change = self.has_change_permission(request, paper)
        may_ask = may_change and paper.state in OPEN_TEXT
        if request.method == "POST" and not may_ask:
            raise PermissionDenied
        form = AskForm(sent(request), paper=paper) if may_ask else None
        if form and form.is_valid():
            try:
                asked = endorsements.ask(submission=paper, by=request.user, **self._chosen(form))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                text = ngettext(
                    "%(count)d organisation was asked; its contacts get a mail.",
                    "%(count)d organisations were asked; their contacts get a mail.",
                    len(asked),
                )
                self.message_user(request, text % {"count": len(asked)}, messages.SUCCESS)
                return redirect("admin:reports_submission_co_signatories", paper.pk)
        paragraphs = list(paper.paragraphs.all())
        return self.staff_page(
            request,
            "admin/reports/submission/co_signatories.html",
            title=_("Co-signatories"),
            subtitle=str(paper),
            paper=paper,
            form=form,
            rows=[
                {
                    "endorsement": row,
                    "changed": endorsements.changed_since(row.version, paragraphs),
                    "links": _links(paper, row) if may_change else [],
                }
                for row in paper.endorsements.select_related(
                    "organisation", "version", "answered_by", "asked_by"
                )
            ],
            back=reverse("admin:reports_submission_change", args=[paper.pk]),
        )

    @staticmethod
    def _chosen(form):
        data = form.cleaned_data
        return {"organisations": list(data["organisations"]), "answer_by": data["answer_by"]}

    def record_answer(self, request, pk, row):
        paper, endorsement = self._row(request, pk, row)
        initial = {"state": endorsement.state, "note": endorsement.note}
        return self._ask_about(
            request,
            paper,
            AnswerForm(request.POST or None, initial=initial),
            lambda data: endorsements.record_answer(endorsement=endorsement, by=request.user, **data),
            title=_("Record the answer of %(organisation)s") % {"organisation": endorsement.organisation},
            told=_("For an answer that came on paper, by mail or by telephone. Nobody is told by mail."),
            send=_("Record the answer"),
        )

    def ask_again(self, request, pk, row):
        paper, endorsement = self._row(request, pk, row)
        return self._ask_about(
            request,
            paper,
            AgainForm(request.POST or None, initial={"answer_by": paper.endorse_by}),
            lambda data: endorsements.ask_again(endorsement=endorsement, by=request.user, **data),
            title=_("Ask %(organisation)s again") % {"organisation": endorsement.organisation},
            told=_(
                "Its contacts get a mail and read the text as it stands now. An answer given before no longer counts."
            ),
            send=_("Ask again"),
        )

    def remove(self, request, pk, row):
        paper, endorsement = self._row(request, pk, row)
        return self._ask_about(
            request,
            paper,
            NothingForm(sent(request)),
            lambda data: endorsements.take_back_question(endorsement=endorsement, by=request.user),
            title=_("Take %(organisation)s off the list") % {"organisation": endorsement.organisation},
            told=_("The organisation can no longer read the paper in its account. Nobody is told by mail."),
            send=_("Take off the list"),
            danger=True,
        )

    def _row(self, request, pk, row):
        paper = self.paper(request, pk)
        found = get_object_or_404(paper.endorsements.select_related("organisation", "submission"), pk=row)
        return paper, found

    def _ask_about(self, request, paper, form, do, **page):
        back = reverse("admin:reports_submission_co_signatories", args=[paper.pk])
        if request.method == "POST" and form.is_valid():
            try:
                do(form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, _("The list of co-signatories is changed."), messages.SUCCESS)
                return redirect(back)
        return self.form_page(request, paper, form, back=back, **page)


def _links(paper, row) -> list[tuple[str, str]]:
    """What can be done with one of them, while the paper has not been filed."""
    go = lambda label, name: (label, reverse(f"admin:reports_submission_{name}", args=[paper.pk, row.pk]))  # noqa: E731
    if paper.state not in UNSENT:
        return []
    again = [go(_("Ask again"), "ask_again")] if paper.state in OPEN_TEXT else []
    return [go(_("Record the answer"), "answer"), *again, go(_("Take off the list"), "unask")]
