"""Where the accounts' library meets the portal: its mails go through the outbox, its refusals are in our words."""

import base64
import hashlib
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import kept, outbox
from members.models import User

# What concerns the reader's hands on the page, not the mail that tells of it.
_NOT_FOR_MAILS = {"request", "current_site"}
WHY_TYPED = _("You get this mail because this address was typed on our website.")
WHY_CHANGED = _("You receive this message because something was changed about your account.")
_TOO_MANY = _("Too many attempts. Please try again in a few minutes.")
_WRONG_CODE = _("This is not the code, or it has run out.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is the address of your account already."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "email_taken": _("There is an account with this e-mail address already."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("The e-mail address or the password is not right."),
        "invalid_or_expired_key": _("This link has been used already, or it has run out."),
        "invalid_password_reset": _("This link has been used already, or it has run out."),
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "same_as_current": _("This is the address of your account already."),
    }

    def save_user(self, request, user, form, commit=True):
        for name in ("family_name", "given_name", "latin_name", "preferred_language"):
            if name in form.cleaned_data:
                setattr(user, name, form.cleaned_data[name])
        if form.cleaned_data.get("agreed"):
            user.privacy_agreed_at = timezone.now()
        return super().save_user(request, user, form, commit=commit)

    def send_mail(self, template_prefix, email, context):
        """Every mail of the accounts is a row of the outbox; a worker sends it as soon as it is committed."""
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        person = person if person and person.pk else None
        name = template_prefix.rpartition("/")[2]
        outbox.post(
            key=f"account.{name}:{uuid4()}",
            kind=f"account.{name}",
            template=template_prefix,
            context={key: value for key, value in context.items() if key not in _NOT_FOR_MAILS}
            | {"email": email},
            person=person,
            address=email,
            language=getattr(person, "preferred_language", "") or get_language() or settings.LANGUAGE_CODE,
            reason=WHY_CHANGED if "timestamp" in context else WHY_TYPED,
        )

    def get_password_change_redirect_url(self, request):
        from django.urls import reverse

        return reverse("account:security")

    def get_client_ip(self, request):
        return super().get_client_ip(request) or "0.0.0.0"  # noqa: S104, a socket has no address


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _WRONG_CODE,
        "cannot_delete_authenticator": _("Staff cannot do without a second factor."),
        "unverified_email": _("Please confirm your e-mail address first."),
    }

    def get_totp_issuer(self):
        return kept.site().short_name or allauth_context.request.get_host()

    def _get_site_name(self):
        return self.get_totp_issuer()

    def encrypt(self, text):
        """A copy of the database alone must not be enough to make anybody's codes."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}


def _keys() -> MultiFernet:
    """Made from the secret, and from those before it, so that changing the secret locks nobody out."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor:" + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
