"""Comments of colleagues on a paper or one of its paragraphs: added, settled, opened again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from beijing_ngo.core.refusals import Refusal
from reports import emails
from reports.models import Comment, Submission
from reports.operations.paragraphs import ParagraphGone


class NothingSaid(Refusal):
    message = gettext_lazy("Please write what you want to say.")


@transaction.atomic
def add(*, submission: Submission, text: str, paragraph: int | None = None, by) -> Comment:
    """Whoever is in charge of the paper is told, unless they wrote it themselves."""
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not text:
        raise NothingSaid
    if paragraph is not None and not submission.paragraphs.filter(pk=paragraph).exists():
        raise ParagraphGone
    comment = submission.comments.create(paragraph_id=paragraph, text=text, author=by)
    owner = submission.owner
    if owner and owner != by and owner.is_colleague:
        emails.post_comment(comment)
    return comment


@transaction.atomic
def settle(*, comment: Comment, by) -> None:
    """Whoever settles a comment first is remembered."""
    Comment.objects.open().filter(pk=comment.pk).update(
        resolved_at=timezone.now(), resolved_by=by, updated_at=timezone.now()
    )


@transaction.atomic
def reopen(*, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(
        resolved_at=None, resolved_by=None, updated_at=timezone.now()
    )
