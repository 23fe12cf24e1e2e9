"""What came of a visit, and what is still to be done."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
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

    def for_colleague(self, user):
        """Whoever may see outcomes sees all of them; anybody else in the office, what they look after themselves."""
        may_see_all = user.has_perm("delegations.view_outcome") or user.has_perm("delegations.change_outcome")
        return self if may_see_all else self.filter(owner=user)

    def done_lately(self, since):
        return self.filter(kind=OutcomeKind.FOLLOW_UP, done_on__gte=since).order_by("-done_on", "-id")

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
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("done by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    public = models.BooleanField(_("on the public page"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    renews_kept = True

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["order", "id"]

    def __str__(self):
        return Truncator(" ".join(self.text.split())).chars(80)

    @property
    def is_open(self) -> bool:
        return self.kind == OutcomeKind.FOLLOW_UP and self.done_on is None

    def may_be_worked_on_by(self, user) -> bool:
        """By whoever may change outcomes, and by the colleague who looks after this one."""
        return user.has_perm("delegations.change_outcome") or self.owner_id == user.pk
