"""Changes of events that registrants have to hear of."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.events import Event
from events.models.registrations import Registration


class ChangeDecision(models.TextChoices):
    UNDECIDED = "", _("not decided yet")
    TOLD = "told", _("told")
    NOT_TOLD = "not_told", _("not told")


class EventChangeQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(decision=ChangeDecision.UNDECIDED)

    def waiting(self):
        """What somebody still has to decide about: there are people to tell, and the event is not over."""
        registered = Registration.objects.live().filter(
            desk__event=OuterRef("event"), registered_at__lte=OuterRef("at")
        )
        return self.undecided().filter(Exists(registered), event__ends_at__gte=timezone.now())


class EventChange(models.Model):
    """What people were told of an event and what holds now: time, place, online link, state.

    It is written when the event is saved, so that the question whether to tell them is not lost with the page that asks it. There
    is one undecided change an event: further saves are merged into it, from the first old facts to the latest new ones.
    """

    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="changes_told"
    )
    before = models.JSONField(pgettext_lazy("facts of an event", "before"))
    after = models.JSONField(pgettext_lazy("facts of an event", "after"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("changed at"), default=timezone.now)

    decision = models.CharField(
        pgettext_lazy("about a change", "decision"),
        max_length=10,
        choices=ChangeDecision,
        default=ChangeDecision.UNDECIDED,
        blank=True,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("about a change", "decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(pgettext_lazy("about a change", "decided at"), null=True, blank=True)
    note = models.TextField(
        pgettext_lazy("to registrants", "note"),
        blank=True,
        help_text=_("Stands in the message. May stay empty."),
    )
    told_states = models.JSONField(_("told whose registration is"), default=list, blank=True)
    told_count = models.PositiveIntegerField(_("people told"), null=True, blank=True)

    objects = EventChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an event")
        verbose_name_plural = _("changes of events")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event"], condition=Q(decision=""), name="events_eventchange_one_undecided"
            ),
            models.CheckConstraint(
                name="events_eventchange_decided_has_a_time",
                condition=Q(decision="") | Q(decided_at__isnull=False),
                violation_error_message=_("A decision has a time."),
            ),
        ]

    def __str__(self):
        return str(self.event)

    @property
    def is_decided(self) -> bool:
        return self.decision != ChangeDecision.UNDECIDED
