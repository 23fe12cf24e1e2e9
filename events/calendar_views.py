"""Calendars to subscribe to: the public events that fit a filter, and a person's own by a secret address."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.generic import View

from beijing_ngo.core import conditional, kept, public_address
from beijing_ngo.core.language import current
from beijing_ngo.core.lists import joined
from beijing_ngo.core.models import DatePrecision
from events import calendar_files
from events.account_views.door import seen_by
from events.filters import A_MINUTE, EventFilter
from events.models import LIVE_STATES, Event, RegistrationState
from members.models import User

MOST = 500


@dataclass(frozen=True)
class Feed:
    """A calendar file, and when it last became what it is."""

    file: str
    changed_at: datetime


class EventFeedView(View):
    """The events of the list under the same filter, at most MOST of them. What is called off stays in it, and says so.

    In the language of its address; where the address has none, in the visitor's, which is Chinese unless they ask for another.
    """

    def get(self, request):
        feed = feed_of(EventFilter.read(request.GET))
        response = calendar_files.response(feed.file, filename="events")
        return conditional.answer(request, response, changed_at=feed.changed_at)


class EventFileView(View):
    """One public event, to put into a calendar by hand."""

    def get(self, request, slug):
        events = _with_what_is_told(Event.objects.public().filter(date_precision=DatePrecision.DAY))
        event = get_object_or_404(events, slug=slug)
        response = calendar_files.response(calendar_files.public_file([event]), filename=event.slug)
        return conditional.answer(request, response, changed_at=event.updated_at)


def feed_of(asked: EventFilter) -> Feed:
    """Built once for all who subscribe to the same; free words are not kept."""

    def build():
        events = asked.in_span().filter(date_precision=DatePrecision.DAY)
        return Feed(
            calendar_files.public_file(_with_what_is_told(events)[:MOST], name=_name(asked)),
            changed_at(asked),
        )

    return (
        build()
        if asked.q
        else kept.value(("events feed", current(), public_address.full(""), asked), build, A_MINUTE)
    )


def _with_what_is_told(events):
    """The online link is for those who have a place: it is not even read."""
    return events.defer("body_zh_hans", "body_en", "theme_line_zh_hans", "theme_line_en", "online_url")


def _name(asked: EventFilter) -> str:
    association = kept.site().short_name or kept.site().name
    if labels := joined(label for _field, label in asked.labels()):
        return _("%(association)s: events (%(filter)s)") % {"association": association, "filter": labels}
    return _("%(association)s: events") % {"association": association}


def changed_at(asked: EventFilter) -> datetime:
    """When what the filter finds last became what it is: by an edit, or by the clock that published an event or ended one."""
    found = (
        asked.matching()
        .order_by()
        .aggregate(ended=Max("ends_at", filter=Q(ends_at__lt=timezone.now())), published=Max("published_at"))
    )
    return max(filter(None, [conditional.records_changed_at(), *found.values()]))


class CalendarFeedView(View):
    """A person's events; calendars ask for them without signing in, by an address that only its owner knows."""

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
