"""Files of an application that is still being filled in."""

import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.uploads import validate_document

KEPT_UNSENT = timedelta(days=2)


class PaperKind(models.TextChoices):
    CERTIFICATE = "certificate", _("Registration certificate")
    CHARTER = "charter", _("Charter of the organisation")
    OTHER = "other", _("Other document")


def upload_path(_upload, filename):
    return f"applications/{uuid.uuid4().hex}{Path(filename).suffix.lower()}"


def private_storage():
    return storages["private"]


class ApplicationUploadQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user)

    def left_behind(self, now=None):
        return self.filter(created_at__lt=(now or timezone.now()) - KEPT_UNSENT)


class ApplicationUpload(models.Model):
    """An accepted file waits here while the rest of the form is put right; two days later it is gone."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="application_uploads"
    )
    kind = models.CharField(pgettext_lazy("document", "kind"), max_length=12, choices=PaperKind)
    file = models.FileField(
        _("file"), upload_to=upload_path, storage=private_storage, validators=[validate_document]
    )
    original_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = ApplicationUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an application")
        verbose_name_plural = _("files of applications")
        ordering = ["id"]

    def __str__(self):
        return self.original_name

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            self.original_name, self.size = Path(self.file.name).name[-200:], self.file.size
        super().save(*args, **kwargs)
