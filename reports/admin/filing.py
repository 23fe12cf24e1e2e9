"""The page on which a filing is recorded."""

from django import forms
from django.contrib import messages
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from beijing_ngo.core import dates
from beijing_ngo.core.models import DocumentAccess
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.zones import zone_name
from reports import counting
from reports.models import RequiredLanguage, Submission, SubmissionState
from reports.operations import filing
from reports.operations.states import WrongState

# Which field a refusal is about.
FIELDS = {filing.InTheFuture: "filed_at", filing.OverTheLimit: "reason", filing.AfterTheDeadline: "reason"}


class FilingForm(forms.Form):
    """When it was sent, by the clock of the body, what the body answered, and the files as they were sent."""

    filed_at = forms.SplitDateTimeField(label=gettext_lazy("filed at"), widget=UnfoldAdminSplitDateTimeWidget)
    receipt = forms.CharField(
        label=gettext_lazy("receipt"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("What the body's system answered."),
        widget=UnfoldAdminTextInputWidget,
    )
    symbol = forms.CharField(
        label=gettext_lazy("document symbol"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("If there is one already; it can be added later."),
        widget=UnfoldAdminTextInputWidget,
    )
    access = forms.ChoiceField(
        label=gettext_lazy("who may read the files"),
        choices=[(one.value, one.label) for one in (DocumentAccess.STAFF, DocumentAccess.PUBLIC)],
        help_text=gettext_lazy("Public files appear with the paper once it is published."),
        widget=UnfoldAdminSelectWidget,
    )
    reason = forms.CharField(
        label=gettext_lazy("reason for filing over the limit or after the deadline"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only needed where one of them applies."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def __init__(self, *args, paper: Submission, **kwargs):
        super().__init__(*args, **kwargs)
        self.paper = paper
        now = timezone.now().astimezone(paper.zone).replace(tzinfo=None, second=0, microsecond=0)
        self.initial.setdefault("filed_at", now)
        self.initial.setdefault("symbol", paper.symbol)
        self.fields["filed_at"].help_text = _("By the clock of the body: %(zone)s.") % {
            "zone": zone_name(paper.deadline_zone)
        }
        for language in paper.required_languages:
            self.fields[f"file_{language}"] = forms.FileField(
                label=_("file in %(language)s") % {"language": RequiredLanguage(language).label},
                required=False,
                widget=UnfoldAdminFileFieldWidget,
            )

    def clean_filed_at(self):
        typed = self.cleaned_data["filed_at"]
        return timezone.make_naive(typed).replace(tzinfo=self.paper.zone)

    def texts(self) -> list[filing.FiledText]:
        data = self.cleaned_data
        return [
            filing.FiledText(language, file, data["access"])
            for language in self.paper.required_languages
            if (file := data.get(f"file_{language}"))
        ]


class FilingPage:
    """Part of the admin of submissions."""

    def get_urls(self):
        own = path(
            "<int:pk>/file/", self.admin_site.admin_view(self.record_filing), name="reports_submission_file"
        )
        return [own, *super().get_urls()]

    def record_filing(self, request, pk):
        paper = self.paper(request, pk)
        if paper.state != SubmissionState.APPROVED:
            text = str(WrongState(state=paper.get_state_display()))
            return self.back_to(request, paper, text, messages.WARNING)
        posted = request.method == "POST"
        form = FilingForm(request.POST if posted else None, request.FILES if posted else None, paper=paper)
        if form.is_valid():
            data = form.cleaned_data
            try:
                filed = filing.file(
                    submission=paper,
                    by=request.user,
                    filed_at=data["filed_at"],
                    receipt=data["receipt"],
                    symbol=data["symbol"],
                    reason=data["reason"],
                    texts=form.texts(),
                )
            except Refusal as refusal:
                form.add_error(FIELDS.get(type(refusal)), str(refusal))
            else:
                day = dates.day(filed.filed_on)
                return self.back_to(
                    request,
                    filed,
                    _("%(title)s is recorded as filed on %(day)s.") % {"title": filed, "day": day},
                )
        return self.form_page(
            request,
            paper,
            form,
            template="admin/reports/submission/file.html",
            title=_("Record the filing"),
            send=_("Record the filing"),
            facts=_facts(paper),
            files_again=posted and bool(request.FILES),
        )


def _facts(paper: Submission) -> list[tuple[str, str]]:
    """What the rules look at: the length and the limit at filing, the deadline."""
    count, limit = counting.count_of(paper.paragraphs.all()), filing.limit_at_filing(paper)
    excess = counting.over(paper, count, limit)
    return [
        (_("Limit"), str(limit)),
        (_("Length"), counting.of_limit(count, limit)),
        (_("Over the limit by"), str(excess)),
        (
            _("Deadline"),
            dates.moment_here_and_there(paper.deadline, paper.deadline_zone) if paper.deadline else "",
        ),
    ]
