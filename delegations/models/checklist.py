"""What must be ready before a visit: a list per kind of visit, counted back from the departure."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from delegations.models.delegations import Delegation, Direction, PassportBasis


class CountedFrom(models.TextChoices):
    DEPARTURE = "departure", _("days before departure")
    RETURN = "return", _("days after the return")


class ChecklistTemplate(models.Model):
    """What visits of a kind need: with a direction, and with passports of one basis or whatever the passports."""

    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    passport_basis = models.CharField(_("passports"), max_length=10, choices=PassportBasis, blank=True)
    label = models.CharField(_("what"), max_length=200)
    lead_days = models.PositiveSmallIntegerField(
        _("days"), default=30, help_text=_("By when it must be done.")
    )
    counted_from = models.CharField(
        _("counted from"), max_length=10, choices=CountedFrom, default=CountedFrom.DEPARTURE
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("checklist entry")
        verbose_name_plural = _("checklists")
        ordering = ["direction", "passport_basis", "counted_from", "-lead_days", "order"]

    def __str__(self):
        return self.label


class ChecklistItem(models.Model):
    """One thing to get ready for one visit; what came from a list remembers its entry, so that it moves with the dates."""

    delegation = models.ForeignKey(
        Delegation, verbose_name=_("delegation"), on_delete=models.CASCADE, related_name="checklist"
    )
    template = models.ForeignKey(
        ChecklistTemplate,
        verbose_name=_("checklist entry"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    label = models.CharField(_("what"), max_length=200)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist")
        ordering = [models.F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "template"],
                condition=models.Q(template__isnull=False),
                name="delegations_checklistitem_once",
                violation_error_message=_("This entry is on the checklist already."),
            )
        ]

    def __str__(self):
        return self.label
