"""Reminders: written once, at the right moment, in the right language.

A rule (`ReminderRule`) says when whom is reminded of what. `plan` writes what is due each minute; the outbox sends it, and
asks once more before each message whether it still holds.
"""

from events.reminders.audiences import Recipient, count, recipients
from events.reminders.copying import copy_rules
from events.reminders.following import follow
from events.reminders.forecasting import Planned, forecast
from events.reminders.guarding import guard
from events.reminders.mails import mail
from events.reminders.moments import events_for, moment, rules_for
from events.reminders.placeholders import PLACEHOLDERS, check, fill, values
from events.reminders.planning import plan

__all__ = [
    "PLACEHOLDERS",
    "Planned",
    "Recipient",
    "check",
    "copy_rules",
    "count",
    "events_for",
    "fill",
    "follow",
    "forecast",
    "guard",
    "mail",
    "moment",
    "plan",
    "recipients",
    "rules_for",
    "values",
]
