"""One kind of record as the interface gives it: a list with filters, and each record by its address."""

from datetime import UTC
from typing import Any, ClassVar

from django.db.models import Model as Row
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from pydantic import Field, create_model

from beijing_ngo.api import paging, parts, problems
from beijing_ngo.api.parameters import ListQuery, OneQuery, named, refuse_unknown
from beijing_ngo.api.schemas import Address, Model, Record
from beijing_ngo.api.wording import Tongue, Wording, public, resource_address
from beijing_ngo.core import public_address
from beijing_ngo.core.fields import holds
from beijing_ngo.core.models import Theme
from beijing_ngo.search import finding
from beijing_ngo.search.models import EntryKind, SearchEntry
from beijing_ngo.search.words import Query

SORT = _("By which field; a minus puts the latest first. Where it is left out, by the first of these.")


class Resource:
    """Subclasses say what there is to ask for and what a record tells; in a list less than alone."""

    name: ClassVar[str]
    title: ClassVar[str]  # English, translated where it is shown
    about: ClassVar[str]
    model: ClassVar[type[Row]]
    query: ClassVar[type[ListQuery]]
    summary: ClassVar[type[Record]]
    detail: ClassVar[type[Record]]
    orders: ClassVar[dict[str, paging.Order]]
    entry_kind: ClassVar[EntryKind]  # what the search calls it

    def __init__(self):
        self.piece = create_model(
            f"{self.summary.__name__}List",
            __base__=Model,
            items=(list[self.summary], ...),
            next=(Address | None, Field(description=_("The address of the next piece; null at the end."))),
        )

    # ------------------------------------------------------------ what subclasses say

    def narrowed(self, rows: QuerySet, asked: Any, tongue: Tongue) -> QuerySet:
        """What the filters leave; here those of every list."""
        if asked.theme:
            rows = self.on_theme(rows, named(Theme.objects.all(), asked.theme, "theme"))
        if asked.sdg:
            rows = rows.filter(holds("sdgs", asked.sdg))
        if asked.updated_since:
            rows = rows.filter(updated_at__gte=asked.updated_since)
        if asked.words:
            rows = rows.filter(pk__in=self._holding(asked))
        return rows

    def on_theme(self, rows: QuerySet, theme: Theme) -> QuerySet:
        return rows.filter(themes=theme)

    def for_list(self, rows: QuerySet) -> QuerySet:
        """With their themes, and with what `described` reads."""
        raise NotImplementedError

    def for_one(self, rows: QuerySet) -> QuerySet:
        """With what `detailed` reads."""
        raise NotImplementedError

    def described(self, row: Any, wording: Wording) -> dict:
        raise NotImplementedError

    def detailed(self, row: Any, wording: Wording) -> dict:
        """What a record alone tells besides."""
        raise NotImplementedError

    def listed(self, tongue: Tongue) -> QuerySet:
        """What the list is of."""
        return public(self.model, tongue)

    def sort(self, asked: Any) -> str:
        return asked.sort or next(iter(self.orders))

    # ------------------------------------------------------------ answers

    def many(self, request: HttpRequest, asked: ListQuery) -> HttpResponse:
        refuse_unknown(request.GET, self.query)
        sort = self.sort(asked)
        order, rows, of = self.orders[sort], self.listed(asked.tongue), f"{self.name} {sort}"
        if asked.cursor:
            # First of all, because SQLite enters an index by the first of several bounds.
            rows = order.behind(rows, *paging.opened(asked.cursor, of, order))
        rows = order.sorted(self.for_list(self.narrowed(rows, asked, asked.tongue)))
        found, cursor = paging.piece(rows, of, order, asked.limit)
        following = _with_cursor(request, cursor) if cursor else None
        told = [self.told(row, asked.tongue) for row in found]
        made = answer(self.piece.model_validate({"items": told, "next": following}), asked.tongue)
        if following:
            made.headers["Link"] = f'<{following}>; rel="next"'
        return made

    def one(self, request: HttpRequest, slug: str, asked: OneQuery) -> HttpResponse:
        refuse_unknown(request.GET, OneQuery)
        row = self.for_one(public(self.model, asked.tongue)).filter(slug=slug).first()
        if row is None:
            return problems.not_found()
        told = self.told(row, asked.tongue, alone=True)
        return answer(self.detail.model_validate(told), asked.tongue)

    def _holding(self, asked: ListQuery) -> QuerySet:
        """The keys of the records that the search of the site finds, of very many the newest."""
        query, numbers = Query.read(asked.words), set()
        for language in asked.tongue.languages if query else ():
            numbers.update(finding.find([query], language, kind=self.entry_kind, newest_first=True).numbers)
        return SearchEntry.objects.filter(pk__in=numbers).values("record")

    def told(self, row: Any, tongue: Tongue, *, alone: bool = False) -> dict:
        """All that a list, or the record alone, tells of it."""
        wording = Wording(tongue, row)
        told = self.described(row, wording) | (self.detailed(row, wording) if alone else {})
        return told | {
            "slug": row.slug,
            "url": wording.url(),
            "api_url": resource_address(self.name, row.slug),
            "updated_at": row.updated_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "language": tongue.tag if tongue.code else None,
            "themes": parts.themes(row.themes.all(), wording),
            "sdgs": row.sdgs,
            "fallback": wording.fallback,
        }


def answer(model: Model, tongue: Tongue) -> HttpResponse:
    made = HttpResponse(model.model_dump_json(by_alias=True), content_type="application/json")
    made.headers["Content-Language"] = tongue.tag
    return made


def _with_cursor(request: HttpRequest, cursor: str) -> str:
    params = request.GET.copy()
    params["cursor"] = cursor
    return public_address.full(f"{request.path}?{params.urlencode()}")
