"""Taking back: one person, or the whole registration. What will happen is said first; a POST does it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from beijing_ngo.core import kept
from beijing_ngo.core.refusals import Refusal
from events import operations
from events.account_views.door import GUEST, RegistrationDoor
from events.models import Attendee


class ChangeMixin(RegistrationDoor):
    """A page that changes a registration, as long as it can be changed; then one that says whom to write to."""

    changes_it = True

    def dispatch(self, request, *args, **kwargs):
        if self.is_closed_to(request):
            response = render(request, "events/account/registration_closed.html", self.closed_context())
            response.headers["Cache-Control"] = "private, no-store"
            return response
        return super().dispatch(request, *args, **kwargs)

    def is_closed_to(self, request) -> bool:
        if self.door != GUEST and not request.user.is_authenticated:
            return False
        return not self.registration.can_be_changed or self.registration.desk.event.is_over

    def closed_context(self):
        return self.get_context_data(office=kept.site().email)

    @property
    def attendee(self) -> Attendee:
        """The person of the address, who is still on the registration."""
        found = self.registration.attendees.live().filter(number=self.kwargs["number"]).first()
        if found is None:
            raise Http404
        return found

    def done(self, words: str):
        messages.success(self.request, words)
        return redirect(self.address("detail"))


class ConfirmView(ChangeMixin, TemplateView):
    """Says what will happen; a POST does it, and a refusal stands above the button."""

    def post(self, request, **kwargs):
        try:
            words = self.change()
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(refusal=str(refusal)))
        return self.done(words)


class WithdrawView(ConfirmView):
    template_name = "events/account/registration_withdraw.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            person=self.attendee if "number" in self.kwargs else None,
            is_last=self.registration.party_size == 1,
            **kwargs,
        )

    def change(self):
        person = self.attendee
        operations.withdraw_person(registration=self.registration, number=person.number, by=self.who)
        return _("%(person)s is no longer registered.") % {"person": person.name}


class CancelView(ConfirmView):
    template_name = "events/account/registration_cancel.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(people=list(self.registration.attendees.live()), **kwargs)

    def change(self):
        was_waiting = self.registration.is_waiting
        operations.cancel(registration=self.registration, by=self.who)
        return _("You have left the waiting list.") if was_waiting else _("The registration is cancelled.")
