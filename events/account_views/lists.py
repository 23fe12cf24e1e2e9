"""The registrations of a person: what lies ahead, and what is past."""

from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, OuterRef, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import ListView

from beijing_ngo.core.lists import ForgivingPagesMixin, one_of
from events import registration_words
from events.account_views.door import seen_by
from events.models import Attendee, Event, RegistrationState
from members.account import AccountMixin

PER_PAGE = 20


def in_order(registrations):
    """What is still to come, the next first; then what is past, the latest first. `is_past` says which."""
    past = ExpressionWrapper(Q(desk__event__ends_at__lt=timezone.now()), output_field=BooleanField())
    return (
        registrations.select_related("desk__event", "organisation")
        .annotate(
            is_past=past,
            came=Exists(Attendee.objects.filter(registration=OuterRef("pk")).exclude(checked_in_at=None)),
        )
        .order_by(
            "is_past",
            Case(When(is_past=False, then=F("desk__event__starts_at"))).asc(nulls_last=True),
            F("desk__event__starts_at").desc(),
            "-pk",
        )
    )


def rows(registrations) -> list[dict]:
    """Registrations as lists show them; a bounded number of statements for any number of them."""
    registrations = list(registrations)
    lines = registration_words.lines(registrations)
    used = registration_words.quota_used(registrations)
    return [
        {
            "registration": registration,
            "event": registration.desk.event,
            "url": reverse("registrations:detail", args=[registration.reference]),
            "sign": registration_words.sign(registration, lines.get(registration.pk), came=registration.came),
            "quota": registration.desk.quota if registration.organisation_id else None,
            "used": used.get((registration.desk_id, registration.organisation_id), 0),
            "is_past": registration.is_past,
        }
        for registration in registrations
    ]


class RegistrationListView(ForgivingPagesMixin, AccountMixin, ListView):
    account_section = "registrations"
    template_name = "events/account/registration_list.html"
    paginate_by = PER_PAGE

    def get_queryset(self):
        mine = seen_by(self.request.user)
        events = Event.objects.filter(desk__registrations__in=mine.values("pk")).distinct()
        # PostgreSQL compares every column of what is distinct; the long ones are not needed.
        self.events = list(
            Event.objects.filter(pk__in=events.order_by().values("pk"))
            .order_by("-starts_at", "-id")
            .only("slug", "title_zh_hans", "title_en")
        )
        self.state = one_of(self.request.GET, "state", RegistrationState.values)
        self.slug = one_of(self.request.GET, "event", {event.slug for event in self.events})
        if self.state:
            mine = mine.filter(state=self.state)
        if self.slug:
            mine = mine.filter(desk__event__slug=self.slug)
        return in_order(mine)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = rows(context["object_list"])
        return context | {
            "upcoming": [row for row in found if not row["is_past"]],
            "past": [row for row in found if row["is_past"]],
            "page": context["page_obj"],
            "is_narrowed": bool(self.state or self.slug),
            "state": self.state,
            "slug": self.slug,
            "states": [("", _("all states")), *RegistrationState.choices],
            "event_choices": [("", _("all events")), *((event.slug, event.title) for event in self.events)],
        }
