"""The people of a registration: one form for each, and the set of them."""

import unicodedata

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from beijing_ngo.core import kept
from beijing_ngo.core.language import current
from events.forms.questions import PLEASE_FILL_IN, AsksQuestions
from events.operations import Person
from events.operations.people import FIELDS

MOST_PEOPLE = 30  # in one form; an organisation's quota is usually much smaller
NAMES = ("family_name", "given_name", "latin_name", "email")
_BETWEEN = set(" .,'’-‐()·")


def needs_hint() -> str:
    days = kept.site().needs_data_days
    return ngettext(
        "For example wheelchair access, sign language, halal or vegetarian food. Only those who run the event see "
        "it; it is deleted %(days)d day after the event.",
        "For example wheelchair access, sign language, halal or vegetarian food. Only those who run the event see "
        "it; it is deleted %(days)d days after the event.",
        days,
    ) % {"days": days}


class PersonForm(AsksQuestions, forms.Form):
    """One person. `fixed_email` is the address of somebody who registers themselves: it cannot be another."""

    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=60, required=False)
    given_name = forms.CharField(
        label=gettext_lazy("Given name"), max_length=60, error_messages={"required": PLEASE_FILL_IN}
    )
    latin_name = forms.CharField(
        label=gettext_lazy("Name in Latin letters"),
        max_length=120,
        help_text=gettext_lazy(
            "As in the passport or identity card, for example LIN Wei; printed on the badge."
        ),
        error_messages={"required": PLEASE_FILL_IN},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        error_messages={
            "required": PLEASE_FILL_IN,
            "invalid": gettext_lazy("This address is not complete. A whole one looks like name@example.org."),
        },
    )
    position = forms.CharField(label=pgettext_lazy("at work", "Position"), max_length=120, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the e-mails"), choices=settings.LANGUAGES)
    needs = forms.CharField(label=gettext_lazy("Needs"), max_length=300, required=False)
    photo_consent = forms.BooleanField(
        label=gettext_lazy("Agrees to be photographed at the event; the pictures may stand on this website"),
        required=False,
    )

    def __init__(self, *args, fixed_email: str = "", is_self: bool = False, number: int = 1, **kwargs):
        initial = {"language": current()} | (kwargs.pop("initial", None) or {})
        kwargs.setdefault("answered", initial.pop("answered", None))
        super().__init__(*args, initial=initial, **kwargs)
        self.number, self.is_self = number, is_self
        self.fields["needs"].help_text = needs_hint()
        for name, field in self.fields.items():
            if name in FIELDS and isinstance(field.widget, forms.TextInput | forms.EmailInput):
                field.widget.attrs["autocomplete"] = _AUTOCOMPLETE.get(name, "off") if is_self else "off"
        if fixed_email:
            self.fields["email"].disabled = True
            self.initial["email"] = fixed_email

    @staticmethod
    def initial_of(person) -> dict:
        """What a form says of somebody who is known: an Attendee, a Person."""
        return {name: getattr(person, name) for name in FIELDS}

    @property
    def heading(self) -> str:
        return _("Person %(number)d") % {"number": self.number}

    @property
    def name_fields(self) -> list:
        return [
            self[name]
            for name in ("family_name", "given_name", "latin_name", "email", "position", "language")
        ]

    def clean_latin_name(self):
        name = " ".join(unicodedata.normalize("NFKC", self.cleaned_data["latin_name"]).split())
        is_latin = all(sign in _BETWEEN or _is_latin(sign) for sign in name) and any(map(_is_latin, name))
        if not is_latin:
            raise ValidationError(_("Please use Latin letters."), code="not_latin")
        return name

    def person(self) -> Person:
        return Person(**{name: self.cleaned_data[name] for name in FIELDS}, answers=self.answers())


_AUTOCOMPLETE = {
    "family_name": "family-name",
    "given_name": "given-name",
    "email": "email",
    "position": "organization-title",
}


def _is_latin(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(("LATIN ", "COMBINING ", "MODIFIER LETTER "))


class PeopleFormSet(BaseFormSet):
    """The people one after the other. `is_judged=False` draws them again without saying what is wrong."""

    default_error_messages = {
        **BaseFormSet.default_error_messages,
        "missing_management_form": gettext_lazy("The form arrived incomplete. Please send it once more."),
        "too_many_forms": gettext_lazy("There are more people on the form than can be registered at once."),
        "too_few_forms": gettext_lazy("Please name at least one person."),
    }

    def __init__(self, *args, is_judged: bool = True, own_email: str = "", **kwargs):
        self.is_judged, self.own_email = is_judged, own_email.lower()
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index):
        own = self._is_own(index)
        return {
            **super().get_form_kwargs(index),
            "empty_permitted": False,
            "is_judged": self.is_judged,
            "number": index + 1 if index is not None else 0,
            "is_self": own,
        }

    def full_clean(self):
        if self.is_judged:
            return super().full_clean()
        self._errors, self._non_form_errors = [{} for _form in self.forms], self.error_class()
        return None

    def clean(self):
        seen = set()
        for form in self.forms:
            address = form.cleaned_data.get("email", "").lower()
            if address and address in seen:
                form.add_error("email", _("This address is on the form twice; everybody needs their own."))
            seen.add(address)

    def people(self) -> list[Person]:
        return [form.person() for form in self.forms]

    @cached_property
    def filled(self) -> int:
        """How many people the form names so far."""
        return sum(1 for form in self.forms if any(form[name].value() for name in NAMES))

    def _is_own(self, index) -> bool:
        if index is None or not self.own_email:
            return False
        if self.is_bound:
            address = self.data.get(f"{self.add_prefix(index)}-email", "")
        else:
            address = self.initial[index].get("email", "") if self.initial else ""
        return address.strip().lower() == self.own_email


def people_forms(*, most: int = MOST_PEOPLE, **kwargs) -> PeopleFormSet:
    """The set of forms for at most so many people; `form_kwargs` carry questions, files and a fixed address."""
    made = formset_factory(
        PersonForm,
        formset=PeopleFormSet,
        extra=0,
        min_num=0,
        max_num=most,
        absolute_max=most + 10,
        validate_max=True,
    )
    return made(prefix="people", **kwargs)
