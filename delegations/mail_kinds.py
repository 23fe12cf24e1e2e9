"""What the mails about visits are called in the secretariat's list."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "delegations.handed_over": _("Visits: a follow-up handed over"),
    "delegations.due": _("Visits: what is due"),
}
