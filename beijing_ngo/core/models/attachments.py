"""Photographs and documents, which belong to an event, a delegation, an article, a submission."""

import uuid
from pathlib import Path

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.fields import PhotoField
from beijing_ngo.core.models.publishing import TimeStamped
from beijing_ngo.core.models.taxonomy import Language
from beijing_ngo.core.uploads import LONGEST_SCAN, digest_of, is_picture, prepare_photo, validate_document


def document_path(_document, filename):
    return f"documents/{uuid.uuid4().hex}{Path(filename).suffix.lower()}"


def private_storage():
    return storages["private"]


class Attachment(TimeStamped):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    renews_kept = True

    class Meta:
        abstract = True
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["content_type", "object_id", "order"])]


class PhotoQuerySet(models.QuerySet):
    def public(self):
        return self.filter(consent=True)


class Photo(Attachment):
    """A photograph; on upload it is turned upright, bounded in size and freed of the place where it was taken.

    `renditions` says in which other sizes it lies beside itself (key and widths, `core/renditions.py`); or when a worker
    began to make them, or failed (begun, failed); or nothing, while it waits.
    """

    image = PhotoField(_("photograph"), upload_to="photos", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, null=True)
    height = models.PositiveIntegerField(editable=False, null=True)
    renditions = models.JSONField(default=dict, blank=True, editable=False)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    alt = models.CharField(
        _("description for readers who cannot see it"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, in one sentence."),
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    consent = models.BooleanField(
        _("may be published"),
        default=False,
        help_text=_(
            "The people shown have agreed, or nobody can be recognised. Otherwise only staff see it."
        ),
    )

    objects = PhotoQuerySet.as_manager()

    class Meta(Attachment.Meta):
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")

    def __str__(self):
        return self.caption or Path(self.image.name).name

    @property
    def has_renditions(self) -> bool:
        return "widths" in self.renditions


class DocumentAccess(models.TextChoices):
    PUBLIC = "public", _("public")
    STAFF = "staff", _("staff")
    RESTRICTED = "restricted", _("restricted")


class DocumentQuerySet(models.QuerySet):
    def public(self):
        return self.filter(access=DocumentAccess.PUBLIC)

    def visible_to(self, user):
        """Staff documents for staff who may view documents, restricted ones for those who were given that right."""
        if not (user.is_active and user.is_staff and user.has_perm("core.view_document")):
            return self.public()
        if user.has_perm("core.view_restricted_document"):
            return self
        return self.exclude(access=DocumentAccess.RESTRICTED)


class Document(Attachment):
    """A file to read; kept outside the public folder and handed out only by a view that asks who is reading."""

    file = models.FileField(
        _("file"), upload_to=document_path, storage=private_storage, validators=[validate_document]
    )
    original_name = models.CharField(max_length=200, editable=False, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.CHINESE)
    title = models.CharField(_("title"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False, default=0)
    access = models.CharField(
        _("who may read it"), max_length=12, choices=DocumentAccess, default=DocumentAccess.STAFF
    )

    objects = DocumentQuerySet.as_manager()

    class Meta(Attachment.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("view_restricted_document", _("Can read restricted documents"))]

    def __str__(self):
        return self.title or self.original_name

    def get_absolute_url(self):
        return reverse("document", args=[self.pk])

    @property
    def extension(self) -> str:
        return Path(self.file.name).suffix.lstrip(".").upper()

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            self.original_name = Path(self.file.name).name[-200:]
            if is_picture(self.file.name):
                self.file = prepare_photo(self.file, LONGEST_SCAN)
            self.size, self.sha256 = self.file.size, digest_of(self.file)
        super().save(*args, **kwargs)


class Illustrated(models.Model):
    """A record with photographs, one of them its cover, and documents."""

    cover = models.ForeignKey(
        Photo, verbose_name=_("cover"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    photos = GenericRelation(Photo)
    documents = GenericRelation(Document)

    class Meta:
        abstract = True

    @property
    def public_cover(self) -> Photo | None:
        """The cover if it may be published; everywhere else the record has its plate."""
        return self.cover if self.cover and self.cover.consent else None
