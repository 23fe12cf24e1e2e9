"""The form by which an organisation applies for membership."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from beijing_ngo.core.language import CHINESE, ENGLISH
from beijing_ngo.core.models import Theme
from beijing_ngo.core.uploads import validate_document
from members.credit_code import normalise, validate_credit_code
from members.models import ApplicationUpload, LegalForm, PaperKind
from members.operations.applications import discard

ACCEPTED = (".pdf", ".jpg", ".jpeg", ".png", ".docx")
MOST_OTHERS = 5
TEXTS = {"name": 200, "short_name": 80}  # in both languages
LINES = {"registration_authority": 120, "city": 80}  # in the language of the name


def _size() -> str:
    return _("PDF, JPEG, PNG or Word (docx), at most %(size)s.") % {
        "size": filesizeformat(settings.MAX_DOCUMENT_BYTES)
    }


FILE_HINT = lazy(_size, str)()


def validate_paper(file) -> None:
    if Path(file.name).suffix.lower() not in ACCEPTED:
        raise forms.ValidationError(
            _("Files of this kind are not accepted. Accepted are: %(kinds)s."),
            params={"kinds": ", ".join(sorted(kind[1:] for kind in ACCEPTED))},
            code="wrong_kind",
        )
    validate_document(file)


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    widget = SeveralFiles

    def clean(self, data, initial=None):
        """Each file by itself; a good one is not lost because its neighbour is bad."""
        self.good, errors = [], []
        for one in data or []:
            try:
                self.good.append(super().clean(one, initial))
            except forms.ValidationError as error:
                errors += [f"{one.name}: {' '.join(error.messages)}"]
        if errors:
            raise forms.ValidationError(errors)
        return self.good


class PapersForm(forms.Form):
    """Files that wait at the server while the form is put right, bound to the person who sends them."""

    certificate = forms.FileField(label=_("Registration certificate"), required=False)
    charter = forms.FileField(label=_("Charter"), required=False)
    others = SeveralFilesField(label=_("Other documents"), required=False)

    paper_kinds = {
        "certificate": PaperKind.CERTIFICATE,
        "charter": PaperKind.CHARTER,
        "others": PaperKind.OTHER,
    }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name in self.paper_kinds:
            if name in self.fields:
                field = self.fields[name]
                field.validators = [*field.validators, validate_paper]
                field.help_text = FILE_HINT
                field.widget.attrs["accept"] = ",".join(ACCEPTED)

    @property
    def uploads(self):
        """Read anew each time: what was sent a moment ago is among them."""
        return list(ApplicationUpload.objects.of(self.user).filter(kind__in=self._kinds()))

    def kept(self, name):
        return [one for one in self.uploads if one.kind == self.paper_kinds[name]]

    @property
    def papers(self):
        """The fields of files, each with those that are there already."""
        return [(self[name], self.kept(name)) for name in self.paper_kinds if name in self.fields]

    def keep(self) -> None:
        """Keep the files that were accepted, whatever else is wrong with the form."""
        for name, kind in self.paper_kinds.items():
            if name not in self.fields:
                continue
            if kind == PaperKind.OTHER:
                self._keep_others(self.fields[name])
            elif file := self.cleaned_data.get(name):
                for former in self.kept(name):
                    discard(former)
                ApplicationUpload.objects.create(user=self.user, kind=kind, file=file)

    def _keep_others(self, field):
        room = max(MOST_OTHERS - len(self.kept("others")), 0)
        good = getattr(field, "good", [])
        for file in good[:room]:
            ApplicationUpload.objects.create(user=self.user, kind=PaperKind.OTHER, file=file)
        if len(good) > room:
            self.add_error(
                "others", _("At most %(count)d other documents are accepted.") % {"count": MOST_OTHERS}
            )

    def _kinds(self):
        return [kind for name, kind in self.paper_kinds.items() if name in self.fields]


def _this_year() -> int:
    return timezone.localdate().year


class OrganisationFields(forms.Form):
    """What the association has to know about an organisation that wants to join."""

    name_zh_hans = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    name_en = forms.CharField(
        label=_("Name in English"), max_length=200, required=False, help_text=_("One of the two is enough.")
    )
    short_name_zh_hans = forms.CharField(label=_("Short name in Chinese"), max_length=80, required=False)
    short_name_en = forms.CharField(label=_("Short name in English"), max_length=80, required=False)
    legal_form = forms.ChoiceField(label=_("Legal form"), choices=[("", "—"), *LegalForm.choices])
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        required=False,
        help_text=_(
            "18 characters, without the letters I and O. Organisations that have none leave it empty, "
            "such as those registered abroad."
        ),
    )
    registration_authority = forms.CharField(
        label=_("Registration authority"), max_length=120, required=False
    )
    founded_year = forms.IntegerField(
        label=_("Founded in (year)"),
        required=False,
        validators=[MinValueValidator(1700), MaxValueValidator(_this_year)],
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    country = forms.ChoiceField(label=_("Country or region"), choices=lazy(lambda: list(countries), list)())
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    email = forms.EmailField(label=_("E-mail of the organisation"))
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    description_zh_hans = forms.CharField(
        label=_("What the organisation does, in Chinese"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    description_en = forms.CharField(
        label=_("What the organisation does, in English"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"),
        queryset=Theme.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    detail_fields = [
        *("name_zh_hans", "name_en", "short_name_zh_hans", "short_name_en", "legal_form", "credit_code"),
        *("founded_year", "country", "website", "email", "phone", "description_zh_hans", "description_en"),
    ]

    def clean_credit_code(self):
        code = normalise(self.cleaned_data["credit_code"])
        if code:
            validate_credit_code(code)
        return code

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name_zh_hans") and not cleaned.get("name_en"):
            self.add_error("name_zh_hans", _("Please give the name in at least one of the two languages."))
        return cleaned

    def details(self) -> dict:
        cleaned = self.cleaned_data
        details = {name: cleaned[name] for name in self.detail_fields}
        column = "zh_hans" if cleaned["name_zh_hans"] else "en"
        return details | {f"{name}_{column}": cleaned[name] for name in LINES}


def details_of(organisation) -> dict:
    """What the form is filled in with when an organisation applies again."""
    language = CHINESE if organisation.name_zh_hans else ENGLISH
    details = {name: getattr(organisation, name) for name in OrganisationFields.detail_fields}
    details |= {name: organisation.text(name, language) for name in LINES}
    return details | {"country": organisation.country.code, "themes": list(organisation.themes.all())}


class AgainForm(PapersForm):
    """Why an organisation wants to join, and its papers; the whole form of one whose page is public already."""

    motivation = forms.CharField(
        label=_("Why your organisation wants to join"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In either language: what you do abroad, and what you would like to do together."),
    )
    declared = forms.BooleanField(
        label=_(
            "I may apply for this organisation, what I have written is true, and we keep to the association's charter."
        )
    )

    def clean(self):
        cleaned = super().clean()
        has_one = cleaned.get("certificate") or self.kept("certificate")
        if "certificate" not in self.errors and not has_one:
            self.add_error("certificate", _("Please add the registration certificate."))
        return cleaned

    def details(self) -> dict:
        return {}


class ApplicationForm(AgainForm, OrganisationFields):
    """A new organisation, or one whose page is still a draft: with its details."""

    def details(self) -> dict:
        return OrganisationFields.details(self)


class AnswerForm(PapersForm):
    certificate = charter = None
    text = forms.CharField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    field_order = ["text", "others"]
