"""What is typed in of the four-yearly report: a line, and its filing."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from beijing_ngo.core.language import CHINESE, ENGLISH
from reports.models import (
    QuadrennialLine,
    QuadrennialReport,
    QuadrennialSection,
    Submission,
    SubmissionKind,
)
from reports.operations.quadrennial import LineText


class LineForm(forms.Form):
    section = forms.ChoiceField(
        label=gettext_lazy("section"), choices=QuadrennialSection, widget=UnfoldAdminSelectWidget
    )
    year = forms.TypedChoiceField(
        label=gettext_lazy("year"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=UnfoldAdminSelectWidget,
    )
    heading_zh_hans = forms.CharField(
        label=gettext_lazy("heading in Chinese"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"lang": "zh-Hans"}),
    )
    heading_en = forms.CharField(
        label=gettext_lazy("heading in English"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"lang": "en"}),
    )
    text_zh_hans = forms.CharField(
        label=gettext_lazy("text in Chinese"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10, "lang": "zh-Hans"}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("text in English"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10, "lang": "en"}),
    )
    rows = (("section", "year"), ("heading_zh_hans", "heading_en"), ("text_zh_hans", "text_en"))

    def __init__(self, *args, report: QuadrennialReport, line: QuadrennialLine | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        whole = gettext_lazy("the whole period")
        self.fields["year"].choices = [("", whole), *((year, str(year)) for year in report.years)]
        if line:
            self.initial = {name: getattr(line, name) for name in self.fields}

    def line_text(self) -> LineText:
        data = self.cleaned_data
        return LineText(
            section=data["section"],
            year=data["year"],
            heading={CHINESE: data["heading_zh_hans"], ENGLISH: data["heading_en"]},
            text={CHINESE: data["text_zh_hans"], ENGLISH: data["text_en"]},
        )


class FilingForm(forms.Form):
    filed_on = forms.DateField(label=gettext_lazy("filed on"), widget=UnfoldAdminDateWidget)
    submission = forms.ModelChoiceField(
        label=gettext_lazy("submission"),
        queryset=Submission.objects.none(),
        required=False,
        help_text=gettext_lazy("Where the report is kept among the submissions too."),
        widget=UnfoldAdminSelectWidget,
    )
    rows = (("filed_on",), ("submission",))

    def __init__(self, *args, report: QuadrennialReport, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submission"].queryset = Submission.objects.filter(kind=SubmissionKind.QUADRENNIAL_REPORT)
        self.initial = {"filed_on": timezone.localdate(), "submission": report.submission_id}
