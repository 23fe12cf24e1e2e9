from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "beijing_ngo.core"
    label = "core"
    verbose_name = _("Site")

    def ready(self):
        from beijing_ngo.core import kept, pictures, publications, shown, turns

        kept.listen()
        shown.listen()
        pictures.listen()
        turns.announce(publications.next_one)
