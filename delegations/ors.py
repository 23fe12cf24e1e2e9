"""The list of people as it is typed into ORS, the Online Registration System of the UNFCCC secretariat.

It is in English, whatever the language of the reader.
"""

import csv
from io import StringIO

from django.utils import translation

from delegations.models import Nomination, NominationState, Participation
from events.exports import harmless

ON_THE_LIST = (
    NominationState.PROPOSED,
    NominationState.NOMINATED,
    NominationState.CONFIRMED,
    NominationState.USED,
)
HEADINGS = ("Name as in passport", "Function", "Affiliation", "Relationship", "Badge", "State")


def rows(participation: Participation) -> list[tuple[str, ...]]:
    people = participation.nominations.filter(state__in=ON_THE_LIST).select_related("member").order_by("pk")
    with translation.override("en"):
        return [_row(nomination) for nomination in people]


def _row(nomination: Nomination) -> tuple[str, ...]:
    return (
        nomination.member.latin_name,
        nomination.function,
        nomination.affiliation,
        nomination.relationship,
        str(nomination.get_badge_kind_display()),
        str(nomination.get_state_display()),
    )


def as_csv(participation: Participation) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows([harmless(value) for value in row] for row in rows(participation))
    return b"\xef\xbb\xbf" + text.getvalue().encode()  # by these three bytes Excel knows that it is UTF-8
