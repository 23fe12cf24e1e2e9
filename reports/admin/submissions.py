"""Papers for UN bodies."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beijing_ngo.core import dates
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.admin import DocumentInline
from beijing_ngo.core.zones import BEIJING, zone_name
from reports import counting
from reports.admin.co_signatories import CoSignatoryPages
from reports.admin.days_left import left_in_words
from reports.admin.drafting import DraftingPages
from reports.admin.files import FilePages
from reports.admin.filing import FilingPage
from reports.admin.steps import StepPages, possible
from reports.models import (
    UNSENT,
    Endorsement,
    EndorsementState,
    Submission,
    SubmissionState,
)
from reports.operations.states import missing_texts

TRACK = (
    SubmissionState.DRAFTING,
    SubmissionState.REVIEW,
    SubmissionState.APPROVED,
    SubmissionState.FILED,
    SubmissionState.PUBLISHED,
)


class EndorsementInline(staff.TabularInline):
    """Who stands on the list, in which order; asking and answering have a page of their own."""

    model = Endorsement
    fields = ["organisation", "state", "order", "answered_at", "answered_by"]
    readonly_fields = ["organisation", "state", "answered_at", "answered_by"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation", "answered_by")


@admin.register(Submission)
class SubmissionAdmin(
    DraftingPages, StepPages, FilingPage, CoSignatoryPages, FilePages, staff.PublishableAdmin
):
    """The state changes by operations alone, from the buttons above the form."""

    change_form_template = "admin/reports/submission/change_form.html"
    texts = ("title", "summary")
    fieldsets = [
        (
            gettext_lazy("Paper"),
            {
                "fields": [
                    "mechanism",
                    "kind",
                    "conference",
                    ("country_under_review", "agenda_item"),
                    "articles",
                    ("lead", "owner"),
                ]
            },
        ),
        (
            gettext_lazy("Filing"),
            {
                "fields": [
                    ("state", "confidential"),
                    "required_languages",
                    "deadline",
                    "deadline_zone",
                    ("filed_on", "exception_reason"),
                    ("symbol", "receipt"),
                ]
            },
        ),
        (gettext_lazy("Subjects"), {"fields": ["themes", "sdgs"]}),
    ]
    inlines = [EndorsementInline, DocumentInline]
    columns = ("mechanism", "progress", "closes", "left", "filed_on")
    filters = [*staff.choices("state", "kind"), *staff.related("mechanism", "owner"), "confidential"]
    list_select_related = ["mechanism"]
    search_fields = [*staff.both("title", "summary", "paragraphs__text"), "symbol", "slug"]
    autocomplete_fields = ["mechanism", "conference", "lead", "themes"]
    date_hierarchy = "filed_on"

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "state", "filed_on", "exception_reason"]

    @staff.display(description=gettext_lazy("deadline"), ordering="deadline")
    def closes(self, submission):
        return submission.deadline and dates.moment_here_and_there(
            submission.deadline, submission.deadline_zone
        )

    @staff.display(
        description=gettext_lazy("days left"),
        ordering="deadline",
        label={"late": "danger", "soon": "warning", "ahead": "default"},
    )
    def left(self, submission):
        return left_in_words(submission)

    @staff.display(
        description=gettext_lazy("state"),
        ordering="state",
        label={"drafting": "default", "review": "info", "approved": "info", "filed": "success"},
    )
    def progress(self, submission):
        return submission.state, submission.get_state_display()

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            context |= progress_of(obj, request.user, may_change=self.has_change_permission(request, obj))
        return super().render_change_form(request, context, obj=obj, **kwargs)


def progress_of(paper: Submission, user, *, may_change: bool) -> dict:
    """What stands above the form: where the paper is, what the rules say of it, and the next steps."""
    paragraphs = list(paper.paragraphs.all())
    signatories = list(paper.endorsements.all())
    paper._prefetched_objects_cache = {"endorsements": signatories}  # read by the limit too
    filed = paper.filed_words is not None
    count = (
        counting.Count(paper.filed_words, paper.filed_characters or 0)
        if filed
        else counting.count_of(paragraphs)
    )
    limit = counting.limit_when_filed(paper)
    return {
        "paper": paper,
        "track": _track(paper),
        "left": left_in_words(paper),
        "closes_there": paper.deadline and dates.moment(paper.deadline, paper.deadline_zone),
        "closes_here": paper.deadline and _here(paper),
        "zone_name": zone_name(paper.deadline_zone),
        "count": count,
        "limit": limit,
        "length": counting.of_limit(count, limit),
        "excess": counting.over(paper, count, limit),
        "missing": missing_texts(paper, paragraphs) if paper.state in UNSENT else [],
        "open_comments": paper.comments.open().count(),
        "signed": sum(one.state == EndorsementState.ENDORSED for one in signatories),
        "asked": len(signatories),
        "steps": list(paper.steps.select_related("by")),
        "files": list(paper.documents.visible_to(user)),
        "buttons": _buttons(paper) if may_change else [],
        "co_signatories_url": reverse("admin:reports_submission_co_signatories", args=[paper.pk]),
    }


def _here(paper: Submission) -> str:
    return "" if paper.deadline_zone == BEIJING else dates.moment(paper.deadline, BEIJING)


def _track(paper: Submission) -> list[dict]:
    """The way of a paper; one that was withdrawn has left it."""
    if paper.state == SubmissionState.WITHDRAWN:
        return [{"label": paper.get_state_display(), "now": True, "done": False}]
    here = TRACK.index(paper.state)
    return [
        {"label": state.label, "now": place == here, "done": place < here}
        for place, state in enumerate(TRACK)
    ]


def _buttons(paper: Submission) -> list[dict]:
    """The way on first, then the ways back."""
    buttons = [
        {
            "label": step.title,
            "url": reverse("admin:reports_submission_step", args=[paper.pk, verb]),
            "main": not step.needs_reason,
            "danger": step.danger,
        }
        for verb, step in possible(paper)
    ]
    if paper.state == SubmissionState.APPROVED:
        url = reverse("admin:reports_submission_file", args=[paper.pk])
        buttons.insert(0, {"label": _("Record the filing"), "url": url, "main": True, "danger": False})
    return buttons
