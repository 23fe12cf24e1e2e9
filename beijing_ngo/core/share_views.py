"""What is passed on with a page: its picture, its code to scan, and what programs that embed links ask about it."""

from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.generic import View

from beijing_ngo.core import kept, languages, public_address, qr, share_image, sharing
from beijing_ngo.core.language import plain

A_YEAR, AN_HOUR, A_MINUTE = 365 * 24 * 3600, 3600, 60


class SharedView(View):
    """Of a page that everybody may open in the language asked for; of all others there is nothing."""

    def get(self, request, kind, slug, language, **asked):
        if language not in languages.codes():
            raise Http404
        with translation.override(language):
            shared = sharing.find(kind, slug)
            if shared is None:
                raise Http404
            return self.answer(shared, language, **asked)


class ShareImageView(SharedView):
    def answer(self, shared, language, digest):
        picture = share_image.of(shared)
        if digest != picture.digest:
            moved = HttpResponseRedirect(picture.url)
            patch_cache_control(moved, public=True, max_age=A_MINUTE)
            return moved
        try:
            png = share_image.png(picture)
        except share_image.TooManyError:
            busy = HttpResponse(status=503, headers={"Retry-After": str(A_MINUTE)})
            patch_cache_control(busy, no_store=True)
            return busy
        response = HttpResponse(png, content_type="image/png")
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
        return response


class CodeView(SharedView):
    """The page's code as a file for posters and slides."""

    def answer(self, shared, language, extension):
        file, content_type = qr.print_file(public_address.full(shared.url), extension)
        response = HttpResponse(file, content_type=content_type)
        name = f"{shared.slug}-{language}-qr.{extension}"
        response.headers["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=name
        )
        response.headers["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, public=True, max_age=AN_HOUR)
        return response


class OEmbedView(View):
    """oEmbed 1.0 (oembed.com): what a program says of a link to one of our pages. JSON only, and no markup of ours."""

    def get(self, request, extension):
        if {extension, request.GET.get("format", "json")} != {"json"}:
            return HttpResponse(status=501)
        url = request.GET.get("url", "")
        if not url:
            return HttpResponseBadRequest("url?")
        shared, language = sharing.at(url, request.get_host())
        if shared is None:
            raise Http404
        with translation.override(language):
            site = plain(kept.site(), "name")
            answer = {
                "version": "1.0",
                "type": "link",
                "title": shared.title,
                "author_name": shared.card.author or site,
                "provider_name": site,
                "provider_url": public_address.full(f"/{language}/"),
                "cache_age": AN_HOUR,
            } | self.thumbnail(shared)
        response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, public=True, max_age=AN_HOUR)
        return response

    def thumbnail(self, shared) -> dict:
        """The picture, where it fits into what was asked for."""
        if not (self.fits("maxwidth", share_image.WIDTH) and self.fits("maxheight", share_image.HEIGHT)):
            return {}
        return {
            "thumbnail_url": public_address.full(share_image.of(shared).url),
            "thumbnail_width": share_image.WIDTH,
            "thumbnail_height": share_image.HEIGHT,
        }

    def fits(self, name, size) -> bool:
        most = self.request.GET.get(name, "")
        return not (most.isascii() and most.isdigit()) or int(most[:6]) >= size
