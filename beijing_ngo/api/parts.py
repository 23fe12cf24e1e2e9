"""What records of several kinds are told with: days, themes, photographs, files, other records."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Model, Prefetch, QuerySet

from beijing_ngo.api.wording import Wording, public
from beijing_ngo.core import dates, languages, public_address
from beijing_ngo.core.models import DatePrecision, Document, Photo, Theme
from reports.models import Article

MOST_ARTICLES = 50

# What everybody may see of a record's attachments, fetched with it.
PHOTOS = Prefetch("photos", Photo.objects.public().order_by("order", "id"), to_attr="shown_photos")
FILES = Prefetch("documents", Document.objects.public().order_by("order", "id"), to_attr="shown_files")


def day(value: date, precision: str = dates.DAY) -> str:
    """As much of the day as is known."""
    return dates.machine_date(value, precision=precision)


def days(row, start="starts_on", end="ends_on") -> dict:
    """The days of what has no hours."""
    precision = getattr(row, "date_precision", DatePrecision.DAY)
    first, last = (day(getattr(row, name), precision) for name in (start, end))
    return {"starts": first, "ends": last, "precision": precision}


def moment(value: datetime, zone: str) -> str:
    return dates.local(value, zone).isoformat(timespec="seconds")


def themes(rows: Iterable[Theme], wording: Wording) -> list[dict]:
    return [{"slug": theme.slug, "name": wording.text(theme, "name", "themes.name")} for theme in rows]


def photo(row: Photo | None, wording: Wording, at: str) -> dict | None:
    if row is None:
        return None
    return {
        "url": public_address.full(row.image.url),
        "width": row.width,
        "height": row.height,
        "alt": wording.text(row, "alt", f"{at}.alt"),
        "caption": wording.text(row, "caption", f"{at}.caption"),
        "credit": row.credit or None,
    }


def photos(row, wording: Wording) -> list[dict]:
    """Those that may be published; the cover is told by itself."""
    return [photo(one, wording, "photos") for one in row.shown_photos if one.pk != row.cover_id]


def files(row, wording: Wording) -> list[dict]:
    return [
        {
            "url": public_address.full(file.get_absolute_url()),
            "title": wording.text(file, "title", "files.title"),
            "language": languages.tag(file.language),
            "format": file.extension,
            "size": file.size,
            "sha256": file.sha256 or None,
        }
        for file in row.shown_files
    ]


def references(rows: Iterable[Model], field: str, at: str, resource: str, wording: Wording) -> list[dict]:
    return [wording.reference(row, field, at, resource) for row in rows]


def articles(wording: Wording, **about) -> list[dict]:
    """The latest articles about a record."""
    rows: QuerySet = public(Article, wording.tongue).filter(**about).order_by("-date", "-id")
    latest = rows.defer("body", "body_zh_hans", "body_en")[:MOST_ARTICLES]
    return references(latest, "title", "articles", "articles", wording)
