"""The register of gifts, given and received."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import TimeStamped
from delegations.models.delegations import Delegation
from members.models import Organisation


class GiftDirection(models.TextChoices):
    GIVEN = "given", pgettext_lazy("gift", "Given")
    RECEIVED = "received", pgettext_lazy("gift", "Received")


class Gift(TimeStamped):
    """What was given or received on a visit, its value as far as known, and what became of it."""

    delegation = models.ForeignKey(
        Delegation, verbose_name=_("delegation"), on_delete=models.CASCADE, related_name="gifts"
    )
    direction = models.CharField(
        _("given or received"), max_length=10, choices=GiftDirection, default=GiftDirection.GIVEN
    )
    item = models.CharField(pgettext_lazy("gift", "item"), max_length=200)
    given_on = models.DateField(pgettext_lazy("gift", "on"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=pgettext_lazy("gift", "to or from (organisation)"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    person = models.CharField(pgettext_lazy("gift", "to or from (person)"), max_length=120, blank=True)
    value = models.DecimalField(
        pgettext_lazy("gift", "value"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    handled_by = models.CharField(_("handled by"), max_length=80, blank=True)
    disposal = models.CharField(
        _("what became of it"),
        max_length=200,
        blank=True,
        help_text=_("Kept, shown, handed in: where and when."),
    )

    class Meta:
        verbose_name = pgettext_lazy("visit", "gift")
        verbose_name_plural = _("register of gifts")
        ordering = [models.F("given_on").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                name="delegations_gift_value_not_negative",
                condition=models.Q(value__isnull=True) | models.Q(value__gte=0),
                violation_error_message=_("A value is not negative."),
            )
        ]

    def __str__(self):
        return self.item
