"""How messages are found in the log: by kind, by topic, by the days they were written on."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter

from beijing_ngo.core import mail_kinds
from beijing_ngo.core.models import MailTopic

ALWAYS = "service"


class KindFilter(DropdownFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return mail_kinds.names()

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class TopicFilter(DropdownFilter):
    title = pgettext_lazy("mail", "may be switched off")
    parameter_name = "topic"

    def lookups(self, request, model_admin):
        return [(ALWAYS, _("No: it is always sent")), *MailTopic.choices]

    def queryset(self, request, queryset):
        if self.value() == ALWAYS:
            return queryset.filter(topic="")
        return queryset.filter(topic=self.value()) if self.value() in MailTopic.values else queryset


class DaysFilter(RangeDateFilter):
    """From a day to a day, both included, by the office's clock."""

    def queryset(self, request, queryset):
        first, last = (self._day(end) for end in ("from", "to"))
        if first:
            queryset = queryset.filter(**{f"{self.field_path}__gte": _midnight(first)})
        if last:
            queryset = queryset.filter(**{f"{self.field_path}__lt": _midnight(last + timedelta(days=1))})
        return queryset

    def _day(self, end):
        """What was typed, if it is a day of an age in which there is e-mail."""
        try:
            day = forms.DateField(required=False).clean(
                self.used_parameters.get(f"{self.parameter_name}_{end}")
            )
        except ValidationError:
            return None
        return day if day and 1970 < day.year < 9000 else None


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
