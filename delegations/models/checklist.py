"""What must be ready before a visit: a list per kind of visit, counted back from the departure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from delegations.models.delegations import Delegation, Direction, PassportBasis


class ChecklistTemplate(models.Model):
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    passport_basis = models.CharField(_("passports"), max_length=10, choices=PassportBasis, blank=True)
    label = models.CharField(_("what"), max_length=200)
    lead_days = models.PositiveSmallIntegerField(
        _("days before departure"), default=30, help_text=_("By when it must be done.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("checklist entry")
        verbose_name_plural = _("checklists")
        ordering = ["direction", "passport_basis", "-lead_days", "order"]

    def __str__(self):
        return self.label


class ChecklistItem(models.Model):
    delegation = models.ForeignKey(
        Delegation, verbose_name=_("delegation"), on_delete=models.CASCADE, related_name="checklist"
    )
    label = models.CharField(_("what"), max_length=200)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist")
        ordering = [models.F("due_on").asc(nulls_last=True), "id"]

    def __str__(self):
        return self.label
