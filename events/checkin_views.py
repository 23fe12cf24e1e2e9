"""The pages at the door of an event, for staff who may check people in."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View
from django_htmx.http import HttpResponseClientRedirect

from beijing_ngo.core.refusals import Refusal
from events import checkin, operations
from events.checkin_forms import EntryForm, ListForm, WalkInForm
from events.models import Attendee, RegistrationDesk
from events.refusals import AlreadyRegistered, WrongTicket

PERMISSION = "events.check_in"


class DoorMixin:
    """Staff with the right to check people in; everybody else signs in, or is told that the door is not theirs."""

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if not user.is_authenticated:
            return self.to_sign_in(request)
        if not (user.is_staff and user.has_perm(PERMISSION)):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    @staticmethod
    def to_sign_in(request):
        if not request.htmx:
            return redirect_to_login(request.get_full_path())
        # A part of a page cannot become the sign-in: the whole page goes there, and comes back.
        page = request.htmx.current_url_abs_path or reverse("checkin:desks")
        return HttpResponseClientRedirect(redirect_to_login(page).url)


class DeskMixin(DoorMixin):
    @cached_property
    def desk(self) -> RegistrationDesk:
        desks = RegistrationDesk.objects.select_related("event")
        return get_object_or_404(desks, event__slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(desk=self.desk, event=self.desk.event, **kwargs)

    def person(self, pk: str) -> Attendee:
        """Somebody of this desk, by the button pressed."""
        rows = Attendee.objects.filter(desk=self.desk)
        found = rows.filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
        if found is None:
            raise WrongTicket
        return found

    def live(self) -> dict:
        desk = RegistrationDesk.objects.get(pk=self.desk.pk)  # the figures of this moment
        return {"figures": checkin.figures(desk), "recent": checkin.recent(desk)}


class DesksView(DoorMixin, TemplateView):
    template_name = "events/checkin/desks.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(desks=checkin.desks_of_these_days(), **kwargs)


class DeskView(DeskMixin, TemplateView):
    """The one screen: scan or type, see the answer, see who is here."""

    template_name = "events/checkin/desk.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.live(), **kwargs)

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(outcome=self.asked_for()))

    def asked_for(self):
        """Whom the address names: by a ticket opened with the phone's own camera, or just let in."""
        try:
            if ticket := self.request.GET.get("ticket", "")[:500]:
                [attendee, *_others] = operations.find_ticket(desk=self.desk, scanned=ticket)
                return checkin.Outcome("found", _("Ticket found"), attendee=attendee)
            if pk := self.request.GET.get("in", ""):
                attendee = self.person(pk)
                return checkin.let_in(attendee) if attendee.checked_in_at else None
            if pk := self.request.GET.get("undone", ""):
                return checkin.undone(self.person(pk))
        except Refusal as refusal:
            return checkin.refused(refusal)
        return None

    def post(self, request, *args, **kwargs):
        outcome = self.answer()
        if request.htmx:
            context = {"outcome": outcome, "desk": self.desk, "event": self.desk.event, "swaps": True}
            return render(request, "events/checkin/_answer.html", context | self.live())
        if outcome.kind == "in":
            return redirect(f"{request.path}?in={outcome.attendee.pk}")
        typed = "" if request.POST.get("attendee") else request.POST.get("code", "")[:500]
        return self.render_to_response(self.get_context_data(outcome=outcome, typed=typed))

    def answer(self) -> checkin.Outcome:
        people = []
        try:
            pk = self.request.POST.get("attendee", "")
            people = [self.person(pk)] if pk else self.found()
            if len(people) > 1:
                return checkin.choose(people, _("Who of them is here?"))
            attendee = operations.check_in(attendee=people[0], by=self.request.user)
            return checkin.let_in(attendee)
        except WrongTicket as refusal:
            return self.by_name() or checkin.refused(refusal)
        except Refusal as refusal:
            return checkin.refused(refusal, people[0] if people else None)

    def found(self) -> list[Attendee]:
        form = EntryForm(self.request.POST)
        if not form.is_valid():
            raise WrongTicket
        return operations.find_ticket(desk=self.desk, scanned=form.cleaned_data["code"])

    def by_name(self) -> checkin.Outcome | None:
        """What is no ticket may be a name; a name alone lets nobody in."""
        form = EntryForm(self.request.POST)
        people = checkin.search(self.desk, form.cleaned_data["code"]) if form.is_valid() else []
        return checkin.choose(people, _("Found by name")) if people else None


class LiveView(DeskMixin, View):
    """The figures and who came last, for those who keep the page open; nothing where nothing happened."""

    def get(self, request, *args, **kwargs):
        figures = checkin.figures(self.desk)
        if request.GET.get("version") == figures.version:
            return HttpResponse(status=204)
        context = {
            "figures": figures,
            "recent": checkin.recent(self.desk),
            "desk": self.desk,
            "event": self.desk.event,
            "swaps": True,
        }
        return render(request, "events/checkin/_live.html", context)


class UndoView(DeskMixin, View):
    def post(self, request, *args, **kwargs):
        attendee = None
        try:
            attendee = self.person(request.POST.get("attendee", ""))
            outcome = checkin.undone(operations.undo_check_in(attendee=attendee, by=request.user))
        except Refusal as refusal:
            outcome = checkin.refused(refusal, attendee)
        if request.htmx:
            context = {"outcome": outcome, "desk": self.desk, "event": self.desk.event, "swaps": True}
            return render(request, "events/checkin/_answer.html", context | self.live())
        page = reverse("checkin:desk", args=[self.desk.event.slug])
        return redirect(f"{page}?undone={attendee.pk}" if outcome.is_good else page)


class WalkInView(DeskMixin, FormView):
    """Whoever is registered already is not registered once more, but let in from here."""

    template_name = "events/checkin/walk_in.html"
    form_class = WalkInForm

    def get_initial(self):
        return {"language": self.request.LANGUAGE_CODE}

    def form_valid(self, form):
        try:
            attendee = operations.add_walk_in(
                desk=self.desk,
                person=form.person(),
                organisation=form.cleaned_data["organisation"],
                by=self.request.user,
            )
        except AlreadyRegistered as refusal:
            form.refuse(refusal)
            there = checkin.registered_as(self.desk, refusal.emails)
            outcome = checkin.choose(there, _("Registered already"))
            return self.render_to_response(self.get_context_data(form=form, outcome=outcome))
        except Refusal as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        page = reverse("checkin:desk", args=[self.desk.event.slug])
        return redirect(f"{page}?in={attendee.pk}")


class PeopleView(DeskMixin, TemplateView):
    """Everybody who is expected, to be looked through, ticked off and printed."""

    template_name = "events/checkin/people.html"

    def get_context_data(self, **kwargs):
        form = ListForm(self.request.GET)
        asked = form.cleaned_data if form.is_valid() else {"q": "", "missing": False}
        people = list(checkin.expected(self.desk, q=asked["q"], only_missing=asked["missing"]))
        return super().get_context_data(
            form=form, people=people, figures=checkin.figures(self.desk), **kwargs
        )
