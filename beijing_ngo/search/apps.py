from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "beijing_ngo.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from beijing_ngo.search import following

        following.listen()
        post_migrate.connect(_prepare, sender=self, dispatch_uid="search")


def _prepare(plan=(), **_signal):
    """After migrations: the index below the table, and its entries where the table is new in a portal that has records."""
    from beijing_ngo.search import index, indexing

    index.prepare()
    if any(migration.app_label == "search" and not backwards for migration, backwards in plan or ()):
        indexing.rebuild()
