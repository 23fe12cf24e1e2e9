"""Attendees, found, exported and given their papers."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import AutocompleteSelectFilter, DropdownFilter

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.bounced_admin import BouncedFilter, MarksBounced
from beijing_ngo.core.language import current
from events import operations
from events.admin import bulk
from events.admin.forms import ExportForm
from events.admin.links import address
from events.models import Attendee, RegistrationDesk, RegistrationState

MOST_IN_AN_ADDRESS = 200


class CheckedInFilter(DropdownFilter):
    title = _("checked in")
    parameter_name = "checked_in"

    def lookups(self, request, model_admin):
        return [("yes", _("checked in")), ("no", _("expected, not checked in"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.checked_in()
        if self.value() == "no":
            return queryset.expected().filter(checked_in_at=None)
        return queryset


@admin.register(Attendee)
class AttendeeAdmin(MarksBounced, staff.ModelAdmin):
    """A person's details are corrected on the page of their registration, which keeps the record of it."""

    list_display = [
        *("person", "organisation", "email", "mail_trouble", "event", "registration"),
        *("standing", "checked_in_at"),
    ]
    list_filter = [
        ("desk", AutocompleteSelectFilter),
        ("registration__state", staff.ChoicesDropdownFilter),
        CheckedInFilter,
        "photo_consent",
        *staff.choices("language"),
        BouncedFilter,
    ]
    list_select_related = ["registration__organisation", "desk__event"]
    search_fields = [
        *("family_name", "given_name", "latin_name", "email", "registration__reference"),
        *staff.both("registration__organisation__name", "desk__event__title"),
    ]
    actions = ["export", "badges", "letters", "certificates", "undo_check_in"]

    def get_fieldsets(self, request, obj=None):
        names = [
            "registration",
            ("family_name", "given_name"),
            "latin_name",
            ("email", "language"),
            "position",
        ]
        if request.user.has_perm(bulk.NEEDS):
            names.append("needs")
        return [
            (None, {"fields": [*names, "photo_consent"]}),
            (_("At the event"), {"fields": ["cancelled_at", "checked_in_at", "checked_in_by"]}),
        ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """The form is read; the actions of the list are for who may change people."""
        return obj is None and super().has_change_permission(request, obj)

    def get_urls(self):
        own = path(
            "export-people/",
            self.admin_site.admin_view(self.export_view),
            name="events_attendee_export_people",
        )
        return [own, *super().get_urls()]

    @staff.display(description=_("person"), ordering="family_name")
    def person(self, attendee):
        return attendee.name

    @staff.display(description=_("organisation"))
    def organisation(self, attendee):
        return attendee.registration.organisation

    @staff.display(description=_("event"))
    def event(self, attendee):
        return attendee.desk.event

    @staff.display(
        description=_("state"),
        ordering="registration__state",
        label={"confirmed": "success", "pending": "info", "waitlisted": "warning", "declined": "danger"},
    )
    def standing(self, attendee):
        registration = attendee.registration
        if attendee.cancelled_at and registration.is_live:
            return RegistrationState.CANCELLED, _("Person cancelled")
        return registration.state, registration.get_state_display()

    @staff.action(description=_("Export the people…"), permissions=["view"])
    def export(self, request, queryset):
        form = ExportForm(
            request.POST if bulk.confirmed(request) else None,
            initial={"language": current(), "everybody": True},
        )
        if bulk.confirmed(request) and form.is_valid():
            return bulk.export_people(request, queryset.order_by(), form)
        return bulk.ask_first(
            self,
            request,
            queryset,
            action="export",
            title=_("Export people"),
            told="",
            send=_("Export"),
            form=form,
        )

    def export_view(self, request):
        """All people of a desk."""
        if not request.user.has_perm("events.view_attendee"):
            raise PermissionDenied
        number = request.GET.get("desk", "")
        desk = (
            RegistrationDesk.objects.select_related("event")
            .filter(pk=number if number.isascii() and number.isdigit() and len(number) < 19 else 0)
            .first()
        )
        if desk is None:
            return redirect("admin:events_attendee_changelist")
        form = ExportForm(request.POST or None, initial={"language": current()})
        if request.method == "POST" and form.is_valid():
            return bulk.export_people(request, Attendee.objects.filter(desk=desk), form)
        return self.staff_page(
            request,
            title=_("Export the people"),
            subtitle=str(desk),
            form=form,
            send=_("Export"),
            back=reverse("admin:events_registrationdesk_change", args=[desk.pk]),
        )

    @staff.action(description=_("Badges"), permissions=["view"])
    def badges(self, request, queryset):
        return self._papers(request, queryset, "papers:badges")

    @staff.action(description=_("Invitation letters"), permissions=["view"])
    def letters(self, request, queryset):
        return self._papers(request, queryset, "papers:letters", one="papers:letter")

    @staff.action(description=_("Certificates"), permissions=["view"])
    def certificates(self, request, queryset):
        return self._papers(request, queryset, "papers:certificates", one="papers:certificate")

    def _papers(self, request, queryset, name, *, one=""):
        """The papers are made at an address of their own, for people of one event."""
        url = paper_address(queryset, name, one=one)
        if url:
            return redirect(url)
        self.message_user(
            request,
            ngettext(
                "Papers are made for people of one event, at most %(count)d at a time.",
                "Papers are made for people of one event, at most %(count)d at a time.",
                MOST_IN_AN_ADDRESS,
            )
            % {"count": MOST_IN_AN_ADDRESS},
            messages.WARNING,
        )
        return None

    @staff.action(description=_("Undo the check-in"), permissions=["change"])
    def undo_check_in(self, request, queryset):
        done = bulk.each(
            self, request, queryset, lambda row: operations.undo_check_in(attendee=row, by=request.user)
        )
        if done:
            text = ngettext(
                "The check-in of %(count)d person is undone.",
                "The check-ins of %(count)d people are undone.",
                len(done),
            )
            self.message_user(request, text % {"count": len(done)}, messages.SUCCESS)


def paper_address(attendees, name, *, one="") -> str:
    people = list(attendees.order_by().values_list("pk", "desk_id")[: MOST_IN_AN_ADDRESS + 1])
    desks = {desk for _pk, desk in people}
    if len(desks) != 1 or len(people) > MOST_IN_AN_ADDRESS:
        return ""
    if one and len(people) == 1:
        return address(one, people[0][0])
    return address(name, desks.pop(), attendee=[pk for pk, _desk in people])
