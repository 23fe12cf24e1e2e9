"""The pages of events that are passed on, and what stands on their pictures."""

from django.utils.translation import gettext as _

from beijing_ngo.core import dates, sharing
from beijing_ngo.core.countries import country_name
from beijing_ngo.core.language import comma, current, plain
from beijing_ngo.core.sharing import Card, dotted, heading
from events import words
from events.facts import edition_name
from events.models import AttendanceMode, Conference, Event, EventState, Series

LONG_TEXTS = ("body", "body_zh_hans", "body_en", "summary", "summary_zh_hans", "summary_en")
CONFERENCE_PLATE, SERIES_PLATE = "side_event", "page"


def register() -> None:
    sharing.records(
        "event", page="events:detail", rows=lambda: Event.objects.public().defer(*LONG_TEXTS), card=of_event
    )
    sharing.records("series", page="events:series", rows=lambda: Series.objects.public(), card=of_series)
    sharing.records(
        "conference", page="events:conference", rows=lambda: Conference.objects.public(), card=of_conference
    )


def of_event(event: Event) -> Card:
    """What, the how manieth, and when and where; that it was called off or put off, where it was."""
    online = event.attendance_mode == AttendanceMode.ONLINE
    return Card(
        plate=event.kind,
        slug=event.slug,
        title=heading(event),
        kind_line=dotted(
            event.get_kind_display(),
            edition_name(event.edition),
            event.get_state_display() if event.state != EventState.SCHEDULED else "",
        ),
        line=dotted(
            words.when(event, current()),
            event.get_attendance_mode_display() if online else plain(event, "city"),
        ),
    )


def of_series(series: Series) -> Card:
    return Card(
        plate=SERIES_PLATE,
        slug=series.slug,
        title=heading(series, "name"),
        kind_line=_("Series"),
    )


def of_conference(conference: Conference) -> Card:
    days = dates.date_range(conference.starts_on, conference.ends_on)
    country = country_name(conference.country.code) if conference.country else ""
    place = comma().join(part for part in (plain(conference, "city"), country) if part)
    return Card(
        plate=CONFERENCE_PLATE,
        slug=conference.slug,
        title=heading(conference, "name"),
        kind_line=dotted(_("International conference"), conference.label),
        line=dotted(days, place),
    )
