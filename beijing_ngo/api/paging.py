"""Long lists in pieces: each begins behind the last record of the piece before, so that all cost the same.

A cursor names its list and that record, by what the list is sorted by and by its key. It is signed, so that only what
we gave comes back; whoever makes one up, or takes it to another list, is told so.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from beijing_ngo.api.problems import Invalid

_signer = Signer(salt="api cursor")
_READ = {"moment": datetime.fromisoformat, "day": date.fromisoformat, "text": str}


@dataclass(frozen=True)
class Order:
    """By one field, then by key: no two records in the same place."""

    field: str
    holds: str  # moment, day or text
    descending: bool = False

    def sorted(self, rows: QuerySet) -> QuerySet:
        sign = "-" if self.descending else ""
        return rows.order_by(f"{sign}{self.field}", f"{sign}pk")

    def behind(self, rows: QuerySet, value, pk: int) -> QuerySet:
        further, not_behind = ("lte", "gte") if self.descending else ("gte", "lte")
        # The first condition is a range that an index can be entered at; the second leaves out what shares its edge.
        return rows.filter(**{f"{self.field}__{further}": value}).exclude(
            **{self.field: value, f"pk__{not_behind}": pk}
        )


def piece(rows: QuerySet, of: str, order: Order, limit: int):
    """The rows of one answer, and the cursor of the next (none at the end)."""
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    value = getattr(last, order.field)
    written = value if order.holds == "text" else value.isoformat()
    return found[:limit], _signer.sign_object([of, written, last.pk])


def opened(cursor: str, of: str, order: Order):
    """The place in the list that a cursor names: a value and a key."""
    try:
        given, written, pk = _signer.unsign_object(cursor)
    except BadSignature:
        raise Invalid("cursor", _("This is no cursor of ours.")) from None
    if given != of:
        raise Invalid("cursor", _("This cursor belongs to another list, or to another order of it."))
    return _READ[order.holds](written), pk
