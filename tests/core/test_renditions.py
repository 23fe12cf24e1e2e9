"""A photograph in other sizes: which there are, and what is left in them."""

import io

import pytest

from beijing_ngo.core import renditions
from tests.core.photographs import (
    exchanged_colours,
    opened,
    picture,
    telephone_photo,
    told_by,
)


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (320, [320]),
        (340, [340]),
        (400, [320, 400]),
        (1000, [320, 640, 1000]),
        (1300, [320, 640, 960, 1300]),
        (1920, [320, 640, 960, 1280, 1920]),
        (2400, [320, 640, 960, 1280, 1920]),
    ],
)
def test_no_width_is_wider_than_the_photograph_and_no_two_hardly_differ(width, widths):
    assert renditions.widths_for(width) == widths


def drawn(content, widths=(30,)):
    """The renditions of a picture: width and format → the picture read back."""
    image = renditions.opened(io.BytesIO(content))
    return {
        (width, kind): opened(io.BytesIO(data)) for width, kind, data in renditions.draw(image, list(widths))
    }


def test_each_width_comes_in_each_format_and_in_proportion():
    found = drawn(picture(size=(60, 40)), [30, 60])

    assert {key: (image.format, image.size) for key, image in found.items()} == {
        (30, "avif"): ("AVIF", (30, 20)),
        (30, "webp"): ("WEBP", (30, 20)),
        (60, "avif"): ("AVIF", (60, 40)),
        (60, "webp"): ("WEBP", (60, 40)),
    }


def test_a_rendition_tells_nothing_but_the_picture():
    content = telephone_photo()
    assert told_by(opened(io.BytesIO(content)))  # or the test would prove nothing

    assert [told_by(image) for image in drawn(content).values()] == [{}, {}]


def test_colours_are_those_of_the_web():
    found = drawn(picture(colour=(255, 0, 0), icc_profile=exchanged_colours()))

    for image in found.values():
        red, green, blue = image.convert("RGB").getpixel((10, 10))
        assert (red < 60, green < 60, blue > 200) == (True, True, True)
        assert told_by(image) == {}


def test_a_broken_profile_does_not_matter():
    found = drawn(picture(colour=(255, 0, 0), icc_profile=b"no profile"))

    assert [image.convert("RGB").getpixel((10, 10))[0] > 200 for image in found.values()] == [True, True]


@pytest.mark.parametrize(
    ("kind", "mode", "colour"),
    [("PNG", "RGBA", (255, 0, 0, 80)), ("PNG", "LA", (128, 80)), ("WEBP", "RGBA", (0, 0, 255, 80))],
)
def test_transparency_survives(kind, mode, colour):
    found = drawn(picture(kind, mode=mode, colour=colour))

    assert [abs(image.getpixel((10, 10))[3] - 80) < 6 for image in found.values()] == [True, True]


@pytest.mark.parametrize(
    ("mode", "colour", "grey"), [("P", 0, 0), ("1", 1, 255), ("L", 128, 128), ("I;16", 40_000, 156)]
)
def test_unusual_kinds_of_picture_are_drawn(mode, colour, grey):
    found = drawn(picture("PNG", mode=mode, colour=colour))

    assert [abs(image.convert("L").getpixel((9, 9)) - grey) < 4 for image in found.values()] == [True, True]
