"""The report as continuous text in one language: to read, to copy into the form, as a Word file."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from beijing_ngo.core import kept
from beijing_ngo.core.language import CHINESE, ENGLISH, plain, written
from reports import docx
from reports.counting import Count, characters, words
from reports.models import QuadrennialLine, QuadrennialReport, QuadrennialSection
from reports.paper_text import PaperText, Section

LANGUAGES = (CHINESE, ENGLISH)


@dataclass(frozen=True)
class Part:
    """What stands below one heading of the form."""

    section: str
    label: str
    lines: list[QuadrennialLine]

    @property
    def count(self) -> Count:
        return count_of(self.lines)


def ordered(lines: Iterable[QuadrennialLine]) -> list[Part]:
    """By heading, then by year, what belongs to no year first, then as somebody has put them."""
    rows = sorted(lines, key=lambda line: (line.year or 0, line.order, line.pk))
    return [
        Part(section.value, section.label, [line for line in rows if line.section == section])
        for section in QuadrennialSection
    ]


def count_of(lines: Iterable[QuadrennialLine]) -> Count:
    """English in words, Chinese in characters; headings count with the text."""
    total = Count()
    for line in lines:
        total += Count(
            words(written(line, "heading", ENGLISH)) + words(written(line, "text", ENGLISH)),
            characters(written(line, "heading", CHINESE)) + characters(written(line, "text", CHINESE)),
        )
    return total


def without_text(lines: Iterable[QuadrennialLine], language: str) -> list[QuadrennialLine]:
    """Lines that are still to be written in a language; the text leaves them out."""
    return [line for line in lines if not written(line, "text", language).strip()]


def report_text(report: QuadrennialReport, lines: Iterable[QuadrennialLine], language: str) -> PaperText:
    """Only what is written in the language: nobody sends the UN a paragraph in another one by mistake."""
    with translation.override(language):
        number, sections = 0, []
        for part in ordered(lines):
            paragraphs = []
            for line in part.lines:
                if said := _said(line, language):
                    number += 1
                    paragraphs.append((number, said))
            if paragraphs:
                sections.append(Section(str(part.label), paragraphs))
        name = plain(kept.site(), "name", language)
        return PaperText(
            language=language,
            title=_("Quadrennial report %(years)s") % {"years": report},
            about=[],
            submitted_by=name,
            note="",
            sections=sections,
            authors=[name],
            is_sent=report.filed_on is not None,
        )


def _said(line: QuadrennialLine, language: str) -> list[str]:
    text = [one.strip() for one in written(line, "text", language).splitlines() if one.strip()]
    heading = written(line, "heading", language).strip()
    return [heading, *text] if text and heading else text


def as_plain(text: PaperText) -> str:
    """For the boxes of a form on the web, which take no markup."""
    blocks = [text.title, text.submitted_by]
    for section in text.sections:
        blocks.append(section.heading)
        blocks += [f"{number}. " + "\n".join(lines) for number, lines in section.paragraphs]
    return "\n\n".join(block for block in blocks if block) + "\n"


def as_word(text: PaperText, report: QuadrennialReport) -> bytes:
    return docx.written(text, changed_at=report.updated_at)
