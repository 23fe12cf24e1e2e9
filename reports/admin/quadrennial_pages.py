"""The pages on which the four-yearly report is gathered, written, read as a whole and filed."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core.language import CHINESE, ENGLISH, TAGS, other
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.staff_pages import in_rows, sent
from reports import docx
from reports.admin.quadrennial_forms import FilingForm, LineForm
from reports.counting import RULE
from reports.models import QuadrennialLine, QuadrennialReport, QuadrennialSection
from reports.operations import quadrennial
from reports.quadrennial import text as texts

FOLDER = "admin/reports/quadrennialreport"
NAMES = {CHINESE: "中文", ENGLISH: "English"}
WORD, PLAIN = "docx", "txt"


@dataclass(frozen=True)
class Row:
    line: QuadrennialLine
    record: str  # its kind of record, in words
    url: str  # to the record, for who may see it
    news: str  # "", "changed" or "gone"
    first: bool
    last: bool
    new_year: bool

    @property
    def languages(self) -> list[tuple[str, str, str]]:
        """Both side by side: the tag of the language, heading and text."""
        return [
            (
                TAGS[language],
                texts.written(self.line, "heading", language),
                texts.written(self.line, "text", language),
            )
            for language in texts.LANGUAGES
        ]


def lines_url(pk, anchor="") -> str:
    return reverse("admin:reports_quadrennialreport_lines", args=[pk]) + anchor


class QuadrennialPages:
    """Part of the admin of quadrennial reports."""

    actions_detail = ["open_lines"]

    def get_urls(self):
        pages = [
            ("<int:pk>/lines/", self.lines_page, "lines"),
            ("<int:pk>/gather/", self.gather, "gather"),
            ("<int:pk>/lines/add/", self.add_line, "add_line"),
            ("<int:pk>/lines/<int:line>/edit/", self.edit_line, "edit_line"),
            ("<int:pk>/lines/<int:line>/<slug:act>/", self.act_on_line, "line"),
            ("<int:pk>/read/<str:language>/", self.read, "read"),
            ("<int:pk>/read/<str:language>/<str:kind>/", self.text_file, "text"),
            ("<int:pk>/file/", self.file, "file"),
            ("<int:pk>/take-back/", self.take_back, "take_back"),
        ]
        own = [
            path(address, self.admin_site.admin_view(view), name=f"reports_quadrennialreport_{name}")
            for address, view, name in pages
        ]
        return [*own, *super().get_urls()]

    # ---------------------------------------------------------------- what all pages need

    def _report(self, request, pk, *, to_change=True) -> QuadrennialReport:
        may = self.has_change_permission if to_change else self.has_view_permission
        if not may(request):
            raise PermissionDenied
        return get_object_or_404(QuadrennialReport.objects.select_related("owner", "submission"), pk=pk)

    def to_lines(self, pk, anchor=""):
        return redirect(lines_url(pk, anchor))

    def _page(self, request, report, template, **content):
        return self.staff_page(
            request,
            f"{FOLDER}/{template}.html",
            **{"back": lines_url(report.pk), **content},
            **self._about(report),
        )

    @staticmethod
    def _about(report):
        return {"subtitle": _("Quadrennial report %(years)s") % {"years": report}, "report": report}

    def _ask(self, request, report, form, do, *, anchor="", **page):
        return self.ask(
            request,
            do=do,
            form=form,
            field_rows=in_rows(form, form.rows),
            wide=True,
            back=lines_url(report.pk, anchor),
            **page,
            **self._about(report),
        )

    # ---------------------------------------------------------------- the lines

    def lines_page(self, request, pk):
        report = self._report(request, pk, to_change=False)
        lines = list(report.lines.all())
        shown = [line for line in lines if not line.left_out]
        news = quadrennial.changed(report, shown) if report.filed_on is None else {}
        parts = texts.ordered(shown)
        may_change = self.has_change_permission(request) and report.filed_on is None
        return self._page(
            request,
            report,
            "lines",
            title=_("Quadrennial report %(years)s") % {"years": report},
            parts=[(part, self._rows(request, part.lines, news)) for part in parts],
            count=texts.count_of(shown),
            rule=RULE,
            missing=[
                (NAMES[language], len(found))
                for language in texts.LANGUAGES
                if (found := texts.without_text(shown, language))
            ],
            changed=len(news),
            left_out=[line for line in lines if line.left_out],
            may_change=may_change,
            may_take_back=self.has_change_permission(request) and report.filed_on is not None,
            languages=list(NAMES.items()),
            has_lines=bool(shown),
        )

    def _rows(self, request, lines, news) -> list[Row]:
        rows = []
        for place, line in enumerate(lines):
            before = lines[place - 1] if place else None
            after = lines[place + 1] if place + 1 < len(lines) else None
            rows.append(
                Row(
                    line=line,
                    **self._record(request, line),
                    news="" if line.pk not in news else "changed" if news[line.pk] else "gone",
                    first=before is None or before.year != line.year,
                    last=after is None or after.year != line.year,
                    new_year=before is None or before.year != line.year,
                )
            )
        return rows

    def _record(self, request, line) -> dict[str, str]:
        """Kind and address, without asking for the record itself."""
        if not line.content_type_id:
            return {"record": "", "url": ""}
        model = ContentType.objects.get_for_id(line.content_type_id).model_class()
        label = model._meta
        rights = (f"{label.app_label}.{verb}_{label.model_name}" for verb in ("view", "change"))
        url = ""
        if any(request.user.has_perm(right) for right in rights):
            try:
                url = reverse(f"admin:{label.app_label}_{label.model_name}_change", args=[line.object_id])
            except NoReverseMatch:
                url = ""  # a kind of record that is edited with another
        return {"record": str(label.verbose_name), "url": url}

    def gather(self, request, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        report = self._report(request, pk)
        try:
            found = quadrennial.gather(report=report, with_internal="with_internal" in request.POST)
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
            return self.to_lines(pk)
        if found:
            text = ngettext(
                "%(count)d line was gathered. What was there already has not been touched.",
                "%(count)d lines were gathered. What was there already has not been touched.",
                found,
            )
            self.message_user(request, text % {"count": found}, messages.SUCCESS)
        else:
            self.message_user(request, _("There are no new records for this report."), messages.INFO)
        return self.to_lines(pk)

    def add_line(self, request, pk):
        report = self._report(request, pk)
        form = LineForm(sent(request), report=report)
        asked = request.GET.get("section")
        if asked in QuadrennialSection.values:
            form.initial["section"] = asked

        def do(form):
            line = quadrennial.add_line(report=report, text=form.line_text())
            return _("The line is added."), lines_url(pk, f"#line-{line.pk}")

        return self._ask(request, report, form, do, title=_("Add a line of your own"), send=_("Add the line"))

    def edit_line(self, request, pk, line):
        report = self._report(request, pk)
        line = get_object_or_404(QuadrennialLine, pk=line, report=report)
        form = LineForm(sent(request), report=report, line=line)

        def do(form):
            quadrennial.edit_line(line=line, text=form.line_text())
            return _("The line is saved.")

        return self._ask(
            request,
            report,
            form,
            do,
            title=_("Edit a line"),
            send=_("Save"),
            told=_(
                "Once edited, a line is changed by nobody but you and your colleagues; gathering leaves it alone."
            )
            if line.content_type_id
            else "",
            anchor=f"#line-{line.pk}",
        )

    def act_on_line(self, request, pk, line, act):
        """One of the buttons beside a line."""
        acts = {
            "up": lambda one: quadrennial.move(line=one, up=True),
            "down": lambda one: quadrennial.move(line=one, up=False),
            "leave-out": lambda one: quadrennial.leave_out(line=one),
            "take-in": lambda one: quadrennial.take_in(line=one),
            "take-over": lambda one: quadrennial.take_over(line=one),
            "keep": lambda one: quadrennial.keep_words(line=one),
        }
        if act not in acts:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        report = self._report(request, pk)
        found = get_object_or_404(QuadrennialLine, pk=line, report=report)
        try:
            acts[act](found)
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
        return self.to_lines(pk, "#left-out" if act == "leave-out" else f"#line-{line}")

    # ---------------------------------------------------------------- as a whole

    def read(self, request, pk, language):
        report, lines = self._to_read(request, pk, language)
        text = texts.report_text(report, lines, language)
        return self._page(
            request,
            report,
            "read",
            title=text.title,
            text=text,
            plain=texts.as_plain(text),
            tag=TAGS[language],
            language=language,
            other=other(language),
            other_name=NAMES[other(language)],
            other_tag=TAGS[other(language)],
            missing=len(texts.without_text(lines, language)),
            count=texts.count_of(lines),
            is_chinese=language == CHINESE,
            rule=RULE,
        )

    def text_file(self, request, pk, language, kind):
        report, lines = self._to_read(request, pk, language)
        text = texts.report_text(report, lines, language)
        if kind == WORD:
            answer = HttpResponse(texts.as_word(text, report), content_type=docx.TYPE)
        elif kind == PLAIN:
            answer = HttpResponse(texts.as_plain(text), content_type="text/plain; charset=utf-8")
        else:
            raise Http404
        name = f"{text.title}.{kind}"
        answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def _to_read(self, request, pk, language):
        report = self._report(request, pk, to_change=False)
        if language not in NAMES:
            raise Http404
        return report, list(report.lines.in_text())

    # ---------------------------------------------------------------- filing

    def file(self, request, pk):
        report = self._report(request, pk)
        form = FilingForm(sent(request), report=report)

        def do(form):
            quadrennial.file(report=report, by=request.user, **form.cleaned_data)
            return _("The report is recorded as filed. Nobody is reminded of it any more.")

        lines = list(report.lines.in_text())
        unwritten = len(texts.without_text(lines, ENGLISH))
        text = ngettext(
            "%(count)d line has no English text yet.", "%(count)d lines have no English text yet.", unwritten
        )
        return self._ask(
            request,
            report,
            form,
            do,
            title=_("Record the filing of the report"),
            send=_("Record the filing"),
            told=text % {"count": unwritten} if unwritten else "",
        )

    def take_back(self, request, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        report = self._report(request, pk)
        try:
            quadrennial.take_back(report=report, by=request.user)
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
        else:
            self.message_user(request, _("The report can be changed again."), messages.SUCCESS)
        return self.to_lines(pk)
