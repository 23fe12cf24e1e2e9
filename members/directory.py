"""The order of the directory: by the alphabet of the language it is read in.

Chinese names stand in the order of their pronunciation, under the letter it begins with. The national character set of
1980 (GB 2312) lists its 3,755 common characters in just that order, so comparing names in that encoding sorts them;
rarer characters, which it lists by their strokes, come last. A character with two readings stands under the first.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import get_language

from beijing_ngo.core import kept
from beijing_ngo.core.language import is_chinese
from beijing_ngo.core.typography import has_han
from members.models import Organisation

# The first common character of each letter; no Chinese syllable begins with I, U or V.
_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_STARTS = [character.encode("gb2312") for character in _FIRST]
_AFTER_THE_COMMON = b"\xd8\xa1"
OTHER = "#"


class Place(NamedTuple):
    rank: int
    letter: str  # "#" for names under no letter


def letter_of(name: str) -> str:
    """The letter a name stands under: B for 北京, C for Chunhui, # where none can be told."""
    first = name.strip()[:1]
    if has_han(first):
        code = first.encode("gb18030")
        if len(code) != 2 or not _STARTS[0] <= code < _AFTER_THE_COMMON:
            return OTHER
        return _LETTERS[bisect_right(_STARTS, code) - 1]
    first = unicodedata.normalize("NFKD", first)[:1].upper()
    return first if "A" <= first <= "Z" else OTHER


def sort_key(name: str):
    letter = letter_of(name)
    return letter == OTHER, letter, name.casefold().encode("gb18030")


def in_order(pks: Iterable[int]) -> list[int]:
    places = _places()
    last = Place(len(places), OTHER)
    return sorted(pks, key=lambda pk: places.get(pk, last).rank)


def letter(pk: int) -> str:
    place = _places().get(pk)
    return place.letter if place else OTHER


def _places() -> dict[int, Place]:
    return kept.value(("directory order", get_language()), _arrange)


def _arrange():
    names = {
        pk: (chinese or english, english or chinese)[0 if is_chinese() else 1] or ""
        for pk, chinese, english in Organisation.objects.listed()
        .order_by()
        .values_list("pk", "name_zh_hans", "name_en")
    }
    ordered = sorted(names, key=lambda pk: (sort_key(names[pk]), pk))
    return {pk: Place(rank, letter_of(names[pk])) for rank, pk in enumerate(ordered)}
