"""What is typed in of a travel document, and of what its holder agreed to."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_countries import countries
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from beijing_ngo.core import kept
from beijing_ngo.core.models import SiteSettings
from delegations.models import ConsentChannel, Delegation, TravelDocument, TravelDocumentKind
from delegations.operations.travel_documents import Consent, Content
from delegations.scans import KINDS, Scan, validate_scan

LABELS = {
    "number": pgettext_lazy("travel document", "number"),
    "holder": gettext_lazy("name as printed"),
    "date_of_birth": gettext_lazy("date of birth"),
    "sex": gettext_lazy("sex"),
    "nationality": gettext_lazy("nationality"),
    "issued_on": gettext_lazy("issued on"),
    "expires_on": gettext_lazy("expires on"),
    "place": gettext_lazy("place or authority of issue"),
    "visa_kind": gettext_lazy("kind of visa"),
    "note": gettext_lazy("note"),
}
SEXES = [("", "—"), ("F", gettext_lazy("female")), ("M", gettext_lazy("male")), ("X", "X")]


def _text(label, *, most=120, needed=False, **options):
    # Browsers remember what was typed and offer it to the next person.
    widget = UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, max_length=most, required=needed, widget=widget, **options)


def _day(label, **options):
    return forms.DateField(
        label=label, required=False, widget=UnfoldAdminDateWidget(attrs={"autocomplete": "off"}), **options
    )


def _moment(label, **options):
    return forms.SplitDateTimeField(label=label, widget=UnfoldAdminSplitDateTimeWidget, **options)


class TravelDocumentForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("kind"), choices=TravelDocumentKind, widget=UnfoldAdminSelectWidget
    )
    number = _text(LABELS["number"], most=40)
    holder = _text(LABELS["holder"], help_text=gettext_lazy("Letter by letter, capitals too."))
    date_of_birth = _day(LABELS["date_of_birth"])
    sex = forms.ChoiceField(
        label=LABELS["sex"], choices=SEXES, required=False, widget=UnfoldAdminSelectWidget
    )
    nationality = forms.ChoiceField(
        label=LABELS["nationality"], required=False, widget=UnfoldAdminSelect2Widget
    )
    issued_on = _day(LABELS["issued_on"])
    expires_on = _day(LABELS["expires_on"])
    place = _text(LABELS["place"])
    visa_kind = _text(
        LABELS["visa_kind"],
        most=60,
        help_text=gettext_lazy("For a visa: class, entries, length of stay."),
    )
    note = _text(LABELS["note"], most=300)
    scan = forms.FileField(
        label=gettext_lazy("scan"),
        required=False,
        validators=[validate_scan],
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ",".join(KINDS)}),
        help_text=gettext_lazy(
            "PDF, JPEG or PNG, only where the number alone does not do. It is encrypted like the data."
        ),
    )
    keep_scan = forms.BooleanField(
        label=gettext_lazy("keep the scan that is there"), required=False, widget=UnfoldBooleanSwitchWidget
    )

    purpose = _text(gettext_lazy("purpose"), most=200, needed=True)
    consent_at = _moment(gettext_lazy("consent given at"))
    consent_channel = forms.ChoiceField(
        label=gettext_lazy("how consent was given"), choices=ConsentChannel, widget=UnfoldAdminSelectWidget
    )
    consent_text = forms.CharField(
        label=gettext_lazy("what the person agreed to"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=gettext_lazy("Word for word, as the person has read it."),
    )
    passed_to = _text(
        gettext_lazy("handed on to"),
        most=200,
        help_text=gettext_lazy("An embassy, a host abroad, an agency: who, and in which country."),
    )
    separate_consent_at = _moment(
        gettext_lazy("separate consent given at"),
        required=False,
        help_text=gettext_lazy(
            "Needed for a scan, for handing the data on and, under the age of 14, from a parent or guardian."
        ),
    )

    paper = (
        ("kind", "number"),
        ("holder", "nationality"),
        ("date_of_birth", "sex"),
        ("issued_on", "expires_on"),
        ("place", "visa_kind"),
        ("note",),
        ("scan",),
        ("keep_scan",),
    )
    agreed = (
        ("purpose",),
        ("consent_text",),
        ("consent_at",),
        ("consent_channel",),
        ("passed_to",),
        ("separate_consent_at",),
    )

    def __init__(self, *args, delegation: Delegation, document: TravelDocument | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nationality"].choices = [("", "—"), *countries]
        if document is None or not document.scan_name:
            del self.fields["keep_scan"]
        self.initial = _agreed_before(document) if document else _usual(delegation)

    def parts(self):
        """The rows of the form under their headings."""
        return [
            (_("The document"), self._rows(self.paper)),
            (_("Consent"), self._rows(self.agreed)),
        ]

    def _rows(self, rows):
        shown = ([self[name] for name in row if name in self.fields] for row in rows)
        return [row for row in shown if row]

    def content(self) -> Content:
        return Content(**{name: self.cleaned_data[name] for name in Content.__dataclass_fields__})

    def consent(self) -> Consent:
        data = self.cleaned_data
        return Consent(
            purpose=data["purpose"],
            given_at=data["consent_at"],
            text=data["consent_text"],
            channel=data["consent_channel"],
            separate_at=data["separate_consent_at"],
            passed_to=data["passed_to"],
        )

    def scan_sent(self) -> Scan | None:
        upload = self.cleaned_data["scan"]
        return Scan(upload.name, upload.read()) if upload else None


def _agreed_before(document: TravelDocument) -> dict:
    """The consent stands; what the document says is typed in anew, since showing it would be reading it."""
    names = (
        "kind",
        "purpose",
        "consent_at",
        "consent_channel",
        "consent_text",
        "passed_to",
        "separate_consent_at",
    )
    return {name: getattr(document, name) for name in names}


def _usual(delegation: Delegation) -> dict:
    return {
        "purpose": _("visas, tickets and invitation letters"),
        "consent_at": timezone.localtime().replace(second=0, microsecond=0),
        "consent_text": _(
            "I agree that %(association)s keeps the data of my travel document, and a scan where I hand one in, for "
            "the visit “%(visit)s”: for visas, tickets and invitation letters. The data are encrypted. Only colleagues "
            "who need them read them, and each reading is recorded. They are deleted %(days)d days after the return, or "
            "earlier when I ask for it."
        )
        % {
            "association": kept.site().name or _("the association"),
            "visit": delegation,
            "days": SiteSettings.load().travel_data_days,
        },
    }


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please say why.")},
    )
