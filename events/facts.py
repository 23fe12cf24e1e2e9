"""The facts of an event: when, where, how, to which goals."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core import dates
from beijing_ngo.core.countries import country_name
from beijing_ngo.core.language import comma, is_chinese
from beijing_ngo.core.models import SDG, Language
from beijing_ngo.core.numbers import thousands
from beijing_ngo.core.templatetags.portal import text
from beijing_ngo.core.zones import BEIJING
from events.models import Event


def facts(event: Event, themes) -> list[tuple[str, str]]:
    return [
        (_("When"), when(event)),
        (_("Where"), where(event)),
        (_("How"), lines(event.get_attendance_mode_display(), named(Language, event.working_languages))),
        (_("Goals"), lines(*(goal(number) for number in event.sdgs))),
        (_("Themes"), separated(theme_link(theme) for theme in themes)),
        (_("Took part"), attendance(event)),
    ]


def when(event: Event) -> str:
    """Day and hours by the clocks of the place, and what that is in Beijing."""
    start, end, zone = event.starts_at, event.ends_at, event.time_zone
    has_hours = not event.all_day and event.date_precision == dates.DAY
    words = [dates.when(start, end, zone=zone, all_day=True, precision=event.date_precision)]
    if has_hours and event.is_one_sitting:
        words.append(dates.time_range(start, end, zone))
        if dates.local(start, zone).utcoffset() != dates.local(start, BEIJING).utcoffset():
            words.append(in_beijing(event))
    machine = dates.machine_date(start, precision=event.date_precision, zone=zone, hours=not event.all_day)
    return format_html('<time datetime="{}">{}</time>', machine, lines(*words))


def in_beijing(event: Event) -> str:
    hours = dates.time_range(event.starts_at, event.ends_at, BEIJING)
    here = dates.to_date(event.starts_at, BEIJING)
    if here == dates.to_date(event.starts_at, event.time_zone):
        return hours
    return f"{dates.day_with_weekday(here)}{' ' if is_chinese() else ', '}{hours}"


def where(event: Event) -> str:
    """Venue, address, city, and the country or region where it is abroad; what the address says already is left out."""
    venue, address, city = (text(event, field) for field in ("venue", "address", "city"))
    country = country_name(event.country) if event.country and event.country != "CN" else ""
    said = f"{venue} {address}"
    place = [
        part
        for part in (city if city not in said else "", country if country not in (city, said) else "")
        if part
    ]
    return lines(venue, address, format_html_join(comma(), "{}", ([part] for part in place)))


def goal(number) -> str:
    return _("SDG %(number)d: %(name)s") % {"number": number, "name": SDG(number).label}


def theme_link(theme) -> str:
    return format_html(
        '<a href="{}?theme={}">{}</a>', reverse("events:list"), theme.slug, text(theme, "name")
    )


def attendance(event: Event) -> str:
    people, organisations = event.participants_count, event.organisations_count
    words = []
    if people:
        words.append(
            ngettext("%(figure)s person", "%(figure)s people", people) % {"figure": thousands(people)}
        )
    if organisations:
        figure = {"figure": thousands(organisations)}
        words.append(ngettext("%(figure)s organisation", "%(figure)s organisations", organisations) % figure)
    return comma().join(words)


def edition_name(number) -> str:
    """14th edition, 第14届."""
    if not number:
        return ""
    if is_chinese():
        return f"第{number}届"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} edition"


def named(choices, values) -> str:
    return ("、" if is_chinese() else ", ").join(str(choices(value).label) for value in values)


def lines(*parts) -> str:
    return format_html_join(mark_safe("<br>"), "{}", ([part] for part in parts if part))


def separated(parts) -> str:
    return format_html_join("、" if is_chinese() else ", ", "{}", ([part] for part in parts))
