"""What the pages of the drafting desk have in common: whose paper it is, who may read it, the frame around them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from reports.models import Submission


def desk_url(paper: Submission, paragraph: int | None = None) -> str:
    url = reverse("admin:reports_submission_draft", args=[paper.pk])
    return f"{url}#p-{paragraph}" if paragraph else url


class PaperPages:
    """Part of the admin of submissions; `paper()`, for whoever may change one, is with the steps."""

    admin_site: Any
    opts: Any

    def own_urls(self, pages: dict) -> list:
        """Route below a paper → view and name."""
        return [
            path(
                f"<int:pk>/draft/{route}", self.admin_site.admin_view(view), name=f"reports_submission_{name}"
            )
            for route, (view, name) in pages.items()
        ]

    def readable_paper(self, request, pk) -> Submission:
        """For whoever may see it."""
        paper = self.get_object(request, str(pk))
        if paper is None or not self.has_view_permission(request, paper):
            raise Http404
        return paper

    def may_write(self, request, paper) -> bool:
        return self.has_change_permission(request, paper)

    def desk_page(self, request, template, paper, *, status=200, **context) -> HttpResponse:
        return self.staff_page(
            request,
            f"admin/reports/submission/{template}.html",
            status=status,
            subtitle=str(paper),
            paper=paper,
            **{"back": desk_url(paper), **context},
        )

    def back_to_desk(self, request, paper, text="", level=messages.SUCCESS, *, paragraph=None):
        if text:
            self.message_user(request, text, level)
        return redirect(desk_url(paper, paragraph))
