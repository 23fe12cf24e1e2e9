"""Scans of travel documents: checked, sealed, and kept apart from every other file."""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.uploads import check_size, validate_document, validate_photo
from delegations import sealing

FOLDER = "travel"
LARGEST = 10 * 1024 * 1024  # a page of a passport, generously
KINDS = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
UNCLAIMED = timedelta(days=1)  # longer than any form takes to be saved


class ScanGone(Refusal):
    message = _(
        "The scan is not in its place any more. Please ask whoever runs the portal to look at the backups."
    )


@dataclass(frozen=True, repr=False)
class Scan:
    name: str  # as it was uploaded
    content: bytes

    @property
    def content_type(self) -> str:
        return KINDS.get(PurePath(self.name).suffix.lower(), "application/octet-stream")


class InMemory(MemoryFileUploadHandler):
    """Takes an upload without ever writing it to the disk, where it would lie in clear.

    Of a file that is too large only the size is kept: enough to say so.
    """

    def handle_raw_input(self, *args, **kwargs):
        self.activated = True

    def new_file(self, *args, **kwargs):
        self.received = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received <= LARGEST:
            self.file.write(raw_data)

    def file_complete(self, file_size):
        self.file.seek(0)
        return InMemoryUploadedFile(
            file=self.file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def validate_scan(file) -> None:
    """A PDF, JPEG or PNG that really is one."""
    check_size(file, LARGEST)
    extension = PurePath(file.name).suffix.lower()
    if extension not in KINDS:
        raise ValidationError(_("Please choose a PDF, a JPEG or a PNG file."), code="wrong_kind")
    validate_document(file)
    if extension != ".pdf":
        validate_photo(file)


def _storage():
    return storages["private"]


@sensitive_variables()
def put(scan: Scan) -> str:
    """Seal it under the first key. Returns where it lies; its own name is sealed with it."""
    path = f"{FOLDER}/{uuid.uuid4().hex}.sealed"
    head = json.dumps({"name": scan.name[-200:]}).encode()
    plain = len(head).to_bytes(4, "big") + head + scan.content
    return _storage().save(path, ContentFile(sealing.seal(plain, f"scan {path}")))


@sensitive_variables()
def get(path: str) -> Scan:
    try:
        with _storage().open(path) as file:
            sealed = file.read()
    except FileNotFoundError:
        raise ScanGone from None
    plain = sealing.unseal(sealed, f"scan {path}")
    end = 4 + int.from_bytes(plain[:4], "big")
    return Scan(json.loads(plain[4:end])["name"], plain[end:])


def exists(path: str) -> bool:
    return bool(path) and _storage().exists(path)


def drop(path: str) -> None:
    if path:
        _storage().delete(path)


def unclaimed(claimed: set[str]) -> list[str]:
    """Scans that belong to no document: of forms that were never saved, of rows that are gone."""
    storage = _storage()
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    before = timezone.now() - UNCLAIMED
    paths = (f"{FOLDER}/{name}" for name in names)
    return [path for path in paths if path not in claimed and storage.get_modified_time(path) < before]
