"""One registration: how it stands, who is on it, what can be done."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from beijing_ngo.core import kept
from events import answer_words, calendar_files, registration_words
from events.account_views.door import ACCOUNT, RegistrationDoor
from events.facts import when, where
from events.models import Awaits, Question, QuestionPer, RegistrationState
from events.registration_history import history


class RegistrationDetailView(RegistrationDoor, TemplateView):
    template_name = "events/account/registration_detail.html"

    def get_context_data(self, **kwargs):
        registration = self.registration
        event = registration.desk.event
        line = registration_words.lines([registration]).get(registration.pk)
        attendees = list(registration.attendees.order_by("number").select_related("user"))
        questions, answers = self._asked()
        is_managed = registration.is_managed
        shown = attendees if is_managed else [one for one in attendees if one.user_id == self.request.user.pk]
        owed = answer_words.missing_after_approval([registration]) if is_managed else {}
        return super().get_context_data(
            sign=registration_words.sign(
                registration, line, came=any(one.checked_in_at is not None for one in shown)
            ),
            meaning=registration_words.meaning(registration, line),
            facts=[
                (_("When"), when(event)),
                (_("Where"), where(event)),
                (_("How"), event.get_attendance_mode_display()),
            ],
            online_url=self._online_url(shown),
            people=[self._person(one, questions, answers) for one in shown if one.cancelled_at is None],
            gone=[one for one in shown if one.cancelled_at is not None],
            answers=self._answered(questions, answers, QuestionPer.REGISTRATION) if is_managed else [],
            owed=owed.get(registration.pk, 0),
            can_change=is_managed and registration.can_be_changed and not event.is_over,
            can_leave_list=is_managed and registration.is_waiting and registration.can_be_changed,
            has_many=registration.party_size > 1,
            ics_url=self.address("ics") if self._is_worth_noting else "",
            edit_url=self.address("edit"),
            cancel_url=self.address("cancel"),
            quota=self._quota() if is_managed else None,
            changes=history(registration, attendees) if is_managed else [],
            office=kept.site().email,
            approvals_url=self._approvals_url(),
            **kwargs,
        )

    @property
    def _is_worth_noting(self) -> bool:
        return self.registration.is_live and calendar_files.has_a_day(self.registration.desk.event)

    def _online_url(self, shown) -> str:
        """The link is for those who have a place, and for nobody else."""
        has_place = self.registration.is_confirmed and any(one.cancelled_at is None for one in shown)
        is_managed = self.registration.is_managed and self.registration.is_confirmed
        return self.registration.desk.event.online_url if has_place or is_managed else ""

    def _asked(self):
        questions = list(Question.objects.filter(desk=self.registration.desk_id))
        answers = list(self.registration.answers.all()) if questions else []
        return questions, answers

    def _answered(self, questions, answers, per, attendee=None):
        confirmed = self.registration.state == RegistrationState.CONFIRMED
        found = answer_words.answered(questions, answers, per=per, attendee=attendee, confirmed=confirmed)
        return [(one.question.label, one.words or _("not answered yet")) for one in found]

    def _person(self, attendee, questions, answers) -> dict:
        attendee.registration = self.registration
        has_ticket = attendee.has_ticket
        can_change = self.registration.is_managed and self.registration.can_be_changed
        return {
            "attendee": attendee,
            "answers": self._answered(questions, answers, QuestionPer.ATTENDEE, attendee),
            "ticket_url": reverse("ticket", args=[attendee.ticket_secret]) if has_ticket else "",
            "certificate_url": self._certificate_url(attendee),
            "substitute_url": self.address("substitute", attendee.number) if can_change else "",
            "withdraw_url": (
                self.address("withdraw", attendee.number)
                if can_change and self.registration.party_size > 1
                else ""
            ),
        }

    def _certificate_url(self, attendee) -> str:
        """A certificate is for those who were there, and for themselves."""
        is_own = self.door == ACCOUNT and attendee.user_id == self.request.user.pk
        if attendee.checked_in_at is None or not is_own or not self.registration.desk.event.is_over:
            return ""
        return reverse("registrations:certificate", args=[self.registration.reference, attendee.number])

    def _quota(self):
        registration = self.registration
        if not registration.desk.quota or registration.organisation is None:
            return None
        used = registration_words.quota_used([registration])
        return {
            "used": used[registration.desk_id, registration.organisation_id],
            "all": registration.desk.quota,
        }

    def _approvals_url(self) -> str:
        """Where the contact says yes; whoever asked for the place themselves waits for somebody else's."""
        registration = self.registration
        is_mine = registration.contact_id == getattr(self.request.user, "pk", None)
        if registration.awaits != Awaits.CONTACT or is_mine or not registration.is_managed:
            return ""
        return reverse("registrations:approvals")


class RegistrationCalendarFileView(RegistrationDoor, View):
    """The event of a registration, for the calendar on a phone or a desk."""

    def get(self, request, **kwargs):
        entry = calendar_files.Entry(
            event=self.registration.desk.event,
            registration=self.registration,
            url=self.address("detail"),
        )
        return calendar_files.answer([entry], name=self.registration.desk.event.slug, now=timezone.now())
