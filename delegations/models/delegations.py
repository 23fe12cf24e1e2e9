"""Visits: delegations the association sends, and those it receives."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from beijing_ngo.core.countries import countries_named
from beijing_ngo.core.fields import RichTextField, holds
from beijing_ngo.core.models import (
    DatePrecision,
    Illustrated,
    Publishable,
    PublishableQuerySet,
    SDGsField,
    Theme,
    ends_after_it_starts,
)
from events.models import Conference
from members.models import Organisation


class Direction(models.TextChoices):
    OUTGOING = "outgoing", _("Outgoing visit")
    INCOMING = "incoming", _("Incoming visit")


class PassportBasis(models.TextChoices):
    OFFICIAL = "official", _("Official (因公)")
    PRIVATE = "private", _("Private passports")


class DelegationState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    APPROVED = "approved", _("Approved")
    UNDER_WAY = "under_way", _("Under way")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


NOT_FOR_THE_PUBLIC = (DelegationState.PLANNED, DelegationState.CANCELLED)
_SEARCHED = [
    f"{field}_{language}"
    for field in ("title", "summary", "purpose", "inviting_organisation__name", "host_organisation__name")
    for language in ("zh_hans", "en")
]


class DelegationQuerySet(PublishableQuerySet):
    def public(self):
        """Published visits that are not internal; a visit being planned is nobody's business yet."""
        return super().public().filter(internal=False).exclude(state__in=NOT_FOR_THE_PUBLIC)

    def in_direction(self, direction):
        return self.filter(direction=direction)

    def with_country(self, code):
        """Visits to a country or region, or from there."""
        # The column holds codes of two letters with commas between them, so a code is found nowhere else.
        return self.filter(countries__contains=code)

    def in_year(self, year):
        """Visits that began in the year."""
        return self.filter(starts_on__year=year)

    def begun(self):
        """Visits that are under way or over by the calendar of Beijing; one still to come has done nothing yet."""
        return self.filter(starts_on__lte=timezone.localdate())

    def about(self, theme):
        return self.filter(themes=theme)

    def with_goal(self, number):
        return self.filter(holds("sdgs", number))

    def with_people(self):
        """Visits of which somebody recorded who travelled."""
        from delegations.models.people import DelegationMember

        return self.filter(Exists(DelegationMember.objects.filter(delegation=OuterRef("pk"))))

    def containing(self, words):
        """Each word stands in the title, summary or purpose, in a host's name, or names a country visited."""
        rows = self
        for word in words.split()[:8]:
            condition = Q()
            for field in _SEARCHED:
                condition |= Q(**{f"{field}__icontains": word})
            for code in countries_named(word):
                condition |= Q(countries__contains=code)
            rows = rows.filter(condition)
        return rows

    def with_size(self):
        """How many people travel, named in public or not."""
        from delegations.models.people import DelegationMember

        people = DelegationMember.objects.filter(delegation=OuterRef("pk")).order_by().values("delegation")
        return self.annotate(size=Coalesce(Subquery(people.annotate(n=Count("pk")).values("n")), 0))

    def report_due(self):
        """Visits that are over and whose report nobody has handed in, the longest due first."""
        return self.filter(
            state=DelegationState.COMPLETED, report_due_on__isnull=False, report_filed_on__isnull=True
        ).order_by("report_due_on", "id")

    def for_rows(self):
        return self.select_related("cover").defer("report", "purpose", "relations_note").with_size()

    def for_page(self):
        return self.select_related(
            "conference", "cover", "inviting_organisation", "sending_organisation", "host_organisation"
        ).with_size()


class Delegation(Illustrated, Publishable):
    title = models.CharField(_("title"), max_length=200)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.OUTGOING)
    purpose = models.TextField(_("purpose"), blank=True)
    passport_basis = models.CharField(
        _("passports"), max_length=10, choices=PassportBasis, default=PassportBasis.PRIVATE
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DelegationState, default=DelegationState.PLANNED
    )
    approval_number = models.CharField(
        _("approval document number"),
        max_length=80,
        blank=True,
        help_text=_("An official visit is not approved without one."),
    )
    approval_authority = models.CharField(_("approved by"), max_length=160, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    invitation_number = models.CharField(_("number of the invitation letter"), max_length=80, blank=True)
    invited_on = models.DateField(_("date of the invitation letter"), null=True, blank=True)
    invitation_signatory = models.CharField(
        _("invitation signed by"), max_length=160, blank=True, help_text=_("Name and position.")
    )
    relations_note = models.TextField(
        _("background and relations"),
        blank=True,
        help_text=_("Internal: the inviting body, past exchanges, earlier visits of the guests."),
    )
    level = models.CharField(_("level of the visit"), max_length=80, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("officer in charge"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Is reminded of what falls due."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    date_precision = models.CharField(
        _("date known"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    conference = models.ForeignKey(
        Conference,
        verbose_name=_("conference"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="delegations",
    )
    inviting_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("inviting organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegations_invited",
    )
    sending_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("sending organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegations_sent",
    )
    host_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("host organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegations_hosted",
    )
    countries = CountryField(_("countries and regions"), multiple=True, blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="delegations")
    sdgs = SDGsField()
    summary = models.TextField(_("summary"), blank=True)
    report = RichTextField(_("report"), blank=True)
    report_due_on = models.DateField(_("report due"), null=True, blank=True)
    report_filed_on = models.DateField(_("report handed in on"), null=True, blank=True)
    funding = models.CharField(_("source of the funds"), max_length=160, blank=True)
    internal = models.BooleanField(
        _("internal"), default=True, help_text=_("Internal visits never appear on the public site.")
    )

    objects = DelegationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["status", "internal", "starts_on"])]
        constraints = [
            *Publishable.Meta.constraints,
            ends_after_it_starts(
                "delegations_delegation_ends_after_it_starts",
                message=_("A visit does not end before it starts."),
            ),
            models.CheckConstraint(
                name="delegations_delegation_official_needs_approval",
                condition=~Q(passport_basis="official", state__in=["approved", "under_way", "completed"])
                | ~Q(approval_number=""),
                violation_error_message=_(
                    "An official visit is approved with the number of the approval document."
                ),
            ),
        ]
        permissions = [("view_internal_delegation", _("Can see internal notes of visits"))]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("delegations:detail", args=[self.slug])

    @property
    def plate_kind(self) -> str:
        return "delegation_incoming" if self.direction == Direction.INCOMING else "delegation"

    @property
    def is_withheld(self) -> bool:
        """Kept from the public whatever its publication date: an internal visit, one being planned, one called off."""
        return self.internal or self.state in NOT_FOR_THE_PUBLIC

    @property
    def is_public(self) -> bool:
        return super().is_public and not self.is_withheld

    @property
    def is_over(self) -> bool:
        """Where people are, hour by hour, is told only once they are back."""
        return self.state == DelegationState.COMPLETED or self.ends_on < timezone.localdate()
