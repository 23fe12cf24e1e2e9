"""The reader's language, headers every answer carries, and the looser policy the admin needs."""

from http import HTTPStatus

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from beijing_ngo.core.language import ENGLISH


class ReadersLanguage(LocaleMiddleware):
    """As Django chooses it, but a reader who asks for none of our languages gets English.

    Chinese is for those who ask for it, and for those who ask for nothing.
    """

    def process_request(self, request):
        super().process_request(request)
        if not translation.get_language_from_path(request.path_info) and self._asks_for_others(request):
            translation.activate(ENGLISH)
            request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request, response):
        """What has no language in its address is the same for all readers, or says itself that it is not.

        Errors are worded for the reader, and the front door leads to their language.
        """
        if (
            translation.get_language_from_path(request.path_info)
            or response.status_code >= HTTPStatus.BAD_REQUEST
        ):
            return super().process_response(request, response)
        return response

    @staticmethod
    def _asks_for_others(request):
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return False
        header = request.headers.get("Accept-Language", "")
        asked = [code for code, _weight in parse_accept_lang_header(header.lower()) if code != "*"]
        return bool(asked) and not any(_is_ours(code) for code in asked)


def _is_ours(code) -> bool:
    try:
        return bool(get_supported_language_variant(code))
    except LookupError:
        return False


class SecurityHeaders:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class AdminCSP:
    """The admin's scripts need more than the public pages' policy allows; only the admin gets it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.app_names[:1] == ["admin"]:
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response


class AdminLanguage:
    """The admin has no language in its addresses: the one switched to, else the colleague's own, else Chinese."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith("/admin/"):
            language = self._language(request)
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)

    @staticmethod
    def _language(request):
        known = dict(settings.LANGUAGES)
        switched = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if switched in known:
            return switched
        preferred = getattr(request.user, "preferred_language", None)
        return preferred if preferred in known else settings.LANGUAGE_CODE
