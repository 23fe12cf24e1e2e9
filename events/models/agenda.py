"""The programme of an event and who speaks."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import Photo
from events.models.events import Event
from members.models import Organisation


class AgendaItem(models.Model):
    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="agenda")
    day = models.PositiveSmallIntegerField(
        _("day"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("Counted from 1, the day the event starts."),
    )
    starts = models.TimeField(_("starts at"))
    ends = models.TimeField(_("ends at"))
    title = models.CharField(_("title"), max_length=200)
    room = models.CharField(_("room"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    renews_kept = True

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["day", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                name="events_agendaitem_ends_after_it_starts",
                condition=Q(ends__gt=F("starts")),
                violation_error_message=_("An agenda item ends after it starts."),
            )
        ]

    def __str__(self):
        return self.title


class Speaker(models.Model):
    agenda_item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), on_delete=models.CASCADE, related_name="speakers"
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    position = models.CharField(_("position"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    portrait = models.ForeignKey(
        Photo, verbose_name=_("portrait"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    renews_kept = True

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["order", "id"]

    def __str__(self):
        return self.name
