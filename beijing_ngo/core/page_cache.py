"""Whole pages for visitors who are not signed in, kept in the memory of each process.

A page belongs to the state of all that public pages show (`kept.state`): whatever is changed, published or counted renews
it, and no page outlives the next moment at which one changes by the clock (`turns`). The state is read before the page is
built, so that a page built while an editor saves is never taken for one built afterwards.

Kept is only what is the same for everybody: the visitor brings no session, the answer sets no cookie, depends on no header
but those named here, is not called private, and was read from tables alone that renew it (`shown`). So a page that shows
something personal is not kept even if nobody thought of it.

Browsers ask each time and get 304 if nothing has changed: whoever signs in or saves sees at once what is new. Caches that
many share may keep a page for a short while and renew it behind their visitors' backs; they are told so in a header of
their own (RFC 9213), which browsers do not read. For whoever brings a session, a shared cache has to step aside.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import cc_delim_re, patch_vary_headers
from django.utils.translation import get_language_from_path

from beijing_ngo.core import encodings, kept, shown, turns
from beijing_ngo.core.page_shelf import Page, Shelf

HTMX = ("HTTP_HX_REQUEST", "HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST")
MAY_VARY_BY = {"accept-encoding", "hx-request", "hx-boosted", "hx-history-restore-request"}
# Who sent a visitor, not what they asked for; mostly added by messengers and newsletters.
TRACKING = {"fbclid", "gclid", "msclkid", "spm", "isappinstalled"}
LARGEST = 1024 * 1024  # bytes of text
FOR_EVERYBODY = "public, max-age=0, must-revalidate"
FOR_ONE = "private, no-cache"
OF_THE_TEXT = {"Content-Type", "Content-Encoding", "Content-Language"}
STALE = 600  # seconds that a shared cache may go on with an old page while it fetches the new one

shelf = Shelf()


class PageCache:
    """Middleware, as far out as it can be: behind it stands everything that a kept page does without."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _may_get_a_kept_page(request):
            return _for_one_reader(request, self.get_response(request))
        _forget_who_sent_them(request)
        key, state = _key(request), kept.state()
        page = shelf.find(key, state)
        if page:
            return _answer(request, page, HttpResponse())
        until = turns.until(kept.generation())
        with shown.reading() as tables:
            response = self.get_response(request)
        if not (_is_for_everybody(response) and shown.are_all_shown(tables)):
            return _for_one_reader(request, response)
        page = _page(response, encoding=_encoding(request), state=state, until=until)
        shelf.put(key, page)
        return _answer(request, page, response)


# ---------------------------------------------------------------- who asks for what


def _may_get_a_kept_page(request) -> bool:
    return bool(
        settings.PAGE_CACHE_SECONDS
        and request.method in ("GET", "HEAD")
        and not _is_known(request)
        and get_language_from_path(request.path_info)
    )


def _is_known(request) -> bool:
    """Whether the visitor brings something that a page may be made for."""
    cookies = request.COOKIES
    return (
        settings.SESSION_COOKIE_NAME in cookies
        or "messages" in cookies
        or "HTTP_AUTHORIZATION" in request.META
    )


def _forget_who_sent_them(request) -> None:
    asked = request.META.get("QUERY_STRING", "").split("&")
    request.META["QUERY_STRING"] = "&".join(part for part in asked if not _tells_who_sent_them(part))


def _tells_who_sent_them(part: str) -> bool:
    name = part.partition("=")[0]
    return name in TRACKING or name.startswith("utm_")


def _key(request) -> tuple:
    meta = request.META
    address = (request.scheme, request.get_host(), request.path, meta.get("QUERY_STRING", ""))
    return (*address, _encoding(request), *map(meta.get, HTMX))


def _encoding(request) -> str:
    return encodings.chosen(request.META.get("HTTP_ACCEPT_ENCODING", ""))


# ---------------------------------------------------------------- what is answered


def _is_for_everybody(response) -> bool:
    """A page, whole, that says nothing of its own about who may keep it and sets nothing in the visitor's browser."""
    return (
        response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        and not response.has_header("Cache-Control")
        and not response.has_header("Content-Encoding")
        and _varies_by(response) <= MAY_VARY_BY
        and len(response.content) <= LARGEST
    )


def _varies_by(response) -> set[str]:
    return {name.lower() for name in cc_delim_re.split(response.get("Vary", "")) if name}


def _for_one_reader(request, response):
    """What is made for somebody stays in their browser, and is not shown again before the browser has asked."""
    if _is_known(request) or response.cookies or "cookie" in _varies_by(response):
        response.headers.setdefault("Cache-Control", FOR_ONE)
    return response


def _page(response, *, encoding, state, until) -> Page:
    patch_vary_headers(response, ["Accept-Encoding"])
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    if encoding:
        headers["Content-Encoding"] = encoding
    until = min(until, timezone.now() + timedelta(seconds=settings.PAGE_CACHE_SECONDS))
    return Page(response.content, encoding=encoding, headers=headers, state=state, until=until)


def _answer(request, page: Page, response):
    if page.is_known(request.META.get("HTTP_IF_NONE_MATCH", "")):
        response = HttpResponseNotModified()
    else:
        response.content = page.text
        response.headers["Content-Length"] = str(len(page.text))
    for name, value in page.headers.items():
        if response.status_code == 200 or name not in OF_THE_TEXT:
            response.headers[name] = value
    response.headers["ETag"] = page.tag
    response.headers["Cache-Control"] = FOR_EVERYBODY
    response.headers["CDN-Cache-Control"] = _for_shared_caches(page)
    return response


def _for_shared_caches(page: Page) -> str:
    left = int((page.until - timezone.now()).total_seconds())
    seconds = max(0, min(settings.SHARED_CACHE_SECONDS, left))
    return f"public, max-age={seconds}, stale-while-revalidate={STALE}" if seconds else "no-store"
