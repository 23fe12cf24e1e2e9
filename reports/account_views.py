"""What an organisation is asked to sign: its contacts read the paper as it was sent to them, and say yes or no."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView

from beijing_ngo.core.language import CHINESE, ENGLISH, written
from beijing_ngo.core.refusals import Refusal
from members.account import AccountMixin
from reports.models import UNSENT, Endorsement, EndorsementState, Paragraph
from reports.operations import endorsements
from reports.views import sections

SIGN, DECLINE, TAKE_BACK = "sign", "decline", "take_back"


class AnswerForm(forms.Form):
    """Yes or no, a note, and the version of the text that was on the page."""

    act = forms.ChoiceField(
        choices=[(one, one) for one in (SIGN, DECLINE, TAKE_BACK)], widget=forms.HiddenInput
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=pgettext_lazy("endorsement", "Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("May stay empty; the secretariat reads it."),
    )


class EndorsementsMixin(AccountMixin):
    account_section = "endorsements"

    def asked(self):
        return (
            Endorsement.objects.for_contact(self.request.user)
            .select_related(
                "submission__mechanism__body", "submission__conference", "organisation", "version"
            )
            .order_by("-created_at", "-pk")
        )


class EndorsementListView(EndorsementsMixin, TemplateView):
    template_name = "reports/account/endorsements.html"

    def get_context_data(self, **kwargs):
        rows = list(self.asked().defer("version__paragraphs", "submission__summary"))
        return super().get_context_data(
            waiting=[row for row in rows if _is_answerable(row)],
            others=[row for row in rows if not _is_answerable(row)],
            **kwargs,
        )


class EndorsementView(EndorsementsMixin, TemplateView):
    template_name = "reports/account/endorsement.html"
    form = None

    @cached_property
    def endorsement(self) -> Endorsement:
        return get_object_or_404(self.asked(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        endorsement = self.endorsement
        paragraphs = [Paragraph(**one) for one in endorsement.version.paragraphs]
        may_answer = _is_answerable(endorsement)
        may_take_back = (
            endorsement.state == EndorsementState.ENDORSED and endorsement.submission.state in UNSENT
        )
        return super().get_context_data(
            endorsement=endorsement,
            submission=endorsement.submission,
            sections=sections(paragraphs),
            languages=[
                code for code in (ENGLISH, CHINESE) if any(written(one, "text", code) for one in paragraphs)
            ],
            may_answer=may_answer,
            may_take_back=may_take_back,
            form=self.form or AnswerForm(initial={"version": endorsement.version_id}),
            **kwargs,
        )

    def post(self, request, pk):
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                words = self.act(**form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, words)
                return redirect("endorsements:detail", pk)
        self.form = self._again(form)
        return self.render_to_response(self.get_context_data())

    def act(self, *, act, version, note) -> str:
        endorsement, by = self.endorsement, self.request.user
        if act == TAKE_BACK:
            endorsements.withdraw_endorsement(endorsement=endorsement, note=note, by=by)
            return _("The signature is taken back; the secretariat is told.")
        endorsements.answer(endorsement=endorsement, version=version, signs=act == SIGN, note=note, by=by)
        if act == SIGN:
            return _("Thank you: your organisation signs this paper. The secretariat is told.")
        return _("Your organisation does not sign this paper. The secretariat is told.")

    def _again(self, form):
        """What was typed, with the version that is on the page now."""
        del self.__dict__["endorsement"]  # it may be another text by now
        form.data = form.data.copy()
        form.data["version"] = self.endorsement.version_id
        return form


def _is_answerable(endorsement: Endorsement) -> bool:
    return endorsement.state == EndorsementState.ASKED and endorsements.takes_answers(endorsement.submission)
