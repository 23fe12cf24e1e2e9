"""The four-yearly report that consultative status asks for (ECOSOC resolution 1996/31, paragraph 61 c)."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import TimeStamped
from reports.models.submissions import Submission


class QuadrennialReportQuerySet(models.QuerySet):
    def open(self):
        """Reports still to be filed, the next one due first."""
        return self.filter(filed_on=None).order_by(F("due_on").asc(nulls_last=True), "first_year")


class QuadrennialReport(TimeStamped):
    """Four years of work, gathered from the portal's own records and edited afterwards."""

    first_year = models.PositiveSmallIntegerField(_("first year"), validators=[MinValueValidator(1946)])
    last_year = models.PositiveSmallIntegerField(_("last year"))
    due_on = models.DateField(
        _("due on"), null=True, blank=True, help_text=_("Usually 1 June of the year after the period.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("paper", "officer in charge"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Is reminded of the deadline."),
    )
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    submission = models.OneToOneField(
        Submission,
        verbose_name=_("submission"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="quadrennial",
    )
    note = models.TextField(_("note"), blank=True)

    objects = QuadrennialReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("quadrennial report")
        verbose_name_plural = _("quadrennial reports")
        ordering = ["-first_year"]
        constraints = [
            models.CheckConstraint(
                name="reports_quadrennialreport_four_years",
                condition=models.Q(last_year=F("first_year") + 3),
                violation_error_message=_("A quadrennial report covers four years."),
            ),
            models.UniqueConstraint(fields=["first_year"], name="reports_quadrennialreport_once"),
        ]

    def __str__(self):
        return f"{self.first_year}–{self.last_year}"

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


class QuadrennialSection(models.TextChoices):
    """The headings of the form, in its order, as the office remembers them; compare with the form when it opens."""

    AIMS = "aims", _("Aims and course of action")
    CHANGES = "changes", _("Significant changes")
    PARTICIPATION = "participation", _("Participation in meetings of the United Nations")
    COOPERATION = "cooperation", _("Cooperation with bodies of the United Nations")
    INITIATIVES = "initiatives", _("Initiatives for the Sustainable Development Goals")


class QuadrennialLineQuerySet(models.QuerySet):
    def in_text(self):
        """The lines that the report consists of."""
        return self.filter(left_out=False)


class QuadrennialLine(models.Model):
    """One statement of the report, linked to the record it was gathered from.

    A line that was left out stays, so that the next gathering does not bring it back. `digest` is what the record said when
    the line was gathered; where the record says something else now, the line is marked.
    """

    report = models.ForeignKey(
        QuadrennialReport,
        verbose_name=_("quadrennial report"),
        on_delete=models.CASCADE,
        related_name="lines",
    )
    section = models.CharField(
        _("section"), max_length=15, choices=QuadrennialSection, default=QuadrennialSection.PARTICIPATION
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.SET_NULL)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    record = GenericForeignKey()
    digest = models.CharField(max_length=64, blank=True, editable=False)
    internal = models.BooleanField(_("from a record that is not public"), default=False, editable=False)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)
    left_out = models.BooleanField(_("left out"), default=False, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = QuadrennialLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the report")
        verbose_name_plural = _("lines of the report")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "content_type", "object_id"],
                name="reports_quadrennialline_record_once",
                violation_error_message=_("This record has a line in the report already."),
            )
        ]

    def __str__(self):
        return self.heading or self.text[:80]
