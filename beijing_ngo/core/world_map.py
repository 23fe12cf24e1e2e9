"""The dotted world: land as rows of dots, no boundaries, seen from Beijing (the cut runs down the Atlantic).

LAND is one path of horizontal runs; the style sheet's dash pattern of 0 on, 8 off with round caps turns every
run into dots, so that the whole world costs 3 KB. It was made by sampling the public-domain Natural Earth
land outline on a staggered grid. Gall's stereographic projection puts any place on it.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import pi, radians, sqrt, tan
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

WIDTH, HEIGHT = 1000, 504
CENTRE_LONGITUDE, TOP_LATITUDE = 154, 75
SCALE, GALL = WIDTH / (2 * pi), (1 + sqrt(2) / 2) * sqrt(2)
BEIJING = (39.9, 116.4)
NOTE = _("A sketch: the dots show land and no boundaries.")
LAND = (
    "M228 4h1M316 4h65M732 4h9M812 4h1M916 4h81M224 12h1M264 12h9M296 12h129M464 12h9M728 12h49M792 12h17"
    "M824 12h33M920 12h73M220 20h1M260 20h233M508 20h1M636 20h1M748 20h33M804 20h9M828 20h49M924 20h73"
    "M128 28h33M240 28h9M264 28h273M552 28h17M624 28h57M704 28h33M752 28h33M800 28h17M840 28h9M864 28h17"
    "M928 28h65M116 36h65M196 36h1M212 36h369M620 36h225M860 36h1M876 36h9M924 36h57M24 44h1M112 44h481"
    "M616 44h225M872 44h25M928 44h41M12 52h17M108 52h17M140 52h25M180 52h385M588 52h1M620 52h217M860 52h33"
    "M932 52h25M96 60h25M136 60h433M616 60h201M880 60h9M936 60h17M92 68h25M132 68h377M524 68h25M620 68h193"
    "M860 68h17M940 68h9M88 76h33M144 76h337M496 76h1M520 76h1M624 76h17M688 76h121M856 76h17M896 76h1"
    "M60 84h1M108 84h9M140 84h321M508 84h17M636 84h9M700 84h113M860 84h41M56 92h9M96 92h1M112 92h1M136 92h313"
    "M504 92h17M704 92h129M864 92h41M52 100h1M68 100h1M100 100h361M508 100h9M716 100h193M48 108h1M64 108h9"
    "M88 108h377M720 108h193M76 116h393M724 116h177M916 116h1M64 124h393M728 124h161M912 124h9M68 132h385"
    "M732 132h169M72 140h33M120 140h33M184 140h265M464 140h9M728 140h153M52 148h25M108 148h9M132 148h17"
    "M164 148h1M188 148h241M732 148h137M48 156h25M120 156h17M152 156h249M416 156h9M464 156h1M728 156h137"
    "M52 164h17M132 164h1M156 164h249M428 164h1M460 164h1M732 164h129M56 172h1M72 172h25M168 172h233"
    "M424 172h1M448 172h9M736 172h121M52 180h49M172 180h233M436 180h1M748 180h105M48 188h361M752 188h89"
    "M44 196h161M220 196h185M764 196h41M844 196h1M40 204h121M176 204h33M224 204h177M760 204h41M848 204h1"
    "M36 212h129M180 212h49M260 212h137M412 212h1M780 212h17M32 220h137M184 220h49M272 220h113M784 220h17"
    "M848 220h9M28 228h145M188 228h41M276 228h33M332 228h33M380 228h1M788 228h17M820 228h9M860 228h1"
    "M876 228h1M32 236h145M192 236h33M280 236h17M336 236h33M408 236h1M792 236h33M28 244h153M196 244h17"
    "M284 244h9M348 244h25M412 244h1M820 244h17M32 252h161M280 252h9M352 252h25M832 252h9M36 260h177"
    "M284 260h9M364 260h1M836 260h1M868 260h33M40 268h169M296 268h1M416 268h9M856 268h49M52 276h17M92 276h113"
    "M356 276h1M396 276h1M860 276h65M104 284h97M344 284h17M392 284h1M856 284h73M100 292h89M348 292h17"
    "M380 292h17M852 292h81M104 300h81M352 300h9M384 300h9M408 300h1M440 300h1M848 300h97M108 308h73"
    "M364 308h1M412 308h1M444 308h25M852 308h113M112 316h65M368 316h1M464 316h17M848 316h121M108 324h73"
    "M468 324h1M484 324h1M860 324h113M112 332h73M856 332h113M108 340h73M436 340h9M468 340h1M860 340h105"
    "M112 348h73M200 348h9M424 348h25M472 348h1M536 348h1M872 348h89M108 356h65M196 356h9M412 356h65"
    "M876 356h81M112 364h57M200 364h9M400 364h81M880 364h81M116 372h49M196 372h9M388 372h97M884 372h65"
    "M120 380h41M200 380h1M392 380h105M880 380h57M116 388h41M396 388h97M876 388h57M120 396h41M392 396h105"
    "M880 396h49M124 404h25M396 404h97M876 404h49M128 412h17M400 412h9M448 412h41M872 412h49M460 420h25"
    "M876 420h33M472 428h9M560 428h1M872 428h33M868 436h25M480 444h1M552 444h1M872 444h17M540 452h9"
    "M868 452h17M872 460h9M868 468h17M864 476h17M868 484h9M880 492h1"
)


class Place(NamedTuple):
    name: str
    latitude: float
    longitude: float
    times: int


def project(latitude: float, longitude: float) -> tuple[int, int]:
    """The point of the map, in its own units, where a place lies."""
    east = radians((longitude - CENTRE_LONGITUDE + 180) % 360 - 180)
    north = GALL * (tan(radians(TOP_LATITUDE) / 2) - tan(radians(latitude) / 2))
    return round(WIDTH / 2 + east * SCALE), round(north * SCALE)


def world_map(
    places: Iterable[tuple[str, float, float, int]], *, label: str, home: str = "", names: int = 6
) -> SafeString:
    """The map with a dot per place, larger for more, and a thread home to Beijing.

    The places that count most are named on the map, as far as their names have room; every dot tells its name
    on pointing. A list beside the map always gives them all.
    """
    rows = [Place(str(name), float(lat), float(lon), int(count)) for name, lat, lon, count in places]
    rows.sort(key=lambda place: -place.times)  # small dots lie on top of large ones
    return _drawn(tuple(rows), str(label), str(home), names)


@lru_cache(maxsize=64)
def _drawn(places: tuple[Place, ...], label: str, home: str, names: int) -> SafeString:
    home_x, home_y = project(*BEIJING)
    threads = circles = ""
    dots = []
    for place in places:
        x, y = project(place.latitude, place.longitude)
        size = round(4.5 + 2 * sqrt(place.times), 1)
        dots.append((x, y, size))
        bend_x, bend_y = (home_x + x) // 2, (home_y + y) // 2 - abs(home_x - x) // 5
        threads += f"M{home_x} {home_y}Q{bend_x} {bend_y} {x} {y}"
        circles += f'<circle cx="{x}" cy="{y}" r="{size}"><title>{escape(place.name)}</title></circle>'
    texts = _Texts()
    if home:  # before the dots take their room: home is always named
        texts.place(home, home_x, home_y, 7, to_the_left=True)
    texts.keep_clear([*dots, (home_x, home_y, 7)])
    for place, dot in zip(places, dots, strict=True):
        if len(texts.drawn) < names + bool(home):
            texts.place(place.name, *dot)
    return mark_safe(  # noqa: S308, names and label are escaped
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        f'<path class="map-land" d="{LAND}"/><path class="map-thread" d="{threads}"/>'
        f'<g class="map-dot">{circles}</g><path class="map-home" d="M{home_x - 7} {home_y - 7}h14v14h-14z"/>'
        f"{''.join(texts.drawn)}</svg>"
    )


class _Texts:
    """Names on the map, none upon another or upon a dot; one that has no room is left out.

    The style sheet doubles the letters on phones, so the room is measured for those.
    """

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.taken: list[tuple[float, float, float]] = []

    def keep_clear(self, dots: list[tuple[int, int, float]]) -> None:
        self.taken += [(x - size, x + size, y) for x, y, size in dots]

    def place(self, name: str, x: int, y: int, size: float, *, to_the_left: bool = False) -> None:
        width = sum(32 if ord(character) > 0x2E7F else 17 for character in name)
        for left in (to_the_left, not to_the_left):
            edge = x - size - 5 if left else x + size + 5
            start, end = (edge - width, edge) if left else (edge, edge + width)
            if start >= 0 and end <= WIDTH and self._is_free(start, end, y):
                self.taken.append((start, end, y))
                anchor = ' text-anchor="end"' if left else ""
                self.drawn.append(f'<text x="{round(edge)}" y="{y + 5}"{anchor}>{escape(name)}</text>')
                return

    def _is_free(self, start: float, end: float, y: int) -> bool:
        return all(
            end < other_start or other_end < start or abs(y - other_y) > 26
            for other_start, other_end, other_y in self.taken
        )
