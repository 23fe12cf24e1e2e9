"""Terms of membership, and what happened to each."""

from datetime import date, timedelta

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
    RENEWED = "renewed", _("Renewed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TO_DECIDE = (MembershipState.APPLIED, MembershipState.UNDER_REVIEW)
OPEN_STATES = (*TO_DECIDE, MembershipState.ACTIVE)
RENEWAL_OPENS = timedelta(days=90)  # before the term ends


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state=MembershipState.ACTIVE)

    def to_decide(self):
        return self.filter(state__in=TO_DECIDE)

    def in_force(self, today):
        """Active terms that have begun and not run out: what membership gives, it gives now. Days of grace count.

        A term that renews another goes on from it, so it is in force before its own first day too.
        """
        return (
            self.active()
            .exclude(Q(grace_until__lt=today) | Q(grace_until__isnull=True, expires_on__lt=today))
            .filter(Q(starts_on__isnull=True) | Q(starts_on__lte=today) | Q(renews__isnull=False))
        )

    def due_for_renewal(self, today):
        """Terms in force that end within ninety days or are in their days of grace, and nobody has applied to renew."""
        following = Membership.objects.to_decide().filter(organisation=models.OuterRef("organisation"))
        return (
            self.in_force(today)
            .filter(expires_on__lte=today + RENEWAL_OPENS)
            .exclude(models.Exists(following))
        )

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
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    grace_until = models.DateField(_("days of grace until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, help_text=_("Told to the applicant."))
    note = models.TextField(_("note"), blank=True)
    motivation = models.TextField(_("why they want to join"), blank=True)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("applicant"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="membership_applications",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    renews = models.ForeignKey(
        "self",
        verbose_name=_("renews"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewals",
    )

    renews_kept = True

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-applied_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="active"),
                name="members_membership_one_active",
                violation_error_message=_("This organisation is a member already."),
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=["applied", "under_review"]),
                name="members_membership_one_application",
                violation_error_message=_("This organisation has an application already."),
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
            models.CheckConstraint(
                name="members_membership_expires_after_start",
                condition=Q(expires_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(expires_on__gte=models.F("starts_on")),
                violation_error_message=_("A membership does not expire before it began."),
            ),
        ]
        permissions = [("decide_membership", _("Can decide applications for membership"))]

    def __str__(self):
        return f"{self.organisation} · {self.get_state_display()}"

    @property
    def is_to_decide(self) -> bool:
        return self.state in TO_DECIDE

    @property
    def last_day(self) -> date | None:
        """The last day of what membership gives, grace included."""
        return self.grace_until or self.expires_on

    def may_be_renewed(self, today) -> bool:
        """From ninety days before its end to the end of its days of grace."""
        return (
            self.state == MembershipState.ACTIVE
            and self.expires_on is not None
            and self.expires_on - RENEWAL_OPENS <= today <= self.last_day
        )

    def lapse(self, today) -> None:
        self.state, self.ended_on = MembershipState.LAPSED, today
        self.save(update_fields=["state", "ended_on", "updated_at"])


class StepKind(models.TextChoices):
    APPLIED = "applied", pgettext_lazy("step", "Application received")
    REVIEW = "review", pgettext_lazy("step", "Review begun")
    ASKED = "asked", pgettext_lazy("step", "More information asked for")
    ANSWERED = "answered", pgettext_lazy("step", "Answered")
    ACCEPTED = "accepted", pgettext_lazy("step", "Accepted")
    DECLINED = "declined", pgettext_lazy("step", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("step", "Withdrawn by the applicant")
    RENEWED = "renewed", pgettext_lazy("step", "Followed by the next term")
    LAPSED = "lapsed", pgettext_lazy("step", "Lapsed")
    RESIGNED = "resigned", pgettext_lazy("step", "Left the association")


class MembershipStep(models.Model):
    """One thing that happened to a term: the applicant reads here how far it has come, and why."""

    membership = models.ForeignKey(
        Membership, verbose_name=_("membership"), on_delete=models.CASCADE, related_name="steps"
    )
    kind = models.CharField(pgettext_lazy("membership", "step"), max_length=12, choices=StepKind)
    at = models.DateTimeField(pgettext_lazy("moment", "at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("actor", "by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.TextField(_("text"), blank=True, help_text=_("Told to the applicant."))

    class Meta:
        verbose_name = pgettext_lazy("membership", "step")
        verbose_name_plural = pgettext_lazy("membership", "steps")
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.membership} · {self.get_kind_display()}"
