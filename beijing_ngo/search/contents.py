"""What an entry says of each kind of record: only what the record's page shows to everybody."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from beijing_ngo.core import dates
from beijing_ngo.core.models import Page, Status
from beijing_ngo.core.names import display_name
from beijing_ngo.search.models import EntryKind
from beijing_ngo.search.sources import BOTH, Content, Part, Source, begin
from delegations.models import Delegation, DelegationMember, ItineraryItem, Outcome
from events.models import AgendaItem, Conference, Event, Partnership, Series, Speaker
from members.models import CooperationProject, InternationalStatus, Organisation
from reports.models import Article, Endorsement, EndorsementState, Paragraph, Submission, SubmissionState


def event(record, parts) -> Content:
    content = begin(record, dates.to_date(record.starts_at, record.time_zone))
    _conference(content, record.conference)
    for speaker in parts["speakers"]:
        content.name(speaker, "name", "position", "organisation__name")
    for partner in parts["partners"]:
        content.name(partner, "organisation__name")
    if record.series and record.series.is_public:
        content.name(record.series, "name")
    elif record.series and record.series.status == Status.PUBLISHED:  # on a day to come
        content.stale_at = record.series.published_at
    content.tell(record, "theme_line", "summary")
    content.tell_rich(record, "body")
    for item in parts["agenda"]:
        content.tell_together(item, "title", "note")
    content.tell_together(record, "venue", "address", "city", countries=[record.country])
    return content


def _conference(content, conference):
    if conference:
        content.say(conference.label)
        content.name(conference, "name")


def report(record, parts) -> Content:
    content = begin(record, record.date)
    content.name(record, "source", "series_name")
    content.say(record.editor)
    content.tell(record, "editors_note")
    content.tell_rich(record, "body")
    return content


def delegation(record, parts) -> Content:
    content = begin(record, record.starts_on)
    for person in parts["members"]:
        for code in BOTH:
            content.names[code].append(
                display_name(person.family_name, person.given_name, person.latin_name, code)
            )
        content.name(person, "position", "organisation__name")
    for organisation in (record.inviting_organisation, record.host_organisation):
        content.name(organisation, "name")
    _conference(content, record.conference)
    content.tell(record, "summary", "purpose")
    content.tell_rich(record, "report")
    content.tell_together(record, countries=record.countries)
    for outcome in parts["outcomes"]:
        content.tell(outcome, "text")
    if record.is_over:
        for stop in parts["itinerary"]:
            content.tell_together(stop, "title", "city")
            content.name(stop, "organisation_met__name")
    else:  # where people are is told only once they are back
        day_after = record.ends_on + timedelta(days=1)
        content.stale_at = datetime.combine(day_after, time(), tzinfo=timezone.get_default_timezone())
    return content


def submission(record, parts) -> Content:
    content = begin(record, record.filed_on)
    content.also.append(record.symbol)
    content.say(record.symbol)
    content.say(record.mechanism.acronym)
    content.name(record.mechanism, "name")
    content.name(record.mechanism.body, "name")
    _conference(content, record.conference)
    content.name(record.lead, "name")
    for endorsement in parts["signed"]:
        content.name(endorsement, "organisation__name")
    content.tell(record, "summary")
    for paragraph in parts["paragraphs"]:
        content.tell(paragraph, "heading", "text")
    content.tell_together(record, countries=[record.country_under_review])
    return content


def organisation(record, parts) -> Content:
    content = begin(record, _published_on(record), "name")
    content.also += [record.short_name_zh_hans, record.short_name_en, record.aliases, record.un_name]
    content.name(record, "short_name")
    content.say(record.un_name)
    for status in parts["statuses"]:
        content.name(status, "body__name")
        content.say(status.symbol)
    content.tell(record, "description")
    content.tell_together(record, "city", "registration_authority", countries=[record.country])
    return content


def project(record, parts) -> Content:
    content = begin(record, record.period_start or _published_on(record))
    content.name(record.organisation, "name")
    for partner in parts["partners"]:
        content.name(partner, "partners__name")
    content.tell(record, "summary", "quantities")
    content.tell_together(record, countries=record.countries)
    return content


def conference(record, parts) -> Content:
    content = begin(record, record.starts_on, "name")
    content.also.append(record.label)
    content.say(record.label)
    content.name(record.body, "name")
    content.tell_together(record, "city", countries=[record.country])
    return content


def series(record, parts) -> Content:
    content = begin(record, _published_on(record), "name")
    content.tell(record, "description")
    return content


def page(record, parts) -> Content:
    content = begin(record, _published_on(record))
    content.tell_rich(record, "body")
    return content


def _published_on(record) -> date:
    return timezone.localdate(record.published_at)


_CONFERENCE = ("conference__acronym", "conference__number")

SOURCES = {
    EntryKind.EVENT: Source(
        Event,
        event,
        texts=(
            *("title", "theme_line", "summary", "body", "venue", "address", "city"),
            *("series__name", "conference__name"),
        ),
        others=("starts_at", "time_zone", "country", "series__status", "series__published_at", *_CONFERENCE),
        parts={
            "agenda": Part(AgendaItem.objects.all, "event", ("title", "note")),
            "speakers": Part(
                Speaker.objects.all, "agenda_item__event", ("name", "position", "organisation__name")
            ),
            "partners": Part(Partnership.objects.all, "event", ("organisation__name",)),
        },
    ),
    EntryKind.REPORT: Source(
        Article,
        report,
        texts=("title", "source", "series_name", "editors_note", "body"),
        others=("date", "editor"),
    ),
    EntryKind.DELEGATION: Source(
        Delegation,
        delegation,
        texts=(
            *("title", "summary", "purpose", "report", "conference__name"),
            *("inviting_organisation__name", "host_organisation__name"),
        ),
        others=("starts_on", "ends_on", "state", "internal", "countries", *_CONFERENCE),
        parts={
            "members": Part(
                DelegationMember.objects.public,
                "delegation",
                ("position", "organisation__name"),
                ("family_name", "given_name", "latin_name"),
            ),
            "itinerary": Part(
                ItineraryItem.objects.public, "delegation", ("title", "city", "organisation_met__name")
            ),
            "outcomes": Part(Outcome.objects.public, "delegation", ("text",)),
        },
        withheld=lambda record: record.is_withheld,
    ),
    EntryKind.SUBMISSION: Source(
        Submission,
        submission,
        texts=(
            "title",
            "summary",
            "mechanism__name",
            "mechanism__body__name",
            "conference__name",
            "lead__name",
        ),
        others=(
            *("filed_on", "symbol", "state", "confidential", "country_under_review", "mechanism__acronym"),
            *_CONFERENCE,
        ),
        parts={
            "paragraphs": Part(Paragraph.objects.all, "submission", ("heading", "text")),
            "signed": Part(
                lambda: Endorsement.objects.filter(state=EndorsementState.ENDORSED),
                "submission",
                ("organisation__name",),
            ),
        },
        withheld=lambda record: record.confidential or record.state != SubmissionState.PUBLISHED,
    ),
    EntryKind.ORGANISATION: Source(
        Organisation,
        organisation,
        texts=("name", "short_name", "description", "city", "registration_authority"),
        others=("aliases", "un_name", "country"),
        parts={
            "statuses": Part(InternationalStatus.objects.all, "organisation", ("body__name",), ("symbol",))
        },
    ),
    EntryKind.PROJECT: Source(
        CooperationProject,
        project,
        texts=("title", "summary", "quantities", "organisation__name"),
        others=("period_start", "countries"),
        parts={
            "partners": Part(
                lambda: CooperationProject.objects.filter(partners__isnull=False), "pk", ("partners__name",)
            )
        },
    ),
    EntryKind.CONFERENCE: Source(
        Conference,
        conference,
        texts=("name", "city", "body__name"),
        others=("starts_on", "acronym", "number", "country"),
    ),
    EntryKind.SERIES: Source(Series, series, texts=("name", "description")),
    EntryKind.PAGE: Source(Page, page, texts=("title", "body")),
}
KINDS = {source.model: kind for kind, source in SOURCES.items()}
