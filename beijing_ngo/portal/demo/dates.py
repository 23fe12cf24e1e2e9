"""The days and times of the demonstration content, absolute or relative, so that the site always has a future.

    WHEN    = DAY [ WEEKDAY ] [ HH:MM ]                      parts separated by one space
    DAY     = YYYY-MM-DD
            | ("+" | "-") N "d"                              N days from the day of loading
            | ANCHOR [ ("+" | "-") N "d" ]
    ANCHOR  = "earth-hour-next"                              last Saturday of the next March
            | "cop-next"                                     second Monday of the next November
            | "start"                                        the day the record itself starts
    WEEKDAY = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun"
                                                             the first such day on or after DAY; not after YYYY-MM-DD

"Next" means after the day of loading. Times are local to the record's time zone.
"""

import re
from calendar import MONDAY, SATURDAY, monthcalendar
from datetime import date, datetime, time, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RELATIVE = re.compile(
    r"(?:(?P<anchor>earth-hour-next|cop-next|start)(?P<shift>[+-]\d+d)?|(?P<days>[+-]\d+d))"
    r"(?: (?P<weekday>mon|tue|wed|thu|fri|sat|sun))?(?: (?P<time>\d\d:\d\d))?"
)
ABSOLUTE = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)(?: (?P<time>\d\d:\d\d))?")


def resolve(text, today: date, start: date | datetime | None = None) -> date | datetime:
    """The day that a text stands for, or the naive local moment where the text gives a time."""
    text = str(text)
    if found := ABSOLUTE.fullmatch(text):
        day = date.fromisoformat(found["date"])
    elif found := RELATIVE.fullmatch(text):
        day = _base(found["anchor"], today, start)
        if shift := found["shift"] or found["days"]:
            day += timedelta(days=int(shift[:-1]))
        if found["weekday"]:
            day += timedelta(days=(WEEKDAYS.index(found["weekday"]) - day.weekday()) % 7)
    else:
        raise ValueError(f"{text!r} is not a date")
    return datetime.combine(day, time.fromisoformat(found["time"])) if found["time"] else day


def _base(anchor, today, start):
    if not anchor:
        return today
    if anchor != "start":
        this_year, next_year = (ANCHORS[anchor](today.year + n) for n in (0, 1))
        return this_year if this_year > today else next_year
    if start is None:
        raise ValueError("there is no start to count from")
    return start.date() if isinstance(start, datetime) else start


def last_saturday_of_march(year: int) -> date:
    return date(year, 3, max(week[SATURDAY] for week in monthcalendar(year, 3)))


def second_monday_of_november(year: int) -> date:
    return date(year, 11, [week[MONDAY] for week in monthcalendar(year, 11) if week[MONDAY]][1])


ANCHORS = {"earth-hour-next": last_saturday_of_march, "cop-next": second_monday_of_november}
