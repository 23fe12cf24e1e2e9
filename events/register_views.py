"""Registering for an event: with an account, or as a guest through a link sent to their address."""

from http import HTTPStatus

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from beijing_ngo.core.language import current
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.templatetags.portal import text
from beijing_ngo.core.views import reader
from events import guest_links, operations
from events.forms import GuestAddressForm, PartyForm
from events.forms.party import Typed, sent_files
from events.known_people import known_people, remember
from events.models import Registration, RegistrationDraft, RegistrationState
from events.refusals import MembersOnly
from events.register_desk import DeskView, find_event, find_event_to_register_for, questions_of, why_closed
from events.ways import Way, guest, open_ways, refusal_for, ways_of

MYSELF = "me"
DONE = {
    RegistrationState.CONFIRMED: gettext_lazy("Registered. The confirmation is on its way by e-mail."),
    RegistrationState.WAITLISTED: gettext_lazy(
        "On the waiting list. An e-mail tells you as soon as there are places for all of you."
    ),
    RegistrationState.PENDING: gettext_lazy(
        "The registration has arrived. An e-mail will tell you the decision."
    ),
}
LINKS_AN_HOUR = {"guest_link": "5/h/key,20/h/ip"}  # for an address, from a place


class RegistrationPage(View):
    """What the pages of registering have in common: the event, and that no machine keeps or lists them."""

    def dispatch(self, request, *args, **kwargs):
        find = find_event if request.method in ("GET", "HEAD") else find_event_to_register_for
        self.look_up(find)
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def look_up(self, find):
        self.event = find(self.kwargs["slug"], reader(self.request))
        if self.event is None:
            raise Http404
        self.desk = self.event.desk

    def page(self, template: str, *, status=HTTPStatus.OK, **context):
        crumbs = [
            (_("Events"), reverse("events:list")),
            (text(self.event, "title"), self.event.get_absolute_url()),
            (_("Register"), ""),
        ]
        given = {"section": "events", "event": self.event, "desk": self.desk, "crumbs": crumbs}
        return render(self.request, template, given | context, status=status)


class FormPage(RegistrationPage):
    """The form itself, in one capacity. Its buttons (add, remove, fill in, take a file off) answer with the form as typed."""

    way: Way

    @cached_property
    def questions(self):
        return questions_of(self.event)

    def show_form(self):
        draft = self.draft()
        if draft and self.request.GET.get("draft") == "open":
            typed = Typed.from_kept(draft.data)
            sent = sent_files(self.way, self.questions, typed.data, {})
            party = self.party(typed=Typed(sent.data), sent=sent, is_judged=False)
            return self.form_page(party, has_draft=True)
        return self.form_page(self.party(first=[self.oneself()]), draft=draft, has_draft=bool(draft))

    def take_form(self):
        sent = sent_files(self.way, self.questions, self.request.POST, self.request.FILES)
        typed = Typed(sent.data)
        for button in ("add", "remove", "fill", "let_go"):
            if button in typed.data:
                alone = not self.way.may_bring_others and button != "let_go"
                focus = None if alone else getattr(self, f"press_{button}")(typed, sent)
                party = self.party(typed=typed, sent=sent, is_judged=False)
                return self.form_page(party, focus=focus, has_draft="has_draft" in typed.data)
        if "save" in typed.data and self.way.user:
            return self.put_aside(typed)
        return self.send(self.party(typed=typed, sent=sent))

    def send(self, party):
        if not party.is_valid():
            return self.form_page(party, has_draft="has_draft" in party.typed.data)
        people = party.people.people()
        try:
            registration = operations.register(
                desk_pk=self.desk.pk,
                way=self.way,
                people=people,
                answers=party.general.answers(),
                language=current(),
                questions=self.questions,
                questions_version=party.version,
            )
        except Refusal as refusal:
            if registration := self.sent_before(people):
                messages.info(
                    self.request, _("These people are registered already; this is their registration.")
                )
                return redirect(self.address_of(registration))
            party.refuse(refusal)
            return self.form_page(party, has_draft="has_draft" in party.typed.data)
        if "has_draft" in party.typed.data:
            self.drafts().delete()
        if party.save_people and party.general.cleaned_data["save_people"]:
            remember(self.way.organisation, people, by=self.way.user)
        messages.success(self.request, DONE[registration.state])
        return redirect(self.address_of(registration))

    def sent_before(self, people) -> Registration | None:
        """The registration the same form made a moment ago: a second click is no mistake to be told off for."""
        addresses = {person.email.lower() for person in people}
        own = Registration.objects.live().filter(
            desk=self.desk,
            contact=self.way.user,
            organisation=self.way.organisation,
            guest_email=self.way.guest_email,
        )
        for registration in own.prefetch_related("attendees"):
            there = {one.email.lower() for one in registration.attendees.all() if one.cancelled_at is None}
            if there == addresses:
                return registration
        return None

    # ------------------------------------------------------------ the form's own buttons

    def press_add(self, typed, _sent):
        return typed.add()

    def press_remove(self, typed, _sent):
        number = typed.data["remove"]
        typed.remove(int(number) - 1 if number.isdecimal() else -1)
        return "head"

    def press_fill(self, typed, _sent):
        chosen = [
            one for one in known_people(self.way.organisation) if one.key == typed.data.get("colleague")
        ]
        return typed.add(chosen[0].facts) if chosen else "head"

    def press_let_go(self, typed, sent):
        sent.let_go(typed.data["let_go"])
        return

    # ------------------------------------------------------------ the form put aside

    def drafts(self):
        return RegistrationDraft.objects.filter(
            desk=self.desk, user=self.way.user, organisation=self.way.organisation
        )

    def draft(self) -> RegistrationDraft | None:
        return self.drafts().first() if self.way.user else None

    def put_aside(self, typed):
        RegistrationDraft.objects.update_or_create(
            desk=self.desk,
            user=self.way.user,
            organisation=self.way.organisation,
            defaults={"data": typed.to_keep()},
        )
        messages.success(
            self.request,
            _("The form is put aside. You can go on with it here, on any device, until registration closes."),
        )
        return redirect(self.request.get_full_path())

    # ------------------------------------------------------------ what the page shows

    def party(self, **more) -> PartyForm:
        return PartyForm(way=self.way, questions=self.questions, **more)

    def oneself(self) -> dict:
        """Whoever registers, as the first person of the form."""
        user = self.way.user
        if user is None:
            return {"email": self.way.email, "language": current()}
        names = {name: getattr(user, name) for name in ("family_name", "given_name", "latin_name", "email")}
        return names | {"language": user.preferred_language}

    def form_page(self, party, *, focus=None, draft=None, has_draft=False):
        if self.request.method == "POST":
            self.look_up(find_event)  # the page tells how many places are left at this moment
        view = DeskView(self.desk, self.way)
        if isinstance(focus, int):
            party.people.forms[focus].fields["family_name"].widget.attrs["autofocus"] = True
        context = {"party": party, "view": view, "way": self.way, "focus": focus}
        context |= {"draft": draft, "has_draft": has_draft, "address": self.request.get_full_path()}
        if self.way.may_bring_others:
            there = {str(form["email"].value() or "").lower() for form in party.people.forms}
            known = known_people(self.way.organisation)
            context["known"] = [one for one in known if one.facts["email"].lower() not in there]
            context["can_add"] = self._can_add(party, view)
        htmx = self.request.htmx
        return self.page("events/_register_people.html" if htmx else "events/register.html", **context)

    @staticmethod
    def _can_add(party, view) -> int | None:
        """How many more the form may take: what is left of the quota, else of the form itself."""
        here = len(party.people.forms)
        by_form = max(party.people.max_num - here, 0)
        return by_form if view.quota_left is None else min(by_form, max(view.quota_left - here, 0))

    def address_of(self, registration) -> str:
        if self.way.user:
            return reverse("registrations:detail", args=[registration.reference])
        return reverse("guest:detail", args=[registration.reference, registration.guest_secret])


class RegisterView(FormPage):
    """With an account; who has none is told how to get one, or asks for a link."""

    def get(self, request, slug):
        if not reader(request).is_authenticated:
            return self.entrance(GuestAddressForm())
        return self.in_capacity(self.show_form)

    def post(self, request, slug):
        if not reader(request).is_authenticated:
            return self.ask_for_link()
        return self.in_capacity(self.take_form)

    def in_capacity(self, answer):
        """Go on in the capacity asked for; choose where there are several, and say why where there is none."""
        ways = ways_of(self.request.user)
        if self.request.method == "GET" and (closed := why_closed(self.desk)):
            return self.page("events/register_entry.html", closed=closed)
        taken = open_ways(self.desk, ways)
        asked = self.request.GET.get("for")
        if asked is not None:
            taken = [way for way in taken if asked == _name(way)]
        if len(taken) > 1:
            return self.page("events/register_entry.html", ways=[(way, _query(way)) for way in taken])
        if not taken:
            return self.page(
                "events/register_entry.html", status=HTTPStatus.FORBIDDEN, **self.why_not(ways, asked)
            )
        [self.way] = taken
        if self.request.POST.get("drop") == "draft":
            self.drafts().delete()
            return redirect(self.request.get_full_path())
        return answer()

    def why_not(self, ways, asked) -> dict:
        mine = [way for way in ways if asked is None or asked == _name(way)] or ways
        refusals = [refusal for way in mine if (refusal := refusal_for(self.desk, way))]
        refusal = refusals[0] if refusals else MembersOnly()
        return {
            "refusal": refusal,
            "is_for_members": isinstance(refusal, MembersOnly),
            "organisations": [way.organisation for way in ways if way.organisation],
        }

    # ------------------------------------------------------------ without an account

    def entrance(self, form, **more):
        return self.page(
            "events/register_entry.html",
            closed=why_closed(self.desk),
            is_visitor=True,
            sign_in_query=urlencode({"next": self.request.path}),
            guest_form=form if guest_links.may_be_asked_for(self.desk) else None,
            link_sent="sent" in self.request.GET,
            **more,
        )

    def ask_for_link(self):
        """The answer is the same for every address."""
        form = GuestAddressForm(self.request.POST)
        if why_closed(self.desk) or not guest_links.may_be_asked_for(self.desk) or not form.is_valid():
            return self.entrance(form)
        email = form.cleaned_data["email"]
        if not self._may_ask(email):
            form.add_error(
                "email", _("So many links have been sent already that this has to wait for an hour.")
            )
            return self.entrance(form, status=HTTPStatus.TOO_MANY_REQUESTS)
        guest_links.post_link(self.event, email)
        return redirect(f"{self.request.path}?sent")

    def _may_ask(self, email: str) -> bool:
        allowed = ratelimit.consume(
            self.request, app="events", action="guest_link", config=LINKS_AN_HOUR, key=email.lower()
        )
        return allowed is not None


class RegisterGuestView(FormPage):
    """A guest's form, behind the link of their mail."""

    def get(self, request, slug, token):
        return self.with_address(token, self.show_form)

    def post(self, request, slug, token):
        return self.with_address(token, self.take_form)

    def with_address(self, token, answer):
        email = guest_links.address_in(token, self.event)
        if not email:
            form = GuestAddressForm() if guest_links.may_be_asked_for(self.desk) else None
            return self.page(
                "events/register_entry.html",
                status=HTTPStatus.GONE,
                closed=why_closed(self.desk),
                is_visitor=True,
                link_is_stale=True,
                guest_form=form,
            )
        self.way = guest(email)
        closed = why_closed(self.desk) or refusal_for(self.desk, self.way)
        if self.request.method == "GET" and closed:
            return self.page("events/register_entry.html", closed=closed)
        return answer()


def _name(way: Way) -> str:
    return way.organisation.slug if way.organisation else MYSELF


def _query(way: Way) -> str:
    return "?" + urlencode({"for": _name(way)})
