"""How a photograph stands on a page: as large as its place needs, in the format that the browser reads best."""

from typing import NamedTuple

from django.core.files.storage import default_storage
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from beijing_ngo.core import renditions
from beijing_ngo.core.language import TAGS, current, other, written
from beijing_ngo.core.models import Photo


class Place(NamedTuple):
    """How wide a photograph is drawn there, and the widest rendition that is worth offering."""

    sizes: str
    widest: int


# As static/css/site.css lays them out; a browser test compares.
PLACES = {
    "row": Place("13.5rem", 640),
    "card": Place("(min-width: 48rem) 25rem, 100vw", 1280),
    "lead": Place("(min-width: 48rem) 41rem, 100vw", 1280),
    "tile": Place("(min-width: 40rem) 18rem, 50vw", 1920),
    "figure": Place("(min-width: 62rem) 53rem, 100vw", 1920),
    "wide": Place("(min-width: 78rem) 78rem, 100vw", 1920),
    "portrait": Place("2.75rem", 320),
}


def photograph(
    photo: Photo, place: str, *, alt: str = "", lang: str = "", eager: bool = False, css: str = ""
) -> SafeString:
    """The photograph in one of the PLACES. `eager`: it stands at the top of the page and is wanted at once."""
    facts = [("alt", alt)]
    if lang:
        facts.append(("lang", lang))
    if photo.width:
        facts += [("width", photo.width), ("height", photo.height)]
    if css:
        facts.append(("class", css))
    facts.append(("fetchpriority", "high") if eager else ("loading", "lazy"))
    image = format_html(
        '<img src="{}"{} decoding="async">', photo.image.url, format_html_join("", ' {}="{}"', facts)
    )
    if not photo.has_renditions:
        return image
    sizes, widest = PLACES[place]
    sources = ((f"image/{kind}", srcset(photo, kind, widest), sizes) for kind in renditions.FORMATS)
    return format_html(
        "<picture>{}{}</picture>",
        format_html_join("", '<source type="{}" srcset="{}" sizes="{}">', sources),
        image,
    )


def described(
    photo: Photo, place: str, *, otherwise: str = "", eager: bool = False, css: str = ""
) -> SafeString:
    """As `photograph`, with what it shows in words: the reader's, or else the other language's, said to be so."""
    words, lang = description(photo)
    return photograph(photo, place, alt=words or otherwise, lang=lang, eager=eager, css=css)


def description(photo: Photo) -> tuple[str, str]:
    """What the photograph shows, and the lang attribute of these words where the reader's language lacks them."""
    mine = current()
    for language in (mine, other(mine)):
        for field in ("alt", "caption"):
            if words := written(photo, field, language):
                return words, "" if language == mine else TAGS[language]
    return "", ""


def srcset(photo: Photo, kind: str, widest: int) -> str:
    widths = photo.renditions["widths"]
    offered = [width for width in widths if width <= widest] or widths[:1]
    return ", ".join(f"{_url(photo, width, kind)} {width}w" for width in offered)


def small(photo: Photo) -> str:
    """The address of the smallest version, for the office's lists; of the photograph itself while there is none."""
    return _url(photo, photo.renditions["widths"][0], "webp") if photo.has_renditions else photo.image.url


def _url(photo, width, kind):
    return default_storage.url(renditions.name(photo.image.name, photo.renditions["key"], width, kind))
