from reports.models.articles import Article
from reports.models.drafting import Comment, PreviewLink, SubmissionVersion
from reports.models.mechanisms import HRCAgendaItem, LimitUnit, Mechanism, SubmissionKind
from reports.models.quadrennial import QuadrennialLine, QuadrennialReport, QuadrennialSection
from reports.models.steps import SubmissionStep
from reports.models.submissions import (
    OPEN_TEXT,
    UNSENT,
    Endorsement,
    EndorsementState,
    Paragraph,
    RequiredLanguage,
    Submission,
    SubmissionState,
)

__all__ = [
    "OPEN_TEXT",
    "UNSENT",
    "Article",
    "Comment",
    "Endorsement",
    "EndorsementState",
    "HRCAgendaItem",
    "LimitUnit",
    "Mechanism",
    "Paragraph",
    "PreviewLink",
    "QuadrennialLine",
    "QuadrennialReport",
    "QuadrennialSection",
    "RequiredLanguage",
    "Submission",
    "SubmissionKind",
    "SubmissionState",
    "SubmissionStep",
    "SubmissionVersion",
]
