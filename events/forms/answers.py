"""All that was answered on a registration, in one form for the secretariat: the registration's answers, and each person's."""

from django import forms

from events.forms.changes import GeneralForm, by_owner
from events.models import QuestionPer
from events.questions import asked_of, version_of
from events.refusals import NotAsked, QuestionsChanged

OPENED_WITH = "questions_version"


class AnswersForm:
    """`parts` are (attendee, form), None for the registration; only those of whom something is asked."""

    @property
    def media(self):
        return sum((form.media for _owner, form in self.parts), forms.Media())

    def __init__(self, *, registration, attendees, answers, questions, data=None, sent=None, is_judged=True):
        self.version = version_of(questions)
        self.opened_with = data.get(OPENED_WITH, "") if data is not None else self.version
        self.refusals: list[str] = []
        before, confirmed = by_owner(answers), registration.is_confirmed
        of_all = asked_of(questions, QuestionPer.REGISTRATION, after_approval=confirmed)
        of_each = asked_of(questions, QuestionPer.ATTENDEE, after_approval=confirmed)
        owners = [(None, "all", of_all), *((one, f"person{one.number}", of_each) for one in attendees)]
        self.parts = [
            (
                owner,
                GeneralForm(
                    data=data,
                    prefix=prefix,
                    questions=asked,
                    sent=sent,
                    answered=before.get(owner.pk if owner else None),
                    is_judged=is_judged,
                ),
            )
            for owner, prefix, asked in owners
            if asked
        ]

    def is_valid(self) -> bool:
        valid = [form.is_valid() for _owner, form in self.parts]
        if self.opened_with != self.version:
            self.refuse(QuestionsChanged())
        elif any(form.not_asked() for _owner, form in self.parts):
            self.refuse(NotAsked())
        return all(valid) and not self.refusals

    def refuse(self, refusal) -> None:
        self.refusals.append(str(refusal))

    def answers(self) -> dict:
        """A person's number, None for the registration → what they answered."""
        return {owner.number if owner else None: form.answers() for owner, form in self.parts}
