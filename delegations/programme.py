"""The programme of a visit as its page shows it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from beijing_ngo.core import dates
from beijing_ngo.core.models import DatePrecision
from delegations.models import Delegation, Direction, ItineraryItem, ItineraryKind


@dataclass(frozen=True)
class Day:
    label: str
    weekday: str
    number: str  # "Day 2"
    stops: list[ItineraryItem]


def by_day(delegation: Delegation, stops: Iterable[ItineraryItem]) -> list[Day]:
    """Stops under their days; where only the month of a visit is known, in their order under that month."""
    stops = list(stops)
    if delegation.date_precision != DatePrecision.DAY:
        when = dates.date_range(delegation.starts_on, delegation.ends_on, precision=delegation.date_precision)
        return [Day(label=when, weekday="", number="", stops=stops)] if stops else []
    return [
        one_day(delegation, day, list(of_the_day))
        for day, of_the_day in groupby(stops, lambda stop: stop.date)
    ]


def one_day(delegation: Delegation, day: date, stops: list[ItineraryItem]) -> Day:
    number = (day - delegation.starts_on).days + 1
    return Day(
        label=dates.range_within_year(day, day),
        weekday=dates.weekday_name(day),
        number=_("Day %(number)d") % {"number": number} if number > 0 else "",
        stops=stops,
    )


def cities(stops: Iterable[ItineraryItem]) -> list[str]:
    """Where people stayed or met, each city once, in the order of the journey."""
    return list(dict.fromkeys(stop.city for stop in stops if stop.city and stop.kind != ItineraryKind.TRAVEL))


def countries_to_draw(delegation: Delegation, stops: Iterable[ItineraryItem]) -> Counter:
    """Countries and regions for the map with their stops; guests come from theirs, wherever they went here."""
    counts = Counter({country.code: 1 for country in delegation.countries})
    if delegation.direction == Direction.OUTGOING:
        counts.update(
            str(stop.country) for stop in stops if stop.country and stop.kind != ItineraryKind.TRAVEL
        )
    return counts
