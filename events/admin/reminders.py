"""When whom the portal reminds of an event, and what it has written."""

from datetime import timedelta

from django.contrib import admin
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from beijing_ngo.core import staff_admin as staff
from events import reminders
from events.admin import reminders_words as words
from events.admin.links import address
from events.admin.reminders_forecast import ForecastPage
from events.admin.reminders_form import LONG_TEXTS, ReminderForm
from events.admin.reminders_preview import PreviewPage, may_preview
from events.models import ReminderRule, ReminderRun

A_YEAR = timedelta(days=366)
NEXT = 5  # moments told on a rule's page


@admin.register(ReminderRule)
class ReminderRuleAdmin(PreviewPage, ForecastPage, staff.TranslatedHistoryAdmin):
    form = ReminderForm
    fieldsets = [
        *staff.language_tabs("subject", "body"),
        (_("For"), {"fields": ["event", "event_kind"]}),
        (
            _("When and to whom"),
            {
                "fields": [
                    ("amount", "unit"),
                    ("anchor", "at_time"),
                    "to",
                    ("late_joiners", "active"),
                ]
            },
        ),
    ]
    list_display = ["__str__", "whom_for", "when", "due", "to", "active"]
    list_filter = [
        "active",
        *staff.choices("to", "anchor", "event_kind"),
        ("event", AutocompleteSelectFilter),
    ]
    list_select_related = ["event"]
    search_fields = staff.both("subject", "body", "event__title")
    autocomplete_fields = ["event"]

    def get_urls(self):
        own = path(
            "<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="events_reminderrule_preview"
        )
        return [own, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event__desk").defer(*LONG_TEXTS)

    @staff.display(description=pgettext_lazy("reminder", "for"), ordering="event__starts_at")
    def whom_for(self, rule):
        return words.whom_for(rule)

    @staff.display(description=_("when"), ordering="amount")
    def when(self, rule):
        return words.when(rule)

    @staff.display(description=pgettext_lazy("reminder", "due"))
    def due(self, rule):
        """A kind has a moment for each of its events; the rule's page tells the next ones."""
        return words.due(rule, rule.event) if rule.event_id else None

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            context |= {
                "when": words.when(obj),
                "moments": self._next_moments(obj),
                "preview": (
                    reverse("admin:events_reminderrule_preview", args=[obj.pk])
                    if may_preview(request.user, obj)
                    else ""
                ),
                "forecast": reverse("admin:events_reminderrule_forecast"),
                "past": address("admin:events_reminderrun_changelist", rule__id__exact=obj.pk),
            }
        return super().render_change_form(request, context, obj=obj, **kwargs)

    @staticmethod
    def _next_moments(rule) -> list:
        """For one event its moment, gone or to come; for a kind the next ones: (event, in words, whether it is past)."""
        now = timezone.now()
        events = [rule.event] if rule.event_id else reminders.events_for(rule, now, now + A_YEAR)
        found = [(event, reminders.moment(rule, event)) for event in events]
        return [
            (event, words.due(rule, event), bool(at and at < now))
            for event, at in sorted(found, key=lambda pair: pair[1] or now)[:NEXT]
        ]


@admin.register(ReminderRun)
class ReminderRunAdmin(staff.ReadOnlyAdmin):
    list_display = ["moment_there", "rule", "event", "written", "why_nothing", "is_done"]
    list_filter = [
        "is_done",
        ("event", AutocompleteSelectFilter),
        ("rule", AutocompleteSelectFilter),
    ]
    list_select_related = ["rule", "event"]
    search_fields = staff.both("rule__subject", "event__title")
    date_hierarchy = "moment"
    fields = [
        *("rule", "event", "moment_there", ("ran_at", "covers_until"), ("written", "is_done"), "why_nothing")
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer(*LONG_TEXTS)

    @staff.display(description=_("moment"), ordering="moment")
    def moment_there(self, run):
        return words.moment(run.moment, run.event)

    @staff.display(description=_("why nothing was written"))
    def why_nothing(self, run):
        return words.reason(run.reason)
