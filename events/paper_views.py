"""Handing out papers: badges, sheets, letters and certificates to staff, tickets and certificates to whom they belong."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import site as admin_site
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override, pgettext
from django.views.generic import View
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from beijing_ngo.core import pdf, staff_pages
from beijing_ngo.core.language import CHINESE, ENGLISH, comma, current
from beijing_ngo.core.models import IssuedDocument, IssuedKind, IssuedLanguage
from beijing_ngo.core.references import typed
from beijing_ngo.core.refusals import Refusal
from events import words
from events.models import Attendee, RegistrationDesk
from events.papers.badges import LAYOUTS, SHEET, badges
from events.papers.certificates import certificate, certificates
from events.papers.letters import invitation_letters, issue_invitations
from events.papers.sign_in_sheet import sign_in_sheet
from events.papers.tickets import ticket


class NobodyThere(Refusal):
    message = gettext_lazy("There is nobody this paper could be made for.")


class StaffPaperView(LoginRequiredMixin, UserPassesTestMixin, View):
    """A paper about the people of a desk; `?attendee=` (several times) narrows it to some of them."""

    rights = ("events.view_attendee",)

    def test_func(self):
        user = self.request.user
        return user.is_active and user.is_staff and user.has_perms(self.rights)

    def handle_no_permission(self):
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.desk = None

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("admin:events_registrationdesk_change", self.desk.pk)

    def find_desk(self):
        self.desk = get_object_or_404(RegistrationDesk.objects.select_related("event"), pk=self.kwargs["pk"])
        return self.desk

    def people(self, rows=None):
        """Those who have a place, or the ones of them that are asked for."""
        rows = Attendee.objects.expected() if rows is None else rows
        rows = rows.filter(desk=self.find_desk())
        if chosen := self.request.GET.getlist("attendee"):
            rows = rows.filter(pk__in=[pk for pk in chosen if pk.isascii() and pk.isdigit() and len(pk) < 19])
        people = list(words.attendees_for_papers(rows))
        if not people:
            raise NobodyThere
        return people

    def named(self, paper: str, person: str = "") -> str:
        parts = [paper, words.title(self.desk.event, current()), person]
        return comma().join(part for part in parts if part)


class NumberedPaperView(StaffPaperView):
    """A paper that is issued under a number."""

    rights = ("events.view_attendee", "core.add_issueddocument")


class BadgesView(StaffPaperView):
    """`?form=sheet` for eight on a sheet, `?form=single` for one on a page."""

    def get(self, request, pk):
        layout = request.GET.get("form", SHEET)
        made = badges(self.people(), layout if layout in LAYOUTS else SHEET)
        return pdf.response(made, self.named(_("Badges")))


class SignInSheetView(StaffPaperView):
    """`?language=` chooses the language of the sheet."""

    def get(self, request, pk):
        language = request.GET.get("language")
        language = language if language in (CHINESE, ENGLISH) else current()
        people = self.people()
        made = sign_in_sheet(self.desk.event, people, language)
        with override(language):
            return pdf.response(made, self.named(_("Sign-in sheet")))


class CertificatesView(NumberedPaperView):
    """Of all who were checked in, a page each."""

    def get(self, request, pk):
        people = self.people(Attendee.objects.checked_in())
        return pdf.response(
            certificates(people, by=request.user), self.named(_("Certificates of attendance"))
        )


class OnePersonMixin:
    """The same for one person, whose number stands in the address."""

    def people(self, rows=None):
        rows = words.attendees_for_papers(Attendee.objects.expected())
        attendee = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.desk = attendee.registration.desk
        return [attendee]


class StaffCertificateView(OnePersonMixin, NumberedPaperView):
    def get(self, request, pk):
        [attendee] = self.people()
        made = certificate(attendee, by=request.user)
        return pdf.response(made, self.named(_("Certificate of attendance"), attendee.name))


class LettersForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=IssuedLanguage,
        initial=IssuedLanguage.BOTH,
        widget=UnfoldAdminSelectWidget,
    )
    costs_zh_hans = forms.CharField(
        label=gettext_lazy("Who pays for what, in Chinese"),
        required=False,
        max_length=500,
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
        help_text=gettext_lazy("Stands in the letter word for word; may stay empty."),
    )
    costs_en = forms.CharField(
        label=gettext_lazy("Who pays for what, in English"),
        required=False,
        max_length=500,
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
    )

    def clean(self):
        """A letter in both languages says the same in both."""
        data = super().clean()
        chinese, english = data.get("costs_zh_hans", ""), data.get("costs_en", "")
        if data.get("language") == IssuedLanguage.BOTH and bool(chinese) != bool(english):
            missing = "costs_en" if chinese else "costs_zh_hans"
            self.add_error(missing, _("A letter in both languages needs this in both."))
        return data


class LettersView(NumberedPaperView):
    """Asks what the letters say, then issues them and hands them out as one file."""

    def get(self, request, pk):
        people = self.people()
        if len(self._have_one(people)) == len(people):
            return self._printed(people, issue_invitations(people, by=request.user))
        return self._page(people, LettersForm())

    def post(self, request, pk):
        people = self.people()
        form = LettersForm(request.POST)
        if not form.is_valid():
            return self._page(people, form)
        data = form.cleaned_data
        documents = issue_invitations(
            people,
            by=request.user,
            language=data["language"],
            costs={CHINESE: data["costs_zh_hans"], ENGLISH: data["costs_en"]},
        )
        return self._printed(people, documents)

    def _printed(self, people, documents):
        person = people[0].name if len(people) == 1 else ""
        return pdf.response(invitation_letters(documents), self.named(_("Invitation letters"), person))

    def _page(self, people, form):
        known = len(self._have_one(people))
        told = [
            ngettext("A letter for %(count)d person.", "Letters for %(count)d people.", len(people))
            % {"count": len(people)}
        ]
        if known:
            told.append(
                ngettext(
                    "%(count)d of them has one already and keeps it as it is.",
                    "%(count)d of them have one already and keep it as it is.",
                    known,
                )
                % {"count": known}
            )
        page = TemplateResponse(
            self.request,
            staff_pages.SHEET,
            {
                **admin_site.each_context(self.request),
                "title": _("Invitation letters"),
                "subtitle": people[0].name if len(people) == 1 else str(self.desk),
                "back": reverse("admin:events_registrationdesk_change", args=[self.desk.pk]),
                "send": _("Issue"),
                "told": " ".join(told),
                "form": form,
                "media": form.media,
            },
        )
        page._csp_replace = (
            settings.ADMIN_CONTENT_SECURITY_POLICY
        )  # a page of the admin at an address of its own
        return page

    @staticmethod
    def _have_one(people):
        return IssuedDocument.objects.valid().about_any(people).filter(kind=IssuedKind.INVITATION)


class LetterView(OnePersonMixin, LettersView):
    """The letter of one person."""


class TicketPDFView(View):
    """A ticket for whoever has its secret address; it names nobody else."""

    def get(self, request, secret):
        rows = words.attendees_for_papers(Attendee.objects.expected())
        attendee = get_object_or_404(rows, ticket_secret=secret)
        with override(attendee.language):
            event = words.title(attendee.registration.desk.event, attendee.language)
            name = f"{pgettext('ticket', 'Ticket')} {event} {attendee.name}"
        return pdf.response(ticket(attendee), name, attachment=False)


class CertificateView(LoginRequiredMixin, View):
    """One's own certificate, once one was there. It is numbered the first time it is asked for."""

    def get(self, request, reference, number):
        attendee = (
            words.attendees_for_papers(Attendee.objects.expected())
            .filter(user=request.user, registration__reference=typed(reference), number=number)
            .first()
        )
        if attendee is None:
            raise Http404
        try:
            made = certificate(attendee)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("registrations:detail", attendee.registration.reference)
        event = words.title(attendee.registration.desk.event, current())
        return pdf.response(made, f"{_('Certificate of attendance')} {event}")
