"""Versions of a paper: kept by hand and at each step, listed, compared with each other, brought back."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from beijing_ngo.core.refusals import Refusal
from reports import comparing
from reports.admin.paper_pages import PaperPages
from reports.counting import count_of
from reports.models import OPEN_TEXT, SubmissionVersion
from reports.operations import paragraphs, versions

NOW = "now"
SIDE_BY_SIDE, INLINE = "side", "inline"


class KeepForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("label"),
        max_length=SubmissionVersion._meta.get_field("label").max_length,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("What makes this version worth keeping, such as “as sent to the partners”."),
    )


class VersionPages(PaperPages):
    """Part of the admin of submissions."""

    def get_urls(self):
        pages = {
            "versions/": (self.version_list, "versions"),
            "versions/compare/": (self.version_compare, "compare"),
            "versions/<int:number>/restore/": (self.version_restore, "restore"),
        }
        return [*self.own_urls(pages), *super().get_urls()]

    def version_list(self, request, pk):
        """The list; a POST keeps the text as it stands now."""
        paper = self.readable_paper(request, pk)
        form = KeepForm()
        if request.method == "POST":
            self.paper(request, pk)
            form = KeepForm(request.POST)
            if form.is_valid():
                label = form.cleaned_data["label"].strip()
                version = versions.keep(submission=paper, label=label, by=request.user)
                text = _("The text is kept as version %(number)d.") % {"number": version.number}
                self.message_user(request, text, messages.SUCCESS)
                return redirect("admin:reports_submission_versions", pk)
        rows = paper.versions.defer("paragraphs").select_related("kept_by")
        page = Paginator(rows, 50).get_page(request.GET.get("page"))
        may_write = self.may_write(request, paper)
        return self.desk_page(
            request,
            "versions",
            paper,
            title=_("Versions"),
            form=form if may_write else None,
            page=page,
            now=count_of(paper.paragraphs.all()),
            may_restore=may_write and paper.state in OPEN_TEXT,
        )

    def version_compare(self, request, pk):
        """Two versions, or a version and the present text; without a choice, the last version and the present text."""
        paper = self.readable_paper(request, pk)
        rows = list(paper.versions.defer("paragraphs"))
        old, new = request.GET.get("old", ""), request.GET.get("new", NOW)
        if not old and rows:
            old = str(rows[0].number)
        manner = INLINE if request.GET.get("as") == INLINE else SIDE_BY_SIDE
        before, after = self._text(paper, old), self._text(paper, new)
        found = comparing.compare(before, after) if rows else []
        only_changes = request.GET.get("only") == "changes"
        told = [row for row in found if row.kind != comparing.KEPT or row.is_moved]
        return self.desk_page(
            request,
            "compare",
            paper,
            title=_("Compare versions"),
            choices=[(str(row.number), _named(row)) for row in rows],
            old=old,
            new=new,
            old_name=_name_of(rows, old),
            new_name=_name_of(rows, new),
            manner=manner,
            only_changes=only_changes,
            rows=told if only_changes else found,
            changed=len(told),
            back=reverse("admin:reports_submission_versions", args=[paper.pk]),
        )

    def version_restore(self, request, pk, number):
        """Asks first: what stands there now is kept, then replaced."""
        paper = self.paper(request, pk)
        version = get_object_or_404(paper.versions, number=number)
        refusal = ""
        if request.method == "POST":
            try:
                before = paragraphs.restore(submission=paper, version=version, by=request.user)
            except Refusal as said:
                refusal = str(said)
            else:
                text = _("Version %(number)d is back. What stood here before is kept as version %(before)d.")
                values = {"number": number, "before": before.number}
                return self.back_to_desk(request, paper, text % values)
        return self.desk_page(
            request,
            "ask",
            paper,
            title=_("Bring back version %(number)d?") % {"number": number},
            told=_(
                "The paragraphs become as they were then. The text as it stands now is kept as a version first; "
                "comments stay with the paragraphs that are in both."
            ),
            quotes=[("", _named(version))],
            send=_("Bring it back"),
            refusal=refusal,
            back=reverse("admin:reports_submission_versions", args=[paper.pk]),
        )

    def _text(self, paper, which: str) -> list[dict]:
        if which in ("", NOW):
            return versions.text_of(paper)
        if not which.isdecimal():
            raise Http404
        return get_object_or_404(paper.versions, number=int(which)).paragraphs


def _named(version: SubmissionVersion) -> str:
    if version.label:
        return _("Version %(number)d: %(label)s") % {"number": version.number, "label": version.label}
    return _("Version %(number)d") % {"number": version.number}


def _name_of(rows, which: str) -> str:
    return next((_named(row) for row in rows if str(row.number) == which), _("The text as it stands now"))
