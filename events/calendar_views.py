"""Calendars to subscribe to: the public events that fit a filter, and a person's own by a secret address."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Max, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.generic import View

from beijing_ngo.core import kept, public_address
from beijing_ngo.core.language import current
from beijing_ngo.core.languages import has_prefix
from beijing_ngo.core.lists import joined
from beijing_ngo.core.models import DatePrecision
from events import calendar_files
from events.account_views.door import seen_by
from events.filters import A_MINUTE, EventFilter
from events.models import LIVE_STATES, Event, RegistrationState
from members.models import User

MOST = 500
CACHED = "public, max-age=300"


@dataclass(frozen=True)
class Feed:
    """A calendar file with what a second visit is answered by."""

    file: str
    changed_at: datetime

    @property
    def etag(self) -> str:
        return quote_etag(hashlib.sha256(self.file.encode()).hexdigest()[:32])


class EventFeedView(View):
    """The events of the list under the same filter, at most MOST of them. What is called off stays in it, and says so.

    In the language of its address; where the address has none, in the visitor's, which is Chinese unless they ask for another.
    """

    def get(self, request):
        feed = feed_of(EventFilter.read(request.GET))
        response = calendar_files.response(feed.file, filename="events")
        return _cached(request, feed, response)


class EventFileView(View):
    """One public event, to put into a calendar by hand."""

    def get(self, request, slug):
        events = _with_what_is_told(Event.objects.public().filter(date_precision=DatePrecision.DAY))
        event = get_object_or_404(events, slug=slug)
        feed = Feed(calendar_files.public_file([event]), event.updated_at)
        return _cached(request, feed, calendar_files.response(feed.file, filename=event.slug))


def feed_of(asked: EventFilter) -> Feed:
    """Built once for all who subscribe to the same; free words are not kept."""

    def build():
        events = asked.in_span().filter(date_precision=DatePrecision.DAY)
        return Feed(
            calendar_files.public_file(_with_what_is_told(events)[:MOST], name=_name(asked)),
            _changed_at(asked),
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


def _changed_at(asked: EventFilter) -> datetime:
    """When the file last became what it is: a record was changed, or the clock published an event or ended one."""
    found = (
        asked.matching()
        .order_by()
        .aggregate(ended=Max("ends_at", filter=Q(ends_at__lt=timezone.now())), published=Max("published_at"))
    )
    changed = datetime.fromtimestamp(int(kept.generation(), 16) / 1e9, UTC)
    return max(filter(None, [changed, *found.values()]))


def _cached(request, feed: Feed, response):
    response.headers["Cache-Control"] = CACHED
    response.headers["ETag"] = feed.etag
    seconds = int(feed.changed_at.timestamp())
    response.headers["Last-Modified"] = http_date(seconds)
    if not has_prefix(request.path):
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return get_conditional_response(request, etag=feed.etag, last_modified=seconds, response=response)


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
