"""The people of one's organisation: who acts for it, who is invited, whom it registers often."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, UpdateView, View

from beijing_ngo.core.refusals import Refusal
from members import operations
from members.membership_forms import ColleagueForm, InvitationForm
from members.membership_views import ConfirmView, OfOrganisation
from members.models import Colleague, Handover, Invitation, Representative


class OrganisationView(OfOrganisation, FormView):
    """Delegates read it; contacts invite, hand over and keep the list of colleagues."""

    account_section = "organisation"
    template_name = "members/account/organisation.html"
    form_class = InvitationForm

    def get_context_data(self, **kwargs):
        organisation, person = self.organisation, self.request.user
        people = list(organisation.representatives.select_related("user").order_by("role", "created_at"))
        offers = (
            Handover.objects.open().filter(organisation=organisation).select_related("from_user", "to_user")
        )
        return super().get_context_data(
            people=people,
            contact_count=sum(one.is_contact for one in people),
            invitations=list(Invitation.objects.unanswered().filter(organisation=organisation)),
            offers=[offer for offer in offers if person.pk in (offer.from_user_id, offer.to_user_id)],
            colleagues=list(Colleague.objects.of(organisation)) if self.representation.is_contact else [],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if not self.representation.is_contact:
            return redirect(self.address("account:organisation"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            operations.invite(organisation=self.organisation, by=self.request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("email", str(refusal))
            return self.form_invalid(form)
        words = _("The invitation to %(email)s is on its way.") % {"email": form.cleaned_data["email"]}
        messages.success(self.request, words)
        return redirect(self.address("account:organisation"))


class OfRow:
    """One row of the person's own organisation; nobody else's can be asked for."""

    model = None

    @cached_property
    def row(self):
        return get_object_or_404(self.model, pk=self.kwargs["pk"], organisation=self.organisation)


class ResendInvitationView(OfRow, OfOrganisation, View):
    model = Invitation
    for_contacts = True

    def post(self, request, pk):
        try:
            operations.resend_invitation(invitation=self.row, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("The invitation to %(email)s is on its way.") % {"email": self.row.email}
            messages.success(request, words)
        return redirect(self.address("account:organisation"))


class ConfirmRowView(OfRow, ConfirmView):
    account_section = "organisation"

    def get(self, request, *args, **kwargs):
        self.row  # noqa: B018, not there: not found
        return super().get(request, *args, **kwargs)


class RevokeInvitationView(ConfirmRowView):
    model = Invitation

    def question(self):
        return _("Revoke the invitation to %(email)s?") % {"email": self.row.email}

    def consequence(self):
        return _("The link in the mail stops working. You may invite the person again later.")

    def button(self):
        return _("Revoke")

    def act(self):
        operations.revoke_invitation(invitation=self.row, by=self.request.user)

    def done_words(self):
        return _("The invitation is revoked.")


class RemoveRepresentativeView(ConfirmRowView):
    model = Representative

    def question(self):
        if self.row.user_id == self.request.user.pk:
            return _("Leave the organisation?")
        return _("Remove %(name)s from the organisation?") % {"name": self.row.user}

    def consequence(self):
        return _(
            "The person no longer acts for the organisation. Their account and registrations that exist stay."
        )

    def button(self):
        is_me = self.row.user_id == self.request.user.pk
        return _("Leave the organisation") if is_me else _("Remove from the organisation")

    def act(self):
        operations.remove_representative(representative=self.row, by=self.request.user)

    def done_words(self):
        return _("%(name)s no longer acts for the organisation.") % {"name": self.row.user}


class OfferHandoverView(ConfirmRowView):
    model = Representative

    def question(self):
        return _("Offer the role of contact to %(name)s?") % {"name": self.row.user}

    def consequence(self):
        return _("Nothing changes until they agree. Then they are the contact, and you are a delegate.")

    def button(self):
        return _("Offer the role")

    def act(self):
        operations.offer_handover(to=self.row, by=self.request.user)

    def done_words(self):
        return _("%(name)s gets a mail, and decides.") % {"name": self.row.user}


class RemoveColleagueView(ConfirmRowView):
    model = Colleague

    def question(self):
        return _("Delete %(name)s from the list?") % {"name": self.row}

    def consequence(self):
        return _("The details kept for the next registration are gone. Registrations that exist stay.")

    def button(self):
        return _("Delete from the list")

    def act(self):
        self.row.delete()

    def done_words(self):
        return _("The entry is deleted.")


class ColleagueView(OfRow, OfOrganisation, UpdateView):
    model = Colleague
    for_contacts = True
    account_section = "organisation"
    template_name = "members/account/colleague.html"
    form_class = ColleagueForm

    def get_object(self):
        return self.row

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.address("account:organisation"), **kwargs)

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Saved."))
        return redirect(self.address("account:organisation"))
