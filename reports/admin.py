"""Reports in the admin: articles, papers for UN bodies and the rules they are written under."""

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.admin import DocumentInline, PhotoInline
from beijing_ngo.core.staff_forms import RowsFormSet, TranslatedForm
from reports.models import (
    Article,
    Endorsement,
    Mechanism,
    Paragraph,
    QuadrennialLine,
    QuadrennialReport,
    Submission,
)


class ArticleForm(TranslatedForm):
    def clean(self):
        cleaned = super().clean()
        named = cleaned.get("series_name_zh_hans") or cleaned.get("series_name_en")
        if cleaned.get("part") and not named and "series_name_zh_hans" in self.fields:
            self.add_error("series_name_zh_hans", _("A part belongs to a series."))
        return cleaned


@admin.register(Article)
class ArticleAdmin(staff.PublishableAdmin):
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


@admin.register(Mechanism)
class MechanismAdmin(staff.TranslatedHistoryAdmin):
    fieldsets = [
        *staff.language_tabs("name", "who_may_submit", "format", "deadline_rule"),
        (None, {"fields": ["body", ("kind", "acronym"), "slug"]}),
        (_("Limits"), {"fields": [("limit", "unit"), "overhead", "languages", "deadline_zone"]}),
        (_("Source"), {"fields": ["rules_url", "source", "checked_on"]}),
    ]
    list_display = ["acronym", "__str__", "body", "kind", "limit", "unit", "checked_on"]
    list_display_links = ["acronym", "__str__"]
    list_filter = staff.choices("kind", "unit")
    list_select_related = ["body"]
    search_fields = ["acronym", "slug", *staff.both("name", "body__name")]
    autocomplete_fields = ["body"]
    prepopulated_fields = {"slug": ("name_en",)}


class ParagraphFormSet(RowsFormSet):
    aside = {"number": F("number") + 10_000}  # numbers may be swapped: out of the way first


class ParagraphInline(staff.TranslatedStackedInline):
    model = Paragraph
    formset = ParagraphFormSet
    fields = ["number", ("heading_zh_hans", "heading_en"), ("text_zh_hans", "text_en")]


class EndorsementInline(staff.TabularInline):
    model = Endorsement
    fields = ["organisation", "state", "order", "answered_at", "answered_by"]
    readonly_fields = ["answered_at", "answered_by"]
    autocomplete_fields = ["organisation"]


@admin.register(Submission)
class SubmissionAdmin(staff.PublishableAdmin):
    texts = ("title", "summary")
    fieldsets = [
        (
            _("Paper"),
            {
                "fields": [
                    "mechanism",
                    "kind",
                    "conference",
                    ("country_under_review", "agenda_item"),
                    "articles",
                    "lead",
                ]
            },
        ),
        (
            _("Filing"),
            {
                "fields": [
                    ("state", "confidential"),
                    "deadline",
                    "deadline_zone",
                    ("filed_on", "symbol"),
                    "exception_reason",
                ]
            },
        ),
        (_("Subjects"), {"fields": ["themes", "sdgs"]}),
    ]
    inlines = [ParagraphInline, EndorsementInline, DocumentInline]
    columns = ("mechanism", "progress", "closes", "filed_on")
    filters = [*staff.choices("state", "kind"), *staff.related("mechanism"), "confidential"]
    list_select_related = ["mechanism"]
    search_fields = [*staff.both("title", "summary", "paragraphs__text"), "symbol", "slug"]
    autocomplete_fields = ["mechanism", "conference", "lead", "themes"]
    date_hierarchy = "filed_on"

    @staff.display(description=_("deadline"), ordering="deadline")
    def closes(self, submission):
        return submission.deadline and staff.by_own_clock(submission.deadline, submission.deadline_zone)

    @staff.display(
        description=_("state"),
        ordering="state",
        label={"drafting": "default", "review": "info", "approved": "info", "filed": "success"},
    )
    def progress(self, submission):
        return submission.state, submission.get_state_display()


class QuadrennialLineInline(staff.TranslatedStackedInline):
    model = QuadrennialLine
    fields = [("heading_zh_hans", "heading_en"), ("text_zh_hans", "text_en"), "order"]


@admin.register(QuadrennialReport)
class QuadrennialReportAdmin(staff.HistoryAdmin):
    fieldsets = [(None, {"fields": [("first_year", "last_year"), "due_on", "submission", "note"]})]
    inlines = [QuadrennialLineInline]
    list_display = ["__str__", "due_on", "submission"]
    list_select_related = ["submission"]
    search_fields = ["first_year", "last_year"]
    autocomplete_fields = ["submission"]
