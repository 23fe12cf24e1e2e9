"""The portal's own words for templates: pictures, dates, figures, and texts in the reader's language."""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from beijing_ngo.core import (
    countries,
    dates,
    language,
    linking,
    names,
    numbers,
    photographs,
    plates,
    qr,
    rich_text,
    sprite,
    symbols,
    typography,
    world_map,
    zones,
)

register = template.Library()

# ---------------------------------------------------------------- pictures

register.simple_tag(photographs.photograph, name="photograph")
register.simple_tag(photographs.described, name="described_photograph")
register.simple_tag(plates.plate, name="plate")
register.simple_tag(plates.window, name="window")
register.simple_tag(plates.shape_of, name="window_shape")
register.simple_tag(plates.footer_windows, name="footer_windows")
register.simple_tag(sprite.icon, name="icon")
register.simple_tag(sprite.sprite, name="sprite")
register.simple_tag(sprite.mark, name="mark")
register.simple_tag(qr.qr, name="qr")


@register.simple_tag(name="world_map")
def world_map_tag(places, label="", names=6) -> SafeString:
    """`places` lists (name, latitude, longitude, count)."""
    return world_map.world_map(places, label=label, home=gettext("Beijing"), names=names)


@register.simple_tag
def world_map_note() -> str:
    return str(world_map.NOTE)


# ---------------------------------------------------------------- texts in two languages


@register.simple_tag
def text(obj: Any, field: str) -> SafeString:
    """The text in the reader's language, or the other one's, said to be so."""
    return _in_its_language(obj, field, _line)


@register.simple_tag
def heading(obj: Any, field: str = "title") -> SafeString:
    """As `text`, with the places where a long Chinese heading may break."""
    return _in_its_language(obj, field, lambda words: typography.soft_breaks(typography.close_up(words)))


@register.simple_tag
def rich(obj: Any, field: str = "body") -> SafeString:
    """As `text`, for rich text."""
    return _in_its_language(obj, field, rich_text.shown, element="div", is_empty=rich_text.is_empty)


@register.simple_tag
def other_text(obj: Any, field: str = "title") -> SafeString:
    """The text in the other language, for the line below a heading; nothing where there is only one."""
    mine = language.current()
    their = language.other(mine)
    words = language.written(obj, field, their)
    if not words or not language.written(obj, field, mine):
        return mark_safe("")
    return format_html('<span lang="{}">{}</span>', language.TAGS[their], _line(words))


@register.simple_tag
def fallback_language(obj: Any, field: str = "title") -> str:
    """The lang attribute of the language that stands in; nothing where the reader's own is there."""
    return language.TAGS.get(language.fallback_language(obj, field), "")


def _line(words: str) -> SafeString:
    return typography.editors_breaks(typography.close_up(words))


def _in_its_language(obj, field, render, *, element="span", is_empty=lambda words: not words) -> SafeString:
    mine = language.current()
    words = language.written(obj, field, mine)
    if not is_empty(words):
        return render(words)
    their = language.other(mine)
    words = language.written(obj, field, their)
    if not is_empty(words):
        return format_html('<{0} lang="{1}">{2}</{0}>', element, language.TAGS[their], render(words))
    if hasattr(obj, f"{field}_en"):
        return mark_safe("")
    own = str(getattr(obj, field, "") or "")  # a field of one language only
    return mark_safe("") if is_empty(own) else render(own)


# ---------------------------------------------------------------- filters on texts

register.filter("close_up", typography.close_up)
register.filter("without_breaks", typography.without_breaks)
register.filter("plain", rich_text.plain)
register.filter("monogram", names.monogram)
register.filter("symbol_link", symbols.link)
register.filter("linked", linking.linked)


@register.filter(needs_autoescape=True)
def soft_breaks(value: str, autoescape: bool = True) -> str:
    """Only where HTML is written: a text e-mail gets the words alone."""
    return typography.soft_breaks(value) if autoescape else typography.without_breaks(str(value))


@register.filter
def clean_html(value: str | None) -> SafeString:
    return rich_text.clean(str(value or ""))


@register.filter
def has_text(value: str | None) -> bool:
    """Whether rich text has any words in it."""
    return not rich_text.is_empty(value)


@register.filter(needs_autoescape=True)
def symbol_breaks(value: str | None, autoescape: bool = True) -> str:
    return symbols.with_breaks(value or "") if autoescape else str(value or "")


@register.filter
def paragraphs(value: str | None) -> SafeString:
    """Plain text as paragraphs, one for each group of lines."""
    groups = str(value or "").replace("\r\n", "\n").split("\n\n")
    bodies = (conditional_escape(group.strip()).replace("\n", "<br>") for group in groups if group.strip())
    return mark_safe("".join(f"<p>{body}</p>" for body in bodies))  # noqa: S308, escaped above


# ---------------------------------------------------------------- figures and names


@register.filter
def thousands(value) -> str:
    return numbers.thousands(value)


@register.filter
def money(amount, currency="CNY") -> str:
    return numbers.money(amount, str(currency))


@register.filter
def file_size(size) -> str:
    return numbers.file_size(size)


@register.simple_tag
def file_facts(extension, size) -> str:
    return numbers.file_facts(str(extension), size)


@register.simple_tag
def display_name(family="", given="", latin="") -> str:
    return names.display_name(family or "", given or "", latin or "")


@register.filter
def country_name(code) -> str:
    return countries.country_name(code)


@register.filter
def count_of_countries(count) -> str:
    return countries.count_of_countries(count)


# ---------------------------------------------------------------- dates


@register.filter
def day(value: date | None, zone: str | None = None) -> str:
    return dates.day(value, zone) if value else ""


@register.filter
def day_with_weekday(value: date | None, zone: str | None = None) -> str:
    return dates.day_with_weekday(value, zone) if value else ""


@register.filter
def month_year(value: date | None, zone: str | None = None) -> str:
    return dates.month_year(value, zone) if value else ""


@register.filter
def clock(value: datetime | time | None, zone: str | None = None) -> str:
    return dates.clock(value, zone) if value is not None else ""


@register.filter
def zone_name(zone: str) -> str:
    return zones.zone_name(zone)


@register.simple_tag
def date_range(start, end=None, approximate=False, zone=None) -> SafeString:
    """`approximate`: true, or how exact the dates are ("day", "month", "year")."""
    if not start:
        return mark_safe("")
    precision = dates.precision_of(approximate)
    words = dates.date_range(start, end, precision=precision, zone=zone)
    return _time(dates.machine_date(start, precision=precision, zone=zone, hours=False), words)


@register.simple_tag
def time_range(start, end=None, zone=None, offset=False) -> SafeString:
    if not start:
        return mark_safe("")
    words = dates.time_range(start, end, zone or None, with_offset=offset)
    return _time(dates.machine_date(start, zone=zone), words)


@register.simple_tag
def moment(value, zone=None) -> SafeString:
    """A deadline with its day, hour and zone, and the hour in Beijing where that is another."""
    if not value:
        return mark_safe("")
    zone = zone or zones.BEIJING
    return _time(dates.machine_date(value, zone=zone), dates.moment_here_and_there(value, zone))


@register.simple_tag
def when(obj: Any) -> SafeString:
    """Day and hours of what has `starts_at` (`ends_at`, `time_zone`, `all_day`) or `starts_on` (`ends_on`)"""
    start = getattr(obj, "starts_at", None) or getattr(obj, "starts_on", None)
    if not start:
        return mark_safe("")
    end = getattr(obj, "ends_at", None) or getattr(obj, "ends_on", None)
    zone = str(getattr(obj, "time_zone", "") or zones.BEIJING)
    all_day = bool(getattr(obj, "all_day", False))
    precision = _precision(obj)
    words = dates.when(start, end, zone=zone, all_day=all_day, precision=precision)
    return _time(dates.machine_date(start, precision=precision, zone=zone, hours=not all_day), words)


@register.simple_tag
def day_block(start, zone=None, precision=dates.DAY) -> SafeString:
    """The large figure, month and weekday at the head of a list item; year and month if no day is known."""
    if not start:
        return mark_safe("")
    precision = dates.precision_of(precision)
    machine = dates.machine_date(start, precision=precision, zone=zone)
    value = dates.to_date(start, zone)
    if precision == dates.YEAR:
        return format_html('<time class="date year" datetime="{}"><b>{}</b></time>', machine, value.year)
    if precision == dates.MONTH:
        return format_html(
            '<time class="date year" datetime="{}"><b>{}</b><span>{}</span></time>',
            *(machine, value.year, dates.month_name(value)),
        )
    return format_html(
        '<time class="date" datetime="{}"><b>{}</b><span>{}</span><span>{}</span></time>',
        *(machine, value.day, dates.short_month(value), dates.short_weekday(value)),
    )


@register.simple_tag
def year_block(start, end=None, precision=dates.DAY) -> SafeString:
    """As `day_block`, for journeys: the year large, the days below."""
    if not start:
        return mark_safe("")
    precision = dates.precision_of(precision)
    start, end = dates.to_date(start), dates.to_date(end or start)
    machine = dates.machine_date(start, precision=precision)
    below = dates.range_within_year(start, end, precision=precision)
    span = format_html("<span>{}</span>", below) if below else ""
    return format_html('<time class="date year" datetime="{}"><b>{}</b>{}</time>', machine, start.year, span)


def _precision(obj: Any) -> str:
    return dates.precision_of(
        getattr(obj, "date_precision", None) or getattr(obj, "date_is_approximate", False)
    )


def _time(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)
