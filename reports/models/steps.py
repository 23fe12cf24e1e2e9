"""The way a paper has gone: each change of its state, by whom, when and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.models.submissions import Submission, SubmissionState


class SubmissionStep(models.Model):
    """One change of state. A step back has a reason; the text as it stood is kept as a version."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="steps"
    )
    before = models.CharField(
        pgettext_lazy("of a step", "from"), max_length=10, choices=SubmissionState, editable=False
    )
    after = models.CharField(
        pgettext_lazy("of a step", "to"), max_length=10, choices=SubmissionState, editable=False
    )
    at = models.DateTimeField(pgettext_lazy("of a step", "at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("of a step", "by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    version = models.ForeignKey(
        "reports.SubmissionVersion",
        verbose_name=_("version of a submission"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("step of a submission")
        verbose_name_plural = _("steps of submissions")
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.get_before_display()} → {self.get_after_display()}"
