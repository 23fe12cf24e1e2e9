"""Who acts for an organisation, how they come to, and how the role passes on."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import PersonName, TimeStamped
from members.models.organisations import Organisation

INVITATION_LASTS = timedelta(days=14)
HANDOVER_LASTS = timedelta(days=14)


class RepresentativeRole(models.TextChoices):
    CONTACT = "contact", _("Contact")
    DELEGATE = "delegate", _("Delegate")


class RepresentativeQuerySet(models.QuerySet):
    def contacts(self):
        """Those who can be written to: a closed account acts for nobody."""
        return self.filter(role=RepresentativeRole.CONTACT, user__is_active=True)

    def of(self, user):
        return self.filter(user=user)


class Representative(TimeStamped):
    """A person who acts for an organisation: a contact registers and approves colleagues, a delegate takes part."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="representations",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="representatives"
    )
    role = models.CharField(
        _("role"), max_length=10, choices=RepresentativeRole, default=RepresentativeRole.DELEGATE
    )

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="members_representative_once",
                violation_error_message=_("This person represents the organisation already."),
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation}"

    @property
    def is_contact(self) -> bool:
        return self.role == RepresentativeRole.CONTACT


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def open(self):
        return self.unanswered().filter(expires_at__gt=timezone.now())

    def with_token(self, token: str):
        return self.filter(token_digest=digest(token))


class Invitation(PersonName):
    """An organisation asks somebody to act for it. The link in the mail is known to its reader alone: only its digest is kept."""

    given_name = models.CharField(_("given name"), max_length=60, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(
        _("role"), max_length=10, choices=RepresentativeRole, default=RepresentativeRole.DELEGATE
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accepted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="accepted_invitations",
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("organisation", "invitation")
        verbose_name_plural = pgettext_lazy("organisation", "invitations")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                F("organisation"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="members_invitation_one_open",
                violation_error_message=_("This address has been invited already."),
            )
        ]

    def __str__(self):
        return f"{self.email} · {self.organisation}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def days_left(self) -> int:
        return max((self.expires_at - timezone.now()).days, 0)

    def renew_token(self) -> str:
        """A new link and a new term; the old link opens nothing any more."""
        token = secrets.token_urlsafe(24)
        self.token_digest, self.expires_at = digest(token), timezone.now() + INVITATION_LASTS
        return token


class HandoverQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True)

    def open(self):
        return self.unanswered().filter(expires_at__gt=timezone.now())

    def of(self, user):
        """Those somebody made or was made."""
        return self.filter(Q(from_user=user) | Q(to_user=user))


class Handover(models.Model):
    """A contact offers the role to a colleague, who takes it or not."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="handovers"
    )
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("handover", "from"),
        on_delete=models.CASCADE,
        related_name="handovers_offered",
    )
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("handover", "to"),
        on_delete=models.CASCADE,
        related_name="handovers_received",
    )
    offered_at = models.DateTimeField(_("offered at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "from_user"],
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True),
                name="members_handover_one_open",
                violation_error_message=_("You have offered the role to somebody already."),
            ),
            models.CheckConstraint(
                name="members_handover_to_somebody_else",
                condition=~Q(from_user=F("to_user")),
                violation_error_message=_("The role is handed over to somebody else."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.from_user} → {self.to_user}"

    @property
    def is_open(self) -> bool:
        answered = self.accepted_at or self.declined_at or self.withdrawn_at
        return not answered and self.expires_at > timezone.now()
