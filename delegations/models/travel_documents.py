"""Passports and visas: apart from everything else, unreadable in the database, every reading on record."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import TimeStamped
from delegations.models.people import DelegationMember


class TravelDocumentKind(models.TextChoices):
    PASSPORT = "passport", _("Passport")
    VISA = "visa", _("Visa")
    OTHER = "other", _("Other document")


class TravelDocument(TimeStamped):
    """Number, dates and scan of a travel document, held as one encrypted text under a named key.

    It is kept for the purpose the person agreed to, and deleted on `delete_on`.
    """

    member = models.ForeignKey(
        DelegationMember, verbose_name=_("person"), on_delete=models.CASCADE, related_name="travel_documents"
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=TravelDocumentKind, default=TravelDocumentKind.PASSPORT
    )
    sealed = models.BinaryField(_("encrypted content"), editable=False)
    key_name = models.CharField(pgettext_lazy("encryption", "key"), max_length=40, editable=False)
    scan_name = models.CharField(max_length=200, blank=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=200)
    consent_at = models.DateTimeField(_("consent given at"))
    delete_on = models.DateField(_("to be deleted on"))

    class Meta:
        verbose_name = _("travel document")
        verbose_name_plural = _("travel documents")
        permissions = [("read_traveldocument", _("Can read travel documents"))]
        indexes = [models.Index(fields=["delete_on"])]

    def __str__(self):
        return self.get_kind_display()


class TravelDocumentReading(models.Model):
    """Who read a travel document, when and why. Outlives the document."""

    document = models.ForeignKey(
        TravelDocument,
        verbose_name=_("travel document"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="readings",
    )
    about = models.CharField(_("about"), max_length=200)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("read by"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200)
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reading of a travel document")
        verbose_name_plural = _("readings of travel documents")
        ordering = ["-read_at"]

    def __str__(self):
        return f"{self.about} · {self.reader}"
