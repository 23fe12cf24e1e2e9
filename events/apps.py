from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from beijing_ngo.core import delivery, mail_kinds
        from events import personal_data, reminders
        from events.mail_kinds import KINDS

        personal_data.register()
        delivery.guard("reminder.")(reminders.guard)
        mail_kinds.name(KINDS)
