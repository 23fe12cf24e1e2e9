"""What somebody who was asked sees: an invitation to an organisation, the offer of a contact's role."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from beijing_ngo.core.refusals import Refusal
from members import operations
from members.account import NOT_KEPT, AccountMixin
from members.models import Handover, Invitation, User
from members.operations.invitations import OtherAddress


class InvitationView(TemplateView):
    """Whoever has the link reads it, also without an account; only a POST changes something."""

    template_name = "members/account/invitation.html"

    @cached_property
    def invitation(self):
        rows = Invitation.objects.with_token(self.kwargs["token"]).select_related(
            "organisation", "invited_by"
        )
        return get_object_or_404(rows)

    @property
    def is_theirs(self) -> bool:
        user = self.request.user
        return user.is_authenticated and user.email.lower() == self.invitation.email.lower()

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = NOT_KEPT
        response.headers["Referrer-Policy"] = "same-origin"  # the address opens the invitation
        return response

    def get_context_data(self, **kwargs):
        invitation, user = self.invitation, self.request.user
        other = ""
        if user.is_authenticated and not self.is_theirs:
            other = str(OtherAddress(invited=invitation.email, email=user.email))
        return super().get_context_data(
            invitation=invitation,
            organisation=invitation.organisation,
            is_theirs=self.is_theirs,
            other_address=other,
            has_account=User.objects.filter(email__iexact=invitation.email, is_active=True).exists(),
            sign_in=f"{reverse('account_login')}?{urlencode({'next': self.request.path})}",
            **kwargs,
        )

    def post(self, request, token):
        if not self.invitation.is_open:
            return redirect(request.path)
        if not request.user.is_authenticated:
            return self.sign_up()
        try:
            operations.accept_invitation(invitation=self.invitation, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        organisation = self.invitation.organisation
        messages.success(request, _("Welcome: you now act for %(name)s.") % {"name": organisation.name})
        return redirect(f"{reverse('account:organisation')}?organisation={organisation.slug}")

    def sign_up(self):
        """Whoever has the link has read the mail: the address needs no second proof."""
        get_adapter().stash_verified_email(self.request, self.invitation.email)
        way = urlencode({"email": self.invitation.email, "next": self.request.path})
        return redirect(f"{reverse('account_signup')}?{way}")


class HandoverView(AccountMixin, TemplateView):
    account_section = "organisation"
    template_name = "members/account/handover.html"
    acts = {
        "accept": operations.accept_handover,
        "decline": operations.decline_handover,
        "withdraw": operations.withdraw_handover,
    }

    @cached_property
    def handover(self):
        rows = Handover.objects.of(self.request.user).select_related("organisation", "from_user", "to_user")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        is_mine = self.handover.from_user_id == self.request.user.pk
        return super().get_context_data(handover=self.handover, is_mine=is_mine, **kwargs)

    def post(self, request, pk):
        act = self.acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        words = {
            "accept": _("You are now the contact of %(name)s."),
            "decline": _("You have declined; nothing changes."),
            "withdraw": _("The offer is withdrawn."),
        }[request.POST["act"]]
        try:
            act(handover=self.handover, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, words % {"name": self.handover.organisation.name})
        return redirect(f"{reverse('account:organisation')}?organisation={self.handover.organisation.slug}")
