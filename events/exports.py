"""A desk's people as a spreadsheet, in the language chosen. Rows are read and written a few hundred at a time."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any

from django.db.models import Prefetch
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from beijing_ngo.core.language import CHINESE, ENGLISH
from beijing_ngo.core.references import grouped
from events.answer_words import in_words
from events.models import Answer, Attendee, Question, QuestionKind, QuestionPer

AT_A_TIME = 500
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Column:
    heading: str
    value: Callable[[Attendee], Any]
    width: int = 14


def people(attendees, *, format: str, language: str, with_needs: bool):
    """The file, open at its start. Needs are for those who may read them."""
    attendees = attendees.select_related(
        "registration__organisation", "desk__event", "checked_in_by"
    ).order_by("desk_id", "registration__registered_at", "registration_id", "number", "id")
    desks = set(attendees.order_by().values_list("desk_id", flat=True).distinct())
    with translation.override(language):
        questions = list(Question.objects.filter(desk__in=desks))
        columns = _columns(questions, with_needs=with_needs, several=len(desks) > 1)
        answers = Prefetch("answers", Answer.objects.all())
        of_the_party = Prefetch("registration__answers", Answer.objects.filter(attendee=None))
        rows = attendees.prefetch_related(answers, of_the_party).iterator(chunk_size=AT_A_TIME)
        target = TemporaryFile()  # noqa: SIM115, whoever sends it closes it
        (_write_xlsx if format == "xlsx" else _write_csv)(target, columns, rows)
    target.seek(0)
    return target


def _columns(questions, *, with_needs, several) -> list[Column]:
    languages = {CHINESE: _("Chinese"), ENGLISH: _("English")}
    first = [
        Column(_("Reference"), lambda row: grouped(row.registration.reference), 12),
        Column(pgettext("attendee", "No."), lambda row: row.number, 6),
        Column(_("Family name"), lambda row: row.family_name),
        Column(_("Given name"), lambda row: row.given_name),
        Column(_("Name in Latin letters"), lambda row: row.latin_name, 22),
        Column(_("Organisation"), lambda row: str(row.registration.organisation or ""), 32),
        Column(_("Position"), lambda row: row.position, 20),
        Column(_("E-mail"), lambda row: row.email, 30),
        Column(_("Language"), lambda row: languages.get(row.language, row.language), 10),
        Column(_("State"), _state, 12),
        Column(_("Registered at"), lambda row: localtime(row.registration.registered_at), 17),
    ]
    if several:
        first.insert(0, Column(_("Event"), lambda row: str(row.desk.event), 32))
    asked = [Column(question.label, _answer(question), 24) for question in questions]
    needs = [Column(_("Dietary and access needs"), lambda row: row.needs, 28)] if with_needs else []
    last = [
        Column(_("May be photographed"), lambda row: _("Yes") if row.photo_consent else _("No"), 10),
        Column(_("Checked in at"), lambda row: row.checked_in_at and localtime(row.checked_in_at), 17),
        Column(_("Checked in by"), lambda row: str(row.checked_in_by or ""), 16),
    ]
    return [*first, *asked, *needs, *last]


def _state(attendee) -> str:
    registration = attendee.registration
    if attendee.cancelled_at and registration.is_live:
        return _("Person cancelled")
    return registration.get_state_display()


def _answer(question) -> Callable[[Attendee], Any]:
    def value(attendee):
        given = (attendee if question.per == QuestionPer.ATTENDEE else attendee.registration).answers.all()
        found = next((row.value for row in given if row.question_id == question.pk), None)
        if question.kind == QuestionKind.NUMBER and isinstance(found, (int, float)):
            return found
        if question.kind == QuestionKind.DATE and found:
            try:
                return date.fromisoformat(str(found))
            except ValueError:
                return str(found)
        return in_words(question, found)

    return value


def harmless(value):
    """Words that a spreadsheet would take for a formula are marked as words."""
    if not isinstance(value, str):
        return "" if value is None else value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _write_csv(target, columns, rows) -> None:
    target.write(b"\xef\xbb\xbf")  # by this Excel knows that it is UTF-8
    writer = csv.writer(_Encoded(target))
    writer.writerow(harmless(column.heading) for column in columns)
    writer.writerows(_in_text(columns, row) for row in rows)


class _Encoded:
    """A text file over the open bytes, which stay open."""

    def __init__(self, target):
        self.target = target

    def write(self, text):
        return self.target.write(text.encode())


def _in_text(columns, row) -> Iterator:
    for column in columns:
        value = harmless(column.value(row))
        yield f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value


def _write_xlsx(target, columns, rows) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("People"))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_bold(sheet, column.heading) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column.value(row)) for column in columns])
    book.save(target)


def _bold(sheet, words):
    cell = WriteOnlyCell(sheet, harmless(words))
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, value):
    """Days and moments as such, by the office's clock."""
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.replace(tzinfo=None, microsecond=0))
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return harmless(value)
