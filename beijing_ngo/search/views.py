"""The page of the search, and the suggestions under its field."""

from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from beijing_ngo.core import lists
from beijing_ngo.core.language import TAGS, current, other
from beijing_ngo.core.numbers import thousands
from beijing_ngo.search import finding, hits
from beijing_ngo.search.models import EntryKind
from beijing_ngo.search.snippets import Marker
from beijing_ngo.search.words import Query

PER_PAGE = 20
MOST_SUGGESTIONS = 8
NAMES = {kind.name.lower(): kind for kind in EntryKind}
NEWEST = "newest"


@dataclass(frozen=True)
class Asked:
    """What the address asks for; whatever it does not know is left aside."""

    words: str
    kind: EntryKind | None = None
    language: str = ""
    order: str = ""
    exact: bool = False  # these words only, not what the other language calls it

    @classmethod
    def read(cls, params: QueryDict) -> "Asked":
        return cls(
            words=lists.words(params),
            kind=NAMES.get(params.get("kind", "")),
            language=lists.one_of(params, "language", TAGS),
            order=lists.one_of(params, "order", (NEWEST,)),
            exact=params.get("exact") == "1",
        )

    def fields(self) -> dict[str, str]:
        fields = {
            "q": self.words,
            "kind": self.kind.name.lower() if self.kind else "",
            "language": self.language,
            "order": self.order,
            "exact": "1" if self.exact else "",
        }
        return {name: value for name, value in fields.items() if value}

    def address(self, **changes) -> str:
        return f"{reverse('search')}?{urlencode(replace(self, **changes).fields())}"


class SearchView(TemplateView):
    template_name = "search/search.html"

    def get_context_data(self, **kwargs):
        asked = Asked.read(self.request.GET)
        context = super().get_context_data(asked=asked, crumbs=[(_("Search"), "")], **kwargs)
        query = Query.read(asked.words)
        return context | (self.found(asked, query) if query else {})

    def found(self, asked, query):
        named = None if asked.exact else finding.in_other_language(query)
        queries = [query, Query.read(named[0])] if named else [query]
        found = finding.find(
            queries,
            current(),
            kind=asked.kind,
            language=asked.language,
            newest_first=asked.order == NEWEST,
        )
        page = Paginator(found.numbers, PER_PAGE).get_page(self.request.GET.get("page"))
        return {
            "found": found,
            "page": page,
            "hits": hits.hits(list(page.object_list), Marker(tuple(queries))),
            "counted": _counted(len(found.numbers), more=found.more),
            "range": _range(page, found),
            "named": {"words": named[0], "lang": TAGS[named[1]], "url": asked.address(exact=True)}
            if named
            else None,
            "kinds": _kinds(asked, found),
            "languages": _languages(asked, found),
            "orders": [
                {"label": _("Best match"), "url": asked.address(order=""), "is_current": not asked.order},
                {"label": _("Newest"), "url": asked.address(order=NEWEST), "is_current": bool(asked.order)},
            ],
            "query": QueryDict(urlencode(asked.fields())),
            "unfiltered": asked.address(kind=None, language="") if asked.kind or asked.language else "",
        }


class SuggestionsView(TemplateView):
    """Titles that begin like what is being typed; a part of a page, for the field that asks while somebody types."""

    template_name = "search/_suggestions.html"

    def get_context_data(self, **kwargs):
        typed = lists.words(self.request.GET)
        numbers = finding.suggestions(typed, current(), MOST_SUGGESTIONS)
        return super().get_context_data(suggestions=hits.titles(numbers), **kwargs)


def _counted(number: int, *, more: bool) -> str:
    return f"{thousands(number)}+" if more else thousands(number)


def _range(page: Page, found) -> str:
    """Which of the hits the page shows: 1–20 of 63."""
    if not page.paginator.count:
        return ""
    words = {
        "first": thousands(page.start_index()),
        "last": thousands(page.end_index()),
        "all": _counted(len(found.numbers), more=found.more),
    }
    return _("%(first)s–%(last)s of %(all)s") % words


def _kinds(asked, found):
    options = [
        _option(_("Everything"), asked.address(kind=None), asked.kind is None, found.everything, found)
    ]
    for kind, number in found.kinds.items():
        options.append(_option(kind.label, asked.address(kind=kind), asked.kind == kind, number, found))
    return options


def _languages(asked, found):
    mine, their = current(), other(current())
    names = {mine: _own_name(mine), their: _only_name(their)}
    if not asked.language and not (found.languages.get(mine) and found.languages.get(their)):
        return []
    everything = sum(found.languages.values())
    options = [_option(_("Any language"), asked.address(language=""), not asked.language, everything, found)]
    for code, label in names.items():
        number = found.languages.get(code, 0)
        options.append(_option(label, asked.address(language=code), asked.language == code, number, found))
    return options


def _own_name(code):
    return _("English") if code == "en" else _("Chinese")


def _only_name(code):
    return _("English only") if code == "en" else _("Chinese only")


def _option(label, url, is_current, number, found):
    count = None if number is None else _counted(number, more=not found.counted_all)
    return {"label": label, "url": url, "is_current": is_current, "count": count}
