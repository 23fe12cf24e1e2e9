"""Lists that readers narrow down by their address: ?country=FI&year=2011&page=2.

An address is typed, shortened and guessed, so whatever a list does not know is left aside and never an error.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.http import QueryDict

from beijing_ngo.core.language import is_chinese

LONGEST_QUERY = 100


class ForgivingPagesMixin:
    """A page number that is none, or beyond the end, leads to the nearest page there is."""

    def paginate_queryset(self, queryset, page_size):
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get("page"))
        return page.paginator, page, page.object_list, page.has_other_pages()


@dataclass(frozen=True)
class Option:
    """One choice of a filter, with how many rows it finds."""

    value: str
    label: str
    count: int | None = None
    is_chosen: bool = False


def words(params: QueryDict, name: str = "q") -> str:
    """The words asked for, without what no database can look for, cut to what the field takes."""
    typed = "".join(character if character.isprintable() else " " for character in params.get(name, ""))
    return " ".join(typed.split())[:LONGEST_QUERY].strip()


def one_of(params: QueryDict, name: str, known: Container[str]) -> str:
    value = params.get(name, "")
    return value if value in known else ""


def some_of(params: QueryDict, name: str, known: Iterable[str]) -> list[str]:
    asked = set(params.getlist(name))
    return [value for value in known if value in asked]


def without(params: QueryDict, name: str, value: str | None = None) -> str:
    """The same list without one filter (or one value of it), from its first page."""
    rest = params.copy()
    rest.pop("page", None)
    kept = [other for other in rest.getlist(name) if value is not None and other != value]
    rest.setlist(name, kept)
    return f"?{rest.urlencode()}"


def joined(names: Iterable[str]) -> str:
    """Names in one line, with the comma their language puts between them."""
    return ("、" if is_chinese() else ", ").join(str(name) for name in names if name)
