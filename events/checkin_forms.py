"""What is typed at the door."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.operations import Person
from events.refusals import AlreadyRegistered, NamedTwice, OfAnotherOrganisation, QuotaExceeded
from members.models import Membership, Organisation

FIELD_OF = {
    AlreadyRegistered: "email",
    NamedTwice: "email",
    OfAnotherOrganisation: "organisation",
    QuotaExceeded: "organisation",
}


class EntryForm(forms.Form):
    """A scanned code, a typed reference, or a name."""

    code = forms.CharField(max_length=500)


class ListForm(forms.Form):
    q = forms.CharField(label=_("Name or organisation"), max_length=100, required=False)
    missing = forms.BooleanField(label=_("Only those not here yet"), required=False)


class WalkInForm(forms.Form):
    """Somebody who comes without having registered."""

    family_name = forms.CharField(label=_("Family name"), max_length=60, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=60)
    latin_name = forms.CharField(
        label=_("Name in Latin letters"),
        max_length=120,
        required=False,
        help_text=_("As in the passport, for example WANG Fang."),
    )
    email = forms.EmailField(label=pgettext_lazy("form", "E-mail"), max_length=254)
    organisation = forms.ModelChoiceField(
        label=_("Member organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None: comes as a guest"),
    )
    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        members = Membership.objects.in_force(timezone.localdate()).values("organisation")
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=members).only(
            "name_zh_hans", "name_en", "slug"
        )

    def person(self) -> Person:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "organisation"}
        return Person(**facts)

    def refuse(self, refusal) -> None:
        """Say a refusal beside the field it is about."""
        self.add_error(FIELD_OF.get(type(refusal)), str(refusal))
