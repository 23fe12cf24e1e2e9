"""Answers as a reader reads them: the words of a choice, a date, yes or no."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from beijing_ngo.core import dates
from beijing_ngo.core.lists import joined
from events.models import (
    Answer,
    Attendee,
    Question,
    QuestionKind,
    QuestionMoment,
    QuestionPer,
    RegistrationState,
)


@dataclass(frozen=True)
class Answered:
    """A question, and the answer in words; empty where there is none."""

    question: Question
    words: str


def in_words(question: Question, value) -> str:
    """What an Answer's value says in the language of the moment."""
    if value in (None, "", []):
        return ""
    if question.kind in (QuestionKind.YES_NO, QuestionKind.CONSENT):
        return _("Yes") if value else _("No")
    if question.kind in (QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE):
        options = dict(question.options)
        chosen = value if isinstance(value, list) else [value]
        return joined(options.get(str(number), str(number)) for number in chosen)
    if question.kind == QuestionKind.DATE:
        return _day(value)
    return str(value)


def _day(value) -> str:
    try:
        return dates.day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def answered(questions, answers, *, per: QuestionPer, attendee=None, confirmed: bool) -> list[Answered]:
    """The questions asked of a person or of the registration with their answers, in the desk's order.

    What is asked after approval is left out before it, unless it is answered already.
    """
    owner = attendee.pk if attendee else None
    given = {row.question_id: row.value for row in answers if row.attendee_id == owner}
    return [
        Answered(question, in_words(question, given.get(question.pk)))
        for question in questions
        if question.per == per
        and (confirmed or question.moment == QuestionMoment.REGISTRATION or question.pk in given)
    ]


def missing_after_approval(registrations) -> dict[int, int]:
    """How many required answers confirmed registrations still owe, by registration; three statements for any number."""
    confirmed = {row.pk: row for row in registrations if row.state == RegistrationState.CONFIRMED}
    questions = list(
        Question.objects.filter(
            desk__in={row.desk_id for row in confirmed.values()},
            required=True,
            moment=QuestionMoment.APPROVAL,
        )
    )
    if not questions:
        return {}
    given = set(
        Answer.objects.filter(question__in=questions, registration__in=confirmed).values_list(
            "question_id", "registration_id", "attendee_id"
        )
    )
    people = {pk: [] for pk in confirmed}
    present = Attendee.objects.live().filter(registration__in=confirmed)
    for pk, registration in present.values_list("pk", "registration_id"):
        people[registration].append(pk)
    owed = {}
    for question in questions:
        for registration in (row for row in confirmed.values() if row.desk_id == question.desk_id):
            owners = people[registration.pk] if question.per == QuestionPer.ATTENDEE else [None]
            count = sum((question.pk, registration.pk, owner) not in given for owner in owners)
            if count:
                owed[registration.pk] = owed.get(registration.pk, 0) + count
    return owed
