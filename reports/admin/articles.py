"""Articles."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.admin import DocumentInline, PhotoInline
from beijing_ngo.core.staff_forms import TranslatedForm
from reports.admin.article_pages import ArticleFromPage
from reports.models import Article


class ArticleForm(TranslatedForm):
    def clean(self):
        cleaned = super().clean()
        named = cleaned.get("series_name_zh_hans") or cleaned.get("series_name_en")
        if cleaned.get("part") and not named and "series_name_zh_hans" in self.fields:
            self.add_error("series_name_zh_hans", _("A part belongs to a series."))
        return cleaned


@admin.register(Article)
class ArticleAdmin(ArticleFromPage, staff.PublishableAdmin):
    form = ArticleForm
    texts = ("title", "source", "editors_note", "body", "series_name")
    fieldsets = [
        (None, {"fields": [("date", "date_precision"), ("editor", "part"), "cover"]}),
        (
            _("Subjects"),
            {"fields": ["events", "delegations", "submissions", "organisations", "themes", "sdgs"]},
        ),
    ]
    inlines = [PhotoInline, DocumentInline]
    columns = ("date", "editor")
    filters = staff.related("themes")
    search_fields = [*staff.both("title", "source", "series_name", "body"), "editor", "slug"]
    autocomplete_fields = ["events", "delegations", "submissions", "organisations", "themes"]
    date_hierarchy = "date"
