"""The four-yearly report."""

from django.contrib import admin

from beijing_ngo.core import staff_admin as staff
from reports.models import (
    QuadrennialLine,
    QuadrennialReport,
)


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
