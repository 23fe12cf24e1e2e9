"""Staff open the admin and the check-in with a second factor: a stolen password alone must not reach people's data."""

from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_from_path

from beijing_ngo.core.views import reader

WAY_BACK = "after_second_factor"


class StaffSecondFactor:
    """Leads a colleague without a second factor to where one is set up, and remembers where they wanted to go."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.STAFF_SECOND_FACTOR and _is_for_staff(request.path_info) and _lacks_it(reader(request)):
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('account:second_factor')}?{query}")
        return self.get_response(request)


def _is_for_staff(path: str) -> bool:
    language = get_language_from_path(path)
    if language:
        path = path.removeprefix(f"/{language}")
    return path.startswith(tuple(settings.STAFF_PATHS)) and path != "/admin/logout/"


def _lacks_it(user) -> bool:
    return user.is_authenticated and user.is_staff and not is_mfa_enabled(user)
