"""What the mails about papers are called in the secretariat's list."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "reports.deadline": _("Paper: deadline ahead"),
    "reports.quadrennial_deadline": _("Quadrennial report: deadline ahead"),
    "reports.endorsement_asked": _("Paper: an organisation is asked to sign"),
    "reports.endorsement_answered": _("Paper: answer of a co-signatory"),
    "reports.comment_added": _("Paper: a comment on a draft"),
}
