"""Writing the paragraphs of a paper, several people at a time, while its text is open.

Whoever saves says which version of the paragraph they were looking at and what stood in each field then. What others changed
in other fields meanwhile stays; what two people changed in the same field is never overwritten in silence: the second is told
who was quicker and with what. Saving while somebody types writes no row of history for each pause; the versions of the paper
are its history (`versions`).
"""

import hashlib
import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beijing_ngo.core import shown
from beijing_ngo.core.refusals import Refusal
from reports.models import OPEN_TEXT, Paragraph, Submission, SubmissionVersion
from reports.operations import versions
from reports.operations.states import locked

TEXTS = versions.TEXTS
LONGEST_HEADING = Paragraph._meta.get_field("heading").max_length or 200
ASIDE = 10_000
UP, DOWN = -1, 1
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


class ParagraphGone(Refusal):
    message = gettext_lazy("This paragraph has been deleted meanwhile.")


class ChangedMeanwhile(Refusal):
    """`fields` are those that somebody else changed since; `paragraph` is the row as it stands now."""

    message = gettext_lazy("%(who)s changed the same text while you were writing.")

    def __init__(self, paragraph: Paragraph, fields: list[str]):
        self.paragraph, self.fields = paragraph, fields
        super().__init__(who=paragraph.changed_by or _("Somebody"))


class HeadingTooLong(Refusal):
    message = gettext_lazy("A heading has at most %(longest)d characters; this one has %(count)d.")


class NothingToSplit(Refusal):
    message = gettext_lazy("There is nothing to split: neither text of the paragraph has a blank line in it.")


class PlaceUnknown(Refusal):
    message = gettext_lazy("The paragraph below which it was to stand has been deleted meanwhile.")


def digest(text: str | None) -> str:
    """What a page remembers of the text it showed."""
    return hashlib.sha256((text or "").encode()).hexdigest()[:16]


def digests(paragraph: Paragraph) -> dict[str, str]:
    return {name: digest(getattr(paragraph, name)) for name in TEXTS}


def cleaned(text: str) -> str:
    """Lines end as they do in the database, whichever browser sent them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


@transaction.atomic
def save(
    *,
    submission: Submission,
    pk: int,
    version: int,
    changes: dict[str, str],
    base: dict[str, str] | None = None,
    by,
) -> Paragraph:
    """Write some of the four texts of a paragraph; `base` has the digest of what stood in each before."""
    locked(submission, *OPEN_TEXT)
    row = _row(submission, pk)
    new = {name: text for name, text in _checked(changes).items() if text != (getattr(row, name) or "")}
    known = base or {}
    taken = [name for name in new if not _is_as_seen(row, name, version, known)]
    if taken:
        raise ChangedMeanwhile(row, taken)
    if new:
        _write(row, new, by)
    return row


@transaction.atomic
def add(
    *, submission: Submission, after: int | None = None, texts: dict[str, str] | None = None, by
) -> Paragraph:
    """A new paragraph below another one; without one, at the end."""
    locked(submission, *OPEN_TEXT)
    order = _order(submission)
    if after is not None and after not in order:
        raise PlaceUnknown
    place = len(order) if after is None else order.index(after) + 1
    [row] = _append(submission, [_checked(texts or {})], by)
    _renumber(submission, [*order[:place], row.pk, *order[place:]])
    row.refresh_from_db(fields=["number"])
    return row


@transaction.atomic
def move(*, submission: Submission, pk: int, by: int) -> None:
    """One place up (-1) or down (1); the first stays first, the last stays last."""
    locked(submission, *OPEN_TEXT)
    order = _order(submission)
    if pk not in order:
        raise ParagraphGone
    here = order.index(pk)
    there = here + by
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
        _renumber(submission, order)


@transaction.atomic
def delete(*, submission: Submission, pk: int, by) -> SubmissionVersion:
    """The text is kept as a version before, so that it can be brought back."""
    locked(submission, *OPEN_TEXT)
    row = _row(submission, pk)
    label = _("Before paragraph %(number)d was deleted") % {"number": row.number}
    version = versions.keep(submission=submission, label=label, by=by)
    row._history_user = by
    row.delete()
    _renumber(submission, _order(submission))
    return version


@transaction.atomic
def split(*, submission: Submission, pk: int, by) -> list[Paragraph]:
    """At blank lines: the first parts of both languages stand together, then the second ones, and so on."""
    locked(submission, *OPEN_TEXT)
    row = _row(submission, pk)
    parts = {name: parts_of(getattr(row, name)) for name in ("text_en", "text_zh_hans")}
    number = max(len(one) for one in parts.values())
    if number < 2:
        raise NothingToSplit
    label = _("Before paragraph %(number)d was split") % {"number": row.number}
    versions.keep(submission=submission, label=label, by=by)
    pieces = [
        {name: part[place] if place < len(part) else "" for name, part in parts.items()}
        for place in range(number)
    ]
    order = _order(submission)
    _write(row, pieces[0], by)
    rows = _append(submission, pieces[1:], by)
    place = order.index(row.pk) + 1
    _renumber(submission, [*order[:place], *(one.pk for one in rows), *order[place:]])
    return [row, *rows]


def parts_of(text: str | None) -> list[str]:
    """A text at its blank lines."""
    return [part.strip() for part in _BLANK_LINES.split((text or "").strip()) if part.strip()]


@transaction.atomic
def restore(*, submission: Submission, version: SubmissionVersion, by) -> SubmissionVersion:
    """The text as a version has it; what stands there now is kept as a version first."""
    locked(submission, *OPEN_TEXT)
    label = _("Before version %(number)d was brought back") % {"number": version.number}
    before = versions.keep(submission=submission, label=label, by=by)
    rows = {row.pk: row for row in submission.paragraphs.select_for_update()}
    by_number = {row.number: row.pk for row in rows.values()}
    order, fresh = [], []
    for kept in version.paragraphs:
        texts = {name: kept.get(name) or "" for name in TEXTS}
        # A paragraph that is still there keeps its comments.
        pk = kept["id"] if "id" in kept else by_number.get(kept["number"])
        if pk in rows:
            row = rows.pop(pk)
            if new := {name: text for name, text in texts.items() if text != (getattr(row, name) or "")}:
                _write(row, new, by)
            order.append(row.pk)
        else:
            order.append(None)
            fresh.append(texts)
    for row in rows.values():
        row._history_user = by
        row.delete()
    made = iter(_append(submission, fresh, by))
    _renumber(submission, [next(made).pk if pk is None else pk for pk in order])
    return before


# ---------------------------------------------------------------- rows


def _row(submission: Submission, pk: int) -> Paragraph:
    row = (
        submission.paragraphs.select_for_update(of=("self",))
        .select_related("changed_by")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise ParagraphGone
    return row


def _is_as_seen(row: Paragraph, name: str, version: int, known: dict[str, str]) -> bool:
    """Whether a field still holds what the page showed; a page that does not say what it showed tells the version."""
    if name in known:
        return known[name] == digest(getattr(row, name))
    return version == row.version


def _checked(texts: dict[str, str]) -> dict[str, str]:
    texts = {name: cleaned(text) for name, text in texts.items() if name in TEXTS}
    for name, text in texts.items():
        if name.startswith("heading") and len(text) > LONGEST_HEADING:
            raise HeadingTooLong(longest=LONGEST_HEADING, count=len(text))
    return texts


@shown.unseen()  # while the text is open, no page that everybody may read has any of it
def _write(row: Paragraph, texts: dict[str, str], by) -> None:
    now = timezone.now()
    Paragraph.objects.filter(pk=row.pk).update(
        version=F("version") + 1, changed_at=now, changed_by=by, **texts
    )
    for name, text in texts.items():
        setattr(row, name, text)
    row.version, row.changed_at, row.changed_by = row.version + 1, now, by


def _append(submission: Submission, many: Sequence[dict[str, str]], by) -> list[Paragraph]:
    """New rows at the end, to be numbered."""
    last = max(submission.paragraphs.values_list("number", flat=True), default=0)
    empty = dict.fromkeys(TEXTS, "")
    return Paragraph.objects.bulk_create(
        Paragraph(submission=submission, number=number, changed_by=by, **(empty | texts))
        for number, texts in enumerate(many, last + 1)
    )


def _order(submission: Submission) -> list[int]:
    return list(submission.paragraphs.order_by("number", "id").values_list("pk", flat=True))


def _renumber(submission: Submission, order: list[int]) -> None:
    """1, 2, 3 … in this order. Numbers are never given twice, so those that change step aside first."""
    now = dict(submission.paragraphs.values_list("pk", "number"))
    changed = {pk: number for number, pk in enumerate(order, 1) if now[pk] != number}
    if changed:
        rows = Paragraph.objects.filter(pk__in=changed)
        rows.update(number=F("number") + ASIDE)
        rows.update(number=Case(*(When(pk=pk, then=Value(number)) for pk, number in changed.items())))
