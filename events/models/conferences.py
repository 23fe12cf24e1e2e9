"""Brands of events, and the meetings of international bodies they belong to."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from beijing_ngo.core.models import Publishable, ends_after_it_starts
from members.models import Organisation


class Series(Publishable):
    """A brand: Earth Hour in Beijing, the NGO Beijing International Forum."""

    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    required_text = ("name",)

    class Meta(Publishable.Meta):
        verbose_name = pgettext_lazy("events", "series")
        verbose_name_plural = pgettext_lazy("events", "series")
        ordering = ["order", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("events:series", args=[self.slug])


class Conference(Publishable):
    """A meeting of an international body, which side events, delegations and submissions point to: COP 27, HRC 51."""

    body = models.ForeignKey(
        Organisation,
        verbose_name=_("international body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conferences",
    )
    acronym = models.CharField(_("acronym"), max_length=20)
    number = models.PositiveSmallIntegerField(pgettext_lazy("conference", "number"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = CountryField(_("country or region"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    website = models.URLField(_("website"), blank=True)

    required_text = ("name",)

    class Meta(Publishable.Meta):
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ["-starts_on", "id"]
        constraints = [
            *Publishable.Meta.constraints,
            ends_after_it_starts("events_conference_ends_after_it_starts"),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """As the UN writes it, with a space: COP 27."""
        return f"{self.acronym} {self.number}" if self.number else self.acronym

    def get_absolute_url(self):
        return reverse("events:conference", args=[self.slug])
