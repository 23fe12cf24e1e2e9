"""Events in spreadsheets."""

from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from beijing_ngo.core.staff_admin import both
from beijing_ngo.core.staff_exchange import ExchangeResource
from events import notices
from events.models import Conference, Event, Series


class EventResource(ExchangeResource):
    """Series and conference are named by their addresses."""

    series = Field("series", "series", ForeignKeyWidget(Series, "slug"))
    conference = Field("conference", "conference", ForeignKeyWidget(Conference, "slug"))

    class Meta(ExchangeResource.Meta):
        model = Event
        fields = [
            "slug",
            "kind",
            *both("title", "theme_line", "summary"),
            "starts_at",
            "ends_at",
            "time_zone",
            "all_day",
            "attendance_mode",
            *both("venue", "address", "city"),
            "country",
            "series",
            "edition",
            "conference",
            "state",
            "participants_count",
            "organisations_count",
            "source_language",
            "status",
            "published_at",
        ]

    def before_save_instance(self, instance, row, **kwargs):
        super().before_save_instance(instance, row, **kwargs)
        instance.facts_before = notices.held_facts(instance.pk) if instance.pk else None

    def after_save_instance(self, instance, row, **kwargs):
        """An event moved by a spreadsheet is one that registrants may have to hear of, too."""
        super().after_save_instance(instance, row, **kwargs)
        if instance.facts_before:
            notices.record(event=instance, before=instance.facts_before, by=kwargs.get("user"))

    def get_queryset(self):
        return super().get_queryset().select_related("series", "conference").order_by("starts_at", "id")
