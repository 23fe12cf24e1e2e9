"""What happened to a registration and what was answered, as the secretariat reads it: by name, with old and new."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from events.answer_words import in_words
from events.registration_history import by_guest, details, questions_in


@dataclass(frozen=True)
class Change:
    at: datetime
    what: str
    who: str
    by: str
    details: list[str]


@dataclass(frozen=True)
class Given:
    """An answer: to what, whose, in words, and the file where one was sent."""

    question: str
    who: str
    words: str
    url: str = ""


def changes_of(registration, people, *, with_answers: bool) -> list[Change]:
    """The latest first. What was answered is told only to those who may read answers."""
    by_number = {person.number: person for person in people}
    by_pk = {person.pk: person for person in people}
    changes = list(registration.changes.select_related("by").order_by("-at", "-id"))
    questions = questions_in(changes) if with_answers else {}
    return [
        Change(
            at=change.at,
            what=change.get_kind_display(),
            who=by_pk[change.attendee_id].name if change.attendee_id in by_pk else "",
            by=str(change.by) if change.by else by_guest(change, registration),
            details=[*filter(None, [change.reason]), *details(change, by_number, questions)],
        )
        for change in changes
    ]


def answers_of(registration, people) -> list[Given]:
    names = {person.pk: person.name for person in people}
    answers = registration.answers.select_related("question", "file").order_by(
        "attendee__number", "question__order", "question_id"
    )
    return [
        Given(
            question=answer.question.label,
            who=names.get(answer.attendee_id, ""),
            words=in_words(answer.question, answer.value),
            url=_file_address(answer),
        )
        for answer in answers
    ]


def _file_address(answer) -> str:
    file = getattr(answer, "file", None)
    return reverse("admin:events_registration_answer_file", args=[file.key]) if file else ""
