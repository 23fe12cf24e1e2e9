"""Addresses with the names the frame links to, answered by bare pages: the frame by itself."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.generic import TemplateView

from beijing_ngo.core.htmx import PartialMixin

PAGE = """{% extends "base.html" %}
{% block title %}{{ title }}{% endblock %}
{% block description %}{{ description }}{% endblock %}
{% block main %}<h1>{{ title }}</h1>{% endblock %}"""


def page(request, section="", slug="", **_path):
    context = {
        "section": section,
        "title": request.GET.get("title", ""),
        "description": request.GET.get("description", ""),
    }
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def forbidden(request):
    raise PermissionDenied


class LostView(PartialMixin, TemplateView):
    template_name = "404.html"
    partial_name = "nothing"

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=Paginator(range(30), 10).page(2), **kwargs)


def names(app, section, *more):
    routes = [path("", page, {"section": section}, name="list")]
    routes += [path(f"{name}/", page, {"section": name}, name=name) for name in more]
    routes.append(path("<slug:slug>/", page, {"section": section}, name="detail"))
    return include((routes, app))


urlpatterns = [path("", include("beijing_ngo.core.share_urls"))]
urlpatterns += i18n_patterns(
    path("", page, name="home"),
    path("events/", names("events", "events")),
    path("delegations/", names("delegations", "delegations")),
    path("reports/", names("reports", "reports", "submission_list")),
    path("members/", names("members", "members", "join")),
    path("impact/", page, {"section": "impact"}, name="impact"),
    path("account/", include(([path("", page, name="home")], "account"))),
    path("account/login/", page, name="account_login"),
    path("data/", page, name="api_reference"),
    path("search/", page, name="search"),
    path("feed.atom", page, name="news_feed"),
    path("verify/", page, name="verify_search"),
    path("forbidden/", forbidden),
    path("lost/", LostView.as_view()),
    path("about/<slug:slug>/", page, {"section": "about"}, name="page"),
)
