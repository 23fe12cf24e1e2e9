from django.db import models


class Row(models.Model):
    """A few columns of an event."""

    slug = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    city_en = models.CharField(max_length=80)

    class Meta:
        managed = False
        db_table = "events_event"
        app_label = "bare"

    def __str__(self):
        return self.title_en
