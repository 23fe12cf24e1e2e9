"""Events."""

from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Min, Prefetch
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.utils.translation import override
from pydantic import Field

from beijing_ngo.api import event_parts, parts
from beijing_ngo.api.paging import Order
from beijing_ngo.api.parameters import Country, Day, ListQuery, Slug, Year, named, one_of
from beijing_ngo.api.resources import Resource
from beijing_ngo.api.schemas import (
    File,
    Hour,
    Model,
    Moment,
    Photo,
    Precision,
    Record,
    Reference,
    Term,
    Words,
    term_of,
)
from beijing_ngo.api.wording import public
from beijing_ngo.core import kept, languages
from beijing_ngo.core.models import Language, Status
from beijing_ngo.core.zones import BEIJING
from beijing_ngo.search.models import EntryKind
from events.filters import A_MINUTE, offer
from events.models import (
    AgendaItem,
    AttendanceMode,
    Audience,
    Conference,
    Event,
    EventKind,
    EventState,
    Partnership,
    PartnershipRole,
    Series,
    Speaker,
)
from events.pages import ics_address
from members.models import Organisation

UPCOMING, PAST = "upcoming", "past"
ORDERS = {
    "-starts_at": Order("starts_at", "moment", descending=True),
    "starts_at": Order("starts_at", "moment"),
    "updated_at": Order("updated_at", "moment"),
}
SPOKEN = {languages.tag(code): code for code in Language.values}


class EventQuery(ListQuery):
    when: Literal["upcoming", "past"] = Field(
        None, description=_("Still to come or going on, or over; without it, all.")
    )
    kind: one_of(EventKind) = Field(None, description=_("Kind of event."))
    state: one_of(EventState) = Field(None, description=_("Whether it takes place as announced."))
    country: Country = Field(None, description=_("Country or region, by its ISO 3166 code."))
    language: one_of(SPOKEN) = Field(None, description=_("A working language."))
    series: Slug = Field(None, description=_("Slug of a series."))
    conference: Slug = Field(None, description=_("Slug of a conference of an international body."))
    organisation: Slug = Field(None, description=_("Slug of an organisation that has a part in it."))
    year: Year = Field(None, description=_("The year in which it begins, by the clocks of its place."))
    begin: Day = Field(None, alias="from", description=_("Not over before this day in Beijing."))
    end: Day = Field(None, alias="to", description=_("Begun by this day in Beijing."))
    sort: one_of(ORDERS) = Field(
        None,
        description=_(
            "By which field; a minus puts the latest first. Usually -starts_at, for upcoming events starts_at."
        ),
    )


class When(Model):
    starts: Moment
    ends: Moment
    time_zone: str = Field(description=_("The clocks of the place: Asia/Shanghai."))
    all_day: bool = Field(description=_("Whether only days are given, without hours."))
    precision: Precision = Field(description=_("How exactly the day is known."))


class Where(Model):
    venue: Words | None = Field(description=_("Venue."))
    address: Words | None = Field(description=_("Address."))
    city: Words | None = Field(description=_("City."))
    country: Term | None = Field(description=_("Country or region, by its ISO 3166 code."))
    latitude: float | None = Field(description=_("In degrees; north is positive."))
    longitude: float | None = Field(description=_("In degrees; east is positive."))


class Desk(Model):
    status: Literal["not_open_yet", "open", "nearly_full", "waiting_list", "full", "closed"] = Field(
        description=_("How things stand now.")
    )
    audience: term_of(Audience) = Field(description=_("Who may register."))
    members_first_until: Moment | None = Field(description=_("From then on everybody may register."))
    opens_at: Moment = Field(description=_("When registration opens."))
    closes_at: Moment = Field(description=_("When registration closes."))
    capacity: int | None = Field(description=_("Places in all, while registration is open."))
    places_left: int | None = Field(description=_("Places left, while registration is open."))
    quota: int | None = Field(description=_("Places for each organisation."))
    waiting_list: bool = Field(description=_("Whether people may wait once the places are taken."))
    url: Words | None = Field(description=_("The registration form, while somebody can register."))


class Partner(Reference):
    role: term_of(PartnershipRole) = Field(description=_("Its part in the event."))


class EventSummary(Record):
    title: Words | None = Field(description=_("Title."))
    theme_line: Words | None = Field(description=_("Its theme in one line."))
    summary: Words | None = Field(description=_("Summary."))
    kind: term_of(EventKind) = Field(description=_("Kind of event."))
    state: term_of(EventState) = Field(description=_("Whether it takes place as announced."))
    when: When = Field(description=_("When it takes place."))
    attendance: term_of(AttendanceMode) = Field(description=_("How people take part."))
    where: Where = Field(description=_("Where it takes place."))
    working_languages: list[str] = Field(description=_("Languages spoken there."))
    series: Reference | None = Field(description=_("The series it belongs to."))
    edition: int | None = Field(description=_("Its number in the series."))
    conference: Reference | None = Field(
        description=_("The conference of an international body it is part of.")
    )
    partners: list[Partner] = Field(description=_("Who holds it, and who else has a part in it."))
    registration: Desk | None = Field(
        description=_("How things stand at the registration desk; null where there is none.")
    )
    cover: Photo | None = Field(description=_("The photograph that stands for it."))


class AgendaSpeaker(Model):
    name: Words | None = Field(description=_("Full name."))
    position: Words | None = Field(description=_("Position."))
    organisation: Words | None = Field(description=_("Name of the organisation."))


class AgendaEntry(Model):
    day: int = Field(description=_("Counted from 1, the day the event begins."))
    starts: Hour
    ends: Hour
    title: Words | None = Field(description=_("Title."))
    room: Words | None = Field(description=_("Room."))
    note: Words | None = Field(description=_("Remark."))
    speakers: list[AgendaSpeaker] = Field(description=_("Who speaks."))


class EventDetail(EventSummary):
    body: Words | None = Field(description=_("The text, as HTML."))
    programme: list[AgendaEntry] = Field(description=_("The programme, item by item."))
    participants: int | None = Field(description=_("How many people took part, where they were counted."))
    participating_organisations: int | None = Field(
        description=_("How many organisations took part, where they were counted.")
    )
    photos: list[Photo] = Field(description=_("Photographs besides the cover."))
    files: list[File] = Field(description=_("Files that everybody may read."))
    articles: list[Reference] = Field(description=_("Reports on it, the latest fifty."))
    calendar_url: Words | None = Field(description=_("The event as a calendar file, until it is over."))


class Events(Resource):
    title = _("Events")
    about = _(
        "What the association and its members hold, at home and abroad, and how things stand at the registration desk."
    )
    name, model, query = "events", Event, EventQuery
    summary, detail, orders = EventSummary, EventDetail, ORDERS
    entry_kind = EntryKind.EVENT

    def sort(self, asked):
        return asked.sort or ("starts_at" if asked.when == UPCOMING else "-starts_at")

    def narrowed(self, rows, asked, tongue):
        plain = {name: getattr(asked, name) for name in ("kind", "state", "country") if getattr(asked, name)}
        rows = self._in_time(rows.filter(**plain), asked, tongue)
        if asked.language:
            rows = rows.in_language(SPOKEN[asked.language])
        if asked.series:
            rows = rows.filter(series=named(public(Series, tongue), asked.series, "series"))
        if asked.conference:
            rows = rows.filter(conference=named(public(Conference, tongue), asked.conference, "conference"))
        if asked.organisation:
            partner = named(public(Organisation, tongue), asked.organisation, "organisation")
            rows = rows.filter(pk__in=Partnership.objects.filter(organisation=partner).values("event"))
        return super().narrowed(rows, asked, tongue)

    def on_theme(self, rows, theme):
        return rows.on_theme(theme)

    @staticmethod
    def _in_time(rows, asked, tongue):
        now = timezone.now()
        if asked.when == UPCOMING:
            # Chosen by their end and sorted by their start: else an index is read from the first event of all.
            rows = rows.filter(ends_at__gte=now, starts_at__gte=_earliest_of_upcoming())
        elif asked.when == PAST:
            rows = rows.filter(ends_at__lt=now, starts_at__lt=now)
        if asked.year:
            rows = rows.in_year(asked.year, _zones(tongue))
        if asked.begin:
            rows = rows.filter(ends_at__gte=_midnight(asked.begin))
        if asked.end:
            rows = rows.filter(starts_at__lt=_midnight(asked.end + timedelta(days=1)))
        return rows

    def for_list(self, rows):
        partners = Partnership.objects.select_related("organisation").order_by("order", "id")
        return (
            rows.select_related("series", "conference", "cover", "desk")
            .defer("body", "body_zh_hans", "body_en", "online_url", "approval_number")
            .prefetch_related("themes", Prefetch("partnerships", partners, to_attr="in_order"))
        )

    def for_one(self, rows):
        agenda = Prefetch("agenda", AgendaItem.objects.order_by("day", "starts", "id"))
        speakers = Speaker.objects.select_related("organisation").order_by("order", "id")
        return (
            self.for_list(rows)
            .defer(None)
            .defer("online_url", "approval_number")
            .prefetch_related(agenda, Prefetch("agenda__speakers", speakers), parts.PHOTOS, parts.FILES)
        )

    def described(self, row, wording):
        return {
            "title": wording.text(row, "title"),
            "theme_line": wording.text(row, "theme_line"),
            "summary": wording.text(row, "summary"),
            "kind": wording.term(EventKind, row.kind),
            "state": wording.term(EventState, row.state),
            "when": event_parts.when(row),
            "attendance": wording.term(AttendanceMode, row.attendance_mode),
            "where": event_parts.where(row, wording),
            "working_languages": [languages.tag(code) for code in row.working_languages],
            "series": wording.reference(row.series, "name", "series"),
            "edition": row.edition,
            "conference": wording.reference(row.conference, "name", "conference"),
            "partners": event_parts.partners(row, wording),
            "registration": event_parts.desk(row, wording),
            "cover": parts.photo(row.public_cover, wording, "cover"),
        }

    def detailed(self, row, wording):
        return {
            "body": wording.rich(row, "body"),
            "programme": event_parts.programme(row, wording),
            "participants": row.participants_count,
            "participating_organisations": row.organisations_count,
            "photos": parts.photos(row, wording),
            "files": parts.files(row, wording),
            "articles": parts.articles(wording, events=row),
            "calendar_url": wording.below(file) if (file := ics_address(row)) else None,
        }


def _earliest_of_upcoming():
    """When the first of the events that are not over began; right to the minute."""

    def build():
        coming = Event.objects.filter(status=Status.PUBLISHED, ends_at__gte=timezone.now()).order_by()
        return coming.aggregate(first=Min("starts_at"))["first"] or timezone.now()

    return kept.value("api: earliest of upcoming", build, A_MINUTE)


def _zones(tongue) -> set[str]:
    """The clocks that public events go by."""
    zones = set()
    for code in tongue.languages:
        with override(code):
            zones.update(offer().zones)
    return zones


def _midnight(day) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(BEIJING)).astimezone(UTC)
