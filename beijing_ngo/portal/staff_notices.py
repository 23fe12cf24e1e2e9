"""Changes of events that registrants may have to be told of."""

from django.urls import reverse
from django.utils.translation import gettext as _

from beijing_ngo.core import dates
from beijing_ngo.portal.staff_boxes import Box, Entry
from events.models import EventChange

AT_MOST = 8


def changes_to_tell(user) -> Box:
    """The longest wait first; whoever may change events decides."""
    may_decide = user.has_perm("events.change_event")
    rows = EventChange.objects.waiting().select_related("event").order_by("at", "pk")[:AT_MOST]
    return Box(
        _("Registrants to be told of a change"),
        [
            Entry(
                str(change.event),
                reverse(f"admin:events_eventchange_{'tell' if may_decide else 'change'}", args=[change.pk]),
                dates.to_date(change.at),
            )
            for change in rows
        ],
        reverse("admin:events_eventchange_changelist"),
        _("Nobody has to be told of a change."),
        "events.change_event",
    )
