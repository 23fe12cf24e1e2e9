"""What every request to the interface passes: method, language, limit; and what every answer carries."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import get_language, override
from django.views import defaults

from beijing_ngo.api import limits, problems
from beijing_ngo.api.wording import CODES

METHODS = "GET, HEAD, OPTIONS"
CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=300"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, Content-Language, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"
    ),
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def endpoint(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def enter(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with _language(request):
            return _with(CORS, _answer(view, request, *args, **kwargs))

    enter.csrf_exempt = True
    return enter


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to a crash, which Django has reported by then: a problem to programs, the site's page to people."""
    if not request.path_info.startswith("/api/"):
        return defaults.server_error(request)
    with _language(request):
        return _with(CORS, problems.crashed())


def _language(request):
    """Errors speak the language asked for, or else the reader's own."""
    return override(CODES.get(request.GET.get("lang", ""), get_language()))


def _with(headers: dict[str, str], answer: HttpResponse) -> HttpResponse:
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def _answer(view, request, *args, **kwargs):
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS, **PREFLIGHT})
    if request.method not in ("GET", "HEAD"):
        return problems.not_allowed(METHODS)
    allowance = limits.count(request)
    if allowance is None:
        return _read(view, request, *args, **kwargs)
    used_up = allowance.is_used_up
    answer = problems.too_many(allowance.reset) if used_up else _read(view, request, *args, **kwargs)
    return _with(allowance.headers, answer)


def _read(view, request, *args, **kwargs):
    method, request.method = request.method, "GET"  # a HEAD is a GET whose body the server keeps to itself
    try:
        answer = view(request, *args, **kwargs)
    finally:
        request.method = method
    if answer.status_code != 200:
        return answer
    answer.headers["Cache-Control"] = CACHE_CONTROL
    set_response_etag(answer)
    return get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
