"""Whom a matter was chased with, and when last; the mails themselves lie in the outbox."""

from django.conf import settings
from django.db import models


class Chase(models.Model):
    """One matter that falls due, such as a follow-up until its day, and one colleague who was reminded of it."""

    matter = models.CharField(max_length=80)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "person"], name="delegations_chase_once"),
        ]

    def __str__(self):
        return self.matter
