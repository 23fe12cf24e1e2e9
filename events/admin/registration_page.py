"""The page of one registration, and what is done from there to it and its people."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core import bounced_admin
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.models import Message
from beijing_ngo.core.refusals import Refusal
from events import operations
from events.admin.forms import PersonForm, ReasonForm, refuse
from events.admin.links import Link, address
from events.admin.registration_answers import AnswersPage
from events.admin.told import answers_of, changes_of
from events.models import AnswerFile, Question, QuestionPer, Registration, RegistrationState
from events.registration_words import lines

MOST_MESSAGES = 50
NOW_WAITS = _("%(record)s is on the waiting list: the places do not suffice for it.")


class RegistrationPage(AnswersPage, staff.ModelAdmin):
    """The form itself holds what is the secretariat's own: a note."""

    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("desk", "organisation"),
                    ("contact", "guest_email"),
                    ("language", "walk_in"),
                    ("registered_at", "decided_at"),
                    ("waiting_since", "moved_up_at"),
                    "reason",
                    "note",
                ]
            },
        ),
    ]
    readonly_fields = [
        *("desk", "organisation", "contact", "guest_email", "language", "walk_in", "reason"),
        *("registered_at", "decided_at", "waiting_since", "moved_up_at"),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        pages = {
            "<int:pk>/approve/": (self.approve_one, "approve"),
            "<int:pk>/move-up/": (self.move_up_one, "move_up"),
            "<int:pk>/decline/": (self.decline_one, "decline"),
            "<int:pk>/cancel/": (self.cancel_one, "cancel"),
            "<int:pk>/people/add/": (self.add_person, "add_person"),
            "<int:pk>/people/<int:number>/edit/": (self.edit_person, "edit_person"),
            "<int:pk>/people/<int:number>/substitute/": (self.substitute_person, "substitute_person"),
            "<int:pk>/people/<int:number>/withdraw/": (self.withdraw_person, "withdraw_person"),
            "<int:pk>/answers/": (self.correct_answers, "correct_answers"),
            "answers/<uuid:key>/": (self.answer_file, "answer_file"),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"events_registration_{name}")
            for route, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    # ---------------------------------------------------------------- the page

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            people = list(obj.attendees.select_related("replaces", "checked_in_by"))
            may_change = self.has_change_permission(request, obj)
            may_read_answers = request.user.has_perm("events.view_answer")
            asked = self._asked(obj) if self.may_correct_answers(request) else set()
            registrars = (obj.contact.email if obj.contact else "") or obj.guest_email
            said = bounced_admin.said_of([registrars, *(person.email for person in people)])
            for person in people:
                person.bounced = bounced_admin.mark(said.get(person.email.lower(), ""))
            context |= {
                "registration": obj,
                "registrars_bounced": bounced_admin.mark(said.get(registrars.lower(), "")),
                "line": lines([obj]).get(obj.pk),
                "buttons": _buttons(obj, asked) if may_change else [],
                "people": [
                    (person, _person_links(obj, person, asked) if may_change else []) for person in people
                ],
                "may_read_needs": request.user.has_perm("events.change_attendee"),
                "answers": answers_of(obj, people) if may_read_answers else [],
                "changes": changes_of(obj, people, with_answers=may_read_answers),
                "mails": _mails(obj) if request.user.has_perm("core.view_message") else [],
            }
        return super().render_change_form(request, context, obj=obj, **kwargs)

    @staticmethod
    def _asked(registration) -> set:
        """Of whom something is asked: of each person, of the registration as a whole."""
        questions = Question.objects.filter(desk=registration.desk_id).order_by()
        return set(questions.values_list("per", flat=True).distinct())

    def answer_file(self, request, key):
        """A file sent as an answer, under the name it was sent with, for whoever may read answers."""
        if not (
            request.user.has_perm("events.view_registration") and request.user.has_perm("events.view_answer")
        ):
            raise PermissionDenied
        found = get_object_or_404(AnswerFile.objects.exclude(answer=None), key=key)
        response = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.original_name)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    # ---------------------------------------------------------------- decisions

    def _found(self, request, pk) -> Registration:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Registration.objects.select_related("desk__event", "organisation"), pk=pk)

    def _done(self, request, registration, text, level=messages.SUCCESS):
        self.message_user(request, text, level)
        return redirect("admin:events_registration_change", registration.pk)

    def approve_one(self, request, pk):
        return self._at_once(request, pk, operations.approve)

    def move_up_one(self, request, pk):
        return self._at_once(request, pk, operations.move_up)

    def _at_once(self, request, pk, operation):
        registration = self._found(request, pk)
        if request.method != "POST":
            return redirect("admin:events_registration_change", pk)
        try:
            registration = operation(registration=registration, by=request.user)
        except Refusal as refusal:
            return self._done(request, registration, str(refusal), messages.ERROR)
        if registration.is_waiting and operation is operations.approve:
            return self._done(request, registration, NOW_WAITS % {"record": registration}, messages.WARNING)
        text = _("%(record)s: %(state)s.")
        values = {"record": registration, "state": registration.get_state_display()}
        return self._done(request, registration, text % values)

    def decline_one(self, request, pk):
        registration = self._found(request, pk)
        return self._ask(
            request,
            registration,
            form=ReasonForm(request.POST or None),
            title=_("Decline the registration"),
            send=_("Decline"),
            danger=True,
            do=lambda form: operations.decline(
                registration=registration, by=request.user, reason=form.cleaned_data["reason"]
            ),
        )

    def cancel_one(self, request, pk):
        registration = self._found(request, pk)
        return self._ask(
            request,
            registration,
            title=_("Cancel the registration"),
            told=_(
                "Everybody on it is told by e-mail that the place is cancelled, and the tickets are void. The places go to "
                "those who wait."
            ),
            send=_("Cancel the registration"),
            danger=True,
            do=lambda form: operations.cancel(registration=registration, by=request.user, by_staff=True),
        )

    # ---------------------------------------------------------------- people

    def add_person(self, request, pk):
        registration = self._found(request, pk)
        return self._ask(
            request,
            registration,
            form=PersonForm(request.POST or None, initial={"language": registration.language}),
            title=pgettext_lazy("by the secretariat", "Add a person"),
            send=_("Add"),
            do=lambda form: operations.add_people(
                registration=registration, people=[form.person()], by=request.user, by_staff=True
            ),
        )

    def edit_person(self, request, pk, number):
        registration, person = self._person(request, pk, number)
        return self._ask(
            request,
            registration,
            form=PersonForm(request.POST or None, instance=person),
            title=_("Correct a person's details"),
            send=_("Save"),
            do=lambda form: operations.edit(
                registration=registration, people={number: form.person()}, by=request.user, by_staff=True
            ),
        )

    def substitute_person(self, request, pk, number):
        registration, person = self._person(request, pk, number)
        return self._ask(
            request,
            registration,
            form=PersonForm(request.POST or None, initial={"language": registration.language}),
            title=_("Substitute a person"),
            told=_(
                "Who comes instead of %(person)s? The old ticket is void; the new person has one of their own."
            )
            % {"person": person.name},
            send=_("Substitute"),
            do=lambda form: operations.substitute(
                registration=registration,
                number=number,
                person=form.person(),
                by=request.user,
                by_staff=True,
            ),
        )

    def withdraw_person(self, request, pk, number):
        registration, person = self._person(request, pk, number)
        return self._ask(
            request,
            registration,
            title=_("Cancel one person"),
            told=_("%(person)s does not come; the ticket is void and the place goes to those who wait.")
            % {"person": person.name},
            send=_("Cancel this person"),
            danger=True,
            do=lambda form: operations.withdraw_person(
                registration=registration, number=number, by=request.user, by_staff=True
            ),
        )

    def _person(self, request, pk, number):
        registration = self._found(request, pk)
        person = registration.attendees.live().filter(number=number).first()
        if person is None:
            raise Http404
        return registration, person

    def _ask(self, request, registration, *, title, send, do, form=None, told="", danger=False):
        """A page with a question or a form; what is refused stands on it again."""
        refusal = ""
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                do(form)
            except Refusal as why:
                if form is None:
                    refusal = str(why)
                else:
                    refuse(form, why)
            else:
                registration.refresh_from_db(fields=["state"])
                text = _("%(record)s is changed: %(state)s.")
                values = {"record": registration, "state": registration.get_state_display()}
                return self._done(request, registration, text % values)
        return self.staff_page(
            request,
            title=title,
            subtitle=str(registration),
            form=form,
            told=told,
            refusal=refusal,
            send=send,
            danger=danger,
            back=reverse("admin:events_registration_change", args=[registration.pk]),
        )


def _buttons(registration, asked) -> list[Link]:
    """What can be done to the registration as it stands."""
    go = lambda label, name, **kind: Link(  # noqa: E731
        label, reverse(f"admin:events_registration_{name}", args=[registration.pk]), **kind
    )
    if not registration.is_live:
        return []
    buttons = []
    if registration.state == RegistrationState.PENDING:
        buttons.append(go(pgettext_lazy("button", "Approve"), "approve", post=True))
    if registration.is_waiting:
        buttons.append(go(_("Move to the front"), "move_up", post=True))
    if not registration.is_waiting:
        buttons.append(go(pgettext_lazy("by the secretariat", "Add a person"), "add_person"))
    if asked:
        buttons.append(go(_("Correct the answers"), "correct_answers"))
    return [
        *buttons,
        go(_("Decline…"), "decline", danger=True),
        go(_("Cancel on behalf…"), "cancel", danger=True),
    ]


def _person_links(registration, person, asked) -> list[Link]:
    if person.cancelled_at or not registration.is_live:
        return []
    go = lambda label, name: Link(  # noqa: E731
        label, reverse(f"admin:events_registration_{name}", args=[registration.pk, person.number])
    )
    links = [
        go(_("Correct"), "edit_person"),
        *([_answers_link(registration, person)] if QuestionPer.ATTENDEE in asked else []),
        go(_("Substitute"), "substitute_person"),
        go(_("Cancel this person"), "withdraw_person"),
    ]
    if person.has_ticket:
        links.append(Link(_("Ticket"), address("ticket", person.ticket_secret)))
    links.append(Link(_("Invitation letter"), address("papers:letter", person.pk)))
    if person.checked_in_at:
        links.append(Link(_("Certificate"), address("papers:certificate", person.pk)))
    return links


def _answers_link(registration, person) -> Link:
    page = "admin:events_registration_correct_answers"
    return Link(_("Answers"), address(page, registration.pk, person=person.number))


def _mails(registration):
    """Mails about it, by the news they told."""
    changes = [str(pk) for pk in registration.changes.values_list("pk", flat=True)]
    if not changes:
        return []
    told = rf"^registration:[a-z_]+:({'|'.join(changes)})(:|$)"
    return Message.objects.filter(key__regex=told).only(
        "subject", "to_address", "state", "created_at", "sent_at"
    )[:MOST_MESSAGES]
