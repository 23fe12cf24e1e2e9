"""The four-yearly report: gathered from the records, edited line by line, filed once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.language import CHINESE, ENGLISH
from beijing_ngo.core.refusals import Refusal
from reports.models import (
    QuadrennialLine,
    QuadrennialReport,
    Submission,
    SubmissionKind,
)
from reports.quadrennial.sources import Draft, drafts

COLUMNS = {CHINESE: "zh_hans", ENGLISH: "en"}


class FiledAlready(Refusal):
    message = _("This report is filed; to change it, take the filing back first.")


class NotFiled(Refusal):
    message = _("This report is not filed.")


class NothingToFile(Refusal):
    message = _("The report has no lines yet.")


class FiledAhead(Refusal):
    message = _("The day of filing is not in the future.")


class NotAQuadrennialReport(Refusal):
    message = _("The submission chosen is not a quadrennial report.")


class TakenByAnother(Refusal):
    message = _("The submission chosen belongs to another report already.")


class LineGone(Refusal):
    message = _("This line is not in the report any more.")


class NoWords(Refusal):
    message = _("A line needs a text in Chinese or in English.")


class OutsideThePeriod(Refusal):
    message = _("The report covers %(first)d to %(last)d; please choose one of these years, or none.")


class RecordGone(Refusal):
    message = _(
        "The record of this line does not count for the report any more; the line can only be kept or left out."
    )


class NoFurther(Refusal):
    message = _("The line stands at the end of its year already.")


@dataclass(frozen=True)
class LineText:
    """What an editor writes of a line, in both languages."""

    section: str
    year: int | None
    heading: dict[str, str]
    text: dict[str, str]


def _held(report: QuadrennialReport) -> QuadrennialReport:
    """Changes of one report wait for each other; a filed one does not change."""
    report = QuadrennialReport.objects.select_for_update().get(pk=report.pk)
    if report.filed_on:
        raise FiledAlready
    return report


def _held_line(line: QuadrennialLine) -> QuadrennialLine:
    _held(line.report)
    found = QuadrennialLine.objects.select_related("report").filter(pk=line.pk).first()
    if found is None:
        raise LineGone
    return found


# ---------------------------------------------------------------- gathering


@transaction.atomic
def gather(*, report: QuadrennialReport, with_internal: bool = False) -> int:
    """A line for each record of the period that has none, left out or not. Lines that are there are not touched."""
    report = _held(report)
    known = set(report.lines.filter(content_type__isnull=False).values_list("content_type", "object_id"))
    found = [
        draft
        for draft in drafts(report)
        if draft.record not in known and (with_internal or not draft.internal)
    ]
    last = report.lines.order_by("-order").values_list("order", flat=True).first() or 0
    QuadrennialLine.objects.bulk_create(
        [_new(report, draft, order) for order, draft in enumerate(found, start=last + 1)], batch_size=200
    )
    return len(found)


def _new(report: QuadrennialReport, draft: Draft, order: int) -> QuadrennialLine:
    kind, number = draft.record
    line = QuadrennialLine(report=report, content_type_id=kind, object_id=number, order=order)
    _take(line, draft)
    return line


def _take(line: QuadrennialLine, draft: Draft) -> None:
    line.section, line.year = draft.section, draft.year
    line.digest, line.internal = draft.digest, draft.internal
    _write(line, draft.heading, draft.text)


def _write(line: QuadrennialLine, heading: dict[str, str], text: dict[str, str]) -> None:
    for language, column in COLUMNS.items():
        setattr(line, f"heading_{column}", heading.get(language, ""))
        setattr(line, f"text_{column}", text.get(language, ""))


def changed(report: QuadrennialReport, lines: Iterable[QuadrennialLine]) -> dict[int, bool]:
    """Lines whose record says something else now, by number; false where it does not count for the report any more."""
    now = {draft.record: draft.digest for draft in drafts(report)}
    return {
        line.pk: record in now
        for line in lines
        if line.content_type_id
        and (record := (line.content_type_id, line.object_id))
        and now.get(record) != line.digest
    }


# ---------------------------------------------------------------- a line whose record has changed


@transaction.atomic
def take_over(*, line: QuadrennialLine) -> QuadrennialLine:
    """Write the line anew from what its record says now. What was edited in it is lost, and its place stays."""
    line = _held_line(line)
    _take(line, _draft_of(line))
    line.edited_at = None
    line.save()
    return line


@transaction.atomic
def keep_words(*, line: QuadrennialLine) -> QuadrennialLine:
    """The record has changed and the line is right all the same."""
    line = _held_line(line)
    line.digest = _draft_of(line).digest
    line.save(update_fields=["digest"])
    return line


def _draft_of(line: QuadrennialLine) -> Draft:
    record = (line.content_type_id, line.object_id)
    for draft in drafts(line.report):
        if draft.record == record:
            return draft
    raise RecordGone


# ---------------------------------------------------------------- writing


@transaction.atomic
def add_line(*, report: QuadrennialReport, text: LineText) -> QuadrennialLine:
    """What no record tells: the aims, a new name, a change of officers."""
    report = _held(report)
    last = report.lines.order_by("-order").values_list("order", flat=True).first() or 0
    line = QuadrennialLine(report=report, order=last + 1)
    return _edited(line, text)


@transaction.atomic
def edit_line(*, line: QuadrennialLine, text: LineText) -> QuadrennialLine:
    return _edited(_held_line(line), text)


def _edited(line: QuadrennialLine, text: LineText) -> QuadrennialLine:
    if not any(words.strip() for words in text.text.values()):
        raise NoWords
    if text.year is not None and text.year not in line.report.years:
        raise OutsideThePeriod(first=line.report.first_year, last=line.report.last_year)
    line.section, line.year, line.edited_at = text.section, text.year, timezone.now()
    _write(line, text.heading, text.text)
    line.save()
    return line


@transaction.atomic
def leave_out(*, line: QuadrennialLine) -> bool:
    """Out of the report. A line of a record stays known, so that gathering does not bring it back; an own one goes."""
    line = _held_line(line)
    if not line.content_type_id:
        line.delete()
        return False
    line.left_out = True
    line.save(update_fields=["left_out"])
    return True


@transaction.atomic
def take_in(*, line: QuadrennialLine) -> None:
    line = _held_line(line)
    line.left_out = False
    line.save(update_fields=["left_out"])


@transaction.atomic
def move(*, line: QuadrennialLine, up: bool) -> None:
    """One place up or down among the lines of its heading and year."""
    line = _held_line(line)
    lines = list(line.report.lines.in_text().filter(section=line.section, year=line.year))
    at = next((place for place, one in enumerate(lines) if one.pk == line.pk), None)
    if at is None:
        raise LineGone
    to = at - 1 if up else at + 1
    if not 0 <= to < len(lines):
        raise NoFurther
    # Lines gathered at different times may share a number: give all of them their own.
    numbers = sorted(one.order for one in lines)
    if len(set(numbers)) < len(numbers):
        numbers = list(range(numbers[0], numbers[0] + len(numbers)))
    lines[at], lines[to] = lines[to], lines[at]
    for one, number in zip(lines, numbers, strict=True):
        one.order = number
    QuadrennialLine.objects.bulk_update(lines, ["order"])


# ---------------------------------------------------------------- filing


@transaction.atomic
def file(
    *, report: QuadrennialReport, filed_on: date, by, submission: Submission | None = None
) -> QuadrennialReport:
    """Record that the report was sent. From then on it stays as it is, and nobody is reminded of it."""
    report = _held(report)
    if not report.lines.in_text().exists():
        raise NothingToFile
    if filed_on > timezone.localdate():
        raise FiledAhead
    if submission is not None:
        if submission.kind != SubmissionKind.QUADRENNIAL_REPORT:
            raise NotAQuadrennialReport
        if QuadrennialReport.objects.filter(submission=submission).exclude(pk=report.pk).exists():
            raise TakenByAnother
        report.submission = submission
    report.filed_on = filed_on
    report._history_user = by
    report.save()
    return report


@transaction.atomic
def take_back(*, report: QuadrennialReport, by) -> QuadrennialReport:
    """It was not sent after all, or is to be sent again: it can be changed again."""
    report = QuadrennialReport.objects.select_for_update().get(pk=report.pk)
    if report.filed_on is None:
        raise NotFiled
    report.filed_on = None
    report._history_user = by
    report.save()
    return report
