"""The questions of a desk: which are asked when, and whether they are still those a form was opened with."""

import hashlib

from events.models import Question, QuestionMoment, QuestionPer

_TOLD = (
    "pk",
    "kind",
    "required",
    "per",
    "moment",
    "choices_zh_hans",
    "choices_en",
    "label_zh_hans",
    "label_en",
)


def version_of(questions) -> str:
    """Changes whenever a question, its kind or its choices do."""
    told = [[str(getattr(question, name)) for name in _TOLD] for question in questions]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def asked_of(questions, per: QuestionPer, *, after_approval: bool = False) -> list[Question]:
    """Those asked of each person or of the registration; after approval, those too that wait for it."""
    moments = (
        {QuestionMoment.REGISTRATION, QuestionMoment.APPROVAL}
        if after_approval
        else {QuestionMoment.REGISTRATION}
    )
    return [question for question in questions if question.per == per and question.moment in moments]
