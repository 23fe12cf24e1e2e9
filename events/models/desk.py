"""The registration desk of an event: who may come, until when, how many, and what they are asked."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from members.models import Organisation


class Audience(models.TextChoices):
    MEMBERS = "members_only", _("Members only")
    MEMBERS_FIRST = "members_first", _("Members first, then everyone")
    EVERYONE = "everyone", _("Everyone")
    INVITATION = "invitation", _("By invitation")


class WaitingListPolicy(models.TextChoices):
    STRICT = "strict", _("Strictly in order")
    FIRST_THAT_FITS = "first_that_fits", _("The first party that fits")


class RegistrationDesk(models.Model):
    """One per event that takes registrations. Capacity counts people, not registrations.

    `places_taken` is kept by the operations, under a lock on this row: it is what makes overselling impossible.
    """

    event = models.OneToOneField(
        Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="desk"
    )
    audience = models.CharField(_("open to"), max_length=15, choices=Audience, default=Audience.MEMBERS)
    members_first_until = models.DateTimeField(_("members first until"), null=True, blank=True)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    editable_until = models.DateTimeField(
        _("can be changed until"), null=True, blank=True, help_text=_("Empty: until registration closes.")
    )
    capacity = models.PositiveIntegerField(_("places"), validators=[MinValueValidator(1)])
    quota = models.PositiveSmallIntegerField(
        _("places for each organisation"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    contact_approval = models.BooleanField(
        _("contacts approve their colleagues"),
        default=False,
        help_text=_("Who registers alone waits for the contact's yes."),
    )
    staff_approval = models.BooleanField(_("the secretariat approves"), default=False)
    waiting_list = models.BooleanField(_("waiting list"), default=True)
    waiting_list_policy = models.CharField(
        _("who moves up"), max_length=15, choices=WaitingListPolicy, default=WaitingListPolicy.STRICT
    )
    places_taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)

    renews_kept = True
    counts_places = ("places_taken",)

    class Meta:
        verbose_name = _("registration desk")
        verbose_name_plural = _("registration desks")
        constraints = [
            models.CheckConstraint(
                name="events_registrationdesk_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Registration closes after it opens."),
            ),
            models.CheckConstraint(
                name="events_registrationdesk_members_first_has_a_date",
                condition=~Q(audience="members_first") | Q(members_first_until__isnull=False),
                violation_error_message=_("“Members first” needs the day from which everyone may register."),
            ),
            models.CheckConstraint(
                name="events_registrationdesk_never_oversold",
                condition=Q(places_taken__lte=F("capacity")),
                violation_error_message=_("There cannot be fewer places than people who have one."),
            ),
        ]

    def __str__(self):
        return str(self.event)

    @property
    def has_opened(self) -> bool:
        return self.opens_at <= timezone.now()

    @property
    def has_closed(self) -> bool:
        return self.closes_at < timezone.now()

    @property
    def is_open(self) -> bool:
        return self.has_opened and not self.has_closed

    @property
    def changes_end_at(self):
        """Until when those who registered may change, substitute and cancel."""
        return self.editable_until or self.closes_at

    @property
    def can_be_changed(self) -> bool:
        return timezone.now() <= self.changes_end_at

    @property
    def is_members_only_now(self) -> bool:
        if self.audience == Audience.MEMBERS:
            return True
        return self.audience == Audience.MEMBERS_FIRST and timezone.now() < self.members_first_until

    @property
    def takes_guests_now(self) -> bool:
        """Whether people without an organisation may register at this moment."""
        return self.audience in (Audience.EVERYONE, Audience.MEMBERS_FIRST) and not self.is_members_only_now

    @property
    def places_left(self) -> int:
        return max(self.capacity - self.places_taken, 0)

    @property
    def is_full(self) -> bool:
        return self.places_left == 0

    @property
    def is_nearly_full(self) -> bool:
        """Less than a tenth of the places is left."""
        return self.places_left * 10 < self.capacity


class DeskInvitation(models.Model):
    """Who may register where registration is by invitation: an organisation with its people, or one address."""

    desk = models.ForeignKey(
        RegistrationDesk,
        verbose_name=_("registration desk"),
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("invitation to register")
        verbose_name_plural = _("invitations to register")
        constraints = [
            models.CheckConstraint(
                name="events_deskinvitation_one_addressee",
                condition=Q(organisation__isnull=False, email="")
                | (Q(organisation__isnull=True) & ~Q(email="")),
                violation_error_message=_(
                    "An invitation names an organisation or an e-mail address, not both."
                ),
            ),
            models.UniqueConstraint(
                fields=["desk", "organisation"],
                name="events_deskinvitation_organisation_once",
                violation_error_message=_("This organisation is invited already."),
            ),
            models.UniqueConstraint(
                "desk",
                Lower("email"),
                condition=~Q(email=""),
                name="events_deskinvitation_email_once",
                violation_error_message=_("This address is invited already."),
            ),
        ]

    def __str__(self):
        return str(self.organisation or self.email)


class QuestionKind(models.TextChoices):
    TEXT = "text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    SINGLE_CHOICE = "single_choice", _("One of several")
    MULTIPLE_CHOICE = "multiple_choice", _("Any of several")
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    FILE = "file", _("File")
    CONSENT = "consent", _("Consent")


class QuestionPer(models.TextChoices):
    ATTENDEE = "attendee", _("each person")
    REGISTRATION = "registration", _("the registration")


class QuestionMoment(models.TextChoices):
    REGISTRATION = "registration", _("when registering")
    APPROVAL = "approval", _("after approval")


class Question(models.Model):
    desk = models.ForeignKey(
        RegistrationDesk,
        verbose_name=_("registration desk"),
        on_delete=models.CASCADE,
        related_name="questions",
    )
    label = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("explanation"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=QuestionKind, default=QuestionKind.TEXT)
    choices = models.TextField(
        _("choices"), blank=True, help_text=_("One a line, in the same order in both languages.")
    )
    required = models.BooleanField(_("required"), default=False)
    per = models.CharField(_("asked of"), max_length=15, choices=QuestionPer, default=QuestionPer.ATTENDEE)
    moment = models.CharField(
        _("asked"), max_length=15, choices=QuestionMoment, default=QuestionMoment.REGISTRATION
    )
    keep_days = models.PositiveSmallIntegerField(
        _("answers are kept after the event for (days)"),
        null=True,
        blank=True,
        help_text=_("Empty: as the site settings say."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    renews_kept = True

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "id"]

    def __str__(self):
        return self.label

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices as (number, words in the reader's language): an answer keeps the number, not the words."""
        lines = (self.choices or "").split("\n")
        return [(str(place), line.strip()) for place, line in enumerate(lines, 1) if line.strip()]

    def clean(self):
        needs_choices = self.kind in (QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE)
        chinese, english = (len((text or "").split("\n")) for text in (self.choices_zh_hans, self.choices_en))
        if needs_choices and not (self.choices_zh_hans or self.choices_en):
            raise ValidationError({"choices_zh_hans": _("This kind of question needs choices.")})
        if needs_choices and self.choices_zh_hans and self.choices_en and chinese != english:
            raise ValidationError({"choices_en": _("Both languages need the same number of choices.")})
