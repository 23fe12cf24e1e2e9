"""The forms of signing in and signing up: the library's checks under the portal's words."""

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import kept
from beijing_ngo.core.models import Page
from members.models import User

PRIVACY = "privacy"  # the part of its address
PASSWORD_HINT = _(
    "At least eight characters, not only figures, and nothing that everybody uses or that resembles your name."
)
CODE_HINT = _("Six figures; they stand in the mail.")


def _forgotten() -> str:
    return format_html(
        '<a href="{}">{}</a>', reverse("account_reset_password"), _("Forgotten your password?")
    )


class Worded:
    """Labels and hints of the portal's own; no words inside the controls."""

    words = {
        "email": _("E-mail"),
        "login": _("E-mail"),
        "password": _("Password"),
        "remember": _("Keep me signed in on this device"),
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("The same password once more"),
        "code": _("Code"),
    }
    hints = {
        "password": lazy(_forgotten, str)(),
        "oldpassword": lazy(_forgotten, str)(),
        "password1": PASSWORD_HINT,
        "code": CODE_HINT,
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class LoginForm(Worded, allauth.LoginForm):
    pass


class RequestLoginCodeForm(Worded, allauth.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(Worded, allauth.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(Worded, allauth.ConfirmEmailVerificationCodeForm):
    pass


class AddEmailForm(Worded, allauth.AddEmailForm):
    words = Worded.words | {"email": _("New e-mail address")}


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):
    pass


class SetPasswordForm(Worded, allauth.SetPasswordForm):
    pass


class ResetPasswordForm(Worded, allauth.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Worded, allauth.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Worded, allauth.ReauthenticateForm):
    pass


def _agreement():
    """The sentence to agree to; it leads to the privacy page as soon as there is one."""
    if not kept.value("privacy page", lambda: Page.objects.public().filter(slug=PRIVACY).exists()):
        return str(_("I agree that my personal data are kept for my account and what I register for."))
    url = reverse("page", args=[PRIVACY])
    return format_html(str(_('I have read how <a href="{}">personal data are treated</a> and agree.')), url)


class SignupForm(Worded, allauth.SignupForm):
    """An account of one's own: who it is, in which language to write to them, and their agreement."""

    words = Worded.words | {"password1": _("Password")}
    field_order = [
        "email",
        "family_name",
        "given_name",
        "latin_name",
        "preferred_language",
        "password1",
        "password2",
        "agreed",
    ]

    family_name = forms.CharField(
        label=_("Family name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    given_name = forms.CharField(
        label=_("Given name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    latin_name = forms.CharField(label=_("Name in Latin letters"), max_length=120, required=False)
    preferred_language = forms.ChoiceField(
        label=_("Language of our mails to you"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label=lazy(_agreement, str)())

    hints = Worded.hints | {"latin_name": _("As in the passport, for example WANG Fang.")}

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"preferred_language": get_language()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_latin_name(self):
        return latin_letters(self.cleaned_data["latin_name"])


def latin_letters(name: str) -> str:
    """The name if it is written in Latin letters; it is printed on badges and in invitation letters."""
    from beijing_ngo.core.typography import has_han

    if has_han(name):
        raise forms.ValidationError(_("Please use Latin letters."), code="not_latin")
    return name.strip()


class ProfileForm(forms.ModelForm):
    """What a person may change about themselves without proving anything."""

    class Meta:
        model = User
        fields = ["family_name", "given_name", "latin_name", "preferred_language", "phone"]
        widgets = {
            "family_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "given_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "preferred_language": forms.RadioSelect,
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }
        labels = {"preferred_language": _("Language of our mails to you")}
        help_texts = {"phone": _("With the country code outside mainland China.")}

    def clean_latin_name(self):
        return latin_letters(self.cleaned_data["latin_name"])


class DeleteAccountForm(forms.Form):
    """Deleting is confirmed by typing one's own address."""

    email = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("Type it to confirm that the account is to be deleted."),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self):
        email = self.cleaned_data["email"].strip()
        if email.lower() != self.user.email.lower():
            raise forms.ValidationError(_("This is not the address of this account."), code="other_address")
        return email
