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


class Places(models.Model):
    """How many places a desk has and how many are taken."""

    capacity = models.PositiveIntegerField()
    places_taken = models.PositiveIntegerField()

    class Meta:
        managed = False
        db_table = "events_registrationdesk"
        app_label = "bare"

    def __str__(self):
        return f"{self.places_taken} of {self.capacity}"


class SignUp(models.Model):
    """A row for each sign-up; the benchmark makes the table."""

    desk_id = models.BigIntegerField()
    email = models.CharField(max_length=254)

    class Meta:
        managed = False
        db_table = "bare_signup"
        app_label = "bare"

    def __str__(self):
        return self.email
