"""Papers of a visit in the admin: the programme booklet as a page and as a PDF, and the letters."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from beijing_ngo.core import pdf
from beijing_ngo.core.language import CHINESE, ENGLISH, comma, other, plain
from beijing_ngo.core.models import IssuedKind
from beijing_ngo.core.staff_pages import sent
from delegations.admin.paper_forms import InvitationForm, VisaLetterForm
from delegations.admin.visit_pages import VisitPages, may_see, reads_internal
from delegations.models import Delegation, DelegationMember, DelegationState, Direction
from delegations.operations import papers
from delegations.papers.booklet import booklet, booklet_pdf

FOLDER = "admin/delegations/delegation"
NAMES = {CHINESE: "中文", ENGLISH: "English"}  # of the languages, each in itself
OURS = "ours"  # ?for=ours, the edition with talking points


def may_read_booklet(user) -> bool:
    """The booklet names everybody and says where they are at which hour."""
    return all(may_see(user, model) for model in ("delegation", "delegationmember", "itineraryitem"))


def may_issue(user) -> bool:
    return may_read_booklet(user) and user.has_perm("core.add_issueddocument")


def section(request, delegation) -> dict | None:
    """The booklet in both languages, the letters there are, and the ways to write others."""
    user = request.user
    if not may_read_booklet(user):
        return None
    sees_letters = user.has_perm("core.view_issueddocument")
    issues = may_issue(user) and delegation.state != DelegationState.CANCELLED
    letters = list(papers.letters_of(delegation)) if sees_letters or issues else []
    return {
        "booklets": [_booklet_ways(delegation, language, user) for language in NAMES],
        "letters": letters if sees_letters else [],
        "may_revoke": sees_letters and user.has_perm("core.change_issueddocument"),
        **(_to_issue(delegation, letters) if issues else {"invitation": "", "visas": []}),
    }


def _booklet_ways(delegation, language, user) -> dict:
    def ways(query=""):
        return {
            "page": _address("booklet", delegation.pk, language) + query,
            "pdf": _address("booklet_pdf", delegation.pk, language) + query,
        }

    ours = ways("?" + urlencode({"for": OURS})) if reads_internal(user) else None
    return {"name": NAMES[language], "language": language, **ways(), "ours": ours}


def _to_issue(delegation, letters) -> dict:
    """The ways to letters that are not there yet, or were revoked."""
    valid = {(letter.kind, letter.object_id) for letter in letters if letter.is_valid}
    invitation = ""
    if delegation.direction == Direction.INCOMING and (IssuedKind.INVITATION, delegation.pk) not in valid:
        invitation = _address("invitation", delegation.pk)
    return {
        "invitation": invitation,
        "visas": [
            (person, _address("visa_letter", delegation.pk, person.pk))
            for person in delegation.members.in_protocol_order()
            if (IssuedKind.VISA_SUPPORT, person.pk) not in valid
        ],
    }


def _address(page, *args) -> str:
    return reverse(f"admin:delegations_delegation_{page}", args=args)


class PaperPages(VisitPages):
    """Part of the admin of delegations."""

    def get_urls(self):
        pages = [
            ("<int:pk>/booklet/<str:language>/", self.booklet_page, "booklet"),
            ("<int:pk>/booklet/<str:language>/pdf/", self.booklet_file, "booklet_pdf"),
            ("<int:pk>/letters/invitation/", self.invitation_page, "invitation"),
            ("<int:pk>/letters/visa/<int:member>/", self.visa_letter_page, "visa_letter"),
        ]
        own = [
            path(address, self.admin_site.admin_view(view), name=f"delegations_delegation_{name}")
            for address, view, name in pages
        ]
        return [*own, *super().get_urls()]

    # ---------------------------------------------------------------- the booklet

    def booklet_page(self, request, pk, language):
        delegation, for_ourselves = self._booklet_asked_for(request, pk, language)
        query = "?" + urlencode({"for": OURS}) if for_ourselves else ""
        made = booklet(delegation, language, for_ourselves=for_ourselves)
        context = {
            "booklet": made,
            "sender": made["sender"][language]["name"],
            "pdf": _address("booklet_pdf", pk, language) + query,
            "in_other": _address("booklet", pk, other(language)) + query,
            "other_name": NAMES[other(language)],
            "other_language": other(language),
            "back": _address("dossier", pk) + "#papers",
        }
        answer = TemplateResponse(request, f"{FOLDER}/booklet.html", context)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def booklet_file(self, request, pk, language):
        delegation, for_ourselves = self._booklet_asked_for(request, pk, language)
        made = booklet_pdf(delegation, language, for_ourselves=for_ourselves)
        with override(language):
            parts = [
                plain(delegation, "title", language),
                _("Programme booklet"),
                _("with talking points") if for_ourselves else "",
            ]
            name = comma().join(part for part in parts if part)
        return pdf.response(made, name)

    def _booklet_asked_for(self, request, pk, language):
        if not may_read_booklet(request.user):
            raise PermissionDenied
        for_ourselves = request.GET.get("for") == OURS
        if for_ourselves and not reads_internal(request.user):
            raise PermissionDenied
        if language not in NAMES:
            raise Http404
        rows = Delegation.objects.for_page().select_related("owner").defer("report", "relations_note")
        return get_object_or_404(rows, pk=pk), for_ourselves

    # ---------------------------------------------------------------- letters

    def invitation_page(self, request, pk):
        delegation = self._visit_to_write_for(request, pk)
        form = InvitationForm(sent(request), delegation=delegation)
        return self._ask_for_letter(
            request,
            delegation,
            form,
            title=_("Invitation letter"),
            told=_(
                "One letter to the head of the delegation; the annex lists its people as they are entered now."
            ),
            issue=lambda: papers.issue_invitation(
                delegation=delegation,
                by=request.user,
                language=form.cleaned_data["language"],
                purpose=form.said("purpose"),
                costs=form.said("costs"),
            ),
        )

    def visa_letter_page(self, request, pk, member):
        delegation = self._visit_to_write_for(request, pk)
        people = DelegationMember.objects.select_related("organisation", "delegation")
        person = get_object_or_404(people, pk=member, delegation=delegation)
        form = VisaLetterForm(sent(request), member=person)
        return self._ask_for_letter(
            request,
            delegation,
            form,
            title=_("Visa support letter for %(person)s") % {"person": person},
            told=_(
                "Passport number, nationality and date of birth are not asked here and not kept with the letter: "
                "it has lines on which they are filled in by hand."
            ),
            issue=lambda: papers.issue_visa_letter(
                member=person,
                by=request.user,
                language=form.cleaned_data["language"],
                journey=form.journey(),
            ),
        )

    def _visit_to_write_for(self, request, pk) -> Delegation:
        if not may_issue(request.user):
            raise PermissionDenied
        return self.visit_for(request, pk)

    def _ask_for_letter(self, request, delegation, form, *, title, told, issue):
        def do(_form):
            return _("%(number)s is issued. It can be printed below.") % {"number": issue().number}

        return self.ask_about_visit(
            request,
            delegation,
            do=do,
            form=form,
            title=title,
            told=told,
            send=_("Issue"),
            back=_address("dossier", delegation.pk) + "#papers",
        )
