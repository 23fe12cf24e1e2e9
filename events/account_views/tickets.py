"""Tickets: those of a person and of the people they registered; and one ticket by its secret."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from beijing_ngo.core import public_address
from beijing_ngo.core.language import TAGS, current
from beijing_ngo.core.views import reader
from events import calendar_files, registration_words
from events.account_views.door import seen_by
from events.models import Attendee, EventState
from members.account import AccountMixin

MOST = 200


def upcoming_tickets(user):
    """The tickets for what is still to come, of a person and of everybody on the registrations they manage."""
    return (
        Attendee.objects.expected()
        .filter(
            registration__in=seen_by(user).values("pk"),
            registration__desk__event__ends_at__gte=timezone.now(),
        )
        .exclude(registration__desk__event__state=EventState.CANCELLED)
        .select_related("registration__desk__event", "registration__organisation")
        .order_by("registration__desk__event__starts_at", "registration_id", "number")
    )


def ticket(attendee) -> dict:
    """What a ticket shows. Its code holds the whole address, so that any telephone opens it."""
    secret = attendee.ticket_secret
    return {
        "attendee": attendee,
        "event": attendee.registration.desk.event,
        "code": public_address.page("ticket", secret, language=current()),
        "url": reverse("ticket", args=[secret]),
        "pdf_url": reverse("ticket_pdf", args=[secret]),
        "ics_url": reverse("ticket_ics", args=[secret])
        if calendar_files.has_a_day(attendee.registration.desk.event)
        else "",
    }


class TicketsView(AccountMixin, TemplateView):
    account_section = "tickets"
    template_name = "events/account/tickets.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        managed = {row.pk for row in seen_by(user) if row.is_managed}
        shown = [
            one
            for one in upcoming_tickets(user)[:MOST]
            if one.user_id == user.pk or one.registration_id in managed
        ]
        return super().get_context_data(
            own=[ticket(one) for one in shown if one.user_id == user.pk],
            others=[ticket(one) for one in shown if one.user_id != user.pk],
            **kwargs,
        )


class TicketMixin:
    """A ticket is found by its secret alone; nobody on the way keeps or repeats the address."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @cached_property
    def attendee(self) -> Attendee:
        found = (
            Attendee.objects.select_related("registration__desk__event", "registration__organisation")
            .filter(ticket_secret=self.kwargs["secret"])
            .first()
        )
        if found is None:
            raise Http404
        return found


class TicketView(TicketMixin, TemplateView):
    template_name = "events/ticket.html"

    def get_context_data(self, **kwargs):
        attendee, registration = self.attendee, self.attendee.registration
        event = registration.desk.event
        is_held = event.state != EventState.CANCELLED
        return super().get_context_data(
            ticket=ticket(attendee),
            attendee=attendee,
            registration=registration,
            event=event,
            is_valid=attendee.has_ticket and is_held,
            is_cancelled=attendee.cancelled_at is not None or not registration.is_live,
            is_held=is_held,
            sign=registration_words.sign(registration, came=attendee.checked_in_at is not None),
            check_in_url=self.check_in_url(),
            tag=TAGS[current()],
            **kwargs,
        )

    def check_in_url(self) -> str:
        """For those who stand at the door and opened the ticket with their own telephone."""
        if not reader(self.request).has_perm("events.check_in"):
            return ""
        desk = reverse("checkin:desk", args=[self.attendee.registration.desk.event.slug])
        return f"{desk}?ticket={self.attendee.ticket_secret}"


class TicketCalendarFileView(TicketMixin, View):
    def get(self, request, secret):
        attendee = self.attendee
        if not attendee.has_ticket or not calendar_files.has_a_day(attendee.registration.desk.event):
            raise Http404
        entry = calendar_files.Entry(
            event=attendee.registration.desk.event,
            registration=attendee.registration,
            url=reverse("ticket", args=[secret]),
        )
        return calendar_files.answer([entry], name=attendee.registration.desk.event.slug, now=timezone.now())


def ticket_of_next_event(user) -> dict | None:
    """The ticket a person needs next."""
    own = upcoming_tickets(user).filter(user=user).first()
    return ticket(own) if own else None
