"""The four-yearly report: its facts here, its lines on a page of their own."""

from datetime import date

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import kept
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.staff_forms import StaffForm
from members.models import InternationalStatus, StatusKind
from reports.admin.quadrennial_pages import QuadrennialPages
from reports.models import QuadrennialReport, SubmissionKind
from reports.operations import quadrennial

DUE = (6, 1)  # month and day of the year after the period


def next_first_year(today: date) -> int:
    """After the last report; without one, four years each from the year the association was given its status."""
    last = QuadrennialReport.objects.order_by("-first_year").values_list("last_year", flat=True).first()
    if last:
        return last + 1
    status = InternationalStatus.objects.filter(
        kind__in=[StatusKind.GENERAL, StatusKind.SPECIAL],
        organisation__name_zh_hans=kept.site().name_zh_hans,
        since_year__isnull=False,
    ).first()
    if status is None or status.since_year > today.year:
        return today.year - 3
    return today.year - (today.year - status.since_year) % 4


class QuadrennialForm(StaffForm):
    def clean(self):
        """A report without a day is due when all are."""
        data = super().clean()
        last, submission = data.get("last_year"), data.get("submission")
        if not self.instance.pk and last and not data.get("due_on"):
            data["due_on"] = date(last + 1, *DUE)
        if submission and submission.kind != SubmissionKind.QUADRENNIAL_REPORT:
            self.add_error("submission", str(quadrennial.NotAQuadrennialReport()))
        return data


@admin.register(QuadrennialReport)
class QuadrennialReportAdmin(QuadrennialPages, staff.HistoryAdmin):
    form = QuadrennialForm
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("first_year", "last_year"),
                    ("due_on", "owner"),
                    "submission",
                    "filed_on",
                    "note",
                ]
            },
        )
    ]
    readonly_fields = ["filed_on"]
    list_display = ["__str__", "due_on", "owner", "filed_on", "submission"]
    list_select_related = ["submission", "owner"]
    search_fields = ["first_year", "last_year"]
    autocomplete_fields = ["submission"]

    def get_changeform_initial_data(self, request):
        first = next_first_year(timezone.localdate())
        proposed = {"first_year": first, "last_year": first + 3, "due_on": date(first + 4, *DUE)}
        return {**proposed, **super().get_changeform_initial_data(request)}

    @staff.action(
        description=_("Lines of the report"), url_path="to-lines", icon="list_alt", permissions=["view"]
    )
    def open_lines(self, request, object_id):
        return self.to_lines(object_id)
