"""Days and hours as each language writes them.

Word order, separators and the part of a range that may be left out differ between the two languages, so each
is written out here in full. Dates known to the month or the year only are shown so, never as a made-up day.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from beijing_ngo.core.language import is_chinese
from beijing_ngo.core.zones import BEIJING, utc_offset, zone_name

DAY, MONTH, YEAR = "day", "month", "year"

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CHINESE_WEEKDAYS = "一二三四五六日"


def local(moment: datetime, zone: str | None = None) -> datetime:
    """The moment by the clocks of a place, Beijing if none is given."""
    return timezone.localtime(moment, ZoneInfo(str(zone or BEIJING))) if timezone.is_aware(moment) else moment


def to_date(value: date, zone: str | None = None) -> date:
    return local(value, zone).date() if isinstance(value, datetime) else value


def precision_of(approximate: bool | str | None) -> str:
    """A field may say that a date is approximate, or how exact it is: to the day, the month or the year."""
    if approximate in (DAY, MONTH, YEAR):
        return str(approximate)
    return MONTH if approximate else DAY


def month_name(value: date, language: str | None = None) -> str:
    return f"{value.month}月" if is_chinese(language) else MONTHS[value.month - 1]


def weekday_name(value: date, language: str | None = None) -> str:
    return f"周{CHINESE_WEEKDAYS[value.weekday()]}" if is_chinese(language) else WEEKDAYS[value.weekday()]


def short_month(value: date, language: str | None = None) -> str:
    name = month_name(value, language)
    return name if is_chinese(language) else name[:3]


def short_weekday(value: date, language: str | None = None) -> str:
    name = weekday_name(value, language)
    return name if is_chinese(language) else name[:3]


def day(value: date, zone: str | None = None, language: str | None = None) -> str:
    """2027年3月20日, 20 March 2027."""
    value = to_date(value, zone)
    return (
        f"{_year(value, language)}{_month_and_day(value, language)}"
        if is_chinese(language)
        else (f"{_month_and_day(value, language)} {value.year}")
    )


def day_with_weekday(value: date, zone: str | None = None, language: str | None = None) -> str:
    """2027年3月20日 周六, Saturday 20 March 2027."""
    value = to_date(value, zone)
    weekday = weekday_name(value, language)
    return (
        f"{day(value, language=language)} {weekday}"
        if is_chinese(language)
        else (f"{weekday} {day(value, language=language)}")
    )


def month_year(value: date, zone: str | None = None, language: str | None = None) -> str:
    """2015年10月, October 2015."""
    value = to_date(value, zone)
    month = month_name(value, language)
    return f"{value.year}年{month}" if is_chinese(language) else f"{month} {value.year}"


def year(value: date, zone: str | None = None, language: str | None = None) -> str:
    return _year(to_date(value, zone), language)


def approximate_date(
    value: date, precision: str, zone: str | None = None, language: str | None = None
) -> str:
    """The date as exactly as it is known."""
    return {DAY: day, MONTH: month_year, YEAR: year}[precision](value, zone, language)


def date_range(
    start: date,
    end: date | None = None,
    *,
    precision: str = DAY,
    zone: str | None = None,
    language: str | None = None,
) -> str:
    """2022年11月6日至18日, 6–18 November 2022: what both ends share is said once."""
    start, end = to_date(start, zone), to_date(end or start, zone)
    first, last = (approximate_date(value, precision, language=language) for value in (start, end))
    if first == last:
        return first
    if is_chinese(language):
        return f"{first}至{_chinese_end(start, end, precision)}"
    if precision == YEAR:
        return f"{first}–{last}"
    if start.year != end.year:
        return f"{first} – {last}"
    if precision == MONTH:
        return f"{month_name(start, 'en')}–{last}"
    if start.month != end.month:
        return f"{_month_and_day(start, language)} – {last}"
    return f"{start.day}–{last}"


def range_within_year(start: date, end: date, *, precision: str = DAY, language: str | None = None) -> str:
    """3月10日至12日, 10–12 March: a range below a year that is said already."""
    text = date_range(start, end, precision=precision, language=language)
    if is_chinese(language):
        return text.removeprefix(f"{start.year}年")
    if precision == YEAR:
        return text.removeprefix(str(start.year))
    return text.replace(f" {start.year} –", " –").removesuffix(f" {start.year}")


def clock(value: datetime | time, zone: str | None = None) -> str:
    """20:00, by the clocks of the place."""
    value = local(value, zone) if isinstance(value, datetime) else value
    return f"{value:%H:%M}"


def time_range(
    start: datetime | time,
    end: datetime | time | None = None,
    zone: str | None = None,
    *,
    with_zone: bool = True,
    with_offset: bool = False,
    language: str | None = None,
) -> str:
    """20:00–21:45 北京时间, 20:00–21:45 Beijing time; plain hours of a programme have no zone."""
    text = clock(start, zone)
    if end is not None and end != start:
        text += f"–{_end_of_hours(start, end, zone, language)}"
    if not with_zone or (zone is None and isinstance(start, time)):
        return text
    text += f" {zone_name(zone or BEIJING, language)}"
    if with_offset and isinstance(start, datetime):
        offset = utc_offset(start, zone or BEIJING)
        text += f"（{offset}）" if is_chinese(language) else f" ({offset})"
    return text


def moment(value: datetime, zone: str | None = None, language: str | None = None) -> str:
    """A deadline is a day, an hour and a zone: 1 July 2027, 23:59 Geneva time."""
    comma = " " if is_chinese(language) else ", "
    return f"{day(value, zone, language)}{comma}{time_range(value, zone=zone, language=language)}"


def moment_here_and_there(value: datetime, zone: str, language: str | None = None) -> str:
    """A deadline elsewhere, and what it means in Beijing: 23:59 in Geneva is the next morning here."""
    there = moment(value, zone, language)
    here = local(value, BEIJING)
    if here.utcoffset() == local(value, zone).utcoffset():
        return there
    day_here, name = _month_and_day(here, language), zone_name(BEIJING, language)
    if is_chinese(language):
        return f"{there}（{name}{day_here}{clock(here, BEIJING)}）"
    return f"{there} ({day_here}, {clock(here, BEIJING)} {name})"


def when(
    start: date,
    end: date | None = None,
    *,
    zone: str | None = None,
    all_day: bool = False,
    precision: str = DAY,
    language: str | None = None,
) -> str:
    """Day and hours in one line; days only where it lasts several, or the hours are not known."""
    first, last = to_date(start, zone), to_date(end or start, zone)
    over_night = (
        bool(end) and isinstance(end, datetime) and (last - first).days == 1 and local(end, zone).hour < 12
    )
    if precision != DAY or (first != last and not over_night):
        return date_range(first, last, precision=precision, language=language)
    text = day_with_weekday(first, language=language)
    if all_day or not isinstance(start, datetime):
        return text
    hours = time_range(start, end if isinstance(end, datetime) else None, zone or BEIJING, language=language)
    return f"{text} {hours}" if is_chinese(language) else f"{text}, {hours}"


def machine_date(
    value: date | time, *, precision: str = DAY, zone: str | None = None, hours: bool = True
) -> str:
    """The value of a datetime attribute: 2027-03-20T20:00+08:00, 2027-03-20, 2015-10 or 2015."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if precision != DAY:
        value = to_date(value, zone)
        return f"{value:%Y-%m}" if precision == MONTH else f"{value:%Y}"
    if isinstance(value, datetime) and hours:
        return local(value, zone).isoformat(timespec="minutes")
    return to_date(value, zone).isoformat()


def _year(value: date, language: str | None) -> str:
    return f"{value.year}年" if is_chinese(language) else str(value.year)


def _month_and_day(value: date, language: str | None) -> str:
    return (
        f"{value.month}月{value.day}日" if is_chinese(language) else f"{value.day} {MONTHS[value.month - 1]}"
    )


def _chinese_end(start: date, end: date, precision: str) -> str:
    parts = [f"{end.year}年", f"{end.month}月", f"{end.day}日"][: {DAY: 3, MONTH: 2, YEAR: 1}[precision]]
    if start.year != end.year:
        return "".join(parts)
    return "".join(parts[1:] if start.month != end.month else parts[2:])


def _end_of_hours(
    start: datetime | time, end: datetime | time, zone: str | None, language: str | None
) -> str:
    hour = clock(end, zone)
    if isinstance(start, time) or isinstance(end, time) or to_date(start, zone) == to_date(end, zone):
        return hour
    return f"次日{hour}" if is_chinese(language) else f"{hour} (next day)"
