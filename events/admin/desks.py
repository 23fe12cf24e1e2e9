"""The registration desk: its rules, how it stands, and what is done at it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.staff_forms import StaffForm
from events import operations
from events.admin.forms import WalkInForm, refuse
from events.admin.links import desk_links
from events.admin.questions import InvitationInline, QuestionInline
from events.models import Attendee, Awaits, RegistrationDesk, RegistrationState
from events.operations.places import locked
from events.refusals import CapacityBelowTaken
from members.models import Organisation

DESK_FIELDS = [
    "audience",
    "members_first_until",
    "opens_at",
    "closes_at",
    "editable_until",
    ("capacity", "quota"),
    "places_taken",
    ("contact_approval", "staff_approval"),
    ("waiting_list", "waiting_list_policy"),
]
MOST_ORGANISATIONS = 50
MOVES_UP = {"capacity", "waiting_list_policy"}  # what decides who is next


class DeskForm(StaffForm):
    def clean_capacity(self):
        """While the form is checked and saved, nobody else takes a place."""
        capacity = self.cleaned_data["capacity"]
        if self.instance.pk:
            desk = locked(self.instance.pk)
            self.instance.places_taken = desk.places_taken
            if capacity < desk.places_taken:
                raise ValidationError(str(CapacityBelowTaken(taken=desk.places_taken)))
        return capacity


def hold_places(form) -> int:
    """The number of places that was typed: saving the form leaves it to the operation, which gives them out."""
    capacity = form.instance.capacity
    if "capacity" in form.changed_data:
        form.instance.capacity = form.initial["capacity"]
    return capacity


def tell_who_moved_up(model_admin, request, form, capacity) -> None:
    if not MOVES_UP.intersection(form.changed_data):
        return
    promoted = operations.change_capacity(desk=form.instance, capacity=capacity)
    form.instance.capacity = capacity
    if promoted:
        text = ngettext(
            "%(count)d registration moved up from the waiting list: %(which)s.",
            "%(count)d registrations moved up from the waiting list: %(which)s.",
            len(promoted),
        )
        which = ", ".join(str(registration) for registration in promoted)
        model_admin.message_user(request, text % {"count": len(promoted), "which": which}, messages.SUCCESS)


def standing(desk) -> dict:
    """How a desk stands, in two statements: people by state, and organisations against their quota."""
    people = {
        "pending_contact": Q(state=RegistrationState.PENDING, awaits=Awaits.CONTACT),
        "pending_staff": Q(state=RegistrationState.PENDING, awaits=Awaits.SECRETARIAT),
        "waiting": Q(state=RegistrationState.WAITLISTED),
    }
    found = desk.registrations.order_by().aggregate(
        **{name: Sum("party_size", filter=which, default=0) for name, which in people.items()},
        parties=Count("pk", filter=people["waiting"]),
    )
    found["checked_in"] = Attendee.objects.checked_in().filter(desk=desk).count()
    return found


def organisations(desk) -> list[dict]:
    """Who sends how many, the most first."""
    counted = dict(
        desk.registrations.within_quota()
        .filter(organisation__isnull=False)
        .order_by()
        .values_list("organisation")
        .annotate(people=Sum("party_size"))
        .order_by("-people", "organisation")[:MOST_ORGANISATIONS]
    )
    names = Organisation.objects.in_bulk(list(counted))
    return [{"name": str(names[pk]), "people": people} for pk, people in counted.items()]


@admin.register(RegistrationDesk)
class RegistrationDeskAdmin(staff.HistoryAdmin):
    form = DeskForm
    fieldsets = [(None, {"fields": ["event", *DESK_FIELDS]})]
    readonly_fields = ["places_taken"]
    inlines = [QuestionInline, InvitationInline]
    list_display = ["event", "audience", "opens_at", "closes_at", "capacity", "places_taken"]
    list_filter = [*staff.choices("audience"), "waiting_list"]
    list_select_related = ["event"]
    search_fields = staff.both("event__title")
    autocomplete_fields = ["event"]
    date_hierarchy = "opens_at"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event")

    def get_urls(self):
        own = path(
            "<int:pk>/walk-in/",
            self.admin_site.admin_view(self.walk_in),
            name="events_registrationdesk_walk_in",
        )
        return [own, *super().get_urls()]

    def save_model(self, request, obj, form, change):
        if not change:
            super().save_model(request, obj, form, change)
            return
        capacity = hold_places(form)
        super().save_model(request, obj, form, change)
        tell_who_moved_up(self, request, form, capacity)

    def render_change_form(self, request, context, obj=None, **kwargs):
        may_see = obj and request.user.has_perm("events.view_registration")
        if may_see and not context.get("errors"):
            context |= {
                "desk": obj,
                "standing": standing(obj),
                "organisations": organisations(obj),
                "links": desk_links(obj, request.user),
            }
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def walk_in(self, request, pk):
        """Somebody who came without registering."""
        if not request.user.has_perm("events.change_registration"):
            raise PermissionDenied
        desk = get_object_or_404(self.get_queryset(request), pk=pk)
        form = WalkInForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                attendee = operations.add_walk_in(
                    desk=desk,
                    person=form.person(),
                    organisation=form.cleaned_data["organisation"],
                    checked_in=form.cleaned_data["checked_in"],
                    by=request.user,
                )
            except Refusal as refusal:
                refuse(form, refusal)
            else:
                text = _("%(person)s has a place: %(ticket)s.")
                self.message_user(
                    request,
                    text % {"person": attendee.name, "ticket": attendee.ticket_reference},
                    messages.SUCCESS,
                )
                return redirect("admin:events_registrationdesk_change", desk.pk)
        return self.staff_page(
            request,
            title=_("Add a walk-in"),
            subtitle=str(desk),
            form=form,
            send=_("Give a place"),
            back=reverse("admin:events_registrationdesk_change", args=[desk.pk]),
        )
