"""robots.txt: what is for people alone. All the rest may be looked at, pictures and style sheets too."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.generic import View

from beijing_ngo.core import languages
from beijing_ngo.core.public_address import full

A_DAY = 24 * 3600
# Below each language. Pages that only ask not to be listed stay open to machines, or they would never read that.
FOR_PEOPLE = (
    *("account/", "check-in/", "drafts/", "mail/", "registrations/", "search/", "tickets/"),
    "events/*/register/",
)
FOR_STAFF = ("/admin/", "/calendar/", "/i18n/")


class RobotsView(View):
    def get(self, request):
        paths = [
            *FOR_STAFF,
            *(f"/{code}/{path}" for code in languages.codes() for path in FOR_PEOPLE),
        ]
        lines = [
            "User-agent: *",
            *(f"Disallow: {path}" for path in paths),
            "",
            f"Sitemap: {full(reverse('sitemap'))}",
            "",
        ]
        response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
        patch_cache_control(response, public=True, max_age=A_DAY)
        return response
