"""A person's calendar of the events they go to, by a secret address that calendars ask without signing in."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.generic import View

from beijing_ngo.core import kept
from beijing_ngo.core.models import DatePrecision
from events import calendar_files
from events.account_views.door import seen_by
from events.models import LIVE_STATES, RegistrationState
from members.models import User

MOST = 500


class CalendarFeedView(View):
    def get(self, request, secret):
        user = User.objects.filter(calendar_secret=secret, is_active=True).first()
        if user is None:
            raise Http404
        with translation.override(user.preferred_language):
            name = _("%(association)s: events of %(person)s") % {
                "association": kept.site().short_name,
                "person": user,
            }
            return calendar_files.answer(entries_of(user), name=name, now=timezone.now(), refreshes=True)


def entries_of(user) -> list[calendar_files.Entry]:
    """The events they go to or registered people for; an event once, with the registration that stands best."""
    registrations = (
        seen_by(user)
        .filter(state__in=LIVE_STATES, desk__event__date_precision=DatePrecision.DAY)
        .select_related("desk__event")
        .order_by("desk__event__starts_at", "desk__event_id", "pk")
    )
    gone = set(user.attendances.exclude(cancelled_at=None).values_list("registration_id", flat=True)) - set(
        user.attendances.filter(cancelled_at=None).values_list("registration_id", flat=True)
    )
    best = {}
    for registration in registrations[:MOST]:
        if registration.pk in gone and not registration.is_managed:
            continue
        event = registration.desk.event
        there = best.get(event.pk)
        if there is None or (
            there.registration.state != RegistrationState.CONFIRMED and registration.is_confirmed
        ):
            url = reverse("registrations:detail", args=[registration.reference])
            best[event.pk] = calendar_files.Entry(event=event, registration=registration, url=url)
    return list(best.values())
