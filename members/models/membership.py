"""Terms of membership, and who represents a member."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import TimeStamped
from members.models.organisations import Organisation


class MembershipState(models.TextChoices):
    APPLIED = "applied", _("Applied")
    UNDER_REVIEW = "under_review", _("Under review")
    ACTIVE = "active", _("Active")
    LAPSED = "lapsed", _("Lapsed")
    DECLINED = "declined", pgettext_lazy("application", "Declined")
    RESIGNED = "resigned", _("Resigned")


OPEN_STATES = (MembershipState.APPLIED, MembershipState.UNDER_REVIEW, MembershipState.ACTIVE)


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state=MembershipState.ACTIVE)

    def run_out(self, today):
        """Active terms whose end, days of grace included, is past."""
        return self.active().filter(
            Q(grace_until__lt=today) | Q(grace_until__isnull=True, expires_on__lt=today)
        )


class Membership(TimeStamped):
    """One term of membership. A new term is a new row, so that history stays."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    tier = models.CharField(_("tier"), max_length=80, blank=True)
    state = models.CharField(
        _("state"), max_length=15, choices=MembershipState, default=MembershipState.APPLIED
    )
    applied_on = models.DateField(_("applied on"), default=timezone.localdate)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    grace_until = models.DateField(_("days of grace until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, help_text=_("Told to the applicant."))
    note = models.TextField(_("note"), blank=True)

    renews_kept = True

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-applied_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=["applied", "under_review", "active"]),
                name="members_membership_one_open_term",
                violation_error_message=_("This organisation has an application or a membership already."),
            ),
            models.CheckConstraint(
                name="members_membership_decided_has_a_date",
                condition=~Q(state__in=["active", "declined"]) | Q(decided_on__isnull=False),
                violation_error_message=_("A decision has a date."),
            ),
            models.CheckConstraint(
                name="members_membership_expires_after_decision",
                condition=Q(expires_on__isnull=True)
                | Q(decided_on__isnull=True)
                | Q(expires_on__gte=models.F("decided_on")),
                violation_error_message=_("A membership does not expire before it began."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.get_state_display()}"

    def lapse(self, today) -> None:
        self.state, self.ended_on = MembershipState.LAPSED, today
        self.save(update_fields=["state", "ended_on", "updated_at"])


class RepresentativeRole(models.TextChoices):
    CONTACT = "contact", _("Contact")
    DELEGATE = "delegate", _("Delegate")


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
