"""Registrations: a contact, a colleague or a guest asks for places for one or more people."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import PersonName, TimeStamped
from beijing_ngo.core.references import grouped, new_code
from events.models.desk import RegistrationDesk
from members.models import Organisation, Representative, RepresentativeRole

REFERENCE_LENGTH = 8


def new_reference() -> str:
    return new_code(REFERENCE_LENGTH)


def new_secret() -> str:
    return secrets.token_urlsafe(24)


class RegistrationState(models.TextChoices):
    PENDING = "pending", _("Pending")
    CONFIRMED = "confirmed", _("Confirmed")
    WAITLISTED = "waitlisted", _("On the waiting list")
    DECLINED = "declined", pgettext_lazy("application", "Declined")
    CANCELLED = "cancelled", _("Cancelled")


class Awaits(models.TextChoices):
    """Whose yes a pending registration waits for."""

    NOBODY = "", _("nobody")
    CONTACT = "contact", _("the organisation's contact")
    SECRETARIAT = "secretariat", _("the secretariat")


LIVE_STATES = (RegistrationState.PENDING, RegistrationState.CONFIRMED, RegistrationState.WAITLISTED)


class RegistrationQuerySet(models.QuerySet):
    def of(self, user):
        """The registrations a person may see: their own, and those of organisations they are contact for."""
        return self.filter(Q(contact=user) | Exists(_contacts_of_its_organisation(user)))

    def awaiting_yes_of(self, user):
        """What colleagues asked for by themselves and this contact has to say yes or no to."""
        return self.filter(
            Exists(_contacts_of_its_organisation(user)),
            state=RegistrationState.PENDING,
            awaits=Awaits.CONTACT,
        )

    def live(self):
        return self.filter(state__in=LIVE_STATES)

    def within_quota(self):
        """What counts against an organisation's quota: all that it put forward and that still stands."""
        return self.live().exclude(awaits=Awaits.CONTACT)

    def waiting_in_order(self):
        """The waiting list: whoever the secretariat moved up last stands first, then the order of arrival."""
        return self.filter(state=RegistrationState.WAITLISTED).order_by(
            F("moved_up_at").desc(nulls_last=True), "waiting_since", "id"
        )


def _contacts_of_its_organisation(user):
    return Representative.objects.filter(
        organisation=OuterRef("organisation"), user=user, role=RepresentativeRole.CONTACT
    )


class Registration(TimeStamped):
    """A party that comes together or not at all: it is confirmed, waits and moves up as one.

    Pending and waiting people hold no place; confirmed ones do.
    """

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
    awaits = models.CharField(
        _("waits for the yes of"), max_length=12, choices=Awaits, default=Awaits.NOBODY, blank=True
    )
    party_size = models.PositiveSmallIntegerField(_("people"), default=0, editable=False)
    walk_in = models.BooleanField(_("came without registering"), default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    registered_at = models.DateTimeField(_("registered at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    moved_up_at = models.DateTimeField(_("moved up at"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, blank=True, editable=False)
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
            models.CheckConstraint(
                name="events_registration_pending_awaits_somebody",
                condition=(Q(state="pending") & ~Q(awaits="")) | (~Q(state="pending") & Q(awaits="")),
                violation_error_message=_("A pending registration waits for somebody's yes; no other does."),
            ),
        ]

    def __str__(self):
        return grouped(self.reference)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def is_confirmed(self) -> bool:
        return self.state == RegistrationState.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == RegistrationState.WAITLISTED

    @property
    def can_be_changed(self) -> bool:
        """Whether those who registered may still change it."""
        return self.is_live and self.desk.can_be_changed

    @property
    def position(self) -> int | None:
        """The place on the waiting list, from 1."""
        if not self.is_waiting:
            return None
        waiting = type(self).objects.filter(desk=self.desk_id).waiting_in_order()
        return list(waiting.values_list("pk", flat=True)).index(self.pk) + 1


class AttendeeQuerySet(models.QuerySet):
    def live(self):
        """Those who still mean to come."""
        return self.filter(cancelled_at=None)

    def expected(self):
        """Those who have a place: they are on the door's list and have a ticket."""
        return self.live().filter(registration__state=RegistrationState.CONFIRMED)

    def checked_in(self):
        return self.expected().exclude(checked_in_at=None)


class Attendee(PersonName, TimeStamped):
    """One person on a registration; the unit that capacity and quota count.

    A person whose place is given to a colleague keeps their row, cancelled; the colleague has a new one with a ticket
    of its own.
    """

    registration = models.ForeignKey(
        Registration, verbose_name=_("registration"), on_delete=models.CASCADE, related_name="attendees"
    )
    desk = models.ForeignKey(
        RegistrationDesk,
        verbose_name=_("registration desk"),
        on_delete=models.PROTECT,
        related_name="attendees",
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
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
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("comes instead of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaced_by",
    )
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

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        permissions = [("check_in", _("Can check people in"))]
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["email"]), models.Index(fields=["desk", "checked_in_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "number"], name="events_attendee_number_once_per_registration"
            ),
            models.UniqueConstraint(
                "desk",
                Lower("email"),
                condition=Q(cancelled_at__isnull=True),
                name="events_attendee_once_per_event",
                violation_error_message=_("This person is registered for the event already."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def ticket_reference(self) -> str:
        """What is printed below the code and read aloud at the door: 7KQM-4TXA-1."""
        return f"{grouped(self.registration.reference)}-{self.number}"

    @property
    def has_ticket(self) -> bool:
        return self.cancelled_at is None and self.registration.is_confirmed


class ChangeKind(models.TextChoices):
    REGISTERED = "registered", pgettext_lazy("registration", "Registered")
    CONTACT_APPROVED = "contact_approved", _("Approved by the contact")
    APPROVED = "approved", pgettext_lazy("registration", "Approved")
    WAITLISTED = "waitlisted", _("Put on the waiting list")
    PROMOTED = "promoted", _("Moved up from the waiting list")
    MOVED_UP = "moved_up", _("Moved to the front of the waiting list")
    DECLINED = "declined", pgettext_lazy("registration", "Declined")
    EDITED = "edited", pgettext_lazy("registration", "Changed")
    ADDED = "added", _("Person added")
    WITHDRAWN = "withdrawn", _("Person cancelled")
    SUBSTITUTED = "substituted", _("Person substituted")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")
    CHECKED_IN = "checked_in", pgettext_lazy("registration", "Checked in")
    CHECK_IN_UNDONE = "check_in_undone", _("Check-in undone")


class RegistrationChange(models.Model):
    """What happened to a registration, when, and who did it. Rows are written and never changed."""

    registration = models.ForeignKey(
        Registration, verbose_name=_("registration"), on_delete=models.CASCADE, related_name="changes"
    )
    attendee = models.ForeignKey(
        Attendee, verbose_name=_("attendee"), null=True, blank=True, on_delete=models.SET_NULL
    )
    kind = models.CharField(_("what happened"), max_length=20, choices=ChangeKind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # {"email": ["old", "new"], …}: emptied with the other personal data
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("change of a registration")
        verbose_name_plural = _("changes of registrations")
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.registration} · {self.get_kind_display()}"
