"""People and events as papers, mails and calendars name them, in either language."""

from beijing_ngo.core import dates
from beijing_ngo.core.countries import country_name
from beijing_ngo.core.language import CHINESE, ENGLISH, comma, plain, written
from beijing_ngo.core.names import display_name
from events.models import Attendee, Event

BOTH = (CHINESE, ENGLISH)


def attendees_for_papers(rows=None):
    """With everything a paper says about a person, in one query."""
    rows = Attendee.objects.all() if rows is None else rows
    return rows.select_related("registration__organisation", "registration__desk__event").order_by(
        "registration__registered_at", "registration_id", "number"
    )


def name(attendee: Attendee, language: str) -> str:
    return display_name(attendee.family_name, attendee.given_name, attendee.latin_name, language)


def names(attendee: Attendee) -> dict[str, str]:
    return {language: name(attendee, language) for language in BOTH}


def organisation_name(attendee: Attendee, language: str, *, short: bool = False) -> str:
    organisation = attendee.registration.organisation
    if organisation is None:
        return ""
    brief = written(organisation, "short_name", language) if short else ""
    return brief or plain(organisation, "name", language)


def title(event: Event, language: str) -> str:
    return plain(event, "title", language)


def when(event: Event, language: str) -> str:
    """Day and hours by the clocks of the place; the days alone of what lasts several."""
    return dates.when(
        event.starts_at,
        event.ends_at,
        zone=event.time_zone,
        all_day=event.all_day or not event.is_one_sitting,
        precision=event.date_precision,
        language=language,
    )


def days(event: Event, language: str) -> str:
    return dates.date_range(
        event.starts_at,
        event.ends_at,
        precision=event.date_precision,
        zone=event.time_zone,
        language=language,
    )


def where(event: Event, language: str) -> str:
    """Venue, address, city, and the country or region where it is abroad; what is said already is left out."""
    parts: list[str] = []
    country = (
        country_name(event.country.code, language) if event.country and event.country.code != "CN" else ""
    )
    for part in (*(plain(event, field, language) for field in ("venue", "address", "city")), country):
        if part and not any(part in said for said in parts):
            parts.append(part)
    return comma(language).join(parts)
