from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = _("Delegations")

    def ready(self):
        from beijing_ngo.core import mail_kinds
        from delegations import checks, personal_data, shared_pages  # noqa: F401, checks are found by being imported
        from delegations.mail_kinds import KINDS
        from delegations.operations import travel_retention

        mail_kinds.name(KINDS)
        personal_data.register()
        shared_pages.register()
        travel_retention.listen()
