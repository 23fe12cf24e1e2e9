"""Rules for reminders: for one event, or for every event of a kind."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event, EventKind


class ReminderUnit(models.TextChoices):
    DAYS = "days", _("days")
    HOURS = "hours", _("hours")


class ReminderAnchor(models.TextChoices):
    BEFORE_START = "before_start", _("before the start")
    BEFORE_CLOSING = "before_registration_closes", _("before registration closes")
    AFTER_END = "after_end", _("after the end")


class ReminderAudience(models.TextChoices):
    ATTENDEES = "confirmed_attendees", _("confirmed attendees")
    CONTACTS = "contacts", _("contacts who registered people")
    PENDING = "pending", _("people whose registration is pending")
    WAITLISTED = "waitlisted", _("people on the waiting list")
    NOT_REGISTERED = "members_not_registered", _("members' contacts who have not registered")


# What says when a reminder is due: a rule that is changed in one of these starts anew.
TIMING = ("event_id", "event_kind", "amount", "unit", "anchor", "at_time")


class ReminderRule(models.Model):
    """When whom is reminded of what. It looks ahead only: a moment that had passed before there was the rule, before its
    timing was changed or before it was switched on is not made up for.
    """

    event = models.ForeignKey(
        Event,
        verbose_name=_("event"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="reminder_rules",
    )
    event_kind = models.CharField(
        _("every event of the kind"),
        max_length=20,
        choices=EventKind,
        blank=True,
        help_text=_("Where no single event is named."),
    )
    amount = models.PositiveSmallIntegerField(_("how many"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=5, choices=ReminderUnit, default=ReminderUnit.DAYS)
    anchor = models.CharField(
        _("when"), max_length=30, choices=ReminderAnchor, default=ReminderAnchor.BEFORE_START
    )
    to = models.CharField(
        _("sent to"), max_length=30, choices=ReminderAudience, default=ReminderAudience.ATTENDEES
    )
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(
        _("text"), help_text=_("May use {name} {event} {date} {time} {venue} {reference} {link} {closes}.")
    )
    at_time = models.TimeField(
        _("at"),
        null=True,
        blank=True,
        help_text=_("For days: at this hour by the event's clock. Empty: at the hour of the event itself."),
    )
    late_joiners = models.BooleanField(_("also to people who register after this moment"), default=False)
    active = models.BooleanField(_("active"), default=True)
    counts_from = models.DateTimeField(_("counts from"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["event", "event_kind", "anchor", "-amount"]
        constraints = [
            models.CheckConstraint(
                name="events_reminderrule_event_or_kind",
                condition=Q(event__isnull=False, event_kind="") | (Q(event__isnull=True) & ~Q(event_kind="")),
                violation_error_message=_("A rule is for one event or for a kind of event."),
            )
        ]

    def __str__(self):
        return self.subject

    def save(self, *args, **kwargs):
        update_fields = kwargs.get("update_fields")
        if self._starts_anew(update_fields):
            self.counts_from = timezone.now()
            if update_fields is not None:
                kwargs["update_fields"] = {*update_fields, "counts_from"}
        super().save(*args, **kwargs)

    def _starts_anew(self, update_fields) -> bool:
        """Whether this save changes the moment the rule stands for, or switches the rule on."""
        names = set(TIMING) | {"active"}
        if update_fields is not None:
            given = set(update_fields)
            names = {name for name in names if name in given or name.removesuffix("_id") in given}
        if self._state.adding or not names:
            return False
        stored = ReminderRule.objects.filter(pk=self.pk).values(*names).first()
        if stored is None:
            return False
        switched_on = "active" in names and self.active and not stored["active"]
        return switched_on or any(getattr(self, name) != stored[name] for name in names - {"active"})


class ReminderRun(models.Model):
    """A rule's moment for an event that has come: what was written then, and until when late joiners were looked for.

    A moved event has a new moment, and a run of its own. `reached` is the row of the audience up to which messages are
    written, so that a run that was broken off goes on where it stopped; `told` is a digest of what the words were made of: while
    it differs from the present one, what is not sent yet says something that is no longer so.
    """

    rule = models.ForeignKey(
        ReminderRule, verbose_name=_("reminder rule"), on_delete=models.CASCADE, related_name="runs"
    )
    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="reminder_runs"
    )
    moment = models.DateTimeField(_("moment"))
    ran_at = models.DateTimeField(_("ran at"))
    covers_until = models.DateTimeField(_("covers who joined until"))
    written = models.PositiveIntegerField(_("messages written"), default=0)
    is_done = models.BooleanField(_("done"), default=False)
    reason = models.CharField(_("why nothing was written"), max_length=200, blank=True)
    reached = models.BigIntegerField(default=0, editable=False)
    told = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("reminder run")
        verbose_name_plural = _("reminder runs")
        ordering = ["-moment"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "event", "moment"], name="events_reminderrun_once")
        ]
        indexes = [models.Index(fields=["ran_at"])]

    def __str__(self):
        return f"{self.rule} · {self.event}"
