"""What is asked before a letter is written: it stands in the letter word for word."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from beijing_ngo.core.language import CHINESE, ENGLISH, TAGS, written
from beijing_ngo.core.models import IssuedLanguage
from delegations.models import Delegation, DelegationMember, ItineraryKind
from delegations.papers import words
from delegations.papers.visa import Journey

COLUMNS = {CHINESE: "zh_hans", ENGLISH: "en"}
NEEDED_IN = {
    IssuedLanguage.CHINESE: (CHINESE,),
    IssuedLanguage.ENGLISH: (ENGLISH,),
    IssuedLanguage.BOTH: words.BOTH,
}


def _text(label, language, *, long=False, **options):
    widget = UnfoldAdminTextareaWidget if long else UnfoldAdminTextInputWidget
    attrs = {"lang": TAGS[language], **({"rows": 3} if long else {})}
    return forms.CharField(
        label=label, required=False, max_length=500 if long else 160, widget=widget(attrs=attrs), **options
    )


class LetterForm(forms.Form):
    """Texts come in pairs, one for each language; which of them are needed depends on the language of the letter."""

    pairs = ()

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=IssuedLanguage,
        initial=IssuedLanguage.BOTH,
        widget=UnfoldAdminSelectWidget,
    )

    def clean(self):
        """What a letter says, it says in all its languages."""
        data = super().clean()
        needed = NEEDED_IN.get(data.get("language"), ())
        for pair in self.pairs:
            given = {language: data.get(f"{pair}_{column}") for language, column in COLUMNS.items()}
            for language in needed:
                name = f"{pair}_{COLUMNS[language]}"
                if any(given.values()) and not given[language] and name not in self.errors:
                    self.add_error(
                        name, _("The letter is in this language too, so it needs this here as well.")
                    )
        return data

    def said(self, pair: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{pair}_{column}"] for language, column in COLUMNS.items()}


class InvitationForm(LetterForm):
    pairs = ("purpose", "costs")

    purpose_zh_hans = _text(gettext_lazy("Purpose of the visit, in Chinese"), CHINESE, long=True)
    purpose_en = _text(gettext_lazy("Purpose of the visit, in English"), ENGLISH, long=True)
    costs_zh_hans = _text(
        gettext_lazy("Who pays for what, in Chinese"),
        CHINESE,
        long=True,
        help_text=gettext_lazy("Stands in the letter word for word; may stay empty."),
    )
    costs_en = _text(gettext_lazy("Who pays for what, in English"), ENGLISH, long=True)

    def __init__(self, *args, delegation: Delegation, **kwargs):
        super().__init__(*args, **kwargs)
        for language, column in COLUMNS.items():
            self.initial.setdefault(f"purpose_{column}", written(delegation, "purpose", language)[:500])


class VisaLetterForm(LetterForm):
    pairs = ("position", "employer", "purpose", "route", "costs")

    passport_name = forms.CharField(
        label=gettext_lazy("Name as in the passport"),
        max_length=120,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("In Latin letters, in the order and spelling of the passport."),
    )
    starts_on = forms.DateField(label=gettext_lazy("Journey from"), widget=UnfoldAdminDateWidget)
    ends_on = forms.DateField(label=gettext_lazy("Journey to"), widget=UnfoldAdminDateWidget)
    position_zh_hans = _text(gettext_lazy("Position, in Chinese"), CHINESE)
    position_en = _text(gettext_lazy("Position, in English"), ENGLISH)
    employer_zh_hans = _text(gettext_lazy("Employer, in Chinese"), CHINESE)
    employer_en = _text(gettext_lazy("Employer, in English"), ENGLISH)
    purpose_zh_hans = _text(gettext_lazy("Purpose of the visit, in Chinese"), CHINESE, long=True)
    purpose_en = _text(gettext_lazy("Purpose of the visit, in English"), ENGLISH, long=True)
    route_zh_hans = _text(gettext_lazy("Route, in Chinese"), CHINESE)
    route_en = _text(gettext_lazy("Route, in English"), ENGLISH)
    costs_zh_hans = _text(
        gettext_lazy("Who pays for what, in Chinese"),
        CHINESE,
        long=True,
        help_text=gettext_lazy("Stands in the letter word for word; may stay empty."),
    )
    costs_en = _text(gettext_lazy("Who pays for what, in English"), ENGLISH, long=True)

    def __init__(self, *args, member: DelegationMember, **kwargs):
        super().__init__(*args, **kwargs)
        delegation = member.delegation
        known = {
            "passport_name": member.latin_name or words.name(member, ENGLISH),
            "starts_on": delegation.starts_on,
            "ends_on": delegation.ends_on,
        }
        stops = list(delegation.itinerary.exclude(kind=ItineraryKind.TRAVEL).only(*_CITY))
        for language, column in COLUMNS.items():
            organisation = member.organisation
            cities = dict.fromkeys(city for stop in stops if (city := written(stop, "city", language)))
            known |= {
                f"position_{column}": written(member, "position", language),
                f"employer_{column}": written(organisation, "name", language) if organisation else "",
                f"purpose_{column}": written(delegation, "purpose", language)[:500],
                f"route_{column}": ("—" if language == CHINESE else " – ").join(cities)[:160],
            }
        self.initial = known | self.initial

    def journey(self) -> Journey:
        data = self.cleaned_data
        return Journey(
            passport_name=data["passport_name"].strip(),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            **{pair: self.said(pair) for pair in self.pairs},
        )


_CITY = ("city_zh_hans", "city_en", "delegation_id", "date", "starts")
