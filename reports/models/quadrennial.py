"""The four-yearly report that consultative status asks for (ECOSOC resolution 1996/31, paragraph 61 c)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.models import TimeStamped
from reports.models.submissions import Submission


class QuadrennialReport(TimeStamped):
    """Four years of work, gathered from the portal's own records and edited afterwards."""

    first_year = models.PositiveSmallIntegerField(_("first year"), validators=[MinValueValidator(1946)])
    last_year = models.PositiveSmallIntegerField(_("last year"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    submission = models.OneToOneField(
        Submission,
        verbose_name=_("submission"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="quadrennial",
    )
    note = models.TextField(_("note"), blank=True)

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


class QuadrennialLine(models.Model):
    """One statement of the report, linked to the record it was gathered from."""

    report = models.ForeignKey(
        QuadrennialReport,
        verbose_name=_("quadrennial report"),
        on_delete=models.CASCADE,
        related_name="lines",
    )
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.SET_NULL)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    record = GenericForeignKey()
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("line of the report")
        verbose_name_plural = _("lines of the report")
        ordering = ["order", "id"]

    def __str__(self):
        return self.text[:80]
