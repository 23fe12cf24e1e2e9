"""The full address of a page, also where no request is at hand: in mails, calendar files, codes to scan."""

from contextvars import ContextVar

from django.conf import settings
from django.urls import reverse
from django.utils import translation

_came_in_under: ContextVar[str] = ContextVar("came_in_under", default="")


class RemembersAddress:
    """Middleware: while a request is answered, full addresses lead to where it came in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _came_in_under.set("" if settings.SITE_URL else f"{request.scheme}://{request.get_host()}")
        try:
            return self.get_response(request)
        finally:
            _came_in_under.reset(token)


def full(path: str) -> str:
    """Under the settings' public address; without one, where the request came in, or on this machine."""
    if path.startswith(("http://", "https://")):
        return path
    return (settings.SITE_URL or _came_in_under.get() or "http://localhost:8000") + path


def page(name: str, *args, language: str = "", **kwargs) -> str:
    """The full address of a named page, in one of the languages."""
    if not language:
        return full(reverse(name, args=args, kwargs=kwargs))
    with translation.override(language):
        return full(reverse(name, args=args, kwargs=kwargs))
