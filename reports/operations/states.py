"""The way of a paper: drafting → review → approved → filed → published, back with a reason, or withdrawn.

Every step is kept with who took it and why, and with the text as it stood. The text may be written while the paper is in
drafting or in review; from the approval on it stands still. Filing has a file of its own, `filing`.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beijing_ngo.core import lists
from beijing_ngo.core.language import written
from beijing_ngo.core.models import Status
from beijing_ngo.core.refusals import Refusal
from reports.models import RequiredLanguage, Submission, SubmissionState, SubmissionStep
from reports.operations import versions

DRAFTING, REVIEW, APPROVED = SubmissionState.DRAFTING, SubmissionState.REVIEW, SubmissionState.APPROVED
FILED, PUBLISHED, WITHDRAWN = SubmissionState.FILED, SubmissionState.PUBLISHED, SubmissionState.WITHDRAWN


class WrongState(Refusal):
    message = gettext_lazy(
        "This cannot be done while the paper is in the state “%(state)s”. Perhaps a colleague was quicker: please look again."
    )


class NoParagraphs(Refusal):
    message = gettext_lazy("There is no text yet: please write a paragraph first.")


class TextMissing(Refusal):
    message = gettext_lazy("Not approved: %(missing)s.")


class CommentsOpen(Refusal):
    """May be confirmed: whoever approves has seen that comments are not settled."""

    message = gettext_lazy("There are comments that nobody has settled.")


class ReasonNeeded(Refusal):
    message = gettext_lazy("Please say why; the reason is kept with the paper.")


class Confidential(Refusal):
    message = gettext_lazy(
        "The paper is marked as confidential and never appears on the public site. Remove the mark first if it may."
    )


class NotFiled(Refusal):
    message = gettext_lazy("Only what was filed can be published, and the day of filing is not recorded.")


@dataclass(frozen=True)
class Missing:
    """Paragraphs that do not stand in a language the paper needs."""

    language: str
    numbers: tuple[int, ...]

    def __str__(self) -> str:
        text = ngettext(
            "paragraph %(numbers)s has no text in %(language)s",
            "paragraphs %(numbers)s have no text in %(language)s",
            len(self.numbers),
        )
        label = RequiredLanguage(self.language).label
        return text % {"numbers": lists.joined([str(one) for one in self.numbers]), "language": label}


def missing_texts(submission: Submission, paragraphs=None) -> list[Missing]:
    """What is missing before the paper can be approved, a language at a time."""
    rows = list(submission.paragraphs.all()) if paragraphs is None else list(paragraphs)
    found = []
    for language in submission.required_languages:
        numbers = tuple(row.number for row in rows if not written(row, "text", language).strip())
        if numbers:
            found.append(Missing(language, numbers))
    return found


@transaction.atomic
def send_to_review(*, submission: Submission, by, reason: str = "") -> Submission:
    """A paper goes to its reviewers once it has a text."""
    paper = locked(submission, DRAFTING)
    if not paper.paragraphs.exists():
        raise NoParagraphs
    return move(paper, REVIEW, by=by, reason=reason)


@transaction.atomic
def approve(*, submission: Submission, by, despite_comments: bool = False, reason: str = "") -> Submission:
    """What is approved stands whole in every language it needs. From here on the text stands still."""
    paper = locked(submission, REVIEW)
    if not paper.paragraphs.exists():
        raise NoParagraphs
    if missing := missing_texts(paper):
        separator = _("; ")
        raise TextMissing(missing=separator.join(str(one) for one in missing))
    if not despite_comments and (count := paper.comments.open().count()):
        text = ngettext(
            "%(count)d comment is not settled. Approve it all the same?",
            "%(count)d comments are not settled. Approve it all the same?",
            count,
        )
        raise CommentsOpen(text, count=count)
    return move(paper, APPROVED, by=by, reason=reason)


@transaction.atomic
def send_back(*, submission: Submission, by, reason: str) -> Submission:
    """From review or approval back to drafting."""
    paper = locked(submission, REVIEW, APPROVED)
    return move(paper, DRAFTING, by=by, reason=_needed(reason))


@transaction.atomic
def withdraw(*, submission: Submission, by, reason: str) -> Submission:
    """The association gives the paper up, or takes it back from the body. What was published is taken down first."""
    paper = locked(submission, DRAFTING, REVIEW, APPROVED, FILED)
    return move(paper, WITHDRAWN, by=by, reason=_needed(reason))


@transaction.atomic
def take_up_again(*, submission: Submission, by, reason: str) -> Submission:
    """A withdrawn paper is drafted once more; what was recorded when it was filed belongs to the past."""
    paper = locked(submission, WITHDRAWN)
    forget_filing(paper)
    return move(paper, DRAFTING, by=by, reason=_needed(reason))


@transaction.atomic
def publish(*, submission: Submission, by, reason: str = "") -> Submission:
    """The paper appears on the public site; at once, unless a later day of publication is set."""
    paper = locked(submission, FILED)
    if paper.confidential:
        raise Confidential
    if paper.filed_on is None:
        raise NotFiled
    paper.status = Status.PUBLISHED
    paper.published_at = paper.published_at or timezone.now()
    return move(paper, PUBLISHED, by=by, reason=reason)


@transaction.atomic
def take_down(*, submission: Submission, by, reason: str) -> Submission:
    """Off the public site; it stays filed."""
    paper = locked(submission, PUBLISHED)
    paper.status = Status.DRAFT
    return move(paper, FILED, by=by, reason=_needed(reason))


def locked(submission: Submission, *states: SubmissionState) -> Submission:
    """The paper as the database has it now: two colleagues may decide at the same time."""
    paper = (
        Submission.objects.select_for_update(of=("self",)).select_related("mechanism").get(pk=submission.pk)
    )
    if paper.state not in states:
        raise WrongState(state=paper.get_state_display())
    return paper


def move(paper: Submission, state: SubmissionState, *, by, reason: str = "") -> Submission:
    """Keep the text, record the step, change the state; the paper is locked already."""
    version = versions.keep(submission=paper, label=str(state.label), by=by)
    SubmissionStep.objects.create(
        submission=paper, before=paper.state, after=state, by=by, reason=reason.strip(), version=version
    )
    paper.state = state
    paper._history_user = by
    paper.save()
    return paper


def forget_filing(paper: Submission) -> None:
    """What filing records, emptied. The files that were sent stay with the paper."""
    paper.filed_on = paper.filed_at = paper.filed_words = paper.filed_characters = None
    paper.filed_limit = paper.receipt = paper.exception_reason = ""


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ReasonNeeded
    return reason
