"""What those at the door see: the figures, who came last, and whom a name may mean."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Count, F, Max, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.refusals import Refusal
from events.models import Attendee, EventState, RegistrationDesk, RegistrationState
from events.refusals import (
    CheckedInAlready,
    NoPlaceYet,
    NotCheckedIn,
    TicketCancelled,
    TicketOfAnotherEvent,
)

DAYS_BEFORE, DAYS_AHEAD = 2, 7
RECENT = 8
MOST_FOUND = 20


def desks_of_these_days():
    """The desks of events of today, the days just past and the days to come, with their figures. One statement."""
    today = datetime.combine(timezone.localdate(), time.min, tzinfo=timezone.get_current_timezone())
    has_place = Q(attendees__cancelled_at=None, attendees__registration__state=RegistrationState.CONFIRMED)
    return (
        RegistrationDesk.objects.filter(
            event__ends_at__gte=today - timedelta(days=DAYS_BEFORE),
            event__starts_at__lt=today + timedelta(days=DAYS_AHEAD + 1),
        )
        .exclude(event__state=EventState.CANCELLED)
        .select_related("event")
        .annotate(
            expected=Count("attendees", filter=has_place),
            here=Count("attendees", filter=has_place & Q(attendees__checked_in_at__isnull=False)),
        )
        .order_by("event__starts_at", "pk")
    )


@dataclass(frozen=True)
class Figures:
    here: int
    expected: int
    capacity: int
    places_left: int
    last_at: datetime | None

    @property
    def version(self) -> str:
        """Says in a few signs whether anything happened since."""
        last = int(self.last_at.timestamp() * 1000) if self.last_at else 0
        return f"{self.here}.{self.expected}.{self.capacity}.{self.places_left}.{last}"


def figures(desk: RegistrationDesk) -> Figures:
    """Counted in one statement, whatever the number of people."""
    counted = (
        Attendee.objects.filter(desk=desk)
        .expected()
        .aggregate(here=Count("checked_in_at"), expected=Count("pk"), last_at=Max("checked_in_at"))
    )
    return Figures(capacity=desk.capacity, places_left=desk.places_left, **counted)


def recent(desk: RegistrationDesk):
    """Who came in last, and who let them in."""
    there = Attendee.objects.filter(desk=desk).checked_in()
    return there.select_related("registration__organisation", "checked_in_by").order_by(
        "-checked_in_at", "-pk"
    )[:RECENT]


def expected(desk: RegistrationDesk, *, q: str = "", only_missing: bool = False):
    """The door's list: everybody with a place, by name."""
    rows = _named(Attendee.objects.filter(desk=desk).expected(), q)
    if only_missing:
        rows = rows.filter(checked_in_at=None)
    return rows.select_related("registration__organisation", "checked_in_by").order_by(
        "family_name", "given_name", "latin_name", "pk"
    )


def search(desk: RegistrationDesk, q: str) -> list[Attendee]:
    """Whom a typed name may mean, those with a place first; whoever waits is found too, so that they can be told."""
    rows = _named(Attendee.objects.filter(desk=desk).live(), q)
    rows = rows.exclude(
        registration__state__in=(RegistrationState.CANCELLED, RegistrationState.DECLINED)
    ).annotate(has_place=Q(registration__state=RegistrationState.CONFIRMED))
    return list(
        rows.select_related("registration__organisation", "checked_in_by").order_by(
            F("has_place").desc(), "family_name", "given_name", "pk"
        )[: MOST_FOUND + 1]
    )


def registered_as(desk: RegistrationDesk, emails) -> list[Attendee]:
    """Who is registered under these addresses, whatever their capitals."""
    rows = Attendee.objects.live().filter(desk=desk).annotate(address=Lower("email"))
    rows = rows.filter(address__in=[email.lower() for email in emails])
    return list(rows.select_related("registration__organisation", "checked_in_by").order_by("pk"))


def _named(rows, q):
    """Each word stands in the name, in either script, or in the organisation's."""
    rows = rows.annotate(
        own_name=Concat("family_name", "given_name"),
        name_turned=Concat("given_name", Value("·"), "family_name"),
    )
    for word in q.split()[:6]:
        rows = rows.filter(
            Q(own_name__icontains=word)
            | Q(name_turned__icontains=word)
            | Q(latin_name__icontains=word)
            | Q(registration__organisation__name_zh_hans__icontains=word)
            | Q(registration__organisation__name_en__icontains=word)
            | Q(registration__organisation__short_name_zh_hans__icontains=word)
            | Q(registration__organisation__short_name_en__icontains=word)
        )
    return rows


@dataclass(frozen=True)
class Outcome:
    """What a scan, a typed reference or a button led to, as the volunteer is told."""

    kind: str  # in, used, no, unknown, found, choose, undone
    title: str
    words: str = ""
    attendee: Attendee | None = None
    people: list[Attendee] = field(default_factory=list)
    here: int = 0  # of the party, with the person

    @property
    def is_good(self) -> bool:
        return self.kind in ("in", "undone")

    @property
    def role(self) -> str:
        return "status" if self.kind in ("in", "undone", "found", "choose") else "alert"

    @property
    def icon(self) -> str:
        return {"in": "check", "undone": "back", "found": "user", "choose": "users", "used": "clock"}.get(
            self.kind, "close"
        )


def let_in(attendee: Attendee) -> Outcome:
    party = attendee.registration.party_size
    here = attendee.registration.attendees.checked_in().count() if party > 1 else 1
    return Outcome("in", pgettext_lazy("at the door", "Checked in"), attendee=attendee, here=here)


TITLES = {
    CheckedInAlready: ("used", _("Ticket already used")),
    TicketCancelled: ("no", _("Ticket cancelled")),
    NoPlaceYet: ("no", _("No place")),
    NotCheckedIn: ("no", _("Not checked in")),
    TicketOfAnotherEvent: ("no", _("Ticket for another event")),
}


def refused(refusal: Refusal, attendee: Attendee | None = None) -> Outcome:
    kind, title = TITLES.get(type(refusal), ("unknown", _("Not found")))
    return Outcome(kind, title, str(refusal), attendee)


def choose(people: list[Attendee], title) -> Outcome:
    more = len(people) > MOST_FOUND
    words = _("There are more: type more of the name.") if more else ""
    return Outcome("choose", title, words, people=people[:MOST_FOUND])


def undone(attendee: Attendee) -> Outcome:
    return Outcome("undone", _("Check-in undone"), attendee=attendee)
