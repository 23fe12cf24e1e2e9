"""Filing: what was sent to the body, when, how long it was, and what the body's system answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beijing_ngo.core import dates
from beijing_ngo.core.models import Document, DocumentAccess
from beijing_ngo.core.refusals import Refusal
from reports import counting
from reports.models import EndorsementState, Submission
from reports.operations import states


class InTheFuture(Refusal):
    message = gettext_lazy("A paper is recorded as filed after it was sent, not before.")


class OverTheLimit(Refusal):
    message = gettext_lazy(
        "The paper is over the limit by %(excess)s (%(limit)s). If the body took it all the same, write why."
    )


class AfterTheDeadline(Refusal):
    message = gettext_lazy(
        "The deadline had passed: %(deadline)s. If the body took the paper all the same, write why."
    )


class BadFile(Refusal):
    message = gettext_lazy("%(name)s: %(why)s")


@dataclass(frozen=True)
class FiledText:
    """The file that was sent, in one language."""

    language: str
    file: Any
    access: str = DocumentAccess.STAFF.value


def limit_at_filing(submission: Submission) -> counting.Limit:
    """Whoever has not answered does not sign, so their silence makes no paper a joint one."""
    signed = [one for one in submission.endorsements.all() if one.state == EndorsementState.ENDORSED]
    return counting.limit_for(submission.mechanism, is_joint=bool(signed))


@transaction.atomic
def file(
    *,
    submission: Submission,
    by,
    filed_at: datetime,
    receipt: str = "",
    symbol: str = "",
    reason: str = "",
    texts: Iterable[FiledText] = (),
) -> Submission:
    """Record that an approved paper was sent. Over the limit, or late, only with a reason, which is kept."""
    paper = states.locked(submission, states.APPROVED)
    if filed_at > timezone.now():
        raise InTheFuture
    count = counting.count_of(paper.paragraphs.all())
    limit = limit_at_filing(paper)
    if not reason.strip():
        _ask_for_a_reason(paper, filed_at, count, limit)
    paper.filed_at = filed_at
    paper.filed_on = dates.to_date(filed_at, paper.deadline_zone)  # the day at the body, not here
    paper.filed_words, paper.filed_characters = count.words, count.characters
    paper.filed_limit = limit.recorded()
    paper.receipt, paper.exception_reason = receipt.strip(), reason.strip()
    paper.symbol = symbol.strip() or paper.symbol
    for text in texts:
        _keep_file(paper, text)
    return states.move(paper, states.FILED, by=by, reason=reason)


@transaction.atomic
def take_back_filing(*, submission: Submission, by, reason: str) -> Submission:
    """It was recorded by mistake: the paper is approved again, and what was recorded is gone. Its files stay."""
    paper = states.locked(submission, states.FILED)
    if not reason.strip():
        raise states.ReasonNeeded
    states.forget_filing(paper)
    return states.move(paper, states.APPROVED, by=by, reason=reason)


def _ask_for_a_reason(paper, filed_at, count, limit) -> None:
    if excess := counting.over(paper, count, limit):
        raise OverTheLimit(excess=excess, limit=limit)
    if paper.deadline and filed_at > paper.deadline:
        raise AfterTheDeadline(deadline=dates.moment_here_and_there(paper.deadline, paper.deadline_zone))


def _keep_file(paper: Submission, text: FiledText) -> Document:
    document = Document(subject=paper, file=text.file, language=text.language, access=text.access)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            title = _("As filed (%(language)s)") % {"language": document.get_language_display()}
        setattr(document, f"title_{code.replace('-', '_')}", title)
    try:
        document.clean_fields(exclude=["content_type", "object_id"])
    except ValidationError as error:
        raise BadFile(name=text.file.name, why=" ".join(error.messages)) from None
    document.save()
    return document
