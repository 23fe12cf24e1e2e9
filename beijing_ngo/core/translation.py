"""Which texts of core come in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from beijing_ngo.core.models import Document, Page, Photo, SiteSettings, Theme


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name",)


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    fields = (
        *("name", "short_name", "motto", "standing", "address"),
        *("letter_signatory", "letter_signatory_position"),
    )


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body")


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ("caption", "alt")


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title",)


# After the registrations above: a history made before them would not know the columns.
for model in (SiteSettings, Page):
    simple_history.register(model, app="beijing_ngo.core")
