"""The text of a paper as Word and PDF, from its page."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _

from beijing_ngo.core import public_address
from beijing_ngo.core.language import CHINESE, ENGLISH
from reports import files
from reports.models import RequiredLanguage, Submission
from reports.paper_text import languages_of


class FilePages:
    """Part of the admin of submissions."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.text_file)
        own = path("<int:pk>/text/<str:language>/<str:kind>/", view, name="reports_submission_text")
        return [own, *super().get_urls()]

    def text_file(self, request, pk, language, kind):
        paper = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, paper):
            raise Http404
        if language not in (CHINESE, ENGLISH) or kind not in files.LABELS:
            raise Http404
        source = public_address.full(paper.get_absolute_url()) if paper.is_public else ""
        answer = files.response(paper, language, kind, source=source)
        if answer is None:
            raise Http404
        return answer

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            context["text_files"] = text_files(obj)
        return super().render_change_form(request, context, obj=obj, **kwargs)


def text_files(paper: Submission) -> list[dict[str, str]]:
    """A button for each language and format."""
    return [
        {
            "label": _("%(format)s in %(language)s")
            % {"format": offer.label, "language": RequiredLanguage(offer.language).label},
            "url": reverse("admin:reports_submission_text", args=[paper.pk, offer.language, offer.kind]),
        }
        for offer in files.offers(languages_of(paper.paragraphs.all()))
    ]
