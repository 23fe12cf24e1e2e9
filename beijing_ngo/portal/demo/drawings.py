"""Pictures for the galleries of the demonstration content: landscapes in the manner of the plates, drawn when they are loaded.

There is no photograph that everybody may use and nobody is shown on, so these are drawings, and their captions say so.
"""

import io
import math
import random
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

SIZE = WIDTH, HEIGHT = 1200, 800
RIDGES = 6


@dataclass(frozen=True)
class View:
    """An hour and its colours: the sky from above to the horizon, ridges from far to near, the sun or moon."""

    seed: int
    sky: tuple[str, str]
    ridges: tuple[str, str]
    light: str
    at: tuple[float, float]  # of the light, in parts of width and height
    water: bool = False


VIEWS = {
    "first-light": View(
        11, ("#9fb8c8", "#f6dcb8"), ("#b9bfae", "#143f36"), "#fff3d6", (0.68, 0.44), water=True
    ),
    "noon": View(23, ("#7fb3c4", "#eef3e6"), ("#b7d0c4", "#0f4a3b"), "#ffffff", (0.27, 0.16)),
    "evening": View(37, ("#5d6f8c", "#f2b179"), ("#c9a48c", "#2b2a33"), "#ffe1a8", (0.36, 0.5), water=True),
    "rain": View(41, ("#8d9b9c", "#dfe3dc"), ("#c3ccc6", "#30443f"), "#dfe3dc", (0.5, -0.5)),
    "night": View(59, ("#0b1f2a", "#2c4f57"), ("#35585c", "#04100f"), "#f4ead0", (0.74, 0.2), water=True),
}


@cache
def draw(name: str) -> bytes:
    """The view as a JPEG file."""
    view = VIEWS[name]
    chance = random.Random(view.seed)  # noqa: S311, the same view each time is what is wanted
    image = _blend(view.sky[0], view.sky[1], Image.linear_gradient("L").resize(SIZE))
    _shine(image, view)
    shore = HEIGHT * (0.74 if view.water else 1)
    for place in range(RIDGES):
        near = place / (RIDGES - 1)
        _ridge(image, view, near, shore, chance)
    if view.water:
        _mirror(image, view, round(shore))
    target = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.7)).save(target, "JPEG", quality=82, optimize=True)
    return target.getvalue()


def _blend(first, second, mask):
    return Image.composite(Image.new("RGB", SIZE, second), Image.new("RGB", SIZE, first), mask)


def _between(first, second, part):
    pairs = zip(ImageColor.getrgb(first), ImageColor.getrgb(second), strict=True)
    return tuple(round(one + (other - one) * part) for one, other in pairs)


def _shine(image, view):
    x, y = view.at[0] * WIDTH, view.at[1] * HEIGHT
    for radius, strength, soft in ((264, 70, 88), (120, 90, 40), (38, 255, 2)):
        mask = Image.new("L", SIZE)
        ImageDraw.Draw(mask).ellipse((x - radius, y - radius, x + radius, y + radius), fill=strength)
        image.paste(view.light, mask=mask.filter(ImageFilter.BoxBlur(soft)).filter(ImageFilter.BoxBlur(soft)))


def _ridge(image, view, near, shore, chance):
    """One chain of hills, hazier the farther it is, with mist in the valley before it."""
    waves = [(chance.uniform(0.6, 1.4) * 2**octave, chance.uniform(0, 7), 0.5**octave) for octave in range(6)]
    height, base = HEIGHT * (0.17 - 0.06 * near), shore * (0.62 + 0.3 * near)
    tops = []
    for x in range(0, WIDTH + 5, 5):
        part = sum(size * math.sin(x / WIDTH * math.tau * wave + phase) for wave, phase, size in waves)
        tops.append((x, base - height * (0.55 + 0.5 * part)))
    mask = Image.new("L", SIZE)
    ImageDraw.Draw(mask).polygon([*tops, (WIDTH, shore), (0, shore)], fill=255)
    far, close = view.ridges
    colour, haze = _between(far, close, near**1.3), _between(far, close, max(near**1.3 - 0.22, 0))
    highest = min(y for _x, y in tops)
    depth = Image.new("L", SIZE, 255)
    depth.paste(Image.linear_gradient("L").resize((WIDTH, HEIGHT // 3)), (0, round(highest)))
    hill = Image.composite(Image.new("RGB", SIZE, haze), Image.new("RGB", SIZE, colour), depth)
    image.paste(hill, mask=mask)


def _mirror(image, view, shore):
    """Still water shows the hills upside down, darker and drawn out."""
    upper = image.crop((0, 2 * shore - HEIGHT, WIDTH, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    tint = Image.new("RGB", upper.size, _between(view.sky[0], view.ridges[1], 0.3))
    water = Image.blend(upper.filter(ImageFilter.BoxBlur((0, 6))), tint, 0.3)
    ripples = ImageDraw.Draw(water)
    for y in range(6, water.height, 9):
        ripples.line((0, y, WIDTH, y), fill=_between(view.sky[1], view.sky[0], 0.4), width=1)
    image.paste(ImageChops.darker(water, upper), (0, shore))
