"""Registrations: a contact or a guest asks for places for one or more people."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import PersonName, TimeStamped
from events.models.desk import Question, RegistrationDesk
from members.models import Organisation

# Read aloud on the telephone without a mistake: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V.
REFERENCE_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
REFERENCE_LENGTH = 8


def new_reference() -> str:
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _place in range(REFERENCE_LENGTH))


def new_secret() -> str:
    return secrets.token_urlsafe(24)


class RegistrationState(models.TextChoices):
    PENDING = "pending", _("Pending")
    CONFIRMED = "confirmed", _("Confirmed")
    WAITLISTED = "waitlisted", _("On the waiting list")
    DECLINED = "declined", pgettext_lazy("application", "Declined")
    CANCELLED = "cancelled", _("Cancelled")


class RegistrationQuerySet(models.QuerySet):
    def of(self, user):
        """The registrations a person may see: their own, and those of organisations they are contact for."""
        from members.models import RepresentativeRole

        return self.filter(
            Q(contact=user)
            | Q(
                organisation__representatives__user=user,
                organisation__representatives__role=RepresentativeRole.CONTACT,
            )
        ).distinct()

    def holding_places(self):
        return self.filter(state=RegistrationState.CONFIRMED)


class Registration(TimeStamped):
    desk = models.ForeignKey(
        RegistrationDesk,
        verbose_name=_("registration desk"),
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("registered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
    )
    guest_email = models.EmailField(_("guest's e-mail"), blank=True)
    guest_secret = models.CharField(max_length=40, default=new_secret, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    state = models.CharField(
        _("state"), max_length=12, choices=RegistrationState, default=RegistrationState.PENDING
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    registered_at = models.DateTimeField(_("registered at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["registered_at", "id"]
        indexes = [
            models.Index(fields=["desk", "state", "waiting_since", "id"]),
            models.Index(fields=["desk", "organisation", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="events_registration_waiting_has_a_time",
                condition=~Q(state="waitlisted") | Q(waiting_since__isnull=False),
                violation_error_message=_("Who waits has a place in the line."),
            ),
        ]

    def __str__(self):
        return self.reference


class Attendee(PersonName, TimeStamped):
    """One person on a registration; the unit that capacity and quota count."""

    registration = models.ForeignKey(
        Registration, verbose_name=_("registration"), on_delete=models.CASCADE, related_name="attendees"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="attendances",
    )
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    position = models.CharField(_("position"), max_length=120, blank=True)
    needs = models.CharField(
        _("dietary and access needs"),
        max_length=300,
        blank=True,
        help_text=_("Deleted soon after the event."),
    )
    photo_consent = models.BooleanField(_("agrees to be photographed"), default=False)
    ticket_secret = models.CharField(max_length=40, unique=True, default=new_secret, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("checked in at"), null=True, blank=True)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked in by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ["id"]
        indexes = [models.Index(fields=["email"])]

    def __str__(self):
        return self.name


class Answer(models.Model):
    """What a person, or the registration as a whole, answered to a question."""

    question = models.ForeignKey(
        Question, verbose_name=_("question"), on_delete=models.PROTECT, related_name="answers"
    )
    registration = models.ForeignKey(
        Registration, verbose_name=_("registration"), on_delete=models.CASCADE, related_name="answers"
    )
    attendee = models.ForeignKey(
        Attendee,
        verbose_name=_("attendee"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="answers",
    )
    value = models.JSONField(_("answer"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "registration"],
                condition=Q(attendee__isnull=True),
                name="events_answer_once_per_registration",
                violation_error_message=_("This question is answered already."),
            ),
            models.UniqueConstraint(
                fields=["question", "attendee"],
                condition=Q(attendee__isnull=False),
                name="events_answer_once_per_attendee",
                violation_error_message=_("This question is answered already."),
            ),
        ]

    def __str__(self):
        return f"{self.question}: {self.value}"
