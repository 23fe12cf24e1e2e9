"""The address of somebody who registers without an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.questions import PLEASE_FILL_IN


class GuestAddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send a link that opens the form; it is good for 48 hours."),
        error_messages={
            "required": PLEASE_FILL_IN,
            "invalid": _("This address is not complete. A whole one looks like name@example.org."),
        },
    )
