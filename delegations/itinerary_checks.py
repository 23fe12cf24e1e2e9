"""What does not fit in the programme of a visit, computed from the record each time it is asked; none of it forbids anything.

Hours are those of the place, as they stand in the programme. An item without an end lasts nobody knows how long: it is held
against what goes on at the moment it begins. An item without hours is not held against anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations

from django.utils.translation import gettext as _

from beijing_ngo.core import dates, lists
from beijing_ngo.core.language import CHINESE, ENGLISH, plain, written
from delegations.models import SUBSTANCE, ItineraryItem, ItineraryKind

A_DAY = timedelta(days=1)
NOBODY: frozenset[int] = frozenset()


class About(StrEnum):
    OVERLAP = "overlap"
    TWO_PLACES = "two_places"
    JOURNEY = "journey"
    PARALLEL = "parallel"  # at the same time with other people: told, and fine
    OUTSIDE = "outside"
    TITLE = "title"


@dataclass(frozen=True)
class Stop:
    """An item as the checks need it. Nobody in `who` means the whole delegation."""

    pk: int
    title: str
    date: date
    starts: time | None = None
    ends: time | None = None
    kind: str = ItineraryKind.MEETING
    city: str = ""
    place: str = ""
    who: frozenset[int] = NOBODY

    @property
    def where(self) -> str:
        return lists.joined([self.city, self.place])

    @property
    def is_journey(self) -> bool:
        return self.kind == ItineraryKind.TRAVEL

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when to when; of the same moment twice where only one end is known, nothing where neither is."""
        known = [hour for hour in (self.starts, self.ends) if hour is not None]
        if not known:
            return None
        begin, end = (datetime.combine(self.date, hour) for hour in (known[0], known[-1]))
        # Through midnight: over a night train the end reads earlier than the beginning.
        return (begin, end + A_DAY) if len(known) > 1 and end <= begin else (begin, end)


@dataclass(frozen=True)
class Remark:
    about: About
    items: tuple[int, ...]
    text: str

    @property
    def is_warning(self) -> bool:
        return self.about != About.PARALLEL


@dataclass(frozen=True)
class Share:
    """How much of the planned time is substance; journeys do not count on either side."""

    substance: int  # minutes
    counted: int  # minutes
    without_hours: int  # items that could not be counted

    @property
    def percent(self) -> int:
        """Rounded down: what is just below the mark does not read as having reached it."""
        return self.substance * 100 // self.counted if self.counted else 0

    @property
    def is_enough(self) -> bool:
        return self.substance * 3 >= self.counted * 2


def stops_of(items: Iterable[ItineraryItem]) -> list[Stop]:
    """Items, with their attendees fetched, in the words of the reader's language."""
    return [
        Stop(
            pk=item.pk,
            title=plain(item, "title") or item.get_kind_display(),
            date=item.date,
            starts=item.starts,
            ends=item.ends,
            kind=item.kind,
            city=plain(item, "city"),
            place=plain(item, "place"),
            who=frozenset(person.pk for person in item.attendees.all()),
        )
        for item in items
    ]


# ---------------------------------------------------------------- two items at the same time


def at_the_same_time(one: Stop, other: Stop) -> bool:
    if one.span is None or other.span is None:
        return False
    (begin, end), (other_begin, other_end) = one.span, other.span
    if begin == end and other_begin == other_end:
        return begin == other_begin
    if begin == end:
        return _holds(other, begin, is_end=one.starts is None)
    if other_begin == other_end:
        return _holds(one, other_begin, is_end=other.starts is None)
    return begin < other_end and other_begin < end


def _holds(stop: Stop, moment: datetime, *, is_end: bool) -> bool:
    """An item may begin where another ends, and end where another begins."""
    begin, end = stop.span
    return begin < moment <= end if is_end else begin <= moment < end


def shared(one: Stop, other: Stop) -> frozenset[int] | None:
    """Who is expected at both; None stands for the whole delegation."""
    if not one.who and not other.who:
        return None
    if not one.who or not other.who:
        return one.who or other.who
    return one.who & other.who


def _pair(one: Stop, other: Stop, names: Mapping[int, str]) -> Remark:
    people = shared(one, other)
    values = {"one": one.title, "other": other.title, "here": one.where, "there": other.where}
    if people == NOBODY:
        about = About.PARALLEL
        text = _("“%(one)s” and “%(other)s” are at the same time, with different people: that is fine.")
    elif one.is_journey != other.is_journey:
        about = About.JOURNEY
        values["journey"], values["other"] = (
            (one.title, other.title) if one.is_journey else (other.title, one.title)
        )
        text = _("The journey “%(journey)s” falls into “%(other)s”.")
        if people:
            text = _("For %(people)s the journey “%(journey)s” falls into “%(other)s”.")
    elif _elsewhere(one, other):
        about = About.TWO_PLACES
        text = _(
            "The whole delegation would be in two places at once: “%(one)s” (%(here)s) and “%(other)s” (%(there)s)."
        )
        if people:
            text = _("In two places at once, “%(one)s” (%(here)s) and “%(other)s” (%(there)s): %(people)s.")
    else:
        about = About.OVERLAP
        text = _("“%(one)s” and “%(other)s” are at the same time for the whole delegation.")
        if people:
            text = _("“%(one)s” and “%(other)s” are at the same time for %(people)s.")
    if people:
        values["people"] = lists.joined(name for pk, name in names.items() if pk in people)
    return Remark(about, (one.pk, other.pk), text % values)


def _elsewhere(one: Stop, other: Stop) -> bool:
    """Both say where they are, and it is not the same."""
    if one.city and other.city and one.city != other.city:
        return True
    return bool(one.place and other.place and one.place != other.place)


def clashes(stops: Iterable[Stop], names: Mapping[int, str]) -> list[Remark]:
    """Each two items that are at the same time: a clash where anybody is expected at both, worth a word where nobody is."""
    return [_pair(one, other, names) for one, other in combinations(stops, 2) if at_the_same_time(one, other)]


# ---------------------------------------------------------------- one item


def outside(stops: Iterable[Stop], first: date, last: date) -> list[Remark]:
    text = _("“%(one)s” is on %(day)s, outside the days of the visit.")
    return [
        Remark(About.OUTSIDE, (stop.pk,), text % {"one": stop.title, "day": dates.day(stop.date)})
        for stop in stops
        if not first <= stop.date <= last
    ]


def missing_titles(items: Iterable[ItineraryItem]) -> list[Remark]:
    texts = {
        CHINESE: _("“%(one)s” has no title in Chinese."),
        ENGLISH: _("“%(one)s” has no title in English."),
    }
    return [
        Remark(About.TITLE, (item.pk,), text % {"one": plain(item, "title") or item.get_kind_display()})
        for item in items
        for language, text in texts.items()
        if not written(item, "title", language)
    ]


def remarks(delegation, items: Iterable[ItineraryItem], names: Mapping[int, str]) -> list[Remark]:
    """Everything there is to say about a programme; `names` has the delegation in the order of protocol."""
    items = list(items)
    stops = stops_of(items)
    return [
        *clashes(stops, names),
        *outside(stops, delegation.starts_on, delegation.ends_on),
        *missing_titles(items),
    ]


# ---------------------------------------------------------------- the time on substance


def share_of_substance(stops: Iterable[Stop]) -> Share:
    """Time that several items fill at once counts once, and as substance where one of them is."""
    stops = [stop for stop in stops if not stop.is_journey]
    lasting = [stop for stop in stops if stop.span and stop.span[0] < stop.span[1]]
    return Share(
        substance=_minutes(stop.span for stop in lasting if stop.kind in SUBSTANCE),
        counted=_minutes(stop.span for stop in lasting),
        without_hours=len(stops) - len(lasting),
    )


def _minutes(spans: Iterable[tuple[datetime, datetime]]) -> int:
    total, until = timedelta(), datetime.min
    for begin, end in sorted(spans):
        total += max(end - max(begin, until), timedelta())
        until = max(until, end)
    return int(total.total_seconds() // 60)
