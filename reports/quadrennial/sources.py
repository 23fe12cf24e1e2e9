"""What the records of four years give for the report: for each record a draft in both languages.

Public records only count as such; everything else is marked as internal, and gathered where somebody asks for it. What has not
taken place yet, was called off or is not filed is no work done.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, IntegerField, Model, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from beijing_ngo.core import kept
from beijing_ngo.core.language import CHINESE, ENGLISH
from delegations.models import Delegation, DelegationState
from events.models import Attendee, Conference, Event, EventState, Partnership
from members.models import CooperationProject, InternationalStatus, OrganisationKind
from reports.models import (
    EndorsementState,
    QuadrennialReport,
    QuadrennialSection,
    Submission,
    SubmissionKind,
    SubmissionState,
)
from reports.quadrennial import words

AIMS, CHANGES = QuadrennialSection.AIMS, QuadrennialSection.CHANGES
PARTICIPATION, COOPERATION = QuadrennialSection.PARTICIPATION, QuadrennialSection.COOPERATION
INITIATIVES = QuadrennialSection.INITIATIVES
A_DAY = timedelta(days=1)
LONGEST_HEADING = 200


@dataclass(frozen=True)
class Draft:
    """A line as it would be written today. `digest` tells the facts of the record, not the words made of them."""

    record: tuple[int, int]  # its kind and its number
    section: str
    year: int
    on: date
    heading: dict[str, str]
    text: dict[str, str]
    digest: str
    internal: bool


@dataclass
class _Counted:
    visits: int = 0
    people: int = 0
    events: int = 0
    papers: int = 0

    def __iter__(self):
        return iter((self.visits, self.people, self.events, self.papers))


class Period:
    """The years of a report, as far as they have gone by."""

    def __init__(self, report: QuadrennialReport):
        self.first = date(report.first_year, 1, 1)
        self.last = min(date(report.last_year, 12, 31), timezone.localdate())

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def year(self, day: date) -> int:
        """The year of a day; what reaches into the period from outside counts to its nearest year."""
        return min(max(day, self.first), self.last).year


def drafts(report: QuadrennialReport) -> list[Draft]:
    """In the order of the form, then of time."""
    period = Period(report)
    if period.last < period.first:
        return []
    visits, events, papers = _visits(period), _events(period), _papers(period)
    found = [
        *(_draft(one, _section_of_visit(one), one.starts_on, words.of_delegation, period) for one in visits),
        *(_draft(one, _section_of_event(one), _day_of(one), words.of_event, period) for one in events),
        *(_draft(one, PARTICIPATION, one.filed_on, words.of_submission, period) for one in papers),
        *_from_projects(period),
        *_from_statuses(period),
        *_from_conferences(period, visits, events, papers),
    ]
    order = {section: place for place, section in enumerate(QuadrennialSection.values)}
    return sorted(found, key=lambda one: (order[one.section], one.year, one.on, one.record))


# ---------------------------------------------------------------- a draft


def _draft(
    record: Model,
    section,
    on: date,
    write: Callable[[Any], tuple[str, str]],
    period: Period,
    *,
    internal=None,
) -> Draft:
    heading, text = {}, {}
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            said, told = write(record)
        heading[language], text[language] = said[:LONGEST_HEADING], told
    return Draft(
        record=(ContentType.objects.get_for_model(record).pk, record.pk),
        section=section.value,
        year=period.year(on),
        on=on,
        heading=heading,
        text=text,
        digest=_digest(record),
        internal=not record.is_public if internal is None else internal,
    )


# What a line is made of, kind by kind; a change of anything else is no news for the report.
_FACTS: dict[type[Model], tuple[str, ...]] = {
    Event: (
        *("title_zh_hans", "title_en", "summary_zh_hans", "summary_en", "venue_zh_hans", "venue_en"),
        *("city_zh_hans", "city_en", "country", "kind", "starts_at", "ends_at", "date_precision"),
        *("sdgs", "people", "houses", "conference_id", "partner_ids"),
    ),
    Delegation: (
        *("title_zh_hans", "title_en", "summary_zh_hans", "summary_en", "direction", "countries"),
        *("starts_on", "ends_on", "date_precision", "sdgs", "size", "conference_id", "host_organisation_id"),
    ),
    Submission: (
        *("title_zh_hans", "title_en", "summary_zh_hans", "summary_en", "kind", "filed_on", "symbol"),
        *("sdgs", "signed", "conference_id", "mechanism_id"),
    ),
    CooperationProject: (
        *("title_zh_hans", "title_en", "summary_zh_hans", "summary_en", "kind", "countries", "quantities"),
        *("period_start", "period_end", "beneficiaries", "sdgs", "organisation_id"),
    ),
    InternationalStatus: ("organisation_id", "body_id", "kind", "since_year", "symbol"),
    Conference: (
        *("name_zh_hans", "name_en", "city_zh_hans", "city_en", "country", "acronym", "number"),
        *("starts_on", "ends_on", "counted"),
    ),
}


def _digest(record: Model) -> str:
    facts = [_plain(getattr(record, name)) for name in _FACTS[type(record)]]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, _Counted)):
        return [_plain(one) for one in value]
    return str(getattr(value, "code", value))  # a country


# ---------------------------------------------------------------- events


def _events(period: Period) -> list[Event]:
    came = Attendee.objects.checked_in().filter(registration__desk__event=OuterRef("pk")).order_by()
    per_event = came.values("registration__desk__event")
    start = datetime.combine(period.first, datetime.min.time(), tzinfo=UTC) - A_DAY
    end = datetime.combine(period.last, datetime.min.time(), tzinfo=UTC) + 2 * A_DAY
    rows = (
        Event.objects.filter(starts_at__gte=start, starts_at__lt=end, ends_at__lte=timezone.now())
        .exclude(state__in=[EventState.CANCELLED, EventState.POSTPONED])
        .select_related("conference__body")
        .prefetch_related(Prefetch("partnerships", Partnership.objects.select_related("organisation")))
        .annotate(
            came=_number(per_event.annotate(n=Count("pk")).values("n")),
            came_from=_number(
                per_event.annotate(n=Count("registration__organisation", distinct=True)).values("n")
            ),
        )
        .defer("body_zh_hans", "body_en")
        .order_by("starts_at", "id")
    )
    found = [event for event in rows if period.holds(_day_of(event))]
    own = kept.site().name_zh_hans
    for event in found:
        # What somebody counted goes before what was checked in.
        event.people = event.came if event.participants_count is None else event.participants_count
        event.houses = event.came_from if event.organisations_count is None else event.organisations_count
        houses = {one.organisation_id: one.organisation for one in event.partnerships.all()}
        event.partner_houses = [one for one in houses.values() if one.name_zh_hans != own]
        event.partner_ids = [one.pk for one in event.partner_houses]
    return found


def _number(query) -> Coalesce:
    return Coalesce(Subquery(query, output_field=IntegerField()), 0)


def _day_of(event: Event) -> date:
    return event.starts_at.astimezone(event.zone).date()


def _is_of_the_un(conference: Conference | None) -> bool:
    """A meeting of civil society has its worth, but the form asks for those of the United Nations."""
    return bool(conference and conference.body and conference.body.kind == OrganisationKind.UN_BODY)


def _section_of_event(event: Event):
    if _is_of_the_un(event.conference):
        return PARTICIPATION
    if any(one.kind == OrganisationKind.UN_BODY for one in event.partner_houses):
        return COOPERATION
    return INITIATIVES if event.sdgs else AIMS


# ---------------------------------------------------------------- visits and papers


def _visits(period: Period) -> list[Delegation]:
    rows = (
        Delegation.objects.filter(
            starts_on__range=(period.first, period.last),
            ends_on__lte=timezone.localdate(),
            state__in=[DelegationState.UNDER_WAY, DelegationState.COMPLETED],
        )
        .select_related("conference__body", "host_organisation", "inviting_organisation")
        .defer("report", "purpose", "relations_note")
        .with_size()
    )
    return list(rows.order_by("starts_on", "id"))


def _section_of_visit(visit: Delegation):
    if _is_of_the_un(visit.conference):
        return PARTICIPATION
    hosts = (visit.host_organisation, visit.inviting_organisation)
    if any(host and host.kind == OrganisationKind.UN_BODY for host in hosts):
        return COOPERATION
    return INITIATIVES if visit.sdgs else AIMS


def _papers(period: Period) -> list[Submission]:
    signed = Count("endorsements", filter=Q(endorsements__state=EndorsementState.ENDORSED))
    rows = (
        Submission.objects.filter(
            filed_on__range=(period.first, period.last),
            state__in=[SubmissionState.FILED, SubmissionState.PUBLISHED],
        )
        .exclude(kind=SubmissionKind.QUADRENNIAL_REPORT)
        .select_related("mechanism__body", "conference")
        .annotate(signed=signed)
    )
    return list(rows.order_by("filed_on", "id"))


# ---------------------------------------------------------------- projects, statuses, conferences


def _from_projects(period: Period) -> Iterator[Draft]:
    began_within = Q(period_end=None, period_start__gte=period.first)  # nobody recorded an end
    rows = CooperationProject.objects.filter(
        Q(period_end__gte=period.first) | began_within, period_start__lte=period.last
    ).select_related("organisation")
    for project in rows.order_by("period_start", "id"):
        yield _draft(project, INITIATIVES, project.period_start, words.of_project, period)


def _from_statuses(period: Period) -> Iterator[Draft]:
    """The association's own change its standing; those of its members it has helped to."""
    own = kept.site().name_zh_hans
    rows = InternationalStatus.objects.filter(since_year__range=(period.first.year, period.last.year))
    for status in rows.select_related("organisation", "body").order_by("since_year", "id"):
        section = CHANGES if own and status.organisation.name_zh_hans == own else COOPERATION
        on = date(status.since_year, 1, 1)
        yield _draft(status, section, on, words.of_status, period, internal=not status.organisation.is_public)


def _from_conferences(period: Period, visits, events, papers) -> Iterator[Draft]:
    """Meetings of international bodies at which something was done, with how much of it everybody may know.

    Where nothing of it is public, all of it is counted and the line is an internal one.
    """
    counted: dict[int, dict[bool, _Counted]] = {}

    def count(rows, name):
        for row in rows:
            if row.conference_id:
                both = counted.setdefault(row.conference_id, {True: _Counted(), False: _Counted()})
                for one in [both[False], *([both[True]] if row.is_public else [])]:
                    setattr(one, name, getattr(one, name) + 1)
                    if name == "visits":
                        one.people += row.size

    count(visits, "visits")
    count(events, "events")
    count(papers, "papers")
    found = Conference.objects.filter(pk__in=counted).select_related("body")
    for conference in found.order_by("starts_on", "id"):
        public, everything = counted[conference.pk][True], counted[conference.pk][False]
        is_open = conference.is_public and any(public)
        conference.counted = public if is_open else everything
        yield _draft(
            conference,
            PARTICIPATION if _is_of_the_un(conference) else AIMS,
            conference.starts_on,
            lambda one: words.of_conference(one, one.counted),
            period,
            internal=not is_open,
        )
