"""Pictures as people upload them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

PLACE = b"GPSLatitude"


def picture(kind="JPEG", size=(60, 40), mode="RGB", colour="red", **options):
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, kind, **options)
    return target.getvalue()


def uploaded(content, name):
    return SimpleUploadedFile(name, content)


def telephone_photo(kind="JPEG", size=(60, 40)):
    """A picture held sideways, as a telephone writes it: with the camera, the place and where up is."""
    exif = Image.Exif()
    exif[Base.Make] = "Camera"
    exif[Base.Orientation] = 6
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", (39.0, 54.0, 20.0)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>39,54.3N</exif:GPSLatitude></x:xmpmeta>'
    more = {"xmp": xmp, "comment": b"GPSLatitude 39,54.3N"} if kind == "JPEG" else {}
    return picture(kind, size, exif=exif, **more)


def exchanged_colours():
    """A colour profile in which red and blue have changed places: whoever ignores it shows the wrong one."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for one, other in ((b"rXYZ", b"bXYZ"), (b"rTRC", b"bTRC")):
        first, second = profile.index(one) + 4, profile.index(other) + 4
        profile[first : first + 8], profile[second : second + 8] = (
            profile[second : second + 8],
            profile[first : first + 8],
        )
    return bytes(profile)


def opened(file):
    image = Image.open(file)
    image.load()
    return image


def told_by(image) -> dict:
    """All that a picture file says besides the picture."""
    dull = (
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "dpi",
        "background",
        "loop",
        "duration",
        "timestamp",
    )
    said = {name: value for name, value in image.info.items() if name not in dull and value}
    return said | dict(image.getexif())
