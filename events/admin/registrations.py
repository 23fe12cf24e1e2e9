"""Registrations in lists and on their pages. Everything about who has a place is done by the operations."""

from django.contrib import admin, messages
from django.db.models import F, Prefetch
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.views import ChangeList

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.language import current
from beijing_ngo.core.lists import joined
from events import operations
from events.admin import bulk
from events.admin.attendees import paper_address
from events.admin.forms import ExportForm, ReasonForm
from events.admin.registration_page import NOW_WAITS, RegistrationPage
from events.models import Attendee, Registration, RegistrationState
from events.registration_words import lines

NAMES_SHOWN = 3
CONFIRMED = ngettext_lazy(
    "%(count)d registration is confirmed.", "%(count)d registrations are confirmed.", "count"
)
DECLINED = ngettext_lazy(
    "%(count)d registration is declined.", "%(count)d registrations are declined.", "count"
)
CANCELLED = ngettext_lazy(
    "%(count)d registration is cancelled.", "%(count)d registrations are cancelled.", "count"
)


class RegistrationList(ChangeList):
    """The rows of a page know their places on the waiting lists."""

    def get_results(self, request):
        super().get_results(request)
        places = lines(self.result_list)
        for registration in self.result_list:
            registration.line = places.get(registration.pk)


@admin.register(Registration)
class RegistrationAdmin(RegistrationPage):
    list_display = ["number", "event", "organisation", "people", "standing", "registered_at", "line"]
    list_filter = [
        ("desk", AutocompleteSelectFilter),
        ("organisation", AutocompleteSelectFilter),
        *staff.choices("state", "awaits", "language"),
        "walk_in",
    ]
    list_select_related = ["desk__event", "organisation"]
    search_fields = [
        *("reference", "guest_email", "contact__email", "attendees__email"),
        *("attendees__family_name", "attendees__given_name", "attendees__latin_name"),
        *staff.both("organisation__name", "desk__event__title"),
    ]
    date_hierarchy = "registered_at"
    actions = ["approve", "decline", "move_up", "cancel", "export", "letters"]

    def get_changelist(self, request, **kwargs):
        return RegistrationList

    def get_ordering(self, request):
        """The waiting list in its order, everything else with the latest first."""
        if request.GET.get("state__exact") == RegistrationState.WAITLISTED:
            return ["desk", F("moved_up_at").desc(nulls_last=True), "waiting_since", "id"]
        return ["-registered_at", "-id"]

    def get_queryset(self, request):
        live = Prefetch("attendees", Attendee.objects.live(), to_attr="coming")
        return super().get_queryset(request).prefetch_related(live)

    @staff.display(description=_("reference"), ordering="reference")
    def number(self, registration):
        return str(registration)

    @staff.display(description=_("event"), ordering="desk__event__starts_at")
    def event(self, registration):
        return registration.desk.event

    @staff.display(description=_("people"), ordering="party_size")
    def people(self, registration):
        names = joined(attendee.name for attendee in registration.coming[:NAMES_SHOWN])
        if len(registration.coming) > NAMES_SHOWN:
            text = _("%(names)s and others (%(count)d people)")
            return text % {"names": names, "count": len(registration.coming)}
        return names or None

    @staff.display(
        description=_("state"),
        ordering="state",
        label={"confirmed": "success", "pending": "info", "waitlisted": "warning", "declined": "danger"},
    )
    def standing(self, registration):
        if registration.awaits:
            text = _("Pending: %(who)s") % {"who": registration.get_awaits_display()}
            return registration.state, text
        return registration.state, registration.get_state_display()

    @staff.display(description=_("place on the waiting list"))
    def line(self, registration):
        return registration.line and registration.line.position

    # ---------------------------------------------------------------- actions

    def _tell(self, request, done, text):
        """How many have what was meant; those who wait instead are told apart."""
        waiting = [row for row in done if row.is_waiting]
        if count := len(done) - len(waiting):
            self.message_user(request, text % {"count": count}, messages.SUCCESS)
        for row in waiting[: bulk.AT_MOST]:
            self.message_user(request, NOW_WAITS % {"record": row}, messages.WARNING)

    @staff.action(description=_("Approve"), permissions=["change"])
    def approve(self, request, queryset):
        rows = queryset.order_by("registered_at", "id")
        done = bulk.each(
            self, request, rows, lambda row: operations.approve(registration=row, by=request.user)
        )
        self._tell(request, done, CONFIRMED)

    @staff.action(description=_("Decline, with a reason…"), permissions=["change"])
    def decline(self, request, queryset):
        form = ReasonForm(request.POST if bulk.confirmed(request) else None)
        if bulk.confirmed(request) and form.is_valid():
            done = bulk.each(
                self,
                request,
                queryset,
                lambda row: operations.decline(
                    registration=row, by=request.user, reason=form.cleaned_data["reason"]
                ),
            )
            self._tell(request, done, DECLINED)
            return None
        return bulk.ask_first(
            self,
            request,
            queryset,
            action="decline",
            title=_("Decline registrations"),
            told=_(
                "Those who registered are told by e-mail that the registration was not accepted, and why. Places "
                "they had go to those who wait."
            ),
            send=_("Decline"),
            form=form,
            danger=True,
        )

    @staff.action(description=_("Move to the front of the waiting list"), permissions=["change"])
    def move_up(self, request, queryset):
        """Whoever is moved up last stands first, so the last of those chosen goes first."""
        rows = list(queryset)
        order = {row.pk: (row.waiting_since is None, row.waiting_since, row.pk) for row in rows}
        rows.sort(key=lambda row: order[row.pk], reverse=True)
        done = bulk.each(
            self, request, rows, lambda row: operations.move_up(registration=row, by=request.user)
        )
        for row in done:
            row.refresh_from_db(fields=["state"])
        if places := [row for row in done if row.is_confirmed]:
            text = ngettext(
                "%(count)d registration has its places now.",
                "%(count)d registrations have their places now.",
                len(places),
            )
            self.message_user(request, text % {"count": len(places)}, messages.SUCCESS)
        if waiting := len(done) - len(places):
            text = ngettext(
                "%(count)d registration stands at the front of the waiting list.",
                "%(count)d registrations stand at the front of the waiting list.",
                waiting,
            )
            self.message_user(request, text % {"count": waiting}, messages.SUCCESS)

    @staff.action(description=_("Cancel on behalf of those who registered…"), permissions=["change"])
    def cancel(self, request, queryset):
        if bulk.confirmed(request):
            done = bulk.each(
                self,
                request,
                queryset,
                lambda row: operations.cancel(registration=row, by=request.user, by_staff=True),
            )
            self._tell(request, done, CANCELLED)
            return None
        return bulk.ask_first(
            self,
            request,
            queryset,
            action="cancel",
            title=_("Cancel registrations"),
            told=_(
                "Everybody on them is told by e-mail that the place is cancelled, and the tickets are void. The places "
                "go to those who wait."
            ),
            send=_("Cancel the registrations"),
            danger=True,
        )

    @staff.action(description=_("Export the people…"), permissions=["view"])
    def export(self, request, queryset):
        form = ExportForm(
            request.POST if bulk.confirmed(request) else None,
            initial={"language": current(), "everybody": True},
        )
        if bulk.confirmed(request) and form.is_valid():
            chosen = queryset.order_by().values("pk")
            return bulk.export_people(request, Attendee.objects.filter(registration__in=chosen), form)
        return bulk.ask_first(
            self,
            request,
            queryset,
            action="export",
            title=_("Export the people"),
            told="",
            send=_("Export"),
            form=form,
        )

    @staff.action(description=_("Invitation letters"), permissions=["view"])
    def letters(self, request, queryset):
        chosen = queryset.order_by().values("pk")
        people = Attendee.objects.live().filter(registration__in=chosen)
        if url := paper_address(people, "papers:letters", one="papers:letter"):
            return redirect(url)
        text = _("Papers are made for people of one event, and only so many at a time.")
        self.message_user(request, text, messages.WARNING)
        return None
