"""What a visit was planned to cost, and what it cost: plain figures, no bookkeeping."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.delegations import Delegation


class CostKind(models.TextChoices):
    INTERNATIONAL_TRAVEL = "international_travel", _("International travel")
    LOCAL_TRAVEL = "local_travel", _("Local travel")
    ACCOMMODATION = "accommodation", _("Accommodation")
    MEALS = "meals", _("Meals")
    INSURANCE_AND_VISAS = "insurance_visas", _("Insurance and visas")
    INTERPRETING = "interpreting", _("Interpreting")
    VENUE = "venue", _("Venues")
    GIFTS = "gifts", _("Gifts and courtesies")
    OTHER = "other", pgettext_lazy("cost", "Other")


class Cost(models.Model):
    delegation = models.ForeignKey(
        Delegation, verbose_name=_("delegation"), on_delete=models.CASCADE, related_name="costs"
    )
    kind = models.CharField(_("kind"), max_length=25, choices=CostKind, default=CostKind.OTHER)
    planned = models.DecimalField(_("planned"), max_digits=12, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField(_("actual"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    paid_by = models.CharField(_("paid by"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("visit", "cost")
        verbose_name_plural = pgettext_lazy("visit", "costs")
        ordering = ["currency", "id"]
        constraints = [
            models.CheckConstraint(
                name="delegations_cost_not_negative",
                condition=(models.Q(planned__isnull=True) | models.Q(planned__gte=0))
                & (models.Q(actual__isnull=True) | models.Q(actual__gte=0)),
                violation_error_message=_("A cost is not negative."),
            )
        ]

    def __str__(self):
        return self.get_kind_display()
