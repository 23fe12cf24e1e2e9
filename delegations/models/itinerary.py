"""The programme of a visit, day by day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from delegations.models.delegations import Delegation
from delegations.models.people import DelegationMember
from members.models import Organisation


class ItineraryKind(models.TextChoices):
    """会见 (short, protocol) and 会谈 (talks on substance) are two things."""

    MEETING = "meeting", _("Meeting")
    TALKS = "talks", _("Talks")
    DISCUSSION = "discussion", _("Discussion")
    SITE_VISIT = "site_visit", _("Site visit")
    RECEPTION = "reception", _("Banquet")
    SIGNING = "signing", _("Signing")
    TRAVEL = "travel", _("Travel")
    CULTURE = "culture", _("Culture")


_SIGNS = {
    ItineraryKind.SITE_VISIT: "visit",
    ItineraryKind.RECEPTION: "rite",
    ItineraryKind.SIGNING: "rite",
    ItineraryKind.CULTURE: "rite",
    ItineraryKind.TRAVEL: "travel",
}


# What counts as substance where a visit has to be about its task: not banquets, not sights, not journeys.
SUBSTANCE = frozenset(
    {
        ItineraryKind.MEETING,
        ItineraryKind.TALKS,
        ItineraryKind.DISCUSSION,
        ItineraryKind.SITE_VISIT,
        ItineraryKind.SIGNING,
    }
)


class ItineraryQuerySet(models.QuerySet):
    def public(self):
        return self.filter(public=True)

    def on(self, day):
        return self.filter(date=day)

    def for_programme(self):
        """With whom they meet and who attends."""
        return self.select_related("organisation_met").prefetch_related("attendees")

    def without_internal_words(self):
        """For colleagues who have no right to them."""
        return self.defer("talking_points", "note")


class ItineraryItem(models.Model):
    delegation = models.ForeignKey(
        Delegation, verbose_name=_("delegation"), on_delete=models.CASCADE, related_name="itinerary"
    )
    date = models.DateField(_("date"))
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("to"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=ItineraryKind, default=ItineraryKind.MEETING)
    title = models.CharField(_("title"), max_length=200)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = CountryField(_("country or region"), blank=True)
    organisation_met = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation met"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("House, room, address."))
    hosts = models.CharField(
        _("whom they meet"), max_length=300, blank=True, help_text=_("Names and positions of the other side.")
    )
    attendees = models.ManyToManyField(
        DelegationMember,
        verbose_name=_("who attends"),
        blank=True,
        related_name="itinerary",
        help_text=_("Nobody chosen means the whole delegation."),
    )
    interpreter = models.CharField(_("interpreter"), max_length=80, blank=True)
    talking_points = models.TextField(_("talking points (internal)"), blank=True)
    note = models.TextField(_("note (internal)"), blank=True)
    public = models.BooleanField(_("on the public page"), default=True)

    renews_kept = True

    objects = ItineraryQuerySet.as_manager()

    class Meta:
        verbose_name = _("itinerary item")
        verbose_name_plural = _("itinerary")
        ordering = ["date", F("starts").asc(nulls_first=True), "id"]
        constraints = [
            models.CheckConstraint(
                name="delegations_itineraryitem_ends_after_it_starts",
                # A night journey arrives on the next day.
                condition=Q(starts__isnull=True)
                | Q(ends__isnull=True)
                | Q(kind="travel")
                | Q(ends__gt=F("starts")),
                violation_error_message=_(
                    "An item ends after it starts; only a journey may end on the next day."
                ),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def sign(self) -> str:
        """Its sign on the line of the day: talks, the square, need none of their own."""
        return _SIGNS.get(self.kind, "")
