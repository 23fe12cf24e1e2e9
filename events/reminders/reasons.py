"""Why a reminder is not written, or not sent although it was written."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from beijing_ngo.core.language import TAGS
from beijing_ngo.core.models import Status
from events.models import Event, EventState, ReminderAnchor, ReminderAudience, ReminderRule
from events.reminders.moments import moment

CATCH_UP = timedelta(days=7)  # after an event there is no later anchor: then a reminder is too late

INACTIVE = _("The rule is switched off.")
DELETED = _("The rule has been deleted.")
NEWER = _("The rule, or the event's page, is newer than this moment.")
UNPUBLISHED = _("The event is not published.")
CANCELLED = _("The event is cancelled.")
POSTPONED = _("The event is postponed.")
BEGUN = _("The event has begun.")
OVER = _("The event is over.")
CLOSED = _("Registration is closed.")
NOT_OPEN = _("Registration is not open yet.")
FULL = _("The event is full and has no waiting list.")
NO_DESK = _("The event takes no registrations.")
TOO_LATE = _("This moment is too long ago.")
MOVED = _("The event was moved: there is a new moment for this reminder.")
CHANGED = _("What the reminder says has changed; it is written anew.")
NOBODY = _("There was nobody to remind.")
GONE = _("The recipient no longer belongs to those this reminder is for.")
CORRECTED = _("The address was corrected; the reminder goes to the new one.")

# When these pass away again, the reminder is made up for.
PASSING = (UNPUBLISHED, CANCELLED, POSTPONED, MOVED, CHANGED)
# Whoever was not sent a message for one of these may be written the same again.
WITHDRAWN = (*PASSING, INACTIVE, GONE, CORRECTED)


def obstacle(rule: ReminderRule, event: Event, now: datetime):
    """Why the rule has nothing to say for this event at this time; None where it has."""
    if not rule.active:
        return INACTIVE
    if event.status != Status.PUBLISHED or event.published_at > now:
        return UNPUBLISHED
    if event.state == EventState.CANCELLED:
        return CANCELLED
    if event.state == EventState.POSTPONED:
        return POSTPONED
    return _too_late(rule, event, now) or _at_the_desk(rule, event.open_desk, now)


def _too_late(rule, event, now):
    if rule.anchor == ReminderAnchor.AFTER_END:
        at = moment(rule, event)
        return TOO_LATE if at and at + CATCH_UP <= now else None
    if event.ends_at <= now:
        return OVER
    return BEGUN if event.starts_at <= now else None


def _at_the_desk(rule, desk, now):
    calls = rule.to == ReminderAudience.NOT_REGISTERED
    if not calls and rule.anchor != ReminderAnchor.BEFORE_CLOSING:
        return None
    if desk is None:
        return NO_DESK
    if desk.closes_at <= now:
        return CLOSED
    if not calls:
        return None
    if desk.opens_at > now:
        return NOT_OPEN
    return FULL if desk.is_full and not desk.waiting_list else None


def said(reasons) -> set[str]:
    """The reasons as rows keep them: in the language of the moment they were kept in."""
    texts = set()
    for language in TAGS:
        with override(language):
            texts |= {str(reason) for reason in reasons}
    return texts


def is_one_of(text: str, reasons) -> bool:
    return bool(text) and text in said(reasons)
