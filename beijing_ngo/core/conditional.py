"""Feeds that are asked for again and again: whoever has the present one already is only told so."""

import hashlib
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag

from beijing_ngo.core import kept
from beijing_ngo.core.languages import has_prefix

CACHED = "public, max-age=300"


def answer(request: HttpRequest, response: HttpResponse, *, changed_at: datetime) -> HttpResponse:
    """The response, or that nothing has changed since; anybody on the way may keep it for five minutes.

    `changed_at` is when the content last became what it is, by an edit or by the clock.
    """
    etag, seconds = quote_etag(hashlib.sha256(response.content).hexdigest()[:32]), int(changed_at.timestamp())
    response.headers["Cache-Control"] = CACHED
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(seconds)
    if not has_prefix(request.path):
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return get_conditional_response(request, etag=etag, last_modified=seconds, response=response)


def records_changed_at() -> datetime:
    """When somebody last changed a record that everybody may see."""
    return datetime.fromtimestamp(int(kept.generation(), 16) / 1e9, UTC)
