"""Organisations the association works with: members, partners, UN bodies, governments, companies."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from beijing_ngo.core.fields import PhotoField, holds
from beijing_ngo.core.models import Document, Publishable, PublishableQuerySet, SDGsField, Theme
from members.credit_code import normalise, validate_credit_code


class OrganisationKind(models.TextChoices):
    MEMBER = "member", pgettext_lazy("organisation", "Member")
    PARTNER = "partner", _("Partner")
    INTERNATIONAL = "international_organisation", _("International organisation")
    UN_BODY = "un_body", _("UN body")
    GOVERNMENT = "government_body", _("Government body")
    COMPANY = "company", _("Company")


class LegalForm(models.TextChoices):
    ASSOCIATION = "social_association", _("Social association")
    FOUNDATION = "foundation", _("Foundation")
    SERVICE = "social_service_organisation", _("Social service organisation")
    INTERNATIONAL = "international", _("International")
    OTHER = "other", _("Other")


class OrganisationQuerySet(PublishableQuerySet):
    def listed(self):
        """The public directory: members that asked to be in it."""
        return self.public().filter(kind=OrganisationKind.MEMBER, listed=True)

    def containing(self, words):
        """Each word stands in one of its names, or in its description, in either language."""
        rows = self
        for word in words.split()[:8]:
            condition = Q(aliases__icontains=word) | Q(un_name__icontains=word)
            for field in ("name", "short_name", "description"):
                condition |= Q(**{f"{field}_zh_hans__icontains": word}) | Q(
                    **{f"{field}_en__icontains": word}
                )
            rows = rows.filter(condition)
        return rows

    def with_goals(self, numbers):
        """Those that work for at least one of the goals."""
        condition = Q()
        for number in numbers:
            condition |= holds("sdgs", number)
        return self.filter(condition)

    def for_rows(self):
        return self.defer("description").prefetch_related("themes", "international_statuses")

    def with_member_since(self):
        """The day of the first decision to take it in, for those that are members today."""
        from members.models.membership import Membership, MembershipState

        terms = Membership.objects.filter(organisation=OuterRef("pk")).order_by("decided_on")
        taken_in = (MembershipState.ACTIVE, MembershipState.RENEWED, MembershipState.LAPSED)
        kept_terms = terms.filter(state__in=taken_in)
        return self.annotate(
            is_member=Exists(terms.active()),
            member_since=Subquery(kept_terms.filter(decided_on__isnull=False).values("decided_on")[:1]),
        )

    def in_good_standing(self):
        from members.models.membership import MembershipState

        return self.filter(memberships__state=MembershipState.ACTIVE).distinct()

    def members(self, today=None):
        """Those whose membership is in force: what it gives stops when it lapses."""
        from members.models.membership import Membership

        terms = Membership.objects.in_force(today or timezone.localdate())
        return self.filter(Exists(terms.filter(organisation=OuterRef("pk"))))


class Organisation(Publishable):
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    aliases = models.CharField(
        _("other names"),
        max_length=300,
        blank=True,
        help_text=_("Former names and abbreviations, for searching."),
    )
    kind = models.CharField(
        _("kind"), max_length=30, choices=OrganisationKind, default=OrganisationKind.MEMBER
    )
    legal_form = models.CharField(_("legal form"), max_length=30, choices=LegalForm, blank=True)
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=24,
        blank=True,
        validators=[validate_credit_code],
        help_text=_("18 characters; organisations registered abroad have none."),
    )
    registration_authority = models.CharField(_("registration authority"), max_length=120, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    country = CountryField(_("country or region"), blank=True, default="CN")
    city = models.CharField(_("city"), max_length=80, blank=True)
    description = models.TextField(_("description"), blank=True)
    logo = PhotoField(_("logo"), upload_to="logos", blank=True, longest_edge=600)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    un_name = models.CharField(
        _("name in the UN list"),
        max_length=200,
        blank=True,
        help_text=_("Exactly so: statements must match it."),
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="organisations")
    sdgs = SDGsField()
    listed = models.BooleanField(_("in the public directory"), default=False)
    documents = GenericRelation(Document)

    required_text = ("name",)

    objects = OrganisationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["kind", "listed", "status"])]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="members_organisation_one_per_credit_code",
                violation_error_message=_("There is an organisation with this credit code already."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:detail", args=[self.slug])

    @property
    def is_member_now(self) -> bool:
        return self.memberships.in_force(timezone.localdate()).exists()

    def clean_fields(self, exclude=None):
        self.credit_code = normalise(self.credit_code)
        super().clean_fields(exclude)

    def save(self, *args, **kwargs):
        self.credit_code = normalise(self.credit_code)
        super().save(*args, **kwargs)


class StatusKind(models.TextChoices):
    GENERAL = "general_consultative", _("General consultative status")
    SPECIAL = "special_consultative", _("Special consultative status")
    ROSTER = "roster", _("Roster")
    OBSERVER = "observer", _("Observer")
    MEMBER = "member", _("Member")


class InternationalStatus(models.Model):
    """What an organisation is to an international body: special consultative status with ECOSOC since 2015."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="international_statuses",
    )
    body = models.ForeignKey(
        Organisation,
        verbose_name=_("international body"),
        on_delete=models.PROTECT,
        related_name="statuses_granted",
    )
    kind = models.CharField(pgettext_lazy("international", "status"), max_length=30, choices=StatusKind)
    since_year = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    link = models.URLField(_("link"), blank=True)

    renews_kept = True

    class Meta:
        verbose_name = _("international status")
        verbose_name_plural = _("international statuses")
        ordering = [models.F("since_year").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "body", "kind"],
                name="members_internationalstatus_once",
                violation_error_message=_("This status is recorded already."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.body}"
