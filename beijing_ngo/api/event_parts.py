"""The parts of an event: when and where it takes place, who holds it, how things stand at its desk, its programme."""

from django.urls import reverse

from beijing_ngo.api import parts
from events.models import Audience, PartnershipRole


def when(event) -> dict:
    """As exactly as it is known: hours only where there are hours, a day only where one is known."""
    if event.date_is_approximate or event.all_day:
        first, last = event.days[0], event.days[-1]
        starts, ends = (parts.day(one, event.date_precision) for one in (first, last))
    else:
        starts, ends = (parts.moment(one, event.time_zone) for one in (event.starts_at, event.ends_at))
    return {
        "starts": starts,
        "ends": ends,
        "time_zone": event.time_zone,
        "all_day": event.all_day,
        "precision": event.date_precision,
    }


def where(event, wording) -> dict:
    return {
        **{field: wording.text(event, field, f"where.{field}") for field in ("venue", "address", "city")},
        "country": wording.country(event.country),
        "latitude": event.latitude,
        "longitude": event.longitude,
    }


def partners(event, wording) -> list[dict]:
    """By their part, hosts first; within a part in the order of protocol."""
    rows = sorted(event.in_order, key=lambda row: PartnershipRole.values.index(row.role))
    return [
        wording.reference(row.organisation, "name", "partners", "organisations")
        | {"role": wording.term(PartnershipRole, row.role)}
        for row in rows
    ]


def desk(event, wording) -> dict | None:
    """How things stand at the registration desk; how many places there are is told while it is open, as on the page."""
    row = event.open_desk
    if row is None:
        return None
    status = desk_status(event, row)
    takes = status in ("open", "nearly_full", "waiting_list")
    path = reverse("events:register", args=[event.slug])
    return {
        "status": status,
        "audience": wording.term(Audience, row.audience),
        "members_first_until": first_until(row, event.time_zone),
        "opens_at": parts.moment(row.opens_at, event.time_zone),
        "closes_at": parts.moment(row.closes_at, event.time_zone),
        "capacity": row.capacity if row.is_open else None,
        "places_left": row.places_left if row.is_open else None,
        "quota": row.quota,
        "waiting_list": row.waiting_list,
        "url": wording.below(path) if takes else None,
    }


def first_until(row, zone) -> str | None:
    has_a_day = row.audience == Audience.MEMBERS_FIRST and row.members_first_until
    return parts.moment(row.members_first_until, zone) if has_a_day else None


def desk_status(event, row) -> str:
    standing = event.availability.state
    if standing == "past" and not event.is_over and row.is_open and row.is_full:
        return "full"
    return {"open": "open", "few": "nearly_full", "wait": "waiting_list", "soon": "not_open_yet"}.get(
        standing, "closed"
    )


def programme(event, wording) -> list[dict]:
    return [
        {
            "day": item.day,
            "starts": f"{item.starts:%H:%M}",
            "ends": f"{item.ends:%H:%M}",
            **{field: wording.text(item, field, f"programme.{field}") for field in ("title", "room", "note")},
            "speakers": [
                {
                    "name": wording.text(speaker, "name", "programme.speakers.name"),
                    "position": wording.text(speaker, "position", "programme.speakers.position"),
                    "organisation": speaker.organisation
                    and wording.text(speaker.organisation, "name", "programme.speakers.organisation"),
                }
                for speaker in item.speakers.all()
            ],
        }
        for item in event.agenda.all()
    ]
