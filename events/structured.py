"""Events, series and conferences in the words of schema.org."""

from beijing_ngo.core import dates
from beijing_ngo.core.language import TAGS, plain
from beijing_ngo.core.public_address import full
from beijing_ngo.core.structured import address, one_or_all, organisation, page_of, term, thing, words
from events.models import AttendanceMode, EventState, PartnershipRole

MOST_SPEAKERS = 12  # a forum has fifty; the page names them all, its data need not
STATES = {
    EventState.SCHEDULED: "EventScheduled",
    EventState.POSTPONED: "EventPostponed",
    EventState.CANCELLED: "EventCancelled",
}
MODES = {
    AttendanceMode.IN_PERSON: "OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "OnlineEventAttendanceMode",
    AttendanceMode.HYBRID: "MixedEventAttendanceMode",
}
ORGANISERS = (PartnershipRole.HOST, PartnershipRole.ORGANISER, PartnershipRole.CO_ORGANISER)


def of_event(event, *, series, description: str) -> dict:
    """An event as `events.pages.fetch` gives it. Its online link is for those who registered, so the page stands in for it."""
    start, end = days(event)
    url = full(event.get_absolute_url())
    return thing(
        "Event",
        at_id=f"{url}#event",
        name=plain(event, "title"),
        description=description,
        url=url,
        startDate=start,
        endDate=end if end != start else "",
        eventStatus=term(STATES[event.state]),
        eventAttendanceMode=term(MODES[event.attendance_mode]),
        location=one_or_all(locations(event, url)),
        organizer=organisers(event),
        performer=speakers(event),
        inLanguage=[TAGS.get(code, code) for code in event.working_languages],
        superEvent=wholes(event, series),
    )


def days(event) -> tuple[str, str]:
    """Start and end, with the hours where the page says them."""
    if event.date_precision == dates.DAY and (event.all_day or not event.is_one_sitting):
        return event.days[0].isoformat(), event.days[-1].isoformat()
    return tuple(
        dates.machine_date(moment, precision=event.date_precision, zone=event.time_zone)
        for moment in (event.starts_at, event.ends_at)
    )


def locations(event, url: str) -> list[dict]:
    found = []
    venue, street, city = (words(plain(event, name)) for name in ("venue", "address", "city"))
    if event.attendance_mode != AttendanceMode.ONLINE and (venue or street or city):
        found.append(
            thing(
                "Place",
                name=venue or city or street,
                address=address(city, event.country, street),
                geo={} if event.latitude is None else position_of(event),
            )
        )
    if event.attendance_mode != AttendanceMode.IN_PERSON:
        found.append(thing("VirtualLocation", url=url))
    return found


def position_of(event) -> dict:
    return thing("GeoCoordinates", latitude=float(event.latitude), longitude=float(event.longitude))


def organisers(event) -> list[dict]:
    """Hosts, organisers and co-organisers, in the order of protocol; whoever supports it or writes about it does not hold it."""
    rows = [row for role in ORGANISERS for row in event.partner_rows if row.role == role]
    return [organisation(plain(row, "organisation_name"), row.url) for row in rows]


def speakers(event) -> list[dict]:
    found = {}
    for row in event.speaker_rows:
        name, place = plain(row, "name"), plain(row, "organisation_name")
        found.setdefault(name, thing("Person", name=name, affiliation=organisation(place) if place else ""))
    return list(found.values())[:MOST_SPEAKERS]


def wholes(event, series) -> list[dict]:
    """The series and the conference it belongs to."""
    found = [thing("EventSeries", **named(series))] if series else []
    if event.conference and event.conference.has_page:
        found.append(of_conference(event.conference))
    return found


def named(record) -> dict:
    url = full(record.get_absolute_url())
    return {"at_id": f"{url}#event", "name": plain(record, "name"), "url": url}


def of_series(series) -> dict:
    """A brand; its editions say themselves that they belong to it."""
    return thing(
        "EventSeries",
        **named(series),
        description=plain(series, "description"),
    )


def of_conference(conference, body=None) -> dict:
    city = plain(conference, "city")
    return thing(
        "Event",
        **named(conference),
        alternateName=conference.label,
        startDate=conference.starts_on.isoformat(),
        endDate=conference.ends_on.isoformat(),
        location=place(city, conference.country) if city or conference.country else "",
        organizer=organisation(plain(body, "name"), page_of(body)) if body else "",
        sameAs=conference.website,
    )


def place(city: str, country) -> dict:
    return thing("Place", name=city, address=address(city, country))
