"""Answers to a desk's questions: kept with their files, made what they should be, and what that changed for the log."""

from django.db import transaction

from events.models import Answer, AnswerFile, Question, QuestionKind, Registration
from events.questions import version_of
from events.refusals import NotAsked, QuestionsChanged

ANSWERS = (
    "answers"  # in a change's details: question's id → person's number, "" for the registration → [old, new]
)


def questions_of(registration: Registration, version: str = "") -> list[Question]:
    """The desk's questions; refused where they are no longer those a form was opened with."""
    questions = list(Question.objects.filter(desk=registration.desk_id))
    if version and version != version_of(questions):
        raise QuestionsChanged
    return questions


def save_answers(registration, questions, answers: dict, people=()) -> None:
    """Keep new answers: those of the registration, and those of (attendee, Person) pairs."""
    _keep(registration, questions, [(None, answers), *((one, person.answers) for one, person in people)])


def replace_answers(registration, questions, given) -> dict:
    """Make the answers what they should be: (attendee, None for the registration; question's id → value) pairs.

    What is not named is taken away, but for files: one that is not sent again stays. Returns what changed, as the log keeps it.
    """
    there = {
        (answer.question_id, answer.attendee_id): answer
        for answer in registration.answers.select_related("file")
    }
    changed, gone, new = {}, [], []
    for attendee, values in given:
        kept = {}
        for question in questions:
            old = there.get((question.pk, attendee.pk if attendee else None))
            if question.kind == QuestionKind.FILE and question.pk not in values:
                continue
            value = values.get(question.pk)
            before, after = old.value if old else None, _as_value(value)
            if before == after and not isinstance(value, AnswerFile):
                continue
            number = str(attendee.number) if attendee else ""
            changed.setdefault(str(question.pk), {})[number] = [before, after]
            if old:
                gone.append(old)
            if not _is_nothing(value):
                kept[question.pk] = value
        _check_asked(questions, values)
        new.append((attendee, kept))
    _delete(gone)
    _keep(registration, questions, new)
    return {ANSWERS: changed} if changed else {}


def _is_nothing(value) -> bool:
    return value in (None, "", [])


def _as_value(value):
    if isinstance(value, AnswerFile):
        return value.original_name
    return None if _is_nothing(value) else value


def _check_asked(questions, values) -> None:
    if not {question.pk for question in questions}.issuperset(values):
        raise NotAsked


def _delete(answers) -> None:
    """With their files, once it is sure that they go."""
    for answer in answers:
        if file := getattr(answer, "file", None):
            transaction.on_commit(lambda stored=file.file: stored.delete(save=False))
    if answers:
        Answer.objects.filter(pk__in=[answer.pk for answer in answers]).delete()


def _keep(registration, questions, given) -> None:
    rows = []
    for attendee, values in given:
        _check_asked(questions, values)
        rows += [
            (
                Answer(
                    question_id=question, registration=registration, attendee=attendee, value=_as_value(value)
                ),
                value if isinstance(value, AnswerFile) else None,
            )
            for question, value in values.items()
            if not _is_nothing(value)
        ]
    if not rows:
        return
    Answer.objects.bulk_create(answer for answer, _file in rows)
    for answer, file in rows:
        if file:
            file.answer = answer
            file.save(update_fields=["answer", "owner", "guest_email"])
