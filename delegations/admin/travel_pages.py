"""Travel documents in the dossier of a visit: listed without their content, entered with consent, read with a reason."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django_countries import countries

from beijing_ngo.core import dates
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.staff_pages import sent
from delegations import sealing
from delegations.admin.travel_forms import LABELS, SEXES, ReasonForm, TravelDocumentForm
from delegations.admin.visit_pages import VisitPages, may_see
from delegations.models import Delegation, DelegationMember, ReadingOf, TravelDocument
from delegations.operations import travel_documents
from delegations.operations.travel_documents import Content
from delegations.scans import InMemory, Scan

FOLDER = "admin/delegations/delegation"
READ = "read_traveldocument"
SCAN_POLICY = "default-src 'self'; script-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@dataclass(frozen=True)
class Person:
    member: DelegationMember
    documents: list[TravelDocument]


def section(request, delegation) -> dict | None:
    """Whose documents of which kind are kept until when; for nobody who may not read them."""
    user = request.user
    if not (user.has_perm(f"delegations.{READ}") and may_see(user, "traveldocument")):
        return None
    kept_of = {}
    found = TravelDocument.objects.filter(member__delegation=delegation).without_content()
    for document in found.with_readings().order_by("id"):
        kept_of.setdefault(document.member_id, []).append(document)
    people = [Person(member, kept_of.get(member.pk, [])) for member in delegation.members.in_protocol_order()]
    return {
        "delegation": delegation,
        "people": people,
        "refusal": _no_key(),
        "may_add": user.has_perm("delegations.add_traveldocument"),
        "may_change": user.has_perm("delegations.change_traveldocument"),
        "may_delete": user.has_perm("delegations.delete_traveldocument"),
    }


def _no_key() -> str:
    """Why nothing can be entered, said before anybody types."""
    try:
        sealing.sealing_key()
    except Refusal as refusal:
        return str(refusal)
    return ""


def told(content: Content) -> list[tuple[str, str]]:
    """What a document says, with the names of the facts; what was not entered is left out."""
    said = {"nationality": countries.name, "sex": lambda value: str(dict(SEXES)[value])}
    rows = []
    for name, label in LABELS.items():
        if value := getattr(content, name):
            words = dates.day(value) if hasattr(value, "isoformat") else said.get(name, str)(value)
            rows.append((label, words))
    return rows


class TravelPages(VisitPages):
    """Part of the admin of visits."""

    def get_urls(self):
        pages = [
            ("<int:pk>/travel-documents/add/<int:member>/", self.add_travel_document, "travel_add"),
            ("<int:pk>/travel-documents/erase/<int:member>/", self.erase_travel_documents, "travel_erase"),
            ("<int:pk>/travel-documents/<int:number>/read/", self.read_travel_document, "travel_read"),
            (
                "<int:pk>/travel-documents/<int:number>/replace/",
                self.replace_travel_document,
                "travel_replace",
            ),
            ("<int:pk>/travel-documents/<int:number>/delete/", self.delete_travel_document, "travel_delete"),
        ]
        own = [
            path(address, self.admin_site.admin_view(view), name=f"delegations_delegation_{name}")
            for address, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def _visit_with_papers(self, request, pk, *rights) -> Delegation:
        return self.visit_for(request, pk, see="traveldocument", rights=[READ, *rights])

    @staticmethod
    def _member(delegation, pk) -> DelegationMember:
        member = get_object_or_404(delegation.members, pk=pk)
        member.delegation = delegation
        return member

    @staticmethod
    def _document(delegation, pk) -> TravelDocument:
        found = TravelDocument.objects.select_related("member__delegation")
        return get_object_or_404(found, pk=pk, member__delegation=delegation)

    @staticmethod
    def _back(delegation) -> str:
        return reverse("admin:delegations_delegation_dossier", args=[delegation.pk]) + "#travel_documents"

    # ---------------------------------------------------------------- entering

    # The token is looked for by the inner view: looking reads the form, and by then it must be known how to take the scan.
    @method_decorator(csrf_exempt)
    def add_travel_document(self, request, pk, member):
        request.upload_handlers = [InMemory(request)]
        return self._add(request, pk, member)

    @method_decorator([sensitive_post_parameters(), csrf_protect])
    def _add(self, request, pk, member):
        delegation = self._visit_with_papers(request, pk, "add_traveldocument")
        member = self._member(delegation, member)

        @sensitive_variables()
        def do(form):
            document = travel_documents.enter(
                member=member,
                kind=form.cleaned_data["kind"],
                content=form.content(),
                consent=form.consent(),
                scan=form.scan_sent(),
            )
            self._admin_of_documents.log_addition(request, document, [{"added": {}}])
            return document

        title = _("Enter a travel document of %(person)s") % {"person": member.name}
        form = TravelDocumentForm(sent(request), request.FILES or None, delegation=delegation)
        return self._ask_for_document(request, delegation, form, do, title=title)

    @method_decorator(csrf_exempt)
    def replace_travel_document(self, request, pk, number):
        request.upload_handlers = [InMemory(request)]
        return self._replace(request, pk, number)

    @method_decorator([sensitive_post_parameters(), csrf_protect])
    def _replace(self, request, pk, number):
        delegation = self._visit_with_papers(request, pk, "change_traveldocument")
        document = self._document(delegation, number)

        @sensitive_variables()
        def do(form):
            travel_documents.replace(
                document=document,
                kind=form.cleaned_data["kind"],
                content=form.content(),
                consent=form.consent(),
                scan=form.scan_sent(),
                keep_scan=form.cleaned_data.get("keep_scan", False),
            )
            self._admin_of_documents.log_change(
                request, document, [{"changed": {"fields": [_("encrypted content")]}}]
            )
            return document

        title = _("Replace the travel document of %(person)s") % {"person": document.member.name}
        form = TravelDocumentForm(
            sent(request), request.FILES or None, delegation=delegation, document=document
        )
        return self._ask_for_document(request, delegation, form, do, title=title, is_new=False)

    @property
    def _admin_of_documents(self):
        return self.admin_site.get_model_admin(TravelDocument)

    @sensitive_variables("form")
    def _ask_for_document(self, request, delegation, form, do, *, title, is_new=True):
        refusal = _no_key()
        if request.method == "POST" and form.is_valid():
            try:
                document = do(form)
            except Refusal as why:
                refusal = str(why)
            else:
                self._say_kept(request, document)
                return redirect(self._back(delegation))
        answer = self.visit_page(
            request,
            delegation,
            f"{FOLDER}/travel_form.html",
            title=title,
            form=form,
            is_new=is_new,
            scan_again=request.method == "POST" and bool(request.FILES),
            refusal=refusal,
            back=self._back(delegation),
            send=_("Keep it encrypted"),
        )
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def _say_kept(self, request, document) -> None:
        text = _("The travel document of %(person)s is kept, encrypted, until %(day)s.")
        values = {"person": document.member.name, "day": dates.day(document.delete_on)}
        self.message_user(request, text % values, messages.SUCCESS)
        if document.expires_early:
            text = _(
                "The passport of %(person)s expires within six months of the return: many countries do not accept it."
            )
            self.message_user(request, text % values, messages.WARNING)

    # ---------------------------------------------------------------- reading

    @method_decorator(sensitive_post_parameters())
    def read_travel_document(self, request, pk, number):
        """The reason first. Then what the document says, once: the page is not kept, and the next look needs a reason too."""
        delegation = self._visit_with_papers(request, pk)
        document = self._document(delegation, number)
        form = ReasonForm(sent(request))
        content, refusal = None, ""
        if form.is_valid():
            given = {"document": document, "by": request.user, "reason": form.cleaned_data["reason"]}
            try:
                if request.POST.get("what") == ReadingOf.SCAN:
                    return _handed_out(travel_documents.read_scan(**given))
                content = travel_documents.read(**given)
            except Refusal as why:
                refusal = str(why)
        answer = self.visit_page(
            request,
            delegation,
            f"{FOLDER}/travel_reading.html",
            title=_("%(kind)s of %(person)s")
            % {"kind": document.get_kind_display(), "person": document.member.name},
            document=document,
            form=form,
            facts=told(content) if content else [],
            is_open=content is not None,
            refusal=refusal,
            back=self._back(delegation),
        )
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    # ---------------------------------------------------------------- deleting

    def delete_travel_document(self, request, pk, number):
        delegation = self._visit_with_papers(request, pk, "delete_traveldocument")
        document = self._document(delegation, number)
        person = {"person": document.member.name}

        def do(form):
            travel_documents.delete(document=document, by=request.user, reason=form.cleaned_data["reason"])
            return _("The travel document of %(person)s is deleted.") % person

        return self._ask_why(
            request,
            delegation,
            do,
            title=_("Delete the travel document of %(person)s") % person,
            told=_(
                "Data and scan are deleted at once and for good. The reason is kept; whose document it was, is not."
            ),
        )

    def erase_travel_documents(self, request, pk, member):
        delegation = self._visit_with_papers(request, pk, "delete_traveldocument")
        member = self._member(delegation, member)
        person = {"person": member.name}

        def do(form):
            gone = travel_documents.erase_person(
                member=member, by=request.user, reason=form.cleaned_data["reason"]
            )
            text = ngettext(
                "%(count)d travel document of %(person)s is deleted.",
                "%(count)d travel documents of %(person)s are deleted.",
                gone,
            )
            return text % {**person, "count": gone}

        return self._ask_why(
            request,
            delegation,
            do,
            title=_("Erase the travel data of %(person)s") % person,
            told=_(
                "All travel documents of this person for this visit are deleted with their scans, at once and for good. "
                "Who has read them stays on record. Other visits of the same person have to be looked at one by one."
            ),
        )

    def _ask_why(self, request, delegation, do, *, title, told):
        return self.ask_about_visit(
            request,
            delegation,
            title=title,
            told=told,
            send=_("Delete for good"),
            do=do,
            form=ReasonForm(sent(request)),
            rows=[["reason"]],
            back=self._back(delegation),
            danger=True,
        )


@sensitive_variables()
def _handed_out(scan: Scan) -> HttpResponse:
    """Shown by the browser, which is told to keep no copy: a download would lie in clear on somebody's machine."""
    response = HttpResponse(scan.content, content_type=scan.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(False, scan.name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # The browser's own viewer of PDFs counts as an embedded object, which other pages forbid.
    response.headers["Content-Security-Policy"] = SCAN_POLICY
    return response
