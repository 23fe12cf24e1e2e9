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
from beijing_ngo.api.queries import Country, Day, Goal, ListQuery, Slug, Year, named, one_of
from beijing_ngo.api.resources import Resource
from beijing_ngo.api.schemas import (
    File,
    Hour,
    Model,
    Moment,
    Partner,
    Photo,
    Precision,
    Record,
    Reference,
    Term,
    Theme,
    Words,
)
from beijing_ngo.api.wording import public
from beijing_ngo.core import kept, languages
from beijing_ngo.core import models as core
from beijing_ngo.core.fields import holds
from beijing_ngo.core.zones import BEIJING
from beijing_ngo.search.models import EntryKind
from events.filters import A_MINUTE, offer
from events.models import (
    AgendaItem,
    AttendanceMode,
    Conference,
    Event,
    EventKind,
    EventState,
    Partnership,
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
SPOKEN = {languages.tag(code): code for code in core.Language.values}


class EventQuery(ListQuery):
    when: Literal["upcoming", "past"] = Field(
        None, description=_("Still to come or going on, or over; without it, all.")
    )
    kind: one_of(EventKind) = Field(None, description=_("Kind of event."))
    state: one_of(EventState) = Field(None, description=_("Whether it takes place as announced."))
    theme: Slug = Field(None, description=_("Slug of a theme."))
    sdg: Goal = Field(None, description=_("Number of a Sustainable Development Goal."))
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
    all_day: bool
    precision: Precision = Field(description=_("How exactly the day is known."))


class Where(Model):
    venue: Words | None
    address: Words | None
    city: Words | None
    country: Term | None
    latitude: float | None
    longitude: float | None


class Desk(Model):
    status: Literal["not_open_yet", "open", "nearly_full", "waiting_list", "full", "closed"]
    audience: Term = Field(description=_("Who may register."))
    members_first_until: Moment | None = Field(description=_("From then on everybody may register."))
    opens_at: Moment
    closes_at: Moment
    capacity: int | None = Field(description=_("Places in all, while registration is open."))
    places_left: int | None = Field(description=_("While registration is open."))
    quota: int | None = Field(description=_("Places for each organisation."))
    waiting_list: bool
    url: Words | None = Field(description=_("The registration form, while somebody can register."))


class EventSummary(Record):
    title: Words | None
    theme_line: Words | None
    summary: Words | None
    kind: Term
    state: Term
    when: When
    attendance: Term
    where: Where
    working_languages: list[str]
    series: Reference | None
    edition: int | None
    conference: Reference | None
    themes: list[Theme]
    sdgs: list[int]
    partners: list[Partner]
    registration: Desk | None
    cover: Photo | None


class AgendaSpeaker(Model):
    name: Words | None
    position: Words | None
    organisation: Words | None


class AgendaEntry(Model):
    day: int = Field(description=_("Counted from 1, the day the event begins."))
    starts: Hour
    ends: Hour
    title: Words | None
    room: Words | None
    note: Words | None
    speakers: list[AgendaSpeaker]


class EventDetail(EventSummary):
    body: Words | None = Field(description=_("HTML."))
    programme: list[AgendaEntry]
    participants: int | None = Field(description=_("How many people took part, where they were counted."))
    participating_organisations: int | None
    photos: list[Photo]
    files: list[File]
    articles: list[Reference]
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
        if asked.theme:
            rows = rows.on_theme(named(core.Theme.objects.all(), asked.theme, "theme"))
        if asked.sdg:
            rows = rows.filter(holds("sdgs", asked.sdg))
        if asked.language:
            rows = rows.in_language(SPOKEN[asked.language])
        if asked.series:
            rows = rows.filter(series=named(public(Series, tongue), asked.series, "series"))
        if asked.conference:
            rows = rows.filter(conference=named(public(Conference, tongue), asked.conference, "conference"))
        if asked.organisation:
            partner = named(public(Organisation, tongue), asked.organisation, "organisation")
            rows = rows.filter(pk__in=Partnership.objects.filter(organisation=partner).values("event"))
        return rows

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
            "themes": parts.themes(row.themes.all(), wording),
            "sdgs": row.sdgs,
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
        coming = Event.objects.filter(status=core.Status.PUBLISHED, ends_at__gte=timezone.now()).order_by()
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
