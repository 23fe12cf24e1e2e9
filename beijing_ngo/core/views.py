"""Files and health: what has no language."""

from pathlib import PurePath

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View
from django.views.static import serve

from beijing_ngo.core import renditions
from beijing_ngo.core.models import Document
from beijing_ngo.core.tasks import HEARTBEAT

PICTURE_TYPES = {f".{kind}": f"image/{kind}" for kind in renditions.FORMATS}


def reader(request):
    """Who is reading, without opening a session for somebody who has none."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else AnonymousUser()


def healthz(_request):
    """Whether the process reaches its database and cache; when beat was last heard."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    heard = cache.get(HEARTBEAT)
    return JsonResponse({"status": "ok", "beat": heard.isoformat(timespec="seconds") if heard else None})


def media(request, name):
    """Photographs. Their names are unguessable and never change, so they may be kept for a year."""
    response = serve(request, name, document_root=settings.MEDIA_ROOT)
    # Not every machine knows the younger formats, and a browser that is told something else may not show them.
    if kind := PICTURE_TYPES.get(PurePath(name).suffix):
        response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class DocumentView(View):
    """Hands a document to whoever may read it and its subject; everybody else learns that there is no such page."""

    def get(self, request, pk):
        user = reader(request)
        document = get_object_or_404(Document.objects.visible_to(user), pk=pk)
        subject = document.subject
        if subject is None or not type(subject).objects.visible_to(user).filter(pk=subject.pk).exists():
            raise Http404
        return FileResponse(
            document.file.open("rb"),
            as_attachment=True,
            filename=document.original_name or f"{document.pk}.{document.extension.lower()}",
        )
