"""Correcting a registration: details and answers, people more or fewer; and a colleague who comes instead."""

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from beijing_ngo.core.refusals import Refusal
from events import operations
from events.account_views.changes import ChangeMixin
from events.account_views.door import GUEST
from events.forms.changes import ChangesForm, SubstituteForm
from events.forms.files import Owner, SentFiles
from events.forms.party import Typed
from events.models import Question, QuestionPer
from events.questions import asked_of, version_of
from events.refusals import PersonProblem, QuestionsChanged
from members.models import Representative, RepresentativeRole


class FormMixin(ChangeMixin):
    @cached_property
    def questions(self):
        return list(Question.objects.filter(desk=self.registration.desk_id))

    @property
    def owner(self) -> Owner:
        if self.door == GUEST:
            return Owner(guest_email=self.registration.guest_email)
        return Owner(user=self.request.user)

    def sent_files(self) -> SentFiles:
        return SentFiles(self.owner, self.questions, self.request.POST, self.request.FILES)

    @cached_property
    def is_contact(self) -> bool:
        """Who may name several people: a contact of the organisation that registered."""
        if self.door == GUEST or self.registration.organisation is None:
            return False
        return Representative.objects.filter(
            user=self.request.user,
            organisation=self.registration.organisation,
            role=RepresentativeRole.CONTACT,
        ).exists()


class EditView(FormMixin, TemplateView):
    template_name = "events/account/registration_edit.html"

    def get(self, request, **kwargs):
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request, **kwargs):
        sent = self.sent_files()
        typed = Typed(sent.data)
        if "add" in request.POST or "remove" in request.POST or "let_go" in request.POST:
            self.rearrange(typed, sent)
            form = self.form(typed=typed, sent=sent, is_judged=False)
            return self.render_to_response(self.get_context_data(form=form))
        form = self.form(typed=typed, sent=sent)
        if form.is_valid():
            try:
                self.change(form)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                return self.done(_("The changes are saved."))
        return self.render_to_response(self.get_context_data(form=form))

    def form(self, **kwargs) -> ChangesForm:
        registration = self.registration
        attendees = list(registration.attendees.live().order_by("number"))
        answers = list(registration.answers.select_related("file")) if self.questions else []
        return ChangesForm(
            registration=registration,
            attendees=attendees,
            answers=answers,
            questions=self.questions,
            fixed={} if self.is_contact else {one.number: one.email for one in attendees},
            **kwargs,
        )

    def rearrange(self, typed, sent) -> None:
        """What the form's own buttons do; nothing is saved by them."""
        asked = self.request.POST
        if "let_go" in asked:
            sent.let_go(asked["let_go"])
        elif "add" in asked and self.takes_more:
            typed.add()
        elif asked.get("remove", "").isdecimal():
            typed.remove(int(asked["remove"]))

    @property
    def takes_more(self) -> bool:
        """Who waits, and who was approved by the secretariat, registers more people separately."""
        registration = self.registration
        if not self.is_contact or registration.is_waiting:
            return False
        return not (registration.is_confirmed and registration.desk.staff_approval)

    @transaction.atomic
    def change(self, form: ChangesForm) -> None:
        """All that was asked for on the page, or nothing of it."""
        given = {"registration": self.registration, "by": self.who}
        if form.is_edited:
            operations.edit(
                **given,
                people=form.staying,
                answers=form.general.answers(),
                questions_version=form.typed.data.get("questions_version", ""),
            )
        for number in form.leaving:
            operations.withdraw_person(**given, number=number)
        if form.new:
            operations.add_people(**given, people=form.new)

    def get_context_data(self, **kwargs):
        return super().get_context_data(takes_more=self.takes_more, **kwargs)


class SubstituteView(FormMixin, TemplateView):
    template_name = "events/account/registration_substitute.html"

    def get(self, request, **kwargs):
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request, **kwargs):
        sent = self.sent_files()
        if "let_go" in request.POST:
            sent.let_go(request.POST["let_go"])
            form = self.form(data=sent.data, sent=sent, is_judged=False)
            return self.render_to_response(self.get_context_data(form=form))
        form = self.form(data=sent.data, sent=sent)
        if form.is_valid():
            try:
                self.change(form)
            except Refusal as refusal:
                form.add_error("email" if isinstance(refusal, PersonProblem) else None, str(refusal))
            else:
                return self.done(
                    _("%(person)s comes instead; the old ticket is void.") % {"person": form.person_name}
                )
        return self.render_to_response(self.get_context_data(form=form))

    def change(self, form) -> None:
        if self.request.POST.get("questions_version") != version_of(self.questions):
            raise QuestionsChanged
        new = operations.substitute(
            registration=self.registration, number=self.attendee.number, person=form.person(), by=self.who
        )
        form.person_name = new.name

    def form(self, **kwargs) -> SubstituteForm:
        asked = asked_of(self.questions, QuestionPer.ATTENDEE, after_approval=self.registration.is_confirmed)
        return SubstituteForm(prefix="new", questions=asked, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            person=self.attendee if "form" in kwargs else None,
            questions_version=version_of(self.questions),
            **kwargs,
        )
