"""The forms that change a registration: its people as they are and others beside them, or one who comes instead."""

from django import forms
from django.forms.formsets import formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from events.forms.party import Typed, WholeForm
from events.forms.people import MOST_PEOPLE, PeopleFormSet, PersonForm
from events.forms.questions import QuestionsForm
from events.models import QuestionMoment, QuestionPer
from events.operations import Person
from events.questions import asked_of, version_of
from events.refusals import RegistrationRefusal


class NobodyStays(RegistrationRefusal):
    message = _("At least one of those registered has to stay. To replace a person, name a substitute.")


class Lenient:
    """What is asked after approval may be answered bit by bit: it does not stand in the way of a correction."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for question, bound in zip(self.questions, self.question_fields, strict=True):
            if question.moment == QuestionMoment.APPROVAL:
                bound.field.required = False


class KnownPersonForm(Lenient, PersonForm):
    """A person on a registration; `there` is their number, empty for somebody new."""

    there = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SubstituteForm(PersonForm):
    heading = ""


class GeneralForm(Lenient, QuestionsForm):
    pass


class KnownPeopleFormSet(PeopleFormSet):
    """`answered`: number → what the person answered; `fixed`: number → the address that cannot be another."""

    def __init__(self, *args, answered: dict, fixed: dict, **kwargs):
        self.answered, self.fixed = answered, fixed
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index):
        number = self._there(index)
        return {
            **super().get_form_kwargs(index),
            "answered": self.answered.get(number),
            "fixed_email": self.fixed.get(number, ""),
        }

    def _there(self, index) -> int | None:
        if index is None:
            return None
        if not self.is_bound:
            return self.initial[index]["there"]
        typed = self.data.get(f"{self.add_prefix(index)}-there", "")
        return int(typed) if typed.isdecimal() else None


class ChangesForm(WholeForm):
    """All of a registration on one page, as it is or as it was typed."""

    def __init__(
        self,
        *,
        registration,
        attendees,
        answers,
        questions,
        fixed: dict[int, str],
        typed: Typed | None = None,
        sent=None,
        is_judged: bool = True,
        most: int = MOST_PEOPLE,
    ):
        self.attendees = {attendee.number: attendee for attendee in attendees}
        self.questions, self.typed = questions, typed
        self.version = version_of(questions)
        self.before = by_owner(answers)
        confirmed = registration.is_confirmed
        data = typed.data if typed else None
        made = formset_factory(
            KnownPersonForm,
            formset=KnownPeopleFormSet,
            extra=0,
            min_num=0,
            max_num=most,
            absolute_max=most + 10,
            validate_max=True,
        )
        self.people = made(
            data=data,
            prefix="people",
            initial=None if typed else [self._initial(attendee) for attendee in attendees],
            answered={number: self.before.get(one.pk) for number, one in self.attendees.items()},
            fixed=fixed,
            form_kwargs={
                "questions": asked_of(questions, QuestionPer.ATTENDEE, after_approval=confirmed),
                "sent": sent,
            },
            is_judged=is_judged,
        )
        self.general = GeneralForm(
            data=data,
            questions=asked_of(questions, QuestionPer.REGISTRATION, after_approval=confirmed),
            sent=sent,
            answered=self.before.get(None),
            is_judged=is_judged,
        )

    @staticmethod
    def _initial(attendee) -> dict:
        return PersonForm.initial_of(attendee) | {"there": attendee.number}

    @property
    def opened_with(self) -> str:
        """Who was on the form when it was opened: only they can have been taken off it."""
        if self.typed:
            return self.typed.data.get("opened_with", "")
        return ",".join(str(number) for number in self.attendees)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if valid and not self.staying:
            self.refuse(NobodyStays())
            return False
        return valid

    @cached_property
    def staying(self) -> dict[int, Person]:
        return {
            form.cleaned_data["there"]: form.person()
            for form in self.people.forms
            if form.cleaned_data.get("there")
        }

    @cached_property
    def new(self) -> list[Person]:
        return [form.person() for form in self.people.forms if not form.cleaned_data.get("there")]

    @cached_property
    def leaving(self) -> list[int]:
        opened = {int(number) for number in self.opened_with.split(",") if number.isdecimal()}
        return sorted((opened & set(self.attendees)) - set(self.staying))

    @property
    def is_edited(self) -> bool:
        """Whether anybody's details or answers are other than they were."""
        general = self.general.answers()
        if _differ(general, self.before.get(None), self.general.questions):
            return True
        return any(self._is_other(number, person) for number, person in self.staying.items())

    def _is_other(self, number, person) -> bool:
        attendee = self.attendees.get(number)
        if attendee is None or PersonForm.initial_of(attendee) != person.facts():
            return True
        return _differ(person.answers, self.before.get(attendee.pk), self.people.form_kwargs["questions"])


def by_owner(answers) -> dict:
    """Attendee's id (None for the registration) → question's id → value, or the file there is."""
    found = {}
    for answer in answers:
        file = getattr(answer, "file", None)
        found.setdefault(answer.attendee_id, {})[answer.question_id] = file or answer.value
    return found


def _differ(now, before, questions) -> bool:
    before = before or {}
    for question in questions:
        is_file = question.kind == "file"
        if is_file:
            if now.get(question.pk) is not None:
                return True
        elif now.get(question.pk) != before.get(question.pk):
            return True
    return False
