"""The pages of one's own account that are about the person."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, UpdateView, View

from beijing_ngo.core import personal_data, public_address
from beijing_ngo.core.refusals import Refusal
from members import accounts
from members.account import AccountMixin
from members.account_forms import DeleteAccountForm, ProfileForm
from members.models import User
from members.second_factor import WAY_BACK


class ProfileView(AccountMixin, UpdateView):
    account_section = "profile"
    form_class = ProfileForm
    template_name = "account/profile.html"
    success_url = reverse_lazy("account:profile")

    def get_object(self):
        # A copy: what is typed wrong must not stand in the masthead.
        return User.objects.get(pk=self.request.user.pk)

    def form_valid(self, form):
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


class SecurityView(AccountMixin, TemplateView):
    """Everything about signing in, in one place: the library's own pages do the changing."""

    account_section = "security"
    template_name = "account/security.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        factors = list(Authenticator.objects.filter(user=user).order_by("created_at"))
        codes = next((one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None)
        return super().get_context_data(
            app=next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
            passkeys=[one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
            has_second_factor=any(one.type != Authenticator.Type.RECOVERY_CODES for one in factors),
            has_recovery_codes=codes is not None,
            codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
            session_count=len(UserSession.objects.purge_and_list(user)),
            pending_address=EmailAddress.objects.filter(user=user, verified=False).first(),
            **kwargs,
        )


class SecondFactorView(AccountMixin, TemplateView):
    """Where a colleague without a second factor lands: why it is asked for, and the two ways to set one up."""

    account_section = "security"
    template_name = "account/second_factor.html"

    def get(self, request, *args, **kwargs):
        way_back = request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(way_back, allowed_hosts={request.get_host()}):
            request.session[WAY_BACK] = way_back
        return super().get(request, *args, **kwargs)


class CalendarView(AccountMixin, TemplateView):
    account_section = "calendar"
    template_name = "account/calendar.html"

    def post(self, request):
        request.user.renew_calendar_secret()
        messages.success(
            request, _("The old address no longer works. Please put the new one into your calendar.")
        )
        return redirect("account:calendar")

    def get_context_data(self, **kwargs):
        user = self.request.user
        if not user.calendar_secret:
            user.renew_calendar_secret()
        url = public_address.page("calendar_feed", user.calendar_secret)
        return super().get_context_data(feed_url=url, **kwargs)


class DataView(AccountMixin, FormView):
    """What is kept about the person; and the way out."""

    account_section = "data"
    template_name = "account/data.html"
    form_class = DeleteAccountForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(holdings=personal_data.holdings(), **kwargs)

    def form_valid(self, form):
        try:
            accounts.delete_account(user=self.request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        logout(self.request)
        return redirect("account:deleted")


class DataFileView(AccountMixin, View):
    """Everything kept about the person, for a machine or a patient reader."""

    def get(self, request):
        response = JsonResponse(
            personal_data.collect(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
        response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
        return response


class DeletedView(TemplateView):
    template_name = "account/deleted.html"
