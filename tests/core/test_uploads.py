"""What is accepted from outside, and what is left of a photograph when it is published."""

import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from PIL.ExifTags import IFD

from beijing_ngo.core.models import Document, Photo
from beijing_ngo.core.uploads import (
    LONGEST_EDGE,
    MAX_PIXELS,
    check_size,
    digest_of,
    prepare_photo,
    validate_document,
    validate_photo,
)
from tests.core.photographs import PLACE, opened, picture, telephone_photo, told_by, uploaded
from tests.factories import EventFactory, OrganisationFactory, SiteSettingsFactory


def several_pictures_in_one():
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(
        target, "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")]
    )
    return target.getvalue()


def animation():
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:])
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", picture()),
        ("a.JPEG", picture()),
        ("telephone.jpg", several_pictures_in_one()),
        ("a.png", picture("PNG", mode="RGBA", colour=(255, 0, 0, 80))),
        ("a.webp", picture("WEBP")),
        ("moving.webp", animation()),
    ],
)
def test_photographs_are_accepted(name, content):
    file = uploaded(content, name)

    validate_photo(file)

    assert file.read() == content  # read again from its start by whoever comes next


def far_too_large():
    """A small file that says it unpacks to a billion pixels."""
    content = bytearray(picture("PNG", size=(1, 1)))
    content[16:24] = (40_000).to_bytes(4, "big") + (30_000).to_bytes(4, "big")
    return bytes(content)


def too_many_pixels():
    """Over the portal's own bound and still below the one at which the library refuses by itself."""
    side = int(MAX_PIXELS**0.5) + 100
    content = bytearray(picture("PNG", size=(1, 1)))
    head = b"IHDR" + side.to_bytes(4, "big") * 2 + content[24:29]
    content[12:29] = head
    content[29:33] = zipfile.crc32(head).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("words.jpg", b"only words", "not_a_picture"),
        ("png.jpg", picture("PNG"), "not_a_picture"),
        ("picture.gif", picture("GIF"), "not_a_picture"),
        ("half.jpg", picture(size=(400, 400))[:1500], "not_a_picture"),
        ("half.png", picture("PNG", size=(400, 400))[:-60], "not_a_picture"),
        ("empty.png", b"", "not_a_picture"),
        ("bomb.png", far_too_large(), "not_a_picture"),
        ("wide.png", too_many_pixels(), "too_many_pixels"),
    ],
)
def test_what_is_no_photograph_is_refused(name, content, code):
    with pytest.raises(ValidationError) as refused:
        validate_photo(uploaded(content, name))

    assert refused.value.code == code


class Huge:
    """Says how large it is, and fails whoever reads it."""

    name, size, _committed = "huge.jpg", 200 * 1024 * 1024, False

    def __getattr__(self, name):
        raise AssertionError(f"{name} was asked of a file that is too large")


@pytest.mark.parametrize("validate", [validate_photo, validate_document])
def test_a_huge_file_is_refused_unread(validate):
    huge = Huge()

    with pytest.raises(ValidationError) as refused:
        validate(huge)

    assert refused.value.code == "too_large"
    assert refused.value.params["size"] == "200.0\xa0MB"


def test_a_file_at_the_limit_is_accepted():
    check_size(uploaded(b"12345", "a.txt"), 5)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_published_photograph_does_not_tell_where_it_was_taken(kind):
    content = telephone_photo(kind)
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(IFD.GPSInfo)  # or the test would prove nothing

    photo = prepare_photo(uploaded(content, f"a.{kind.lower()}"))

    image = opened(photo)
    assert told_by(image) == {}
    assert PLACE not in photo.read()
    assert image.size == (40, 60)  # upright


def test_a_photograph_is_bounded():
    photo = prepare_photo(uploaded(picture(size=(4800, 1200)), "a.jpg"))

    assert opened(photo).size == (LONGEST_EDGE, LONGEST_EDGE // 4)


def test_transparency_survives():
    photo = prepare_photo(uploaded(picture("PNG", mode="RGBA", colour=(255, 0, 0, 80)), "a.png"))

    assert (opened(photo).mode, opened(photo).getpixel((0, 0))) == ("RGBA", (255, 0, 0, 80))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (several_pictures_in_one(), "a.jpg"),
        (picture(mode="CMYK", colour=(0, 0, 0, 0)), "a.jpg"),
        (picture(mode="L", colour=128), "a.jpg"),
    ],
)
def test_every_jpeg_becomes_a_plain_one(content, name):
    image = opened(prepare_photo(uploaded(content, name)))

    assert (image.format, image.mode, getattr(image, "n_frames", 1)) == ("JPEG", "RGB", 1)


@pytest.mark.django_db
def test_a_saved_photo_is_the_prepared_one():
    event = EventFactory()

    photo = Photo.objects.create(subject=event, image=uploaded(telephone_photo(), "a.jpg"))

    photo.refresh_from_db()
    assert (photo.width, photo.height) == (40, 60)
    assert dict(opened(photo.image.open()).getexif()) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factory", "field", "folder", "size"),
    [
        (OrganisationFactory, "logo", "logos", (400, 600)),
        (SiteSettingsFactory, "wechat_qr", "site", (667, 1000)),
        (SiteSettingsFactory, "share_image", "site", (1600, 2400)),
    ],
)
def test_every_picture_of_the_site_is_written_anew(factory, field, folder, size):
    file = uploaded(telephone_photo(size=(3000, 2000)), "Office 2027.JPG")

    record = factory(**{field: file})

    record.refresh_from_db()
    stored = getattr(record, field)
    assert re.fullmatch(rf"{folder}/[0-9a-f]{{32}}\.jpg", stored.name)
    assert (told_by(opened(stored.open())), opened(stored.open()).size) == ({}, size)


@pytest.mark.django_db
def test_a_picture_among_the_documents_does_not_tell_its_place_either():
    content = telephone_photo(size=(600, 400))

    document = Document.objects.create(
        subject=EventFactory(), file=uploaded(content, "扫描.jpg"), title_zh_hans="扫描件"
    )

    stored = document.file.open().read()
    assert (PLACE in content, PLACE in stored) == (True, False)
    assert opened(io.BytesIO(stored)).size == (400, 600)
    assert (document.original_name, document.size) == ("扫描.jpg", len(stored))
    assert document.sha256 == digest_of(uploaded(stored, "a.jpg"))


def office_file(member):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(member, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n"),
        ("a.docx", office_file("word/document.xml")),
        ("a.xlsx", office_file("xl/workbook.xml")),
        ("a.pptx", office_file("ppt/presentation.xml")),
        ("a.odt", office_file("mimetype")),
        ("a.txt", "一行字".encode()),
        ("a.png", picture("PNG")),
    ],
)
def test_documents_are_accepted(name, content):
    validate_document(uploaded(content, name))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("film.pdf", b"\x00\x00\x00\x18ftypmp42", "wrong_content"),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42", "wrong_kind"),
        ("program.exe", b"MZ", "wrong_kind"),
        ("page.html", b"<script>", "wrong_kind"),
        ("drawing.svg", b"<svg onload='x()'/>", "wrong_kind"),
        ("sheet.docx", office_file("xl/workbook.xml"), "wrong_content"),
        ("words.docx", b"only words", "wrong_content"),
        ("program.txt", b"MZ\x90", "wrong_content"),
        ("none.pdf", b"", "wrong_content"),
        ("words.png", b"\x89PNG\r\n\x1a\nonly words", "not_a_picture"),
        ("page.jpg", b"%PDF-1.7\n", "not_a_picture"),
    ],
)
def test_what_is_no_document_is_refused(name, content, code):
    with pytest.raises(ValidationError) as refused:
        validate_document(uploaded(content, name))

    assert refused.value.code == code


@pytest.mark.django_db
def test_a_saved_document_remembers_name_size_and_digest():
    content = b"%PDF-1.7\n"

    document = Document.objects.create(
        subject=EventFactory(), file=uploaded(content, "报告 2027.pdf"), title_zh_hans="报告"
    )

    document.refresh_from_db()
    assert (document.original_name, document.size, document.extension) == ("报告 2027.pdf", 9, "PDF")
    assert document.sha256 == digest_of(uploaded(content, "other.pdf"))
    assert "报告" not in document.file.name
