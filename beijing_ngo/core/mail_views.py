"""The page behind the link at the end of a mail: what would be switched off, and the button that does it."""

from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from beijing_ngo.core import unsubscribing


@method_decorator(csrf_exempt, name="dispatch")  # the link is what proves who may; it works without cookies
class UnsubscribeView(TemplateView):
    """Looking changes nothing, because mail scanners follow every link. A POST switches off, or on again.

    A mail program's own button posts List-Unsubscribe=One-Click (RFC 8058) and wants an answer, not another address.
    """

    template_name = "core/unsubscribe.html"

    def dispatch(self, request, *args, **kwargs):
        self.asked = unsubscribing.read(kwargs["token"])
        response = super().dispatch(request, *args, **kwargs) if self.asked else self.broken()
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"  # the address switches mail off
        return response

    def broken(self):
        return self.response_class(self.request, "core/unsubscribe_broken.html", status=404)

    def post(self, request, token):
        address, topic = self.asked
        if request.POST.get("List-Unsubscribe") == "One-Click":
            unsubscribing.switch_off(address, topic)
            return self.get(request, token=token)
        change = unsubscribing.switch_on if request.POST.get("act") == "on" else unsubscribing.switch_off
        change(address, topic)
        return redirect(request.path)

    def get_context_data(self, **kwargs):
        address, topic = self.asked
        return super().get_context_data(
            address=unsubscribing.masked(address),
            topic=topic.label,
            is_off=unsubscribing.is_off(address, topic),
            **kwargs,
        )
