"""Whether a document that somebody holds is genuine: a public page, for visa desks and employers too."""

from allauth.core.internal import ratelimit
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView

from beijing_ngo.core import dates
from beijing_ngo.core.language import current, other
from beijing_ngo.core.models import IssuedDocument
from beijing_ngo.core.references import is_code, typed
from beijing_ngo.core.typography import has_han
from beijing_ngo.core.zones import BEIJING

LIMIT = {"verify": "30/m/ip"}
LONGEST = 60  # signs: no number or code is longer


def find(text: str) -> tuple[IssuedDocument | None, bool]:
    """The document that a number or code stands for, and whether it was found by its code."""
    text = typed(text[:LONGEST])
    documents = IssuedDocument.objects.all()
    if is_code(text) and (document := documents.filter(code=text).first()):
        return document, True
    # Numbers are kept with hyphens: INV-2027-0001.
    prefix = text.rstrip("0123456789")
    year, count = text[len(prefix) :][:4], text[len(prefix) :][4:]
    if not (prefix.isascii() and year and count):
        return None, False
    return documents.filter(number=f"{prefix}-{year}-{count}").first(), False


def masked(name: str) -> str:
    """王*, W***: enough to compare with a paper at hand, too little to learn who was invited."""
    name = name.strip()
    if not name:
        return ""
    return f"{name[0]}*" if has_han(name[0]) else f"{name[0]}***"


class VerifyView(TemplateView):
    """By the code on the paper: all that it certifies. By the number alone, which can be guessed: the name is masked."""

    template_name = "core/verify.html"

    def get(self, request, *args, **kwargs):
        asked = kwargs.get("code") or request.GET.get("q", "").strip()
        if asked and not ratelimit.consume(
            request, app="beijing_ngo.core", action="verify", config=LIMIT, limit_get=True
        ):
            response = ratelimit.respond_429(request)
        else:
            response = self.render_to_response(self.get_context_data(asked=asked[:LONGEST]))
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get_context_data(self, *, asked, **kwargs):
        document, by_code = find(asked) if asked else (None, False)
        return super().get_context_data(
            asked=asked,
            document=document,
            verdict=self._verdict(document) if asked else None,
            facts=self._facts(document, by_code) if document else [],
            by_code=by_code,
            **kwargs,
        )

    @staticmethod
    def _verdict(document) -> dict[str, str]:
        if document is None:
            return {
                "tone": "bad",
                "title": _("There is no such document"),
                "text": _(
                    "The association issued no document under this number or code. "
                    "Please compare it with the paper once more."
                ),
            }
        if not document.is_valid:
            text = _("It was revoked on %(date)s. The reason: %(reason)s")
            return {
                "tone": "bad",
                "title": _("This document is no longer valid"),
                "text": text
                % {"date": dates.day(document.revoked_at, BEIJING), "reason": document.revoked_reason},
            }
        return {
            "tone": "good",
            "title": _("This document is genuine"),
            "text": _(
                "The association issued it, and it is valid. Please compare the particulars with the paper."
            ),
        }

    @staticmethod
    def _facts(document, by_code) -> list[tuple[str, str]]:
        def said(fact):
            texts = document.facts.get(fact, {})
            return texts.get(current()) or texts.get(other(current()), "")

        name = said("name") or document.to_name
        return [
            (_("Document"), document.get_kind_display()),
            (pgettext("document", "Number"), document.number),
            (pgettext("person", "Name"), name if by_code else masked(name)),
            (_("Event"), said("event")),
            (_("When"), said("dates")),
            (_("Where"), said("place")),
            (_("Issued on"), dates.day(document.issued_at, BEIJING)),
        ]
