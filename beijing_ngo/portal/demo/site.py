"""Site settings, themes and pages."""

from datetime import date

from beijing_ngo.core.models import Page, SiteSettings, Theme

FOUNDED = date(2007, 8, 1)  # what has no date of its own was published then


def put_settings(store, item, order):
    store.put(SiteSettings, item, by=("id",), id=1)


def put_theme(store, item, order):
    store.put(Theme, item, order=order)


def put_page(store, item, order):
    store.put(Page, item, **store.published(FOUNDED))


LOADERS = {"site": put_settings, "themes": put_theme, "pages": put_page}
