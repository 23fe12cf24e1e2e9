"""The map of the site for search engines: every public page in every language it may be read in, with its photographs.

Django's own sitemaps take each record with each language into memory before the first page is cut, a hundred thousand
events for every file; here a file is a page of the table, in two statements.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.generic import View

from beijing_ngo.core import kept, languages
from beijing_ngo.core.language import ENGLISH
from beijing_ngo.core.models import Illustrated, Page, Photo, PublishGate
from beijing_ngo.core.models.translated import COMPLETE, state_field
from beijing_ngo.core.public_address import full
from delegations.models import Delegation
from events.models import Conference, Event, Series
from members.models import Organisation
from reports.models import Article, Submission

RECORDS_A_FILE = 2500  # with two languages 5,000 addresses and some three megabytes before compression
AN_HOUR = 3600
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
LISTS = (
    *("home", "events:list", "delegations:list", "reports:list", "reports:submission_list"),
    *("members:list", "members:project_list", "members:join", "impact", "api_reference"),
)
RECORDS = {
    "pages": (Page, "page"),
    "events": (Event, "events:detail"),
    "series": (Series, "events:series"),
    "conferences": (Conference, "events:conference"),
    "delegations": (Delegation, "delegations:detail"),
    "articles": (Article, "reports:detail"),
    "submissions": (Submission, "reports:submission_detail"),
    "organisations": (Organisation, "members:detail"),
}


@dataclass(frozen=True)
class Entry:
    """A page: its address without language, the languages it may be read in, when it changed, its photographs."""

    path: str
    languages: list[str]
    changed: datetime | None = None
    photos: tuple[str, ...] = ()


# ---------------------------------------------------------------- what is public where


def public_rows(model):
    """What everybody may see in one language at least."""
    rows = [_public_in(code, model) for code in languages.codes()]
    if kept.site().publish_gate != PublishGate.HOLD:
        return rows[0]
    return rows[0] | rows[1]


def _public_in(code, model):
    with translation.override(code):
        return model.objects.public()


def languages_of(row: dict) -> list[str]:
    """Where half-translated records are held back, the languages whose text is whole; else all of them."""
    if kept.site().publish_gate != PublishGate.HOLD:
        return languages.codes()
    return [code for code in languages.codes() if row[state_field(code)] in COMPLETE]


def number_of_files(model) -> int:
    return -(-public_rows(model).order_by().count() // RECORDS_A_FILE)


def entries(model, page_name: str, number: int) -> Iterator[Entry]:
    """The records of one file, in the order they were made, so that new ones change the last file only."""
    start = (number - 1) * RECORDS_A_FILE
    states = [state_field(code) for code in languages.codes()]
    rows = list(
        public_rows(model)
        .order_by("pk")
        .values("pk", "slug", "updated_at", *states)[start : start + RECORDS_A_FILE]
    )
    photos = photos_of(model, rows)
    with translation.override(ENGLISH):
        before, after = languages.in_language(reverse(page_name, args=["SLUG"]), ENGLISH).split("SLUG")
    for row in rows:
        yield Entry(
            path=f"{before}{row['slug']}{after}",
            languages=languages_of(row),
            changed=row["updated_at"],
            photos=tuple(photos.get(row["pk"], ())),
        )


def photos_of(model, rows) -> dict[int, list[str]]:
    """Photographs that may be published, by record; a file holds a run of primary keys."""
    if not rows or not issubclass(model, Illustrated):
        return {}
    found: dict[int, list[str]] = {}
    public = Photo.objects.public().filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__range=(rows[0]["pk"], rows[-1]["pk"]),
    )
    storage = Photo._meta.get_field("image").storage
    for pk, name in public.order_by("object_id", "order", "id").values_list("object_id", "image"):
        found.setdefault(pk, []).append(storage.url(name))
    return found


def lists() -> Iterator[Entry]:
    with translation.override(ENGLISH):
        for name in LISTS:
            yield Entry(path=reverse(name), languages=languages.codes())


# ---------------------------------------------------------------- as XML


def file_of(found) -> str:
    """The entries of a file, each language with the addresses of all."""
    lines = [
        HEAD,
        f'<urlset xmlns="{XMLNS}" xmlns:xhtml="http://www.w3.org/1999/xhtml" ',
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n',
    ]
    here, front_door = full(""), f"/{ENGLISH}/"
    for entry in found:
        urls = {code: here + languages.in_language(entry.path, code) for code in entry.languages}
        if not urls:
            continue
        default = f"{here}/" if entry.path == front_door else urls.get(ENGLISH) or next(iter(urls.values()))
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{name}" href="{url}"/>'
            for name, url in (
                *((languages.tag(code), url) for code, url in urls.items()),
                ("x-default", default),
            )
        )
        more = f"<lastmod>{entry.changed.isoformat(timespec='seconds')}</lastmod>" if entry.changed else ""
        more += alternates
        more += "".join(
            f"<image:image><image:loc>{escape(full(url))}</image:loc></image:image>" for url in entry.photos
        )
        lines += [f"<url><loc>{url}</loc>{more}</url>\n" for url in urls.values()]
    lines.append("</urlset>\n")
    return "".join(lines)


def index() -> str:
    addresses = [reverse("sitemap_file", args=["lists", 1])]
    for name, (model, _page) in RECORDS.items():
        addresses += [
            reverse("sitemap_file", args=[name, number]) for number in range(1, number_of_files(model) + 1)
        ]
    rows = "".join(f"<sitemap><loc>{full(address)}</loc></sitemap>\n" for address in addresses)
    return f'{HEAD}<sitemapindex xmlns="{XMLNS}">\n{rows}</sitemapindex>\n'


class SitemapIndexView(View):
    def get(self, request):
        return _answer(index())


class SitemapFileView(View):
    def get(self, request, name, number):
        if name == "lists" and number == "1":
            return _answer(file_of(lists()))
        found = list(entries(*RECORDS[name], int(number))) if name in RECORDS else []
        if not found:
            raise Http404
        return _answer(file_of(found))


def _answer(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/xml; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"  # the map, not what it shows
    patch_cache_control(response, public=True, max_age=AN_HOUR)
    return response
