"""Versions of a paper: the whole text as it stood, kept at each change of state and whenever somebody asks for it."""

from django.db import transaction
from django.db.models import Max

from reports.counting import count_of
from reports.models import Submission, SubmissionVersion

TEXTS = ("heading_zh_hans", "heading_en", "text_zh_hans", "text_en")


def text_of(submission: Submission) -> list[dict]:
    """The paragraphs as a version keeps them."""
    rows = submission.paragraphs.order_by("number", "id")
    return [
        {"id": row.pk, "number": row.number, **{name: getattr(row, name) or "" for name in TEXTS}}
        for row in rows
    ]


@transaction.atomic
def keep(*, submission: Submission, label: str = "", by=None) -> SubmissionVersion:
    """Keep the text as it stands now."""
    # Two colleagues who keep a version at the same time get two numbers.
    Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    paragraphs = text_of(submission)
    count = count_of(paragraphs)
    last = submission.versions.aggregate(last=Max("number"))["last"] or 0
    return submission.versions.create(
        number=last + 1,
        label=label,
        paragraphs=paragraphs,
        words=count.words,
        characters=count.characters,
        kept_by=by,
    )
