"""The files the portal makes of a submission: its text in one language, as Word and as PDF.

Of a paper that was filed they are offered where the file that was sent is not there to be read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from reports import docx, paper_pdf
from reports.models import Submission
from reports.paper_text import LANGUAGES, PaperText, paper_text

WORD, PDF = "docx", "pdf"
LABELS = {WORD: "Word", PDF: "PDF"}  # names of formats, the same in both languages


@dataclass(frozen=True)
class Offer:
    language: str
    kind: str

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def offers(languages: Iterable[str], *, without: Iterable[str] = ()) -> list[Offer]:
    """In each language of the text, but those in which there is a file already."""
    there = set(without)
    wanted = [code for code in LANGUAGES if code in set(languages) - there]
    return [Offer(code, kind) for code in wanted for kind in (PDF, WORD)]


def response(submission: Submission, language: str, kind: str, *, source: str) -> HttpResponse | None:
    """The file as a download; nothing where the paper has no text in the language. Drafts are kept by no cache."""
    paper = paper_text(submission, language)
    if not paper.sections:
        return None
    content_type, make = _MADE[kind]
    answer = HttpResponse(make(paper, submission, source), content_type=content_type)
    name = f"{_plain(paper.title)}.{kind}"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    if not submission.is_public:
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _word(paper: PaperText, submission: Submission, _source: str) -> bytes:
    return docx.written(paper, changed_at=submission.filed_at or submission.updated_at)


def _pdf(paper: PaperText, _submission: Submission, source: str) -> bytes:
    return paper_pdf.written(paper_pdf.data_of(paper, source=source))


_MADE: dict[str, tuple[str, Callable[[PaperText, Submission, str], bytes]]] = {
    WORD: (docx.TYPE, _word),
    PDF: ("application/pdf", _pdf),
}


def _plain(name: str) -> str:
    """Without the signs that some file system refuses."""
    return " ".join("".join(" " if sign in '\\/:*?"<>|' else sign for sign in name).split())[:120]
