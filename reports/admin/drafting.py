"""The drafting desk: every paragraph of a paper in both languages, written by several people at a time.

The page works as forms, one for each paragraph; with JavaScript each field saves by itself (`drafting_api`). Both ways go
through the same operations.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beijing_ngo.core import dates, lists
from beijing_ngo.core.language import CHINESE, ENGLISH, TAGS
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.zones import BEIJING
from reports import counting
from reports.admin import drafting_api, drafting_words
from reports.admin.comments import CommentPages
from reports.admin.days_left import left_in_words
from reports.admin.paper_pages import desk_url
from reports.admin.previews import PreviewPages
from reports.admin.versions import VersionPages
from reports.models import OPEN_TEXT, Comment, Paragraph, Submission
from reports.operations import paragraphs
from reports.operations.paragraphs import DOWN, UP, ChangedMeanwhile, ParagraphGone, digest
from reports.operations.states import missing_texts

LANGUAGES = ((ENGLISH, "English", "en"), (CHINESE, "中文", "zh_hans"))
LABELS = {
    "heading_en": gettext_lazy("Heading in English"),
    "text_en": gettext_lazy("Text in English"),
    "heading_zh_hans": gettext_lazy("Heading in Chinese"),
    "text_zh_hans": gettext_lazy("Text in Chinese"),
}


@dataclass
class Field:
    """One of the four texts of a paragraph on the page; `base` stands for what the database has."""

    name: str
    language: str
    value: str
    base: str
    theirs: str | None = None

    @property
    def label(self):
        return LABELS[self.name]

    @property
    def tag(self) -> str:
        return TAGS[self.language]

    @property
    def is_heading(self) -> bool:
        return self.name.startswith("heading")


@dataclass
class Sheet:
    """A paragraph as the desk shows it."""

    paragraph: Paragraph
    columns: list[tuple[str, str, bool, list[Field]]]  # name and tag of the language, text missing, fields
    comments: list[Comment] = field(default_factory=list)
    refusal: str = ""
    is_clash: bool = False

    @property
    def open_comments(self) -> int:
        return sum(1 for one in self.comments if one.resolved_at is None)

    @property
    def may_split(self) -> bool:
        texts = (self.paragraph.text_en, self.paragraph.text_zh_hans)
        return any(len(paragraphs.parts_of(text)) > 1 for text in texts)


def sheet_of(paragraph: Paragraph, paper: Submission, comments=(), typed=None, refusal=None) -> Sheet:
    """`typed` is what somebody sent that could not be saved: it stays in the fields."""
    taken = refusal.fields if isinstance(refusal, ChangedMeanwhile) else []
    columns = []
    for language, name, suffix in LANGUAGES:
        fields = []
        for kind in ("heading", "text"):
            key = f"{kind}_{suffix}"
            stored = getattr(paragraph, key) or ""
            value = (typed or {}).get(key, stored)
            fields.append(Field(key, language, value, digest(stored), stored if key in taken else None))
        is_missing = language in paper.required_languages and not fields[1].value.strip()
        columns.append((name, TAGS[language], is_missing, fields))
    return Sheet(paragraph, columns, list(comments), str(refusal or ""), bool(taken))


class DraftingPages(VersionPages, CommentPages, PreviewPages):
    """Part of the admin of submissions."""

    def get_urls(self):
        pages = {
            "": (self.draft, "draft"),
            "now/": (self.draft_now, "draft_now"),
            "paragraphs/": (self.draft_add, "draft_add"),
            "paragraphs/<int:row>/": (self.draft_paragraph, "draft_paragraph"),
            "paragraphs/<int:row>/delete/": (self.draft_delete, "draft_delete"),
        }
        return [*self.own_urls(pages), *super().get_urls()]

    # ---------------------------------------------------------------- the page

    def draft(self, request, pk):
        return self.desk(request, self.readable_paper(request, pk))

    def desk(self, request, paper, *, typed=None, row=None, refusal=None, status=200):
        """`typed`, `row` and `refusal` are of a paragraph that could not be saved; without a row it is gone."""
        rows = list(paper.paragraphs.select_related("changed_by"))
        comments: dict[int | None, list[Comment]] = {}
        for one in paper.comments.select_related("author", "resolved_by"):
            comments.setdefault(one.paragraph_id, []).append(one)
        may_write = self.may_write(request, paper)
        editable = may_write and paper.state in OPEN_TEXT
        sheets = [
            sheet_of(one, paper, comments.get(one.pk, ()), *((typed, refusal) if one.pk == row else ()))
            for one in rows
        ]
        drafting_api.remember(request.user, paper)
        count, limit = counting.count_of(rows), counting.limit_of(paper)
        is_gone = refusal is not None and row not in {one.pk for one in rows}
        lost = {name: text for name, text in (typed or {}).items() if text} if is_gone else {}
        return self.desk_page(
            request,
            "draft",
            paper,
            status=status,
            title=_("Drafting desk"),
            back=reverse("admin:reports_submission_change", args=[paper.pk]),
            sheets=sheets,
            general=comments.get(None, []),
            lost=[(LABELS[name], text) for name, text in lost.items()],
            lost_texts=lost,
            refusal=str(refusal) if is_gone else "",
            editable=editable,
            may_write=may_write,
            others=lists.joined(drafting_api.others(request.user, paper)),
            missing=[str(one) for one in missing_texts(paper, rows)],
            left=left_in_words(paper),
            closes_there=paper.deadline and dates.moment(paper.deadline, paper.deadline_zone),
            closes_here=_here(paper),
            rule=counting.RULE,
            limit=limit,
            count=count,
            lengths=drafting_words.lengths(count, limit),
            settings=drafting_words.settings(request, paper, limit, editable=editable),
        )

    # ---------------------------------------------------------------- what is done there

    def draft_now(self, request, pk):
        """What the page asks for from time to time: the text, the count and the people there."""
        paper = self.readable_paper(request, pk)
        known = drafting_api.known_of(request.GET.get("known", ""))
        return self._json(request, paper, known)

    def draft_add(self, request, pk):
        """A paragraph at the end, empty or with a text that had lost its place."""
        paper = self.paper(request, pk)
        if request.method != "POST":
            return redirect(desk_url(paper))
        if drafting_api.is_json(request):
            return self._answer(
                request,
                paper,
                lambda sent: {
                    "focus": paragraphs.add(submission=paper, texts=sent.changes, by=request.user).pk
                },
            )
        try:
            made = paragraphs.add(submission=paper, texts=_texts(request), by=request.user)
        except Refusal as refusal:
            return self.back_to_desk(request, paper, str(refusal), messages.WARNING)
        return redirect(desk_url(paper, made.pk))

    def draft_paragraph(self, request, pk, row):
        """Save what was typed, and then perhaps move, split or delete the paragraph, or add one below."""
        paper = self.paper(request, pk)
        if request.method != "POST":
            return redirect(desk_url(paper, row))
        if drafting_api.is_json(request):
            return self._answer(request, paper, lambda sent: self._write(request, paper, row, sent))
        sent = drafting_api.Sent.from_form(request.POST)
        try:
            done = self._write(request, paper, row, sent)
        except ParagraphGone as refusal:
            return self.desk(request, paper, typed=sent.changes, refusal=refusal, status=410)
        except Refusal as refusal:
            status = 409 if isinstance(refusal, ChangedMeanwhile) else 422
            return self.desk(request, paper, typed=sent.changes, row=row, refusal=refusal, status=status)
        if sent.act == "delete":
            return redirect("admin:reports_submission_draft_delete", pk, row)
        if sent.act == "save":
            self.message_user(request, _("Saved."), messages.SUCCESS)
        return redirect(desk_url(paper, done.get("focus", row)))

    def _write(self, request, paper, row, sent) -> dict:
        done = {}
        if sent.changes:
            saved = paragraphs.save(
                submission=paper,
                pk=row,
                version=sent.version,
                changes=sent.changes,
                base=sent.base,
                by=request.user,
            )
            done["saved"] = drafting_api.row_of(saved)
        if sent.act in ("up", "down"):
            paragraphs.move(submission=paper, pk=row, by=UP if sent.act == "up" else DOWN)
        elif sent.act == "below":
            done["focus"] = paragraphs.add(submission=paper, after=row, by=request.user).pk
        elif sent.act == "split":
            paragraphs.split(submission=paper, pk=row, by=request.user)
        elif sent.act == "delete" and drafting_api.is_json(request):
            version = paragraphs.delete(submission=paper, pk=row, by=request.user)
            done["told"] = _deleted(version)
        return done

    def draft_delete(self, request, pk, row):
        """Asks first, for a browser without JavaScript."""
        paper = self.paper(request, pk)
        paragraph = paper.paragraphs.filter(pk=row).first()
        if paragraph is None:
            return self.back_to_desk(request, paper, str(ParagraphGone()), messages.WARNING)
        refusal = ""
        if request.method == "POST":
            try:
                version = paragraphs.delete(submission=paper, pk=row, by=request.user)
            except Refusal as said:
                refusal = str(said)
            else:
                return self.back_to_desk(request, paper, _deleted(version))
        return self.desk_page(
            request,
            "ask",
            paper,
            title=_("Delete paragraph %(number)d?") % {"number": paragraph.number},
            told=_(
                "The whole text is kept as a version before, from which the paragraph can be brought back."
            ),
            quotes=[
                (tag, one.value)
                for _name, tag, _is_missing, fields in sheet_of(paragraph, paper).columns
                for one in fields
                if one.value
            ],
            send=_("Delete the paragraph"),
            danger=True,
            refusal=refusal,
            back=desk_url(paper, row),
        )

    # ---------------------------------------------------------------- answers to the page's script

    def _json(self, request, paper, known, *, status=200, **more):
        answer = drafting_api.now(
            request, paper, known, may_write=self.may_write(request, paper), sheet=sheet_of
        )
        return JsonResponse(answer | more, status=status)

    def _answer(self, request, paper, act):
        """Do it and say how the paper stands; what is refused is said beside how it stands."""
        sent = drafting_api.Sent.from_json(request)
        if sent is None:
            return JsonResponse({"error": "unreadable"}, status=400)
        if sent.user != request.user.pk:
            return JsonResponse({"error": "user", "told": str(drafting_words.SOMEBODY_ELSE)}, status=403)
        try:
            done = act(sent)
        except ChangedMeanwhile as refusal:
            error = {"error": "clash", "told": str(refusal), "fields": refusal.fields}
            return self._json(
                request, paper, sent.known, status=409, row=drafting_api.row_of(refusal.paragraph), **error
            )
        except ParagraphGone as refusal:
            return self._json(request, paper, sent.known, status=410, error="gone", told=str(refusal))
        except Refusal as refusal:
            paper.refresh_from_db(fields=["state"])
            return self._json(request, paper, sent.known, status=422, error="refused", told=str(refusal))
        return self._json(request, paper, sent.known, **done)


def _deleted(version) -> str:
    text = _("The paragraph is deleted. Version %(number)d still has it.")
    return text % {"number": version.number}


def _texts(request) -> dict[str, str]:
    return {name: request.POST[name] for name in paragraphs.TEXTS if name in request.POST}


def _here(paper: Submission) -> str:
    """The deadline by Beijing's clocks, where it is set by others."""
    if paper.deadline is None or paper.deadline_zone == BEIJING:
        return ""
    return dates.moment(paper.deadline, BEIJING)
