from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports and submissions")

    def ready(self):
        from beijing_ngo.core import delivery, mail_kinds
        from reports import deadlines, shared_pages
        from reports.mail_kinds import KINDS

        for kind in ("reports.deadline", "reports.quadrennial_deadline"):
            delivery.guard(kind)(deadlines.guard)
        mail_kinds.name(KINDS)
        shared_pages.register()
