"""Rules and moments of reminders as the secretariat reads them: in words, and by the clock."""

from datetime import datetime
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core import dates
from beijing_ngo.core.zones import BEIJING
from events import reminders
from events.models import Event, ReminderAnchor, ReminderRule, ReminderUnit
from events.reminders import reasons


def when(rule: ReminderRule) -> str:
    """3 days before the start, 09:00."""
    distance = _distance(rule.unit, rule.anchor, rule.amount) % {"count": rule.amount}
    if rule.unit == ReminderUnit.HOURS:
        return distance
    if rule.at_time is None:
        return _("%(distance)s, at the same hour") % {"distance": distance}
    return _("%(distance)s, %(hour)s") % {"distance": distance, "hour": dates.clock(rule.at_time)}


def _distance(unit, anchor, amount) -> str:
    if unit == ReminderUnit.HOURS:
        return {
            ReminderAnchor.BEFORE_START: ngettext(
                "%(count)d hour before the start", "%(count)d hours before the start", amount
            ),
            ReminderAnchor.BEFORE_CLOSING: ngettext(
                "%(count)d hour before registration closes",
                "%(count)d hours before registration closes",
                amount,
            ),
            ReminderAnchor.AFTER_END: ngettext(
                "%(count)d hour after the end", "%(count)d hours after the end", amount
            ),
        }[anchor]
    return {
        ReminderAnchor.BEFORE_START: ngettext(
            "%(count)d day before the start", "%(count)d days before the start", amount
        ),
        ReminderAnchor.BEFORE_CLOSING: ngettext(
            "%(count)d day before registration closes", "%(count)d days before registration closes", amount
        ),
        ReminderAnchor.AFTER_END: ngettext(
            "%(count)d day after the end", "%(count)d days after the end", amount
        ),
    }[anchor]


def whom_for(rule: ReminderRule) -> str:
    """The one event, or every event of a kind."""
    if rule.event_id:
        return str(rule.event)
    return _("every event of the kind “%(kind)s”") % {"kind": rule.get_event_kind_display()}


def moment(at: datetime, event: Event) -> str:
    """By the event's own clock, and in Beijing time where that is another."""
    return dates.moment_here_and_there(at, event.time_zone)


def there(at: datetime, event: Event) -> str:
    """By the event's own clock; nothing where that is Beijing's."""
    by_own_clock, by_ours = (dates.local(at, zone) for zone in (event.time_zone, BEIJING))
    if by_own_clock.utcoffset() == by_ours.utcoffset():
        return ""
    return dates.moment(at, event.time_zone)


def due(rule: ReminderRule, event: Event) -> str:
    """A rule's moment for an event, or why it has none."""
    if at := reminders.moment(rule, event):
        return moment(at, event)
    if rule.anchor == ReminderAnchor.BEFORE_CLOSING:
        return _("no moment: the event has no registration desk")
    return _("no moment: the day of the event is not known yet")


def reason(text: str) -> str:
    """Why nothing was written, in the reader's language: rows keep it in the language of the moment."""
    return str(_known_reasons().get(text, text))


@cache
def _known_reasons() -> dict[str, Promise]:
    named = [value for value in vars(reasons).values() if isinstance(value, Promise)]
    return {text: one for one in named for text in reasons.said([one])}
