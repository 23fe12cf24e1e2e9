"""What came of a visit, and what is still to be done."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.delegations import Delegation


class OutcomeKind(models.TextChoices):
    MEMORANDUM = "memorandum", _("Memorandum")
    CONSENSUS = "consensus", _("Consensus")
    FOLLOW_UP = "follow_up", _("Follow-up")


class OutcomeQuerySet(models.QuerySet):
    def public(self):
        return self.filter(public=True)

    def open(self):
        """What is still to be done, the most overdue first."""
        return self.filter(kind=OutcomeKind.FOLLOW_UP, done_on__isnull=True).order_by(
            models.F("due_on").asc(nulls_last=True), "id"
        )

    def overdue(self):
        return self.open().filter(due_on__lt=timezone.localdate())


class Outcome(models.Model):
    delegation = models.ForeignKey(
        Delegation, verbose_name=_("delegation"), on_delete=models.CASCADE, related_name="outcomes"
    )
    kind = models.CharField(_("kind"), max_length=15, choices=OutcomeKind, default=OutcomeKind.CONSENSUS)
    text = models.TextField(pgettext_lazy("outcome", "text"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="outcomes_owned",
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_note = models.CharField(_("how it was done"), max_length=300, blank=True)
    public = models.BooleanField(_("on the public page"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    renews_kept = True

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["order", "id"]

    def __str__(self):
        return self.text[:80]
