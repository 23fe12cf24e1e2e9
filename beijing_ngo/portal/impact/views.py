from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from beijing_ngo.core import conditional
from beijing_ngo.portal.impact import files
from beijing_ngo.portal.impact.gather import impact


class ImpactView(TemplateView):
    template_name = "portal/impact.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            section="impact", crumbs=[(_("Impact"), "")], impact=impact(), **kwargs
        )


class FileView(View):
    """What is on the page, as a file to work with."""

    def get(self, request, **kwargs):
        gathered = impact()
        response = self.file(gathered, **kwargs)
        return conditional.answer(request, response, changed_at=gathered.counted_at)

    def file(self, gathered, **kwargs) -> HttpResponse:
        raise NotImplementedError


class TableFileView(FileView):
    def file(self, gathered, name):
        table = gathered.tables.get(name)
        if table is None:
            raise Http404
        response = HttpResponse(files.as_csv(table), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="impact-{table.name}.csv"'
        return response


class DataFileView(FileView):
    def file(self, gathered):
        response = JsonResponse(
            files.as_data(gathered), json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
        response.headers["Content-Disposition"] = 'attachment; filename="impact.json"'
        return response
