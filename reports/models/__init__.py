from reports.models.articles import Article
from reports.models.mechanisms import HRCAgendaItem, LimitUnit, Mechanism, SubmissionKind
from reports.models.quadrennial import QuadrennialLine, QuadrennialReport
from reports.models.submissions import Endorsement, EndorsementState, Paragraph, Submission, SubmissionState

__all__ = [
    "Article",
    "Endorsement",
    "EndorsementState",
    "HRCAgendaItem",
    "LimitUnit",
    "Mechanism",
    "Paragraph",
    "QuadrennialLine",
    "QuadrennialReport",
    "Submission",
    "SubmissionKind",
    "SubmissionState",
]
