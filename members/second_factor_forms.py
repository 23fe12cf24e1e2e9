"""The forms of the second factor: the library's checks under the portal's words."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from members.account_forms import Worded


class AuthenticateForm(Worded, base.AuthenticateForm):
    hints = {"code": _("Six figures from the authenticator app, or one of your recovery codes.")}


class ReauthenticateForm(Worded, base.ReauthenticateForm):
    hints = AuthenticateForm.hints


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    hints = {"code": _("The six figures that the app shows now.")}


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    words = {
        "name": _("Name of this passkey"),
        "passwordless": _("Sign in with it alone, without a password"),
    }
    hints = {
        "name": _("So that you know it again, for example “office computer”."),
        "passwordless": _("The device then asks for your fingerprint, your face or its PIN."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    words, hints = AddWebAuthnForm.words, AddWebAuthnForm.hints
