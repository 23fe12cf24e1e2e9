"""The page of one's own account about the mail we send: what one wants of it, and whether it arrives."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from beijing_ngo.core import unsubscribing
from members.account import AccountMixin
from members.mail_forms import MailForm


class MailView(AccountMixin, FormView):
    account_section = "mail"
    form_class = MailForm
    template_name = "account/mail.html"
    success_url = reverse_lazy("account:mail")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(trouble=unsubscribing.trouble(self.request.user.email), **kwargs)

    @transaction.atomic
    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


class WorksAgainView(AccountMixin, View):
    """The owner of an address that bounced says that it works again."""

    def post(self, request):
        unsubscribing.works_again(request.user.email)
        messages.success(request, _("Thank you. We write to this address again."))
        return redirect("account:mail")
