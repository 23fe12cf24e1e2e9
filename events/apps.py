from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from beijing_ngo.core import delivery, mail_kinds, turns
        from events import page_turns, personal_data, reminders, shared_pages
        from events.mail_kinds import KINDS

        personal_data.register()
        shared_pages.register()
        delivery.guard("reminder.")(reminders.guard)
        mail_kinds.name(KINDS)
        turns.announce(page_turns.next_one)
