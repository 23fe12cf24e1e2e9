"""The forms people fill in to register: each person, the desk's questions, and the whole party."""

from events.forms.files import Owner, SentFiles
from events.forms.guests import GuestAddressForm
from events.forms.party import PartyForm
from events.forms.people import PeopleFormSet, PersonForm, people_forms
from events.forms.questions import QuestionsForm

__all__ = [
    "GuestAddressForm",
    "Owner",
    "PartyForm",
    "PeopleFormSet",
    "PersonForm",
    "QuestionsForm",
    "SentFiles",
    "people_forms",
]
