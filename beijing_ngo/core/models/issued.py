"""Documents that the association issued under a number: letters and certificates that can be verified."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.references import grouped, new_code


class IssuedKind(models.TextChoices):
    INVITATION = "invitation", _("Invitation letter")
    ATTENDANCE = "attendance", _("Certificate of attendance")
    VISA_SUPPORT = "visa_support", _("Visa support letter")


PREFIXES = {IssuedKind.INVITATION: "INV", IssuedKind.ATTENDANCE: "CERT", IssuedKind.VISA_SUPPORT: "VISA"}


class IssuedLanguage(models.TextChoices):
    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")
    BOTH = "both", _("both languages")


class NumberSeries(models.Model):
    """The last number given in a series; whoever issues waits for this row, so no number is given twice."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="core_numberseries_one_per_year")
        ]

    def __str__(self):
        return f"{self.prefix}-{self.year}"


class IssuedDocumentQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(revoked_at=None)

    def about(self, subject):
        return self.about_any([subject])

    def about_any(self, subjects):
        """Of several records of one kind."""
        kinds = {ContentType.objects.get_for_model(subject).pk for subject in subjects}
        return self.filter(content_type__in=kinds, object_id__in=[subject.pk for subject in subjects])

    def for_colleague(self, user):
        """Documents about records of the kinds that a colleague may see."""
        kinds = ContentType.objects.filter(pk__in=self.model.objects.order_by().values("content_type"))
        seen = [kind.pk for kind in kinds if user.has_perm(f"{kind.app_label}.view_{kind.model}")]
        return self.filter(Q(content_type__isnull=True) | Q(content_type__in=seen))


class IssuedDocument(models.Model):
    """What was issued is kept as it was: printed again years later, the same number says the same.

    Whoever holds the paper verifies it by the code on it; the number alone, which others may guess, tells less.
    """

    number = models.CharField(pgettext_lazy("document", "number"), max_length=30, unique=True)
    code = models.CharField(
        _("verification code"), max_length=12, unique=True, default=new_code, editable=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=IssuedKind)
    language = models.CharField(
        _("language"), max_length=10, choices=IssuedLanguage, default=IssuedLanguage.BOTH
    )
    to_name = models.CharField(_("issued to"), max_length=120)
    # What anybody who verifies the document is shown: {"name": {"zh-hans": "王芳", "en": "WANG Fang"}, "event": …}
    facts = models.JSONField(_("what it certifies"), default=dict)
    # What the document is set from, so that it can be printed again
    template = models.CharField(max_length=100)
    content = models.JSONField(default=dict)
    content_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("content_type", "object_id")
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("issued by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revoked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revoked_reason = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("Whoever verifies the document reads it.")
    )

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "content_type", "object_id"],
                condition=Q(revoked_at__isnull=True, object_id__isnull=False),
                name="core_issueddocument_one_valid",
                violation_error_message=_("There is a valid document of this kind already."),
            ),
            models.CheckConstraint(
                name="core_issueddocument_revoked_for_a_reason",
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                violation_error_message=_("A document is revoked for a reason."),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    @property
    def spoken_code(self) -> str:
        """As it is printed and read aloud: 7KQM-4TXA-93CD."""
        return grouped(self.code)
