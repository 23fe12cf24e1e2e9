"""Headers every answer carries, and the looser policy the admin needs."""

from django.conf import settings


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
