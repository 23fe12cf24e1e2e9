"""An event's page: fetched in few statements and drawn once.

All of it but the state of the registration desk is the same for every reader of a language until a record changes. So
a visit asks for that state alone and takes the rest from memory, for a minute at most: what is scheduled appears by the
clock and not by a change.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from beijing_ngo.core import dates, kept, seo
from beijing_ngo.core.json_rows import JSONRows
from beijing_ngo.core.language import comma, current, is_chinese, plain, point
from beijing_ngo.core.models import Document, DocumentAccess, Photo
from beijing_ngo.core.names import monogram
from beijing_ngo.core.public_address import full
from beijing_ngo.core.templatetags.portal import text
from events import photographs, structured
from events.facts import edition_name, facts
from events.models import (
    AgendaItem,
    Event,
    EventState,
    Partnership,
    PartnershipRole,
    RegistrationDesk,
    Speaker,
)
from events.models.events import availability
from members.models import Organisation

A_MINUTE = 60
MOST_KEPT = 200
EARLIER_EDITIONS, REPORTS = 3, 6
DESK_FIELDS = (
    *("pk", "audience", "members_first_until", "opens_at", "closes_at"),
    *("capacity", "places_taken", "quota", "waiting_list"),
)
BOTH = ("zh_hans", "en")


@dataclass(frozen=True)
class EventPage:
    """The parts of the page as drawn, and what its head says."""

    title: str
    description: str
    facts: seo.PageFacts | None
    crumbs: str
    main: str
    below: str


# ---------------------------------------------------------------- what a visit asks for


def standing(events) -> dict | None:
    """Whether the event is there for this reader, and how things stand at its registration desk."""
    fields = ("pk", "slug", "state", "ends_at", "time_zone", *(f"desk__{name}" for name in DESK_FIELDS))
    return events.rewrite(False).values(*fields).first()


def page_of(pk) -> EventPage:
    """The page of a public event."""
    pages = kept.value(("event pages", current(), full("")), dict, A_MINUTE)
    page = pages.get(pk)
    if page is None:
        if len(pages) >= MOST_KEPT:
            pages.clear()
        page = pages[pk] = draw(pk)
    return page


def desk_box(found: dict) -> str:
    """The box that says who may register, until when, and how many places are left; and leads to the form."""
    return _drawn(found, "components/desk.html")


def desk_bar(found: dict) -> str:
    """The same in short, at the thumb's end of a phone, for as long as somebody can register."""
    return _drawn(found, "components/desk_bar.html")


def _drawn(found: dict, template: str) -> str:
    """Drawn once for all readers: the button is the same for everybody."""
    if found["desk__pk"] is None:
        return ""
    desk = RegistrationDesk(**{name: found[f"desk__{name}"] for name in DESK_FIELDS})
    words = availability(state=found["state"], ends_at=found["ends_at"], desk=desk)
    # The hour from which everyone may register passes without a change of any record.
    boxes = kept.value(("event desks", current()), dict, A_MINUTE)
    key = (template, *found.values(), words)
    if key not in boxes:
        if len(boxes) >= MOST_KEPT:
            boxes.clear()
        context = {
            "desk": desk,
            "availability": words,
            "time_zone": found["time_zone"],
            "slug": found["slug"],
        }
        boxes[key] = render_to_string(template, context)
    return boxes[key]


# ---------------------------------------------------------------- the page


def draw(pk) -> EventPage:
    event = fetch(pk)
    series = event.series if event.series and event.series.has_page else None
    context = {
        "event": event,
        "series": series,
        "kind_line": kind_line(event, series),
        "facts": facts(
            event, [kept.themes()[row.theme] for row in event.theme_rows if row.theme in kept.themes()]
        ),
        "days": programme(event),
        "partners": partners(event.partner_rows),
        "documents": [Document(**vars(row)) for row in event.document_rows],
        "photos": photographs.gallery(event),
        "editions": earlier_editions(event, series),
        "ics_url": ics_address(event),
        "reports": event.reports.public().for_rows().order_by("-date", "-id")[:REPORTS],
    }
    description = Truncator(" ".join(plain(event, "summary").split())).chars(200)
    way = trail(event, series)
    data = structured.of_event(event, series=series, description=description)
    return EventPage(
        title=plain(event, "title"),
        description=description,
        facts=seo.facts("event", event, [data], photo=event.public_cover, trail=way),
        crumbs=render_to_string("components/crumbs.html", {"crumbs": way}),
        main=render_to_string("events/_event.html", context),
        below=render_to_string("events/_event_more.html", context) if context["editions"] else "",
    )


def ics_address(event) -> str:
    """What is still to come on a known day can be put into a calendar; a draft has no file."""
    if (
        not event.is_public
        or event.is_over
        or event.date_is_approximate
        or event.state == EventState.CANCELLED
    ):
        return ""
    return reverse("events:ics", args=[event.slug])


def fetch(pk) -> Event:
    """The event with all that belongs to it, in one statement. Its online link stays where it is."""
    belongs = {
        "content_type__app_label": "events",
        "content_type__model": "event",
        "object_id": OuterRef("pk"),
    }
    return (
        Event.objects.select_related("series", "conference", "cover")
        .defer("online_url")
        .annotate(
            theme_rows=JSONRows(
                Event.themes.through.objects.filter(event_id=OuterRef("pk")).order_by(
                    "theme__order", "theme_id"
                ),
                theme="theme_id",
            ),
            agenda_rows=JSONRows(
                AgendaItem.objects.filter(event=OuterRef("pk")).order_by("day", "starts", "id"),
                **columns("id", "day", "starts", "ends"),
                **translated("title", "room", "note"),
            ),
            speaker_rows=JSONRows(
                Speaker.objects.filter(agenda_item__event=OuterRef("pk")).order_by("order", "id"),
                item="agenda_item_id",
                **columns(*photographs.PORTRAIT),
                **translated("name", "position", "organisation__name"),
            ),
            partner_rows=JSONRows(
                Partnership.objects.filter(event=OuterRef("pk")).order_by("order", "id"),
                role="role",
                slug="organisation__slug",
                is_public=Exists(Organisation.objects.public().filter(pk=OuterRef("organisation_id"))),
                **translated("organisation__name"),
            ),
            document_rows=JSONRows(
                Document.objects.filter(access=DocumentAccess.PUBLIC, **belongs).order_by("order", "id"),
                **columns("id", "file", "language", "size"),
                **translated("title"),
            ),
            photo_rows=JSONRows(
                Photo.objects.public().filter(**belongs).order_by("order", "id"),
                **columns(*photographs.COLUMNS),
                **translated("caption", "alt"),
            ),
        )
        .get(pk=pk)
    )


def columns(*names) -> dict:
    return {name: name for name in names}


def translated(*paths) -> dict:
    """Both languages' columns; `organisation__name` becomes `organisation_name`."""
    return {
        f"{path.replace('__', '_')}_{language}": f"{path}_{language}" for path in paths for language in BOTH
    }


def kind_line(event, series) -> str:
    """What it is, of which series the how manieth, at which conference; with links where there is a page."""
    parts = [event.get_kind_display()]
    if series:
        parts.append(link(series, text(series, "name")))
    if series and event.edition:
        parts.append(edition_name(event.edition))
    if event.conference:
        parts.append(
            link(event.conference, event.conference.label)
            if event.conference.has_page
            else event.conference.label
        )
    return format_html_join(point(), "{}", ([part] for part in parts))


def link(record, words) -> str:
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), words)


def trail(event, series) -> list[tuple[str, str]]:
    above = (_("Events"), reverse("events:list"))
    if series is None:
        return [above, (text(event, "title"), "")]
    year = dates.to_date(event.starts_at, event.time_zone).year
    return [
        above,
        (text(series, "name"), series.get_absolute_url()),
        (f"{year}年" if is_chinese() else str(year), ""),
    ]


def earlier_editions(event, series) -> list:
    if series is None:
        return []
    before = series.events.public().filter(starts_at__lt=event.starts_at).order_by("-starts_at", "-id")
    return list(before.for_rows()[:EARLIER_EDITIONS])


def programme(event) -> list[dict]:
    """The programme by day; a day has a heading where there are several."""
    speakers = {}
    for speaker in event.speaker_rows:
        speaker.monogram = monogram(plain(speaker, "name"))
        speaker.portrait = photographs.portrait(speaker)
        parts = (text(speaker, "position"), text(speaker, "organisation_name"))
        speaker.line = format_html_join(comma(), "{}", ([part] for part in parts if part))
        speakers.setdefault(speaker.item, []).append(speaker)
    days = []
    for number, items in groupby(event.agenda_rows, key=lambda row: row.day):
        items = list(items)
        for item in items:
            item.starts, item.ends = item.starts[:5], item.ends[:5]
            item.speakers = speakers.get(item.id, [])
        days.append({"number": number, "heading": "", "items": items})
    if len(days) > 1:
        for day in days:
            day["heading"] = day_heading(event, day["number"])
    return days


def day_heading(event, number) -> str:
    if event.date_is_approximate:
        return _("Day %(number)d") % {"number": number}
    first = dates.to_date(event.starts_at, event.time_zone)
    return dates.day_with_weekday(first + timedelta(days=number - 1))


def partners(rows) -> list[tuple[str, list]]:
    """The organisations by their part, hosts first: the order of the parts is protocol, and so is that within them."""
    roles = PartnershipRole.values
    for row in rows:
        row.url = reverse("members:detail", args=[row.slug]) if row.is_public else ""
    rows = sorted(rows, key=lambda row: roles.index(row.role))  # stable: the order within stays
    grouped = [(role, list(group)) for role, group in groupby(rows, key=lambda row: row.role)]
    return [(role_name(role, len(group)), group) for role, group in grouped]


def role_name(role: str, number: int) -> str:
    return {
        PartnershipRole.HOST: npgettext("partners", "Host", "Hosts", number),
        PartnershipRole.ORGANISER: npgettext("partners", "Organiser", "Organisers", number),
        PartnershipRole.CO_ORGANISER: npgettext("partners", "Co-organiser", "Co-organisers", number),
        PartnershipRole.SUPPORTER: npgettext("partners", "Supported by", "Supported by", number),
        PartnershipRole.MEDIA: npgettext("partners", "Media partner", "Media partners", number),
    }[role]
