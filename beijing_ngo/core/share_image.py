"""The picture that messengers show for a page: its title beside its plate, under the association's name.

Its address ends in a digest of all that is drawn, so that it may be kept for ever and changes when its content does.
It is drawn when somebody asks for it and kept in the cache, not in a file: a picture nobody asks for costs nothing.
"""

import json
import time
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from beijing_ngo.core import kept, language, pdf
from beijing_ngo.core.plate_files import plate_file, tone_of
from beijing_ngo.core.sharing import Shared, dotted
from beijing_ngo.core.typography import close_up, phrases

WIDTH, HEIGHT = 1200, 630
TEMPLATE = "beijing_ngo/core/documents/share_image.typ"
DRAWN_WITH = (TEMPLATE, "beijing_ngo/core/documents/look.typ", "static/img/mark.svg")
WALL = (470, 630)  # the column on the right
VIEW = "70 -67.9 340 455.7"  # of the plate: the whole window, and as much wall as the column shows
COLOURS = 128  # a plate and letters need no more, and a picture takes a third of the room
A_DAY = 24 * 3600
# All processes together. Only records that exist can be asked for, but there may be many of them.
MOST_A_MINUTE = 120


@dataclass(frozen=True)
class Picture:
    """A picture before it is drawn: what it says, and where it is."""

    drawing: dict
    digest: str
    url: str
    alt: str


class TooManyError(Exception):
    """So many pictures have been drawn in this minute that the next one has to wait."""


def of(shared: Shared) -> Picture:
    """In the language of the moment."""
    site, mine = kept.site(), language.current()
    name, other = (language.written(site, "name", code) for code in (mine, language.other(mine)))
    card = shared.card
    drawing = {
        "language": mine,
        "title": phrases(close_up(card.title)),
        "kind_line": card.kind_line,
        "line": card.line,
        "sender": {"name": name or other, "other": other if name else ""},
        "wall": tone_of(card.plate, card.slug)["wall"],
        "plate": plate_file(card.plate, card.slug, view=VIEW, size=WALL),
    }
    content = json.dumps(drawing, ensure_ascii=False, sort_keys=True)
    digest = sha256(f"{_hand()}{content}".encode()).hexdigest()[:20]
    return Picture(
        drawing=drawing,
        digest=digest,
        url=reverse("share_image", args=[shared.kind, shared.slug, mine, digest]),
        alt=dotted(shared.title, name or other),
    )


def png(picture: Picture) -> bytes:
    key = f"share:{picture.digest}"
    drawn = cache.get(key)
    if drawn is None:
        if not _may_draw():
            raise TooManyError
        drawn = draw(picture.drawing)
        cache.set(key, drawn, timeout=A_DAY)
    return drawn


def draw(drawing: dict) -> bytes:
    whole = Image.open(BytesIO(pdf.pictures(TEMPLATE, drawing, ppi=72)[0])).convert("RGB")
    small = whole.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = BytesIO()
    small.save(file, "PNG", compress_level=6)
    return file.getvalue()


def _may_draw() -> bool:
    key = f"share:drawn:{int(time.time() // 60)}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) <= MOST_A_MINUTE
    except ValueError:  # the cache was emptied in between
        return True


@lru_cache(maxsize=1)
def _hand() -> str:
    """How pictures are drawn: when that changes, all of them do."""
    files = b"".join((Path(settings.BASE_DIR) / name).read_bytes() for name in DRAWN_WITH)
    return sha256(files).hexdigest()
