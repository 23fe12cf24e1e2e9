"""The form of a reminder rule, on its own page and among an event's rows."""

from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.staff_forms import StaffForm
from events import reminders
from events.admin import reminders_words as words
from events.models import ReminderRule, ReminderUnit

TEXTS = staff.both("subject", "body")
LONG_TEXTS = [f"event__{name}" for name in staff.both("theme_line", "summary", "body")]


class ReminderForm(StaffForm):
    """A rule is for one event or for a kind of event; every placeholder in its texts is one that we know."""

    explains = True  # what each placeholder stands for

    class Meta:
        model = ReminderRule
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        told = {"subject": _("May use the same placeholders as the text."), "body": placeholders()}
        for name in TEXTS if self.explains else ():
            if name in self.fields:
                self.fields[name].help_text = told[name.partition("_")[0]]

    def clean(self):
        cleaned = super().clean()
        for name in TEXTS:
            if wrong := reminders.check(cleaned.get(name) or "", cleaned.get("to") or ""):
                self.add_error(name, [ValidationError(complaint) for complaint in wrong])
        self._ask_whom_for(cleaned)
        self._ask_for_hours_of_days_only(cleaned)
        return cleaned

    def _ask_whom_for(self, cleaned):
        if "event_kind" not in self.fields or {"event", "event_kind"} & set(self.errors):
            return
        event, kind = cleaned.get("event"), cleaned.get("event_kind")
        if event and kind:
            self.add_error(
                "event_kind",
                _("The rule is for one event already. Leave the kind empty, or take the event away."),
            )
        elif not event and not kind:
            self.add_error("event", _("Please choose one event here, or the kind of event below."))

    def _ask_for_hours_of_days_only(self, cleaned):
        if cleaned.get("unit") == ReminderUnit.HOURS and cleaned.get("at_time"):
            self.add_error(
                "at_time", _("An hour of the day goes with days. Leave it empty where hours are counted.")
            )


def placeholders():
    """What may stand in a text, with what it stands for; how a button is made."""
    known = format_html_join(
        "", "<li><code>{{{}}}</code> {}</li>", ((name, told) for name, told in reminders.PLACEHOLDERS.items())
    )
    return format_html(
        '{}<ul class="sheet__rows">{}</ul>{}',
        _("Placeholders, filled in for each recipient:"),
        known,
        _("{link} on a line of its own below a line of words becomes a button."),
    )


class ReminderRow(ReminderForm):
    explains = False  # the rule's own page does, and so many rows would not be read


class ReminderInline(staff.TranslatedStackedInline):
    """The event's own rules; those of its kind are listed below the form."""

    model = ReminderRule
    form = ReminderRow
    fields = [
        ("subject_zh_hans", "subject_en"),
        ("body_zh_hans", "body_en"),
        ("amount", "unit", "anchor"),
        ("at_time", "to"),
        ("late_joiners", "active"),
        "due",
    ]
    readonly_fields = ["due"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event__desk").defer(*LONG_TEXTS)

    @staff.display(description=pgettext_lazy("reminder", "due"))
    def due(self, rule):
        if not rule.pk:
            return _("The moment is shown once the rule is saved.")
        return format_html("{}{}{}", words.when(rule), mark_safe("<br>"), words.due(rule, rule.event))
