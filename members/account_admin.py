"""What staff do with accounts beyond their rows: invite the owner, help somebody who lost phone and passkey."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beijing_ngo.core import unsubscribing
from members import accounts

# Addresses, second factors and sessions belong to their owners; the library would show them to staff.
for _model in (EmailAddress, Authenticator, UserSession):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)


class StaffMakesAccounts(admin.ModelAdmin):
    """The office vouches for the address of an account it makes or corrects."""

    actions = ["invite", "remove_second_factors"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            unsubscribing.carry_along(form.initial["email"], obj.email)
        if not change or "email" in form.changed_data:
            obj.vouch_for_address()

    @admin.action(description=_("Send an invitation to choose a password"), permissions=["change"])
    def invite(self, request, queryset):
        for user in queryset.filter(is_active=True):
            accounts.invite_to_set_a_password(user=user)
        count = queryset.filter(is_active=True).count()
        text = ngettext(
            "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count
        )
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Remove the second factors (phone and passkey lost)"), permissions=["reset"])
    def remove_second_factors(self, request, queryset):
        for user in queryset:
            accounts.remove_second_factors(user=user)
            self.log_change(request, user, "Second factors removed.")
        self.message_user(
            request, _("They sign in with password or code now, and set up new ones."), messages.SUCCESS
        )

    def has_reset_permission(self, request):
        """Whoever may take a second factor away could take over an account: the administrator alone."""
        return request.user.is_superuser
