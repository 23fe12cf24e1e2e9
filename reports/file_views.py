"""Downloads of a submission: its text as a file, and how to cite it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.generic import View

from beijing_ngo.core import kept, seo
from beijing_ngo.core.views import reader
from reports import citations, files
from reports.models import Submission
from reports.paper_text import signatories


class SubmissionFileView(View):
    """A page that may be read may be taken along."""

    def get(self, request, slug, language, kind):
        submission = _submission(request, slug)
        source = seo.absolute(request, submission.get_absolute_url())
        return files.response(submission, language, kind, source=source) or _nothing()


class CitationView(View):
    """In the language of the page it stands on."""

    write = None
    content_type = extension = ""

    def get(self, request, slug):
        submission = _submission(request, slug)
        record = citations.record(
            submission,
            signatories(submission),
            kept.site(),
            url=seo.absolute(request, submission.get_absolute_url()),
            language=get_language(),
        )
        answer = HttpResponse(self.write(record, timezone.localdate()), content_type=self.content_type)
        name = f"{submission.slug}.{self.extension}"
        answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer


class BibTeXView(CitationView):
    write = staticmethod(citations.bibtex)
    content_type, extension = "application/x-bibtex; charset=utf-8", "bib"


class RISView(CitationView):
    write = staticmethod(citations.ris)
    content_type, extension = "application/x-research-info-systems; charset=utf-8", "ris"


def _submission(request, slug) -> Submission:
    rows = Submission.objects.visible_to(reader(request)).select_related(
        "mechanism__body", "conference", "lead"
    )
    return get_object_or_404(rows, slug=slug)


def _nothing():
    raise Http404
