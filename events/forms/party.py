"""The whole form of a registration: its people, the questions asked of all of them, and what it was opened with."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.forms.files import Owner, SentFiles
from events.forms.people import MOST_PEOPLE, NAMES, people_forms
from events.forms.questions import QuestionsForm
from events.models import QuestionPer
from events.questions import asked_of, version_of
from events.refusals import NotAsked, PersonProblem, QuestionsChanged
from events.ways import Way

TOTAL, INITIAL = "people-TOTAL_FORMS", "people-INITIAL_FORMS"
BUTTONS = ("add", "remove", "fill", "colleague", "let_go", "save", "send")
NOT_KEPT = {"csrfmiddlewaretoken", "has_draft", *BUTTONS}


@dataclass
class Typed:
    """What was typed, as the form sent it, and the changes that the form's own buttons make to it."""

    data: QueryDict

    @property
    def count(self) -> int:
        total = self.data.get(TOTAL, "")
        return min(int(total), MOST_PEOPLE) if total.isdecimal() else 0

    def add(self, facts: dict | None = None) -> int:
        """One more person, or the first form left empty where somebody known is filled in; returns whose it is."""
        empty = [place for place in range(self.count) if not self._names(place)] if facts else []
        place = empty[0] if empty else self.count
        for name, value in (facts or {}).items():
            self.data[f"people-{place}-{name}"] = value
        self.data[TOTAL] = str(max(self.count, place + 1))
        return place

    def remove(self, place: int) -> None:
        """Those behind move up; the last one left cannot be removed."""
        if self.count < 2 or not 0 <= place < self.count:
            return
        people = [self._of(at) for at in range(self.count) if at != place]
        for name in [name for name in self.data if self._place(name) is not None]:
            del self.data[name]
        for at, fields in enumerate(people):
            for field, values in fields.items():
                self.data.setlist(f"people-{at}-{field}", values)
        self.data[TOTAL] = str(len(people))

    def to_keep(self) -> dict[str, list[str]]:
        return {name: values for name, values in self.data.lists() if name not in NOT_KEPT}

    @classmethod
    def from_kept(cls, kept: dict[str, list[str]]):
        data = QueryDict(mutable=True)
        for name, values in kept.items():
            data.setlist(name, values)
        return cls(data)

    def _of(self, place: int) -> dict:
        start = f"people-{place}-"
        return {n.removeprefix(start): v for n, v in self.data.lists() if n.startswith(start)}

    def _names(self, place: int) -> bool:
        return any(self.data.get(f"people-{place}-{name}", "").strip() for name in NAMES)

    @staticmethod
    def _place(name: str) -> int | None:
        start, _dash, rest = name.partition("-")
        number = rest.partition("-")[0]
        return int(number) if start == "people" and number.isdecimal() else None


class WholeForm:
    """Some people and the questions asked of all of them, sent together: `people`, `general`, `typed`, `version`."""

    @property
    def parts(self) -> list:
        """What the list of errors goes through, in the order of the page."""
        return [self.people, self.general]

    def is_valid(self) -> bool:
        valid = [part.is_valid() for part in self.parts]
        if self.typed.data.get("questions_version") != self.version:
            self.refuse(QuestionsChanged())
            return False
        if any(form.not_asked() for form in [*self.people.forms, self.general]):
            self.refuse(NotAsked())
            return False
        return all(valid)

    def refuse(self, refusal) -> None:
        """Say a refusal where it belongs: beside the people it is about, else above the form."""
        about = []
        if isinstance(refusal, PersonProblem):
            addresses = {email.lower() for email in refusal.emails}
            about = [f for f in self.people.forms if f.cleaned_data.get("email", "").lower() in addresses]
        for form in about:
            form.add_error("email", str(refusal))
        if not about:
            self.people.non_form_errors().append(str(refusal))


class PartyForm(WholeForm):
    """`way` says in which capacity; only a contact names several people. `first` are those named to begin with."""

    def __init__(
        self,
        *,
        way: Way,
        questions,
        typed: Typed | None = None,
        sent: SentFiles | None = None,
        first: list[dict[str, Any]] = (),
        is_judged: bool = True,
    ):
        self.way, self.questions, self.typed = way, questions, typed
        self.version = version_of(questions)
        data = typed.data if typed else None
        of_each = {
            "questions": asked_of(questions, QuestionPer.ATTENDEE),
            "sent": sent,
            "fixed_email": "" if way.may_bring_others else way.email,
        }
        self.people = people_forms(
            most=MOST_PEOPLE if way.may_bring_others else 1,
            data=data,
            initial=None if typed else list(first),
            form_kwargs=of_each,
            is_judged=is_judged,
            own_email=way.email,
        )
        self.general = QuestionsForm(
            data=data,
            questions=asked_of(questions, QuestionPer.REGISTRATION),
            sent=sent,
            is_judged=is_judged,
        )
        if way.may_bring_others:
            self.general.fields["save_people"] = forms.BooleanField(
                label=_("Keep these people among the organisation's colleagues, to be filled in next time"),
                required=False,
            )

    @property
    def save_people(self):
        return self.general["save_people"] if self.way.may_bring_others else None


def sent_files(way: Way, questions, data, files) -> SentFiles:
    return SentFiles(Owner(user=way.user, guest_email=way.guest_email), questions, data, files)
