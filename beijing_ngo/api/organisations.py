"""Organisations: the directory of members, and the partners and international bodies that records name."""

from django.db.models import Prefetch
from django.utils.translation import gettext_noop as _
from pydantic import Field

from beijing_ngo.api import parts
from beijing_ngo.api.paging import Order
from beijing_ngo.api.parameters import Country, ListQuery, one_of
from beijing_ngo.api.resources import SORT, Resource
from beijing_ngo.api.schemas import Address, File, Model, Record, Reference, Term, Words, term_of
from beijing_ngo.api.wording import public
from beijing_ngo.core import public_address, symbols
from beijing_ngo.search.models import EntryKind
from members.models import (
    CooperationProject,
    InternationalStatus,
    LegalForm,
    Organisation,
    OrganisationKind,
    ProjectKind,
    StatusKind,
)

ORDERS = {"slug": Order("slug", "text"), "updated_at": Order("updated_at", "moment")}
MOST_PROJECTS = 50  # as on the organisation's page


class OrganisationQuery(ListQuery):
    kind: one_of(OrganisationKind) = Field(None, description=_("Kind of organisation."))
    form: one_of(LegalForm) = Field(None, description=_("Legal form."))
    status: one_of(StatusKind) = Field(None, description=_("Status with an international body."))
    country: Country = Field(None, description=_("Country or region, by its ISO 3166 code."))
    sort: one_of(ORDERS) = Field(None, description=SORT)


class Status(Model):
    body: Reference = Field(description=_("The international body."))
    kind: term_of(StatusKind) = Field(description=_("Kind of status."))
    since: int | None = Field(description=_("The year in which it was given."))
    symbol: str | None = Field(description=_("Symbol of the document that gives it."))
    link: Address | None = Field(description=_("Where the body says so."))


class OrganisationSummary(Record):
    name: Words | None = Field(description=_("Name."))
    short_name: Words | None = Field(description=_("Short name."))
    kind: term_of(OrganisationKind) = Field(description=_("Kind of organisation."))
    legal_form: term_of(LegalForm) | None = Field(description=_("Legal form."))
    member_since: int | None = Field(
        description=_("For members of today: the year in which they were taken in.")
    )
    country: Term | None = Field(description=_("Country or region, by its ISO 3166 code."))
    city: Words | None = Field(description=_("City."))
    website: Address | None = Field(description=_("Its own website."))
    logo: Address | None = Field(description=_("Its logo, a picture."))
    statuses: list[Status] = Field(description=_("What it is to international bodies."))


class Project(Model):
    slug: str = Field(description=_("The last part of the address of its page."))
    url: Words | None = Field(description=_("Its page on this site."))
    title: Words | None = Field(description=_("Title."))
    kind: term_of(ProjectKind) = Field(description=_("Kind of project."))
    countries: list[Term] = Field(description=_("Countries and regions, by their ISO 3166 codes."))
    from_year: int | None = Field(description=_("The year in which it began."))
    to_year: int | None = Field(description=_("The year in which it ends."))
    summary: Words | None = Field(description=_("Summary."))
    sdgs: list[int] = Field(description=_("Sustainable Development Goals it serves, by number."))


class OrganisationDetail(OrganisationSummary):
    description: Words | None = Field(description=_("What it is and does."))
    founded: int | None = Field(description=_("The year in which it was founded."))
    registered_with: Words | None = Field(description=_("The authority it is registered with."))
    credit_code: str | None = Field(description=_("Unified social credit code."))
    un_name: str | None = Field(description=_("Its name in the list of the United Nations."))
    projects: list[Project] = Field(
        description=_("Its work with other countries, the latest fifty projects.")
    )
    files: list[File] = Field(description=_("Files that everybody may read."))
    articles: list[Reference] = Field(description=_("Reports on it, the latest fifty."))


class Organisations(Resource):
    title = _("Organisations")
    about = _(
        "The members in the public directory, and the partners and international bodies that records name."
    )
    name, model, query = "organisations", Organisation, OrganisationQuery
    summary, detail, orders = OrganisationSummary, OrganisationDetail, ORDERS
    entry_kind = EntryKind.ORGANISATION

    def listed(self, tongue):
        """Members that asked to be in the directory, and those that are no members. The others can be read by name."""
        return super().listed(tongue).exclude(kind=OrganisationKind.MEMBER, listed=False)

    def narrowed(self, rows, asked, tongue):
        if asked.kind:
            rows = rows.filter(kind=asked.kind)
        if asked.form:
            rows = rows.filter(legal_form=asked.form)
        if asked.status:
            holders = InternationalStatus.objects.filter(kind=asked.status).order_by()
            rows = rows.filter(pk__in=holders.values("organisation"))
        if asked.country:
            rows = rows.filter(country=asked.country)
        return super().narrowed(rows, asked, tongue)

    def for_list(self, rows):
        statuses = InternationalStatus.objects.select_related("body").order_by("since_year", "id")
        return (
            rows.with_member_since()
            .defer("description", "description_zh_hans", "description_en", "phone", "email")
            .prefetch_related("themes", Prefetch("international_statuses", statuses, to_attr="in_order"))
        )

    def for_one(self, rows):
        return self.for_list(rows).defer(None).defer("phone", "email").prefetch_related(parts.FILES)

    def described(self, row, wording):
        is_member = row.kind == OrganisationKind.MEMBER and row.is_member and row.member_since
        return {
            "name": wording.text(row, "name"),
            "short_name": wording.text(row, "short_name"),
            "kind": wording.term(OrganisationKind, row.kind),
            "legal_form": wording.term(LegalForm, row.legal_form),
            "member_since": row.member_since.year if is_member else None,
            "country": wording.country(row.country),
            "city": wording.text(row, "city"),
            "website": row.website or None,
            "logo": public_address.full(row.logo.url) if row.logo else None,
            "statuses": [status(one, wording) for one in row.in_order],
        }

    def detailed(self, row, wording):
        projects = public(CooperationProject, wording.tongue).of(row).order_by("-period_start", "-id")
        return {
            "description": wording.text(row, "description"),
            "founded": row.founded_year,
            "registered_with": wording.text(row, "registration_authority", "registered_with"),
            "credit_code": row.credit_code or None,
            "un_name": row.un_name or None,
            "projects": [project(one, wording) for one in projects[:MOST_PROJECTS]],
            "files": parts.files(row, wording),
            "articles": parts.articles(wording, organisations=row),
        }


def status(row, wording) -> dict:
    return {
        "body": wording.reference(row.body, "name", "statuses.body", "organisations"),
        "kind": wording.term(StatusKind, row.kind),
        "since": row.since_year,
        "symbol": row.symbol or None,
        "link": row.link or symbols.link(row.symbol) or None,
    }


def project(row, wording) -> dict:
    return {
        "slug": row.slug,
        "url": wording.url(row),
        "title": wording.text(row, "title", "projects.title"),
        "kind": wording.term(ProjectKind, row.kind),
        "countries": [wording.country(country.code) for country in row.countries],
        "from_year": row.period_start and row.period_start.year,
        "to_year": row.period_end and row.period_end.year,
        "summary": wording.text(row, "summary", "projects.summary"),
        "sdgs": row.sdgs,
    }
