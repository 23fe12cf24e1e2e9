"""limit-list: one query, twenty rows, a plain template. limit-event: one query, one row.

limit-cached: limit-list from Django's page cache. limit-sign-up: one conditional UPDATE, one INSERT.
"""

from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import cache_page

from benchmarks.bare.models import Places, Row, SignUp


def limit_list(request):
    return render(request, "list.html", {"rows": Row.objects.order_by("-id")[:20]})


def limit_event(request, slug):
    return render(request, "event.html", {"row": Row.objects.get(slug=slug)})


def limit_sign_up(request, desk):
    with transaction.atomic():
        free = Places.objects.filter(pk=desk, places_taken__lt=F("capacity"))
        if not free.update(places_taken=F("places_taken") + 1):
            return HttpResponse(status=409)
        SignUp.objects.create(desk_id=desk, email=request.POST["email"])
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [
    path("limit-list", limit_list),
    path("limit-cached", cache_page(600)(limit_list)),
    path("limit-event/<slug:slug>", limit_event),
    path("limit-sign-up/<int:desk>", limit_sign_up),
]
