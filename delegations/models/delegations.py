"""Visits: delegations the association sends, and those it receives."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from beijing_ngo.core.fields import RichTextField
from beijing_ngo.core.models import (
    DatePrecision,
    Document,
    Photo,
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


class DelegationQuerySet(PublishableQuerySet):
    def public(self):
        """Published visits that are not internal; a visit being planned is nobody's business yet."""
        return (
            super()
            .public()
            .filter(internal=False)
            .exclude(state__in=(DelegationState.PLANNED, DelegationState.CANCELLED))
        )

    def for_rows(self):
        return (
            self.select_related("conference", "cover")
            .defer("report_zh_hans", "report_en")
            .annotate(size=models.Count("members", distinct=True))
        )


class Delegation(Publishable):
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
    cover = models.ForeignKey(
        Photo, verbose_name=_("cover"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    photos = GenericRelation(Photo)
    documents = GenericRelation(Document)
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
