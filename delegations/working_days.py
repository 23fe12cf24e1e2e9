"""Days until something is due: calendar days, or the working days of mainland China with holidays and make-up days.

Each year's holidays are announced only in the autumn before. For a year that is not known yet, Monday to Friday are counted,
and the day found is a guess until the notice is out.
"""

from datetime import date, timedelta

import chinese_calendar

from beijing_ngo.core.models.site import DayKind

A_DAY = timedelta(days=1)
SATURDAY = 5


def is_known(year: int) -> bool:
    """Whether the holidays and make-up days of the year are known."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_working(day: date) -> bool:
    return chinese_calendar.is_workday(day) if is_known(day.year) else day.weekday() < SATURDAY


def is_certain(after: date, until: date, kind: str) -> bool:
    """Whether the days between two days can be counted, or only guessed at."""
    return kind == DayKind.CALENDAR or all(is_known(year) for year in range(after.year, until.year + 1))


def due_after(day: date, number: int, kind: str) -> tuple[date, bool]:
    """The day by which something is due that has `number` days after `day`; and whether that is certain."""
    if kind == DayKind.CALENDAR:
        return day + timedelta(days=number), True
    found = day
    while number:
        found += A_DAY
        number -= is_working(found)
    return found, is_certain(day, found, kind)
