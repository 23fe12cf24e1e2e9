"""Small forms of an organisation's own pages."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.account_forms import latin_letters
from members.models import Colleague, RepresentativeRole


class RenewForm(forms.Form):
    remarks = forms.CharField(
        label=_("What has changed, or what you would like to tell us"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    checked = forms.BooleanField(
        label=_(
            "I have checked the details of our organisation; they are right, or I have said what has changed."
        )
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=RepresentativeRole,
        initial=RepresentativeRole.DELEGATE,
        widget=forms.RadioSelect,
        help_text=_("Contacts register colleagues and look after the membership; delegates take part."),
    )
    family_name = forms.CharField(label=_("Family name"), max_length=60, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=60, required=False)
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"language": get_language(), "role": "delegate"} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class ColleagueForm(forms.ModelForm):
    class Meta:
        model = Colleague
        fields = ["family_name", "given_name", "latin_name", "email", "position", "language"]
        widgets = {"language": forms.RadioSelect}
        labels = {"language": _("Language of our mails")}

    def clean_latin_name(self):
        return latin_letters(self.cleaned_data["latin_name"])

    def validate_unique(self):
        """Within the organisation, which is no field of the form."""
        exclude = self._get_validation_exclusions() - {"organisation"}
        try:
            self.instance.validate_constraints(exclude=exclude)
        except forms.ValidationError as error:
            self.add_error("email", error.messages)
