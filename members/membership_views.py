"""The membership of one's organisation: its state, its terms, its applications."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from beijing_ngo.core.refusals import Refusal
from members import operations
from members.account import AccountMixin
from members.join_forms import AnswerForm
from members.membership_forms import RenewForm
from members.models import StepKind


class OfOrganisation(AccountMixin):
    """A page about the organisation one acts for; who acts for none has no such page."""

    for_contacts = False

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            if self.representation is None:
                return redirect("account:home")
            if self.for_contacts and not self.representation.is_contact:
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def address(self, name: str, *args) -> str:
        """Of a page about the same organisation."""
        return f"{reverse(name, args=args)}?organisation={self.organisation.slug}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            is_contact=self.representation.is_contact,
            which=f"?organisation={self.organisation.slug}",
            **kwargs,
        )


class MembershipView(OfOrganisation, FormView):
    """Where the membership stands; an answer to the secretariat's question is sent from here."""

    account_section = "membership"
    template_name = "members/account/membership.html"
    form_class = AnswerForm

    @cached_property
    def terms(self):
        return list(self.organisation.memberships.prefetch_related("steps"))

    @property
    def application(self):
        return next((term for term in self.terms if term.is_to_decide), None)

    @property
    def asked(self):
        """The question that waits for an answer."""
        steps = list(self.application.steps.all()) if self.application else []
        questions = [step for step in steps if step.kind in (StepKind.ASKED, StepKind.ANSWERED)]
        return questions[-1] if questions and questions[-1].kind == StepKind.ASKED else None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        active = next((term for term in self.terms if term.state == "active"), None)
        return super().get_context_data(
            active=active,
            in_grace=bool(active and active.expires_on and active.expires_on < today),
            application=self.application,
            asked=self.asked,
            may_renew=bool(active and active.may_be_renewed(today) and not self.application),
            past=[term for term in self.terms if term is not active and not term.is_to_decide],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if not (self.representation.is_contact and self.asked):
            return redirect(self.address("account:membership"))
        form = self.get_form()
        is_valid = form.is_valid()
        form.keep()
        return self.form_valid(form) if is_valid and form.is_valid() else self.form_invalid(form)

    def form_valid(self, form):
        try:
            operations.answer(
                membership=self.application,
                text=form.cleaned_data["text"],
                uploads=form.uploads,
                by=self.request.user,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Your answer is on its way to the secretariat."))
        return redirect(self.address("account:membership"))


class RenewView(OfOrganisation, FormView):
    """A renewal is a look at the organisation's details and a yes."""

    account_section = "membership"
    for_contacts = True
    template_name = "members/account/renew.html"
    form_class = RenewForm

    def form_valid(self, form):
        try:
            operations.renew(
                organisation=self.organisation, by=self.request.user, remarks=form.cleaned_data["remarks"]
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you: the renewal is on its way to the secretariat."))
        return redirect(self.address("account:membership"))


class ConfirmView(OfOrganisation, TemplateView):
    """Something that takes something away is asked once more on a page of its own; the POST does it."""

    template_name = "members/account/confirm.html"
    for_contacts = True
    back = "account:organisation"
    done = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            back=self.address(self.back),
            question=self.question(),
            consequence=self.consequence(),
            button=self.button(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        try:
            self.act()
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.done_words())
        return redirect(self.way_back())

    def way_back(self) -> str:
        return self.address(self.back)


class WithdrawApplicationView(ConfirmView):
    account_section = "membership"
    back = "account:membership"

    def get(self, request, *args, **kwargs):
        if self.application is None:
            return redirect(self.address(self.back))
        return super().get(request, *args, **kwargs)

    @cached_property
    def application(self):
        return self.organisation.memberships.to_decide().first()

    def question(self):
        return _("Take the application back?")

    def consequence(self):
        return _("Nothing will be decided. You may apply again at any time; your details stay filled in.")

    def button(self):
        return _("Take it back")

    def act(self):
        if self.application:
            operations.withdraw_application(membership=self.application, by=self.request.user)

    def done_words(self):
        return _("The application is withdrawn.")
