"""A photograph in other sizes: which there are, what they are called, and how they are drawn.

The qualities were chosen by measuring: at the same likeness to the original, AVIF takes about three quarters of the bytes of
WebP. It also takes seconds to write, so nothing here is for a request.
"""

import io
from collections.abc import Iterator
from pathlib import PurePosixPath

from PIL import Image, ImageCms

WIDTHS = (320, 640, 960, 1280, 1920)
# The one with the fewest bytes first: a browser takes the first that it can read.
FORMATS = {
    "avif": {"quality": 55, "speed": 6, "max_threads": 1},
    "webp": {"quality": 78, "method": 4},
}
_HARDLY_SMALLER = 0.9
_SRGB = ImageCms.createProfile("sRGB")


def widths_for(width: int) -> list[int]:
    """The widths that a photograph of this width gets: none wider than itself, no two that hardly differ."""
    largest = min(width, WIDTHS[-1])
    return [*(step for step in WIDTHS if step < largest * _HARDLY_SMALLER), largest]


def name(original: str, key: str, width: int, kind: str) -> str:
    """Where a rendition lies, beside its original. Each making has a key, so that what a name stands for never changes."""
    return f"{PurePosixPath(original).with_suffix('')}-{key}-{width}.{kind}"


def names(original: str, made: dict) -> list[str]:
    """All the files of one making, given what a row remembers of it: its key and its widths."""
    return [name(original, made["key"], width, kind) for width in made.get("widths", ()) for kind in FORMATS]


def opened(file) -> Image.Image:
    """The picture in the colours of the web, and nothing else of what the file told."""
    with Image.open(file) as image:
        mode = "RGBA" if image.has_transparency_data else "RGB"
        profile = image.info.get("icc_profile")
        if profile and image.mode not in ("P", "PA"):
            try:
                source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
                image = ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode)
            except (ImageCms.PyCMSError, OSError):
                pass  # a broken profile says nothing: the colours are taken as they are
        if image.mode.startswith("I"):  # sixteen bits of grey, of which converting would keep the lower eight
            image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
        image = image.convert(mode)
    image.info.clear()  # the writers would write profile and comments again
    return image


def draw(image: Image.Image, widths: list[int]) -> Iterator[tuple[int, str, bytes]]:
    """The picture in each width and format."""
    for width in widths:
        height = max(round(image.height * width / image.width), 1)
        smaller = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        for kind, options in FORMATS.items():
            target = io.BytesIO()
            smaller.save(target, kind, **options)
            yield width, kind, target.getvalue()
