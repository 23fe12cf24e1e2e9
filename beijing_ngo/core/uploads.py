"""Files that come from outside: what is accepted, and how a photograph is made safe to publish."""

import hashlib
import io
import zipfile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

PHOTO_FORMATS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}
MAX_PIXELS = 60_000_000  # a picture that unpacks to more than this is refused before it is unpacked
LONGEST_EDGE = 2400  # pixels; what a retina screen can show
LONGEST_SCAN = 5000  # pixels; a page of paper at 400 dots an inch

_ZIP_MEMBERS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
_PICTURES = (".jpg", ".jpeg", ".png")
DOCUMENT_EXTENSIONS = (".pdf", *_ZIP_MEMBERS, ".odt", *_PICTURES, ".txt", ".csv")


def check_size(file, limit) -> None:
    """Whether the file is small enough; asked before anything is read of it."""
    if file.size > limit:
        raise ValidationError(
            _("The file has %(size)s; at most %(limit)s are accepted."),
            params={"size": filesizeformat(file.size), "limit": filesizeformat(limit)},
            code="too_large",
        )


def validate_photo(file) -> None:
    """A JPEG, PNG or WebP picture that really is one, by its content and not by its name."""
    if getattr(file, "_committed", False):
        return
    check_size(file, settings.MAX_PHOTO_BYTES)
    _check_picture(file)


def _check_picture(file):
    wrong = ValidationError(_("This is not a JPEG, PNG or WebP picture."), code="not_a_picture")
    try:
        file.seek(0)
        with Image.open(file, formats=list(PHOTO_FORMATS)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("The picture has too many pixels."), code="too_many_pixels")
            if Path(file.name).suffix.lower() not in PHOTO_FORMATS[_kind(image)]:
                raise wrong
            # A file that breaks off in the middle is noticed only by reading all of it.
            image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise wrong from error
    finally:
        file.seek(0)


def _kind(image) -> str:
    """Telephones put several pictures into one JPEG file (depth, brightness); the first is the photograph."""
    return "JPEG" if image.format == "MPO" else image.format


def prepare_photo(file, longest_edge=LONGEST_EDGE) -> ContentFile:
    """The picture upright, at most `longest_edge` pixels long, written anew: camera, place and time do not survive."""
    file.seek(0)
    with Image.open(file, formats=list(PHOTO_FORMATS)) as image:
        kind = _kind(image)
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((longest_edge, longest_edge))
        colours = upright.info.get("icc_profile")
        if kind == "JPEG" and upright.mode != "RGB":
            upright, colours = upright.convert("RGB"), None
        target = io.BytesIO()
        upright.info.pop("comment", None)
        upright.save(target, kind, quality=88, exif=b"", icc_profile=colours)
    return ContentFile(target.getvalue(), name=Path(file.name).name)


def is_picture(name: str) -> bool:
    """Whether a document is a picture, by its name; that the content agrees has been checked then."""
    return Path(name).suffix.lower() in _PICTURES


def validate_document(file) -> None:
    """A PDF, an office file, a picture or plain text, by its content and not by its name."""
    if getattr(file, "_committed", False):
        return
    check_size(file, settings.MAX_DOCUMENT_BYTES)
    if is_picture(file.name):
        _check_picture(file)
        return
    extension = Path(file.name).suffix.lower()
    if extension not in DOCUMENT_EXTENSIONS:
        raise ValidationError(
            _("Files of this kind are not accepted. Accepted are: %(kinds)s."),
            params={"kinds": ", ".join(sorted(kind[1:] for kind in DOCUMENT_EXTENSIONS))},
            code="wrong_kind",
        )
    file.seek(0)
    try:
        genuine = _looks_like(file, extension)
    finally:
        file.seek(0)
    if not genuine:
        raise ValidationError(
            _("The content of the file does not agree with its name (%(extension)s)."),
            params={"extension": extension},
            code="wrong_content",
        )


def _looks_like(file, extension):
    head = file.read(1024)
    file.seek(0)
    if extension == ".pdf":
        return head.startswith(b"%PDF-")
    if extension in (".txt", ".csv"):
        return b"\x00" not in head and not head.startswith((b"%PDF", b"PK\x03\x04", b"MZ", b"\x7fELF"))
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False
    return "mimetype" in names if extension == ".odt" else _ZIP_MEMBERS[extension] in names


def digest_of(file) -> str:
    """SHA-256 of the content, in hexadecimal."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256") if hasattr(file, "fileno") else hashlib.sha256(file.read())
    file.seek(0)
    return digest.hexdigest()
