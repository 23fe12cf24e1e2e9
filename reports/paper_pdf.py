"""A submission as a PDF, to read and to keep."""

from dataclasses import asdict

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from beijing_ngo.core import dates, issuing, pdf
from beijing_ngo.core.language import CHINESE, ENGLISH
from reports.paper_text import PaperText

TEMPLATE = "reports/documents/submission.typ"


def data_of(paper: PaperText, *, source: str) -> dict:
    """What the typesetter gets; `source` stands at the foot: where the paper is published."""
    with translation.override(paper.language):
        today = dates.day(timezone.localdate(), language=paper.language)
        filed = _("Filed on %(day)s") % {"day": paper.filed} if paper.filed else ""
        return asdict(paper) | {
            "sender": {code: issuing.letterhead(code) for code in (CHINESE, ENGLISH)},
            "draft": "" if paper.is_sent else _("Draft of %(day)s, not to be quoted") % {"day": today},
            "filed": filed,
            "source": source,
            "page": _("Page {page} of {pages}"),
        }


def written(data: dict) -> bytes:
    return pdf.compile(TEMPLATE, data)
