"""Forms of the pages that stand beside the records: people, reasons, exports."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from beijing_ngo.core.language import current
from events.models import Attendee, Registration
from events.operations import Person
from events.operations.people import FIELDS
from events.refusals import PersonProblem, ReasonMissing
from members.models import Organisation

WIDGETS = {
    "email": UnfoldAdminEmailInputWidget,
    "language": UnfoldAdminSelectWidget,
    "photo_consent": UnfoldBooleanSwitchWidget,
}


class PersonForm(forms.ModelForm):
    """One person as the operations take them. The rules about who may come stand there, not here."""

    class Meta:
        model = Attendee
        fields = FIELDS
        widgets = {name: WIDGETS.get(name, UnfoldAdminTextInputWidget)() for name in FIELDS}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("language", current())

    def validate_unique(self):
        pass

    def _post_clean(self):
        """The row stays as it is: the operation locks, compares and writes it."""

    def person(self) -> Person:
        return Person(**{name: self.cleaned_data[name] for name in FIELDS})


class WalkInForm(PersonForm):
    organisation = forms.ModelChoiceField(
        label=_("organisation"),
        queryset=Organisation.objects.all(),
        required=False,
        widget=AutocompleteSelect(Registration._meta.get_field("organisation"), admin.site),
    )
    checked_in = forms.BooleanField(
        label=_("is here now and checked in"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={"required": ReasonMissing.message},
        help_text=_("It is told to those who registered, in these words."),
    )


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=_("format"),
        choices=[("xlsx", _("Excel (XLSX)")), ("csv", "CSV")],
        widget=UnfoldAdminSelectWidget,
    )
    language = forms.ChoiceField(
        label=_("language of the headings"),
        choices=settings.LANGUAGES,
        widget=UnfoldAdminSelectWidget,
    )
    everybody = forms.BooleanField(
        label=_("also those who are pending, waiting, declined or cancelled"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )


def refuse(form, refusal) -> None:
    """What an operation says stands at the address it is about, or above the form."""
    name = None
    if isinstance(refusal, PersonProblem):
        name = "email"
    elif isinstance(refusal, ReasonMissing):
        name = "reason"
    form.add_error(name if name in form.fields else None, str(refusal))
