"""Public pages change by the clock too: a record is published at its hour, an event ends, a desk opens, a day begins.

Each app announces a function that tells the next such moment. No page is kept beyond the earliest of them, and what was
kept before a turn is built anew after it (`era`).
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

JUST_AFTER = timedelta(microseconds=1)  # “it ends at nine” holds at nine itself
_announced: list[Callable[[datetime], datetime | None]] = []


class _Seen(NamedTuple):
    state: str  # of the records that the moment was worked out from
    until: datetime | None
    era: int


_seen = _Seen("", None, 0)


def announce(next_turn: Callable[[datetime], datetime | None]) -> None:
    """`next_turn(now)`: the first moment from now on at which a public page of the app changes by itself."""
    _announced.append(next_turn)


def era() -> int:
    """Another number after each turn that this process has come past."""
    global _seen
    seen = _seen
    if seen.until and time.time() >= seen.until.timestamp():
        _seen = seen = _Seen("", None, seen.era + 1)
    return seen.era


def until(state: str) -> datetime:
    """The next turn, worked out once for each state of the records."""
    global _seen
    seen, now = _seen, timezone.now()  # another thread may come past a turn meanwhile
    if seen.state != state or seen.until is None or now >= seen.until:
        # Values kept while nobody knew the next turn may be from before one.
        _seen = seen = _Seen(state, _next(now), seen.era + 1)
    return seen.until


def _next(now: datetime) -> datetime:
    moments = (next_turn(now) for next_turn in _announced)
    return min([_next_day(now), *(moment + JUST_AFTER for moment in moments if moment)])


def _next_day(now: datetime) -> datetime:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, datetime.min.time()))
