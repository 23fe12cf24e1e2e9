"""What the mails of the registration desk are called in the secretariat's list."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from events.models import ReminderAudience
from events.reminders.mails import KIND

REGISTRATIONS = {
    "registration.guest_link": _("Registration: a guest's link to the form"),
    "registration.pending": _("Registration: received"),
    "registration.approval_asked": _("Registration: a contact's yes is asked for"),
    "registration.confirmed": _("Registration: confirmed"),
    "registration.waitlisted": _("Registration: on the waiting list"),
    "registration.promoted": _("Registration: moved up from the waiting list"),
    "registration.declined": _("Registration: declined"),
    "registration.edited": _("Registration: corrected"),
    "registration.added": _("Registration: one more person"),
    "registration.substituted": _("Registration: somebody else comes"),
    "registration.withdrawn": _("Registration: one person less"),
    "registration.cancelled": _("Registration: cancelled"),
    "registration.ticket": _("Registration: ticket of one person"),
    "registration.place_cancelled": _("Registration: place of one person cancelled"),
}
EVENTS = {
    "event.changed": _("Event: changed"),
    "event.cancelled": _("Event: called off"),
}
_TO = _("Reminder: {audience}")
REMINDERS = {
    f"{KIND}{audience.value}": format_lazy(_TO, audience=audience.label) for audience in ReminderAudience
} | {f"{KIND}trial": _("Reminder: trial for a colleague")}
KINDS = REGISTRATIONS | EVENTS | REMINDERS
