"""What colleagues asked for by themselves and waits for the contact's yes."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView

from beijing_ngo.core.references import typed
from beijing_ngo.core.refusals import Refusal
from events import operations, registration_words
from events.models import Awaits, Registration
from members.account import AccountMixin

YES, NO = "yes", "no"


class DecisionForm(forms.Form):
    """Yes; or no, and then why."""

    decision = forms.ChoiceField(choices=[(YES, YES), (NO, NO)], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=pgettext_lazy("of a decision", "Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed only if you say no; your colleague is told."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == NO and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please say why; your colleague is told."))
        return cleaned


class ApprovalsView(AccountMixin, TemplateView):
    account_section = "approvals"
    template_name = "events/account/approvals.html"
    bound = None

    def waiting(self):
        rows = Registration.objects.awaiting_yes_of(self.request.user)
        return rows.select_related("desk__event", "organisation", "contact")

    def get_context_data(self, **kwargs):
        asked = list(
            self.waiting()
            .prefetch_related("attendees")
            .order_by("desk__event__starts_at", "registered_at", "pk")
        )
        used = registration_words.quota_used(asked)
        return super().get_context_data(cards=[self.card(one, used) for one in asked], **kwargs)

    def card(self, registration, used) -> dict:
        """The request, and what a yes does to the organisation's quota and meets at the desk."""
        desk, size = registration.desk, registration.party_size
        taken = used.get((registration.desk_id, registration.organisation_id), 0)
        form = self.bound if self.bound and self.bound.prefix == registration.reference else None
        return {
            "registration": registration,
            "event": desk.event,
            "people": [one for one in registration.attendees.all() if one.cancelled_at is None],
            "form": form or DecisionForm(prefix=registration.reference),
            "quota": desk.quota,
            "used": taken,
            "used_after": taken + size,
            "left": None if desk.quota is None else max(desk.quota - taken, 0),
            "left_after": None if desk.quota is None else max(desk.quota - taken - size, 0),
            "exceeds": desk.quota is not None and taken + size > desk.quota,
        }

    def post(self, request):
        reference = typed(request.POST.get("registration", ""))
        registration = get_object_or_404(Registration.objects.of(request.user), reference=reference)
        form = DecisionForm(request.POST, prefix=registration.reference)
        if form.is_valid():
            try:
                self.decide(registration, **form.cleaned_data)
            except Refusal as refusal:
                if not self.waiting().filter(pk=registration.pk).exists():
                    messages.warning(request, str(refusal))  # somebody else was quicker
                    return redirect("registrations:approvals")
                form.add_error(None, str(refusal))
            else:
                return redirect("registrations:approvals")
        self.bound = form
        return self.render_to_response(self.get_context_data())

    def decide(self, registration, *, decision, reason):
        people = ", ".join(one.name for one in registration.attendees.live())
        if decision == NO:
            operations.decline_colleague(registration=registration, by=self.request.user, reason=reason)
            messages.success(self.request, _("Declined: %(people)s. They are told why.") % {"people": people})
            return
        decided = operations.approve_colleague(registration=registration, by=self.request.user)
        messages.success(self.request, self.outcome(decided) % {"people": people})

    @staticmethod
    def outcome(registration) -> str:
        """A yes of the contact is not a place yet."""
        if registration.is_confirmed:
            return _("Agreed: %(people)s has a place.")
        if registration.is_waiting:
            return _("Agreed. There is no place at the moment: %(people)s is on the waiting list.")
        if registration.awaits == Awaits.SECRETARIAT:
            return _("Agreed: %(people)s now waits for the secretariat.")
        return _("Agreed: %(people)s.")
