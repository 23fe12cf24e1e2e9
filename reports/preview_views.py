"""The page behind a link to a draft: read-only, for one reader, until a day. Nothing on it may be stored or found."""

from django.views.generic import TemplateView

from beijing_ngo.core.language import CHINESE, ENGLISH, written
from reports.models import PreviewLink
from reports.operations import previews
from reports.views import sections

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",  # the address is the key
}


class DraftPreviewView(TemplateView):
    """A link that has expired or was revoked looks like one that never was."""

    template_name = "reports/preview.html"

    def dispatch(self, request, *args, **kwargs):
        rows = PreviewLink.objects.for_token(kwargs["token"])
        self.link = rows.select_related("submission__mechanism__body").first()
        response = super().dispatch(request, *args, **kwargs) if self.link else self._nothing()
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    def _nothing(self):
        return self.response_class(self.request, "reports/preview_gone.html", status=404)

    def get(self, request, *args, **kwargs):
        # Programs that check an address before it is opened ask for its head alone.
        if request.method == "GET":
            previews.count_opening(link=self.link)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        paragraphs = list(self.link.submission.paragraphs.all())
        return super().get_context_data(
            link=self.link,
            submission=self.link.submission,
            sections=sections(paragraphs),
            languages=[
                code for code in (ENGLISH, CHINESE) if any(written(one, "text", code) for one in paragraphs)
            ],
            **kwargs,
        )
