"""limit-list: one query, twenty rows, a plain template. limit-event: one query, one row."""

from django.shortcuts import render
from django.urls import path

from benchmarks.bare.models import Row


def limit_list(request):
    return render(request, "list.html", {"rows": Row.objects.order_by("-id")[:20]})


def limit_event(request, slug):
    return render(request, "event.html", {"row": Row.objects.get(slug=slug)})


urlpatterns = [path("limit-list", limit_list), path("limit-event/<slug:slug>", limit_event)]
