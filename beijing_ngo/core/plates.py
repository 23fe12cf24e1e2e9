"""Window plates: the picture that a thing has when it has no photograph.

A garden wall with one window, or a row of them, and a landscape seen through it, after the wall of assorted
windows by the lake in the Summer Palace. The kind of the thing gives the shape of the window, the slug gives
the landscape: same slug, same picture, for ever, in both languages. The SVG has no colour of its own: the
style sheet paints its classes, so it follows the light and the dark scheme. It needs the window shapes once
per page (`definitions`, in the sprite).
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Drawn around 0,0 within a circle of radius 100. Their order is the order of the row in the footer.
SHAPES = {
    "moon": "M0-100A100 100 0 1 1 0 100 100 100 0 1 1 0-100Z",
    "octagon": "M-52-94H52L94-52V52L52 94H-52L-94 52V-52Z",
    "hexagon": "M-54-94H54L108 0 54 94H-54L-108 0Z",
    "lozenge": "M0-104L116 0 0 104-116 0Z",
    "scroll": (
        "M-112-66C-98-66-98-84-84-84H84C98-84 98-66 112-66V66C98 66 98 84 84 84H-84C-98 84-98 66-112 66Z"
    ),
    "square": "M-92-92H92V92H-92Z",
    "fan": "M-122-40A172 172 0 0 1 122-40L70 84A92 92 0 0 0-70 84Z",
    "gourd": "M-18-24A44 44 0 1 1 18-24C18-16 24-12 34-8A60 60 0 1 1-34-8C-24-12-18-16-18-24Z",
    "plum": (
        "M-44-60A44 44 0 0 1 44-60A44 44 0 0 1 71 23A44 44 0 0 1 0 74A44 44 0 0 1-71 23A44 44 0 0 1-44-60Z"
    ),
    "begonia": "M-50-50A50 50 0 0 1 50-50 50 50 0 0 1 50 50 50 50 0 0 1-50 50 50 50 0 0 1-50-50Z",
    "tablet": "M0-108L76-58V98H-76V-58Z",
    "vase": (
        "M-40-104H40C40-84 26-82 26-66 26-44 84-30 84 26 84 62 52 78 50 100H-50"
        "C-52 78-84 62-84 26-84-30-26-44-26-66-26-82-40-84-40-104Z"
    ),
    "album": "M-84-84H84V-62H106V62H84V84H-84V62H-106V-62H-84Z",
}

# How far each reaches to either side.
HALF_WIDTHS = {
    "moon": 100, "octagon": 94, "hexagon": 108, "lozenge": 116, "scroll": 112, "square": 92, "fan": 122, "gourd": 60,
    "plum": 102, "begonia": 100, "tablet": 76, "vase": 84, "album": 106,
}  # fmt: skip

# Kind: window shape, what stands in front of the hills. The shape is also the kind's sign in lists and
# calendars.
KINDS = {
    "home": ("moon", "water"),
    "earth_hour": ("moon", "night"),
    "forum": ("octagon", "gate"),
    "side_event": ("hexagon", "water"),
    "symposium": ("lozenge", "gate"),
    "lecture": ("scroll", "pines"),
    "exhibition": ("square", "pines"),
    "training": ("fan", "gate"),
    "walk": ("gourd", "path"),
    "camp": ("plum", "pines"),
    "reception": ("begonia", "gate"),
    "statement_session": ("tablet", "water"),
    "submission": ("tablet", "pines"),
    "delegation": ("vase", "water"),
    "delegation_incoming": ("vase", "water"),
    "article": ("album", "pines"),
    "page": ("album", "pines"),
    "organisation": ("album", "gate"),
    "not_found": ("octagon", "shutters"),
}
SCALE = 1.22  # of the one window of a plate
OTHER_KIND = ("album", "pines")
FILLED_KINDS = {"delegation_incoming"}  # the vase of guests is full

# The shutters of an octagonal window: frames within frames, and the short bars between them.
SHUTTERS = (
    "M-92-92H92V92H-92zM-70-70H70V70H-70zM-48-48H48V48H-48zM-26-26H26V26H-26z"
    "M0-92V-26M0 26V92M-92 0H-26M26 0H92"
    "M-59-92V-70M-59 70V92M-92-59H-70M70-59H92M59-92V-70M59 70V92M-92 59H-70M70 59H92"
    "M-37-70V-48M-37 48V70M-70-37H-48M48-37H70M37-70V-48M37 48V70M-70 37H-48M48 37H70"
)


class Dice:
    """Numbers that follow from a seed, the same on every machine."""

    def __init__(self, seed: str):
        self.pool, self.seed = b"", seed.encode()

    def __call__(self, low: int, high: int) -> int:
        """A whole number in low..high."""
        if len(self.pool) < 2:
            self.seed = sha256(self.seed).digest()
            self.pool = self.seed
        number, self.pool = int.from_bytes(self.pool[:2], "big"), self.pool[2:]
        return low + number * (high - low + 1) // 65536


def shape_of(kind: str) -> str:
    return KINDS.get(kind, OTHER_KIND)[0]


def definitions() -> str:
    """The window shapes, each as a path to draw and as a clip to look through."""
    return "".join(
        f'<clipPath id="w-{name}"><path id="s-{name}" d="{path}"/></clipPath>'
        for name, path in SHAPES.items()
    )


@lru_cache(maxsize=64)
def window(kind: str) -> SafeString:
    """The sign of a kind, as small as a letter."""
    full = " full" if kind in FILLED_KINDS else ""
    return _sign(shape_of(kind), full)


@lru_cache(maxsize=1)
def footer_windows() -> SafeString:
    """All windows in a row, as in the wall by the lake."""
    row = "".join(_sign(shape) for shape in SHAPES)
    return mark_safe(f'<div class="windows" aria-hidden="true">{row}</div>')  # noqa: S308


def plate(kind: str, slug: str, windows: int = 1, title: str = "") -> SafeString:
    """The picture of a slug; hidden from screen readers unless it has a title.

    A row of windows defines an element of its own: show it once in a page.
    """
    opening, rest = _drawn(str(kind), str(slug), windows)
    label = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    return mark_safe(f"{opening} {label}>{rest}")  # noqa: S308, the title is escaped and the slug too


def _sign(shape: str, more_class: str = "") -> SafeString:
    return mark_safe(  # noqa: S308, made of constants
        f'<svg class="win{more_class}" viewBox="-125 -112 250 224" aria-hidden="true">'
        f'<use href="#s-{shape}"/></svg>'
    )


@lru_cache(maxsize=1024)
def _drawn(kind: str, slug: str, windows: int) -> tuple[str, str]:
    shape, front = KINDS.get(kind, OTHER_KIND)
    if front == "shutters":
        return _shuttered(shape)
    dice = Dice(f"{kind}:{slug}")
    width, height = (480, 320) if windows == 1 else (300 * windows, 372)
    middle = height // 2
    tone = "night" if front == "night" else ("jade", "azure", "silk")[dice(0, 2)]
    seen = SCALE * HALF_WIDTHS[shape] if windows == 1 else width
    view = _view(front, dice, width, height, windows, (width // 2 - seen, width // 2 + seen))
    name = f"v-{escape(slug)}"
    if windows == 1:
        wall, shared = _wall(shape, [width // 2], middle, SCALE, view), ""
    else:
        centres = [150 + 300 * i for i in range(windows)]
        wall = _wall(shape, centres, middle, 1.1, f'<use href="#{name}"/>')
        shared = f'<defs><g id="{name}">{view}</g></defs>'
    wide = "" if windows == 1 else " wide"
    frame = f'viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice"'
    return (
        f'<svg class="plate{wide} plate-{tone}" {frame}',
        f'<rect class="p-wall" width="100%" height="100%"/>{shared}{wall}</svg>',
    )


def _shuttered(shape: str) -> tuple[str, str]:
    return (
        '<svg class="plate plate-jade" viewBox="0 0 320 320"',
        '<rect class="p-wall" width="100%" height="100%"/><g transform="translate(160 160) scale(1.3)">'
        f'<use href="#s-{shape}" class="p-edge"/><use href="#s-{shape}" class="p-gap"/>'
        f'<g clip-path="url(#w-{shape})"><rect class="p-sky" x="-110" y="-110" width="220" height="220"/>'
        f'<path class="p-bar" d="{SHUTTERS}"/></g><use href="#s-{shape}" class="p-frame"/></g></svg>',
    )


def _wall(shape: str, centres: list[int], middle: int, scale: float, view: str) -> str:
    frames = panes = ""
    for x in centres:
        place = f'transform="translate({x} {middle}) scale({scale})"'
        back = f'transform="scale({1 / scale:.3f}) translate({-x} {-middle})"'
        frames += (
            f'<use href="#s-{shape}" class="p-edge" {place}/><use href="#s-{shape}" class="p-gap" {place}/>'
        )
        panes += (
            f'<g {place} clip-path="url(#w-{shape})"><g {back}>{view}</g></g>'
            f'<use href="#s-{shape}" class="p-frame" {place}/>'
        )
    return frames + panes


def _view(front: str, dice: Dice, width: int, height: int, windows: int, sight: tuple[float, float]) -> str:
    middle = height // 2
    if windows == 1:
        sun_x, sun_size = width // 2 + (-1, 1)[dice(0, 1)] * dice(14, 44), dice(12, 16)
    else:  # in one of the inner windows, so that it is never cut by the edge
        sun_x, sun_size = 150 + 300 * dice(min(1, windows - 2), windows - 2) + dice(-40, 40), 20
    parts = [
        f'<rect class="p-sky" width="{width}" height="{height}"/>',
        f'<circle class="p-sun" cx="{sun_x}" cy="{middle - dice(52, 68)}" r="{sun_size}"/>',
    ]
    for layer, (drop, rise) in enumerate(((8, 72), (30, 60), (52, 34))):
        points = _crest(dice, width, middle + drop, rise)
        line = _curve(_in_sight(points, *sight))
        parts.append(f'<path class="p-{4 - layer}" d="{line}V{height}H0Z"/>')
        if layer < 2:  # two fine lines under the crest, as an engraver shades a slope
            parts.append(
                f'<g class="p-hatch"><path d="{line}" transform="translate(0 9)"/>'
                f'<path d="{line}" transform="translate(0 19)"/></g>'
            )
    parts.append(FOREGROUNDS[front](dice, width, middle + 46))
    return "".join(parts)


def _crest(dice: Dice, width: int, base: int, rise: int) -> list[tuple[int, int]]:
    """The points of a mountain ridge: summits between shoulders and passes, never two alike."""
    points, x = [], -dice(0, 90)
    while x < width + 60:
        left, right, top = dice(34, 70), dice(34, 70), dice(rise // 3, rise)
        points += [
            (x, base - dice(0, rise // 6)),
            (x + left * 3 // 5, base - top * dice(4, 7) // 10),
            (x + left, base - top),
            (x + left + right * 2 // 5, base - top * dice(4, 8) // 10),
        ]
        x += left + right
    return points


def _in_sight(points: list[tuple[int, int]], left: float, right: float) -> list[tuple[int, int]]:
    """What can be seen of a ridge through the window, with as much on either side as its curve needs."""
    first = next(n for n, (x, _y) in enumerate(points) if x >= left or n == len(points) - 1)
    end = next((n for n, (x, _y) in enumerate(points) if x > right), len(points))
    return points[max(first - 3, 0) : end + 2]


def _curve(points: list[tuple[int, int]]) -> str:
    """A smooth line through the middles of the segments."""
    (x, y), steps = points[0], []
    for (ax, ay), (bx, by) in pairwise(points[1:]):
        mx, my = (ax + bx) // 2, (ay + by) // 2
        steps.append(f"q{ax - x} {ay - y} {mx - x} {my - y}".replace(" -", "-"))
        x, y = mx, my
    return f"M{points[0][0]} {points[0][1]}" + "".join(steps)


def _water(dice: Dice, width: int, floor: int) -> str:
    waves = "".join(
        f"M{-48 + dice(0, 11)} {floor + 26 + row * 11}q9-6 18 0{'t18 0' * (width // 18 + 3)}"
        for row in range(6)
    )
    return f'<path class="p-2" d="M0 {floor + 12}H{width}v99H0z"/><path class="p-line" d="{waves}"/>'


def _gate(dice: Dice, width: int, floor: int) -> str:
    """A city gate under its two roofs, and the wall it stands in."""
    x = width // 2 + dice(-16, 16)
    wall = f"M0 {floor + 44}H{x - 62}l5-12h114l5 12H{width}v60H0z"
    tower = (
        f"M{x - 56} {floor + 14}q16-2 22-13h68q6 11 22 13v4h-10v16h-92v-16h-10z"
        f"M{x - 44} {floor - 8}q14-2 20-14h48q6 12 20 14v4h-9v7h-70v-7h-9z"
    )
    arch = f"M{x - 8} {floor + 70}v-18a8 8 0 0 1 16 0v18z"
    return f'<path class="p-1" d="{wall}{tower}"/><path class="p-arch" d="{arch}"/>'


def _pines(dice: Dice, width: int, floor: int) -> str:
    trees = ""
    for i in range(10):
        x, h = width * i // 9 + dice(-12, 12), dice(26, 54)
        half, third, lean = h // 2, h // 3, h // 3 - h // 4
        trees += f"M{x} {floor + 34 - h}q{h // 4} {half} {third} {h}h{-2 * third}q{lean}-{half} {third}-{h}z"
    return f'<path class="p-1" d="M0 {floor + 30}H{width}V{floor + 90}H0Z{trees}"/>'


def _path(dice: Dice, width: int, floor: int) -> str:
    start = f"M{width // 2 - 70} {floor + 70}"
    return f'<path class="p-path" d="{start}c30-26 90-10 96-34s-62-16-54-44 44-18 50-44"/>'


def _night(dice: Dice, width: int, floor: int) -> str:
    """The city with its lamps out, but for a few."""
    roofs = lamps = ""
    x = 0
    while x < width:
        w, h = dice(16, 30), dice(14, 58)
        roofs += f"M{x} {floor + 90}V{floor + 36 - h}h{w}v{h + 54}z"
        if dice(0, 5) == 0 and h > 24:
            lamps += f"M{x + w // 2} {floor + 46 - h}v7"
        x += w + dice(0, 5)
    return f'<path class="p-1" d="{roofs}"/><path class="p-lamp" d="{lamps}"/>'


FOREGROUNDS: dict[str, Callable[[Dice, int, int], str]] = {
    "water": _water,
    "gate": _gate,
    "pines": _pines,
    "path": _path,
    "night": _night,
}
