from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "beijing_ngo.portal"
    label = "portal"
    verbose_name = _("Portal")

    def ready(self):
        from beijing_ngo.core import mail_kinds
        from beijing_ngo.portal import shared_pages
        from beijing_ngo.portal.groups import make_groups

        mail_kinds.name({"portal.digest": _("Secretariat: daily digest")})
        shared_pages.register()

        # Django speaks of apps with models only; by the last of them all rights exist.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(make_groups, sender=last, dispatch_uid="portal.groups")
