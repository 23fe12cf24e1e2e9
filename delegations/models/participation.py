"""Taking part in a UN climate conference: badges asked for, granted and used, and who is nominated for them.

An observer nominates people in the secretariat's Online Registration System by one deadline and confirms them by a second
one; late nominations are not accepted (unfccc.int, pages for observer organisations of COP 29 and COP 30). Since COP 28 the
affiliation of each person and the relationship to the nominating organisation are asked for, and published with the name
in the list of participants.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core import lists
from beijing_ngo.core.models import TimeStamped
from beijing_ngo.core.typography import has_han
from beijing_ngo.core.zones import validate_time_zone
from delegations.models.people import BadgeKind, DelegationMember
from events.models import Conference


class NominationState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("nomination", "Proposed")
    NOMINATED = "nominated", pgettext_lazy("nomination", "Nominated")
    CONFIRMED = "confirmed", pgettext_lazy("nomination", "Confirmed")
    USED = "used", _("Badge collected")
    SUBSTITUTED = "substituted", _("Somebody else went")
    WITHDRAWN = "withdrawn", pgettext_lazy("nomination", "Withdrawn")


HOLD_A_BADGE = (NominationState.NOMINATED, NominationState.CONFIRMED, NominationState.USED)


@dataclass(frozen=True)
class Standing:
    """How badges of one kind stand; whoever is confirmed was nominated, whoever collected a badge was confirmed."""

    kind: str
    requested: int | None
    granted: int | None
    proposed: int = 0
    nominated: int = 0
    confirmed: int = 0
    used: int = 0

    @property
    def label(self):
        return BadgeKind(self.kind).label

    @property
    def limit(self) -> int | None:
        """What was granted counts; before that is known, what was asked for."""
        return self.requested if self.granted is None else self.granted

    @property
    def left(self) -> int | None:
        return None if self.limit is None else self.limit - self.nominated

    @property
    def too_many(self) -> int:
        return max(0, -(self.left or 0))


class ParticipationQuerySet(models.QuerySet):
    def with_counts(self):
        """How many people are proposed, and how many are nominated and not confirmed yet."""
        waiting = lambda state: Count("nominations", filter=Q(nominations__state=state))  # noqa: E731
        return self.annotate(
            listed=Count("nominations"),
            to_nominate=waiting(NominationState.PROPOSED),
            to_confirm=waiting(NominationState.NOMINATED),
        )

    def before_a_deadline(self, now: datetime):
        return self.filter(Q(nominate_by__gt=now) | Q(confirm_by__gt=now))


class Participation(TimeStamped):
    """The association at one conference."""

    conference = models.OneToOneField(
        Conference, verbose_name=_("conference"), on_delete=models.PROTECT, related_name="participation"
    )
    nominate_by = models.DateTimeField(_("nominate by"), null=True, blank=True)
    confirm_by = models.DateTimeField(_("confirm by"), null=True, blank=True)
    deadline_zone = models.CharField(
        _("time zone of the deadlines"),
        max_length=40,
        default="Europe/Berlin",
        validators=[validate_time_zone],
        help_text=_("The secretariat sits in Bonn."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("designated contact point"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Nominates and confirms; is reminded of both deadlines."),
    )
    source_url = models.URLField(_("notification"), blank=True, help_text=_("Where the deadlines stand."))
    note = models.TextField(_("note"), blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation in a conference")
        verbose_name_plural = _("participation in conferences")
        ordering = [F("nominate_by").desc(nulls_last=True), "-id"]
        constraints = [
            models.CheckConstraint(
                name="delegations_participation_confirm_after_nominate",
                condition=Q(nominate_by__isnull=True)
                | Q(confirm_by__isnull=True)
                | Q(confirm_by__gte=F("nominate_by")),
                violation_error_message=_("Nominations are confirmed after they are made."),
            )
        ]

    def __str__(self):
        return str(self.conference)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.deadline_zone)

    def standings(self) -> list[Standing]:
        """Every kind of badge that was asked for or that somebody is on the list for."""
        quotas = {quota.badge_kind: quota for quota in self.quotas.all()}
        counts = {
            row["badge_kind"]: row
            for row in self.nominations.order_by()
            .values("badge_kind")
            .annotate(
                proposed=Count("pk", filter=Q(state=NominationState.PROPOSED)),
                nominated=Count("pk", filter=Q(state__in=HOLD_A_BADGE)),
                confirmed=Count("pk", filter=Q(state__in=[NominationState.CONFIRMED, NominationState.USED])),
                used=Count("pk", filter=Q(state=NominationState.USED)),
            )
        }
        nothing = BadgeQuota(requested=None, granted=None)
        return [
            Standing(
                kind=kind,
                requested=quotas.get(kind, nothing).requested,
                granted=quotas.get(kind, nothing).granted,
                **{name: number for name, number in counts.get(kind, {}).items() if name != "badge_kind"},
            )
            for kind in BadgeKind.values
            if kind in quotas or kind in counts
        ]


class BadgeQuota(models.Model):
    """Badges of one kind: how many were asked for and how many were granted; the used ones are counted."""

    participation = models.ForeignKey(
        Participation, verbose_name=_("participation"), on_delete=models.CASCADE, related_name="quotas"
    )
    badge_kind = models.CharField(_("badge"), max_length=25, choices=BadgeKind, default=BadgeKind.NGO)
    requested = models.PositiveSmallIntegerField(pgettext_lazy("badges", "requested"), null=True, blank=True)
    granted = models.PositiveSmallIntegerField(pgettext_lazy("badges", "granted"), null=True, blank=True)

    class Meta:
        verbose_name = _("quota of badges")
        verbose_name_plural = _("quotas of badges")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "badge_kind"],
                name="delegations_badgequota_once",
                violation_error_message=_("This kind of badge is listed already."),
            )
        ]

    def __str__(self):
        return self.get_badge_kind_display()


def validate_english(text: str) -> None:
    """ORS takes no Chinese characters."""
    if has_han(text):
        raise ValidationError(
            _("Please write this in English: the secretariat of the conference publishes it.")
        )


class NominationQuerySet(models.QuerySet):
    def holding_a_badge(self):
        """Those who count against what was granted."""
        return self.filter(state__in=HOLD_A_BADGE)

    def for_page(self):
        return self.select_related("member__delegation", "member__organisation", "replaces__member")


class Nomination(TimeStamped):
    participation = models.ForeignKey(
        Participation, verbose_name=_("participation"), on_delete=models.CASCADE, related_name="nominations"
    )
    member = models.ForeignKey(
        DelegationMember,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="nominations",
    )
    badge_kind = models.CharField(_("badge"), max_length=25, choices=BadgeKind, default=BadgeKind.NGO)
    state = models.CharField(
        _("state"), max_length=12, choices=NominationState, default=NominationState.PROPOSED
    )
    function = models.CharField(
        pgettext_lazy("nomination", "function"),
        max_length=120,
        blank=True,
        validators=[validate_english],
        help_text=_("In English."),
    )
    affiliation = models.CharField(
        _("affiliation"),
        max_length=160,
        blank=True,
        validators=[validate_english],
        help_text=_("In English; published by the secretariat."),
    )
    relationship = models.CharField(
        _("relationship to the association"),
        max_length=160,
        blank=True,
        validators=[validate_english],
        help_text=_("In English; published by the secretariat."),
    )
    told_on = models.DateField(
        _("told that the name becomes public on"),
        null=True,
        blank=True,
        help_text=_("Names, affiliations and relationships are published in the list of participants."),
    )
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("in place of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaced_by",
    )
    nominated_at = models.DateTimeField(_("nominated at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    late_reason = models.TextField(
        _("why the secretariat of the conference accepted it late"), blank=True, editable=False
    )

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "member"],
                name="delegations_nomination_once",
                violation_error_message=_("This person is on the list already."),
            )
        ]

    def __str__(self):
        return str(self.member)

    @property
    def holds_a_badge(self) -> bool:
        return self.state in HOLD_A_BADGE

    @property
    def missing(self) -> list:
        """What ORS asks of a person and what they must have been told, as far as it is not there yet."""
        asked = {
            _("name in Latin letters"): self.member.latin_name,
            pgettext_lazy("nomination", "function"): self.function,
            _("affiliation"): self.affiliation,
            _("relationship to the association"): self.relationship,
            _("the day on which the person was told that the name becomes public"): self.told_on,
        }
        return [label for label, value in asked.items() if not value]

    @property
    def missing_in_words(self) -> str:
        return lists.joined(str(label) for label in self.missing)
