from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members and partners")

    def ready(self):
        from beijing_ngo.core import mail_kinds
        from members import addresses, personal_data, shared_pages
        from members.mail_kinds import KINDS

        addresses.listen()
        personal_data.register()
        shared_pages.register()
        mail_kinds.name(KINDS)
