"""What waits at the registration desks: people at the door today, decisions, full houses, desks that close soon."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Min, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core import dates
from beijing_ngo.portal.staff_boxes import Box, Entry
from events.models import Awaits, EventState, RegistrationDesk, RegistrationState

SOON = timedelta(days=3)
LONG = timedelta(days=5)  # whoever registered should not wait longer for a yes
AT_MOST = 16


def at_the_desks(user) -> Box:
    now = timezone.now()
    may_see = user.has_perm("events.view_registration")
    desks = list(_desks(now)[:AT_MOST])
    entries = [
        *(entry for desk in desks if (entry := _door(desk, user))),
        *(_pending(desk, user, now) for desk in desks if may_see and desk.pending),
        *(_unanswered(desk, user) for desk in desks if may_see and desk.unanswered),
        *(_full(desk) for desk in desks if may_see and desk.waiting and desk.is_full),
        *(_closing(desk) for desk in desks if desk.is_open and desk.closes_at <= now + SOON),
    ]
    return Box(
        _("Registration desks"),
        entries,
        reverse("admin:events_registrationdesk_changelist"),
        _("Nothing waits at the desks."),
    )


def _desks(now):
    """Those of events to come at which something waits, the next event first; one statement."""
    today = timezone.localdate()
    tomorrow = timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min))
    waits = (
        Q(pending__gt=0)
        | Q(unanswered__gt=0)
        | Q(waiting__gt=0)
        | Q(opens_at__lte=now, closes_at__gte=now, closes_at__lte=now + SOON)
        | Q(event__starts_at__lt=tomorrow)
    )
    return (
        RegistrationDesk.objects.filter(event__ends_at__gte=now)
        .exclude(event__state=EventState.CANCELLED)
        .select_related("event")
        .annotate(
            pending=Count("registrations", filter=Q(registrations__awaits=Awaits.SECRETARIAT)),
            first_pending=Min(
                "registrations__registered_at", filter=Q(registrations__awaits=Awaits.SECRETARIAT)
            ),
            unanswered=Count(
                "registrations",
                filter=Q(registrations__awaits=Awaits.CONTACT, registrations__registered_at__lt=now - LONG),
            ),
            waiting=Sum(
                "registrations__party_size",
                filter=Q(registrations__state=RegistrationState.WAITLISTED),
                default=0,
            ),
        )
        .filter(waits)
        .order_by("event__starts_at", "pk")
    )


def _registrations(desk, **filters) -> str:
    query = {"desk__id__exact": desk.pk, **filters}
    return reverse("admin:events_registration_changelist", query=query)


def _door(desk, user) -> Entry | None:
    """The event is on today and the colleague may let people in."""
    event = desk.event
    is_today = dates.to_date(event.starts_at) <= timezone.localdate()
    if not (is_today and user.has_perm("events.check_in")):
        return None
    return Entry(str(event), reverse("checkin:desk", args=[event.slug]), note=_("Today: check-in"))


def _pending(desk, user, now) -> Entry:
    late = desk.first_pending < now - LONG
    text = (
        ngettext(
            "%(count)d registration to decide on, overdue",
            "%(count)d registrations to decide on, overdue",
            desk.pending,
        )
        if late
        else ngettext(
            "%(count)d registration to decide on", "%(count)d registrations to decide on", desk.pending
        )
    )
    url = _registrations(desk, awaits__exact=Awaits.SECRETARIAT)
    may_decide = user.has_perm("events.change_registration")
    return Entry(str(desk.event), url, late=late, note=text % {"count": desk.pending}, is_work=may_decide)


def _unanswered(desk, user) -> Entry:
    """An organisation's contact has long owed their colleagues a yes or no: the secretariat asks, or decides itself."""
    text = ngettext(
        "%(count)d approval of a contact overdue", "%(count)d approvals of contacts overdue", desk.unanswered
    )
    url = _registrations(desk, awaits__exact=Awaits.CONTACT)
    may_decide = user.has_perm("events.change_registration")
    return Entry(str(desk.event), url, late=True, note=text % {"count": desk.unanswered}, is_work=may_decide)


def _full(desk) -> Entry:
    text = ngettext("Full; %(count)d person waits", "Full; %(count)d people wait", desk.waiting)
    url = _registrations(desk, state__exact=RegistrationState.WAITLISTED)
    return Entry(str(desk.event), url, note=text % {"count": desk.waiting}, is_work=False)


def _closing(desk) -> Entry:
    url = reverse("admin:events_registrationdesk_change", args=[desk.pk])
    note = _("Closes at %(time)s") % {"time": dates.moment(desk.closes_at)}
    return Entry(str(desk.event), url, note=note, is_work=False)
