"""Passports and visas: apart from everything else, unreadable in the database, every reading on record."""

from django.conf import settings
from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import TimeStamped
from delegations.models.delegations import Delegation
from delegations.models.people import DelegationMember


class TravelDocumentKind(models.TextChoices):
    PASSPORT = "passport", _("Passport")
    VISA = "visa", _("Visa")
    OTHER = "other", _("Other document")


class ConsentChannel(models.TextChoices):
    PAPER = "paper", _("signed on paper")
    EMAIL = "email", _("by e-mail")
    MESSAGE = "message", _("by text message or chat")


class TravelDocumentQuerySet(models.QuerySet):
    def without_content(self):
        """What may be listed: whose it is, of which kind, until when; the sealed content stays in the database."""
        return self.defer("sealed")

    def with_readings(self):
        """How often each was read."""
        return self.annotate(times_read=Count("readings"))

    def due(self, today):
        """Documents that are to be deleted by now."""
        return self.filter(delete_on__lte=today)


class TravelDocument(TimeStamped):
    """Number, dates and scan of a travel document, held as one encrypted text under a named key.

    It is kept for the purpose the person agreed to, and deleted on `delete_on`: so many days after the return as the person
    was told, or fewer where the association has shortened the time since.
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
    consent_channel = models.CharField(
        _("how consent was given"), max_length=10, choices=ConsentChannel, default=ConsentChannel.PAPER
    )
    consent_text = models.TextField(_("what the person agreed to"), blank=True)
    separate_consent_at = models.DateTimeField(
        _("separate consent given at"),
        null=True,
        blank=True,
        help_text=_(
            "To keeping a scan, to handing the data on, or, under the age of 14, of a parent or guardian."
        ),
    )
    passed_to = models.CharField(_("handed on to"), max_length=200, blank=True)
    keep_days = models.PositiveSmallIntegerField(_("kept after the return for (days)"), default=90)
    delete_on = models.DateField(_("to be deleted on"))
    # All that is known of the dates without opening the document.
    expires_early = models.BooleanField(
        _("expires within six months of the return"), null=True, editable=False, default=None
    )

    objects = TravelDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("travel document")
        verbose_name_plural = _("travel documents")
        permissions = [("read_traveldocument", _("Can read travel documents"))]
        indexes = [models.Index(fields=["delete_on"])]

    def __str__(self):
        return self.get_kind_display()


class ReadingOf(models.TextChoices):
    CONTENT = "content", _("the data")
    SCAN = "scan", _("the scan")


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
    what = models.CharField(_("what was read"), max_length=10, choices=ReadingOf, default=ReadingOf.CONTENT)
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


class TravelDocumentPurge(models.Model):
    """What was deleted: how many documents of which visit, and never whose they were.

    Because their day had come (the clock), or earlier, by a colleague with a reason.
    """

    delegation = models.ForeignKey(
        Delegation,
        verbose_name=_("delegation"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="travel_document_purges",
    )
    documents = models.PositiveIntegerField(_("documents deleted"))
    scans = models.PositiveIntegerField(_("scans deleted"))
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("deleted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty: the clock, because their day had come."),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    purged_at = models.DateTimeField(_("deleted at"), auto_now_add=True)

    class Meta:
        verbose_name = _("deletion of travel documents")
        verbose_name_plural = _("deletions of travel documents")
        ordering = ["-purged_at"]

    def __str__(self):
        return str(self.delegation or self.purged_at.date())
