"""What will be sent and what was: for all events day by day, for one event on its own page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beijing_ngo.core import dates
from beijing_ngo.core import staff_admin as staff
from events import reminders
from events.admin import reminders_words as words
from events.admin.links import address
from events.models import Event, ReminderRule, ReminderRun
from events.reminders import reasons

AHEAD = timedelta(days=30)
MOST_RUNS = 30


@dataclass(frozen=True)
class Coming:
    """A reminder that is due: of which rule, for which event, to how many; `obstacle` is why nobody will get it."""

    at: datetime | None
    rule: ReminderRule
    event: Event
    count: int
    obstacle: str = ""

    @property
    def clock(self) -> str:
        return dates.clock(self.at)

    @property
    def there(self) -> str:
        return words.there(self.at, self.event)

    @property
    def moment(self) -> str:
        return words.due(self.rule, self.event)

    @property
    def when(self) -> str:
        return words.when(self.rule)

    @property
    def people(self) -> str:
        return ngettext("%(count)d person", "%(count)d people", self.count) % {"count": self.count}


@dataclass(frozen=True)
class Day:
    date: date
    title: str
    coming: list[Coming]


def days_ahead(now: datetime) -> list[Day]:
    """The days of the next thirty on which something is due, by Beijing's clock."""
    found = [
        Coming(one.moment, one.rule, one.event, one.count, _obstacle(one.rule, one.event, one.moment))
        for one in reminders.forecast(now, now + AHEAD)
    ]
    return [
        Day(day, dates.day_with_weekday(day), list(coming))
        for day, coming in groupby(found, key=lambda one: timezone.localtime(one.at).date())
    ]


def coming_for(event: Event, now: datetime) -> list[Coming]:
    """The reminders of an event that are still to come, the first one first; last those that have no moment."""
    found = []
    for rule in reminders.rules_for(event):
        at = reminders.moment(rule, event)
        if at is None or at >= now:
            obstacle = _obstacle(rule, event, at) if at else ""
            found.append(Coming(at, rule, event, reminders.count(rule, event), obstacle))
    return sorted(found, key=lambda one: (one.at is None, one.at or now, one.rule.pk))


def _obstacle(rule, event, at) -> str:
    """As things stand, why nothing will be written at the moment: registration is closed by then, say."""
    return str(reasons.obstacle(rule, event, at) or "")


class ForecastPage:
    """Part of the admin of reminder rules."""

    actions_list = ["forecast"]

    @staff.action(
        description=_("The next 30 days"), url_path="forecast", icon="calendar_month", permissions=["view"]
    )
    def forecast(self, request):
        days = days_ahead(timezone.now())
        return self.staff_page(
            request,
            "admin/events/reminderrule/forecast.html",
            title=_("Reminders of the next 30 days"),
            days=days,
            may_see_events=request.user.has_perm("events.view_event"),
            back=reverse("admin:events_reminderrule_changelist"),
        )


class EventReminders:
    """Part of an event's own page: below the form, what is coming and what was."""

    change_form_outer_after_template = "admin/events/event/reminders.html"

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and request.user.has_perm("events.view_reminderrule"):
            runs = ReminderRun.objects.filter(event=obj).select_related("rule")
            context |= {
                "reminders_coming": coming_for(obj, timezone.now()),
                "reminders_past": [
                    (run, words.moment(run.moment, obj), words.reason(run.reason)) for run in runs[:MOST_RUNS]
                ],
                "reminders_all_past": address("admin:events_reminderrun_changelist", event__id__exact=obj.pk),
                "add_reminder": (
                    address("admin:events_reminderrule_add", event=obj.pk)
                    if request.user.has_perm("events.add_reminderrule")
                    else ""
                ),
            }
        return super().render_change_form(request, context, obj=obj, **kwargs)
