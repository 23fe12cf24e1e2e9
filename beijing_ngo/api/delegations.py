"""Delegations: visits that are published and not internal, with those people who agreed to be named."""

from typing import Literal

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_noop as _
from pydantic import Field

from beijing_ngo.api import parts
from beijing_ngo.api.paging import Order
from beijing_ngo.api.parameters import Country, ListQuery, Slug, Year, named, one_of
from beijing_ngo.api.resources import SORT, Resource
from beijing_ngo.api.schemas import (
    Day,
    Days,
    File,
    Hour,
    Model,
    Photo,
    Record,
    Reference,
    Term,
    Words,
    term_of,
)
from beijing_ngo.api.wording import public
from beijing_ngo.core.models import DatePrecision
from beijing_ngo.search.models import EntryKind
from delegations.models import (
    Delegation,
    DelegationMember,
    DelegationRole,
    DelegationState,
    Direction,
    ItineraryItem,
    ItineraryKind,
    Outcome,
    OutcomeKind,
)
from delegations.models.delegations import NOT_FOR_THE_PUBLIC
from delegations.views import INTERNAL, INTERNAL_OF_A_STOP
from events.models import Conference
from members.models import Organisation

ORDERS = {
    "-starts_on": Order("starts_on", "day", descending=True),
    "starts_on": Order("starts_on", "day"),
    "updated_at": Order("updated_at", "moment"),
}

PUBLIC_STATES = [state for state in DelegationState if state not in NOT_FOR_THE_PUBLIC]


class DelegationQuery(ListQuery):
    direction: one_of(Direction) = Field(None, description=_("Sent abroad, or received in Beijing."))
    country: Country = Field(None, description=_("Country or region of the visit, by its ISO 3166 code."))
    conference: Slug = Field(None, description=_("Slug of a conference of an international body."))
    organisation: Slug = Field(
        None, description=_("Slug of an organisation that invited, received, or is that of somebody named.")
    )
    year: Year = Field(None, description=_("The year in which it began."))
    sort: one_of(ORDERS) = Field(None, description=SORT)


class DelegationSummary(Record):
    title: Words | None = Field(description=_("Title."))
    summary: Words | None = Field(description=_("Summary."))
    direction: term_of(Direction) = Field(description=_("Sent abroad, or received in Beijing."))
    state: term_of(PUBLIC_STATES) = Field(description=_("How far the visit has come."))
    days: Days = Field(description=_("Its first and its last day."))
    countries: list[Term] = Field(description=_("Countries and regions, by their ISO 3166 codes."))
    conference: Reference | None = Field(description=_("The conference of an international body it goes to."))
    invited_by: Reference | None = Field(description=_("Who invites."))
    received_by: Reference | None = Field(description=_("Who receives the guests."))
    people: int = Field(description=_("How many travel, named or not."))
    cover: Photo | None = Field(description=_("The photograph that stands for it."))


class Traveller(Model):
    name: Words | None = Field(description=_("Full name."))
    role: term_of(DelegationRole) = Field(description=_("Part in the delegation."))
    position: Words | None = Field(description=_("Position."))
    organisation: Words | None = Field(description=_("Name of the organisation."))


class Stop(Model):
    date: Day | None = Field(description=_("Null where the days of the visit are not known."))
    starts: Hour | None
    ends: Hour | None
    kind: term_of(ItineraryKind) = Field(description=_("Kind of stop."))
    title: Words | None = Field(description=_("Title."))
    city: Words | None = Field(description=_("City."))
    country: Term | None = Field(description=_("Country or region, by its ISO 3166 code."))
    organisation_met: Reference | None = Field(description=_("Whom they met."))


class Result(Model):
    kind: term_of(OutcomeKind) = Field(description=_("Kind of outcome."))
    text: Words | None = Field(description=_("The outcome in words."))
    due: str | None = Field(description=_("The month, such as 2027-06."), pattern=r"^\d{4}-\d\d$")
    status: Literal["done", "open"] | None = Field(description=_("Of what was promised."))


class DelegationDetail(DelegationSummary):
    purpose: Words | None = Field(description=_("What the visit is for."))
    report: Words | None = Field(description=_("The text, as HTML."))
    named: list[Traveller] = Field(description=_("Those who agreed to be named, in the order of protocol."))
    programme: list[Stop] = Field(description=_("Told once the visit is over."))
    outcomes: list[Result] = Field(description=_("What came of it."))
    photos: list[Photo] = Field(description=_("Photographs besides the cover."))
    files: list[File] = Field(description=_("Files that everybody may read."))
    articles: list[Reference] = Field(description=_("Reports on it, the latest fifty."))


class Delegations(Resource):
    title = _("Delegations")
    about = _("Visits abroad and visits received: who was named, where they went, what came of it.")
    name, model, query = "delegations", Delegation, DelegationQuery
    summary, detail, orders = DelegationSummary, DelegationDetail, ORDERS
    entry_kind = EntryKind.DELEGATION

    def narrowed(self, rows, asked, tongue):
        if asked.direction:
            rows = rows.in_direction(asked.direction)
        if asked.country:
            rows = rows.with_country(asked.country)
        if asked.conference:
            rows = rows.filter(conference=named(public(Conference, tongue), asked.conference, "conference"))
        if asked.organisation:
            rows = rows.filter(
                _together_with(named(public(Organisation, tongue), asked.organisation, "organisation"))
            )
        if asked.year:
            rows = rows.in_year(asked.year)
        return super().narrowed(rows, asked, tongue)

    def for_list(self, rows):
        return (
            rows.select_related("conference", "cover", "inviting_organisation", "host_organisation")
            .defer(
                "report", "report_zh_hans", "report_en", "purpose", "purpose_zh_hans", "purpose_en", *INTERNAL
            )
            .with_size()
            .prefetch_related("themes")
        )

    def for_one(self, rows):
        return (
            self.for_list(rows)
            .defer(None)
            .defer(*INTERNAL)
            .prefetch_related(
                Prefetch("members", _named_people(), to_attr="named_people"),
                Prefetch("itinerary", _public_stops(), to_attr="stops"),
                Prefetch("outcomes", Outcome.objects.public().order_by("order", "id"), to_attr="results"),
                parts.PHOTOS,
                parts.FILES,
            )
        )

    def described(self, row, wording):
        return {
            "title": wording.text(row, "title"),
            "summary": wording.text(row, "summary"),
            "direction": wording.term(Direction, row.direction),
            "state": wording.term(DelegationState, row.state),
            "days": parts.days(row),
            "countries": [wording.country(country.code) for country in row.countries],
            "conference": wording.reference(row.conference, "name", "conference"),
            "invited_by": wording.reference(row.inviting_organisation, "name", "invited_by", "organisations"),
            "received_by": wording.reference(row.host_organisation, "name", "received_by", "organisations"),
            "people": row.size,
            "cover": parts.photo(row.public_cover, wording, "cover"),
        }

    def detailed(self, row, wording):
        return {
            "purpose": wording.text(row, "purpose"),
            "report": wording.rich(row, "report"),
            "named": [traveller(person, wording) for person in row.named_people],
            # Where people are, hour by hour, is told only once they are back.
            "programme": [stop(one, row, wording) for one in row.stops] if row.is_over else [],
            "outcomes": [result(one, wording) for one in row.results],
            "photos": parts.photos(row, wording),
            "files": parts.files(row, wording),
            "articles": parts.articles(wording, delegations=row),
        }


def _together_with(organisation) -> Q:
    named_people = DelegationMember.objects.public().filter(organisation=organisation).order_by()
    return (
        Q(inviting_organisation=organisation)
        | Q(host_organisation=organisation)
        | Q(pk__in=named_people.values("delegation"))
    )


def _named_people():
    return DelegationMember.objects.public().in_protocol_order().select_related("organisation")


def _public_stops():
    return ItineraryItem.objects.public().select_related("organisation_met").defer(*INTERNAL_OF_A_STOP)


def traveller(person, wording) -> dict:
    return {
        "name": wording.name(person),
        "role": wording.term(DelegationRole, person.role),
        "position": wording.text(person, "position", "named.position"),
        "organisation": person.organisation
        and wording.text(person.organisation, "name", "named.organisation"),
    }


def stop(row, delegation, wording) -> dict:
    knows_days = delegation.date_precision == DatePrecision.DAY
    return {
        "date": parts.day(row.date) if knows_days else None,
        "starts": row.starts and f"{row.starts:%H:%M}",
        "ends": row.ends and f"{row.ends:%H:%M}",
        "kind": wording.term(ItineraryKind, row.kind),
        "title": wording.text(row, "title", "programme.title"),
        "city": wording.text(row, "city", "programme.city"),
        "country": wording.country(row.country),
        "organisation_met": wording.reference(
            row.organisation_met, "name", "programme.organisation_met", "organisations"
        ),
    }


def result(row, wording) -> dict:
    is_promise = row.kind == OutcomeKind.FOLLOW_UP
    return {
        "kind": wording.term(OutcomeKind, row.kind),
        "text": wording.text(row, "text", "outcomes.text"),
        "due": row.due_on and f"{row.due_on:%Y-%m}",
        "status": ("done" if row.done_on else "open") if is_promise or row.done_on else None,
    }
