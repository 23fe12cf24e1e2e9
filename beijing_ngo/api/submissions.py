"""Papers sent to UN bodies: those that were filed, are published and are not confidential."""

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from pydantic import Field

from beijing_ngo.api import parts
from beijing_ngo.api.paging import Order
from beijing_ngo.api.parameters import Country, ListQuery, Slug, Year, named, one_of
from beijing_ngo.api.resources import SORT, Resource
from beijing_ngo.api.schemas import Address, Day, File, Model, Record, Reference, Tag, Term, Words, term_of
from beijing_ngo.api.wording import public
from beijing_ngo.core import languages, public_address, symbols
from beijing_ngo.core.language import CHINESE, ENGLISH
from beijing_ngo.search.models import EntryKind
from events.models import Conference
from members.models import Organisation
from reports import counting, files, paper_text
from reports.models import (
    Endorsement,
    EndorsementState,
    HRCAgendaItem,
    Paragraph,
    Submission,
    SubmissionKind,
)

ORDERS = {
    "-filed_on": Order("filed_on", "day", descending=True),
    "filed_on": Order("filed_on", "day"),
    "updated_at": Order("updated_at", "moment"),
}


class SubmissionQuery(ListQuery):
    body: Slug = Field(None, description=_("Slug of the body it was sent to."))
    kind: one_of(SubmissionKind) = Field(None, description=_("Kind of paper."))
    symbol: str = Field(None, max_length=60, description=_("Beginning of the document symbol: A/HRC/51."))
    country: Country = Field(None, description=_("State under review, by its ISO 3166 code."))
    conference: Slug = Field(None, description=_("Slug of the session."))
    organisation: Slug = Field(None, description=_("Slug of an organisation that submitted or signed it."))
    year: Year = Field(None, description=_("The year in which it was filed."))
    sort: one_of(ORDERS) = Field(None, description=SORT)


class Procedure(Model):
    slug: str = Field(description=_("A fixed word for programs, the same in both languages."))
    name: Words | None = Field(description=_("Name."))
    acronym: str | None = Field(description=_("Its usual short form: UPR."))


class SubmissionSummary(Record):
    title: Words | None = Field(description=_("Title."))
    summary: Words | None = Field(description=_("Summary."))
    kind: term_of(SubmissionKind) = Field(description=_("Kind of paper."))
    symbol: str | None = Field(description=_("Document symbol, the same in all languages."))
    symbol_url: Address | None = Field(description=_("The document at the United Nations."))
    body: Reference | None = Field(description=_("The body it was sent to."))
    mechanism: Procedure = Field(description=_("The procedure it was written for."))
    conference: Reference | None = Field(description=_("The session."))
    country_under_review: Term | None = Field(description=_("State under review, by its ISO 3166 code."))
    agenda_item: term_of(HRCAgendaItem) | None = Field(description=_("Of the Human Rights Council."))
    treaty_articles: list[str] = Field(description=_("Articles of the treaty it speaks to."))
    filed_on: Day = Field(description=_("The day it was filed."))
    submitted_by: Reference | None = Field(description=_("Who submitted it."))
    co_signatories: list[Reference] = Field(description=_("Who signed it as well."))


class NumberedParagraph(Model):
    number: int = Field(description=_("As the paper counts its paragraphs."))
    heading: Words | None = Field(description=_("The heading above it, where there is one."))
    text: Words | None = Field(description=_("Its text."))


class TextFile(Model):
    url: Address = Field(description=_("Where to fetch it."))
    language: Tag = Field(description=_("The language of the file."))
    format: str = Field(description=_("The ending of its name: PDF, DOCX."))


class SubmissionDetail(SubmissionSummary):
    words: int | None = Field(description=_("Length in English, as it was filed."))
    characters: int | None = Field(description=_("Length in Chinese, as it was filed."))
    paragraphs: list[NumberedParagraph] = Field(description=_("The whole paper, paragraph by paragraph."))
    files: list[File] = Field(description=_("Files that everybody may read."))
    text_files: list[TextFile] = Field(description=_("The text as the portal sets it."))
    articles: list[Reference] = Field(description=_("Reports on it, the latest fifty."))


class Submissions(Resource):
    title = _("UN submissions")
    about = _("Papers filed with bodies of the United Nations, paragraph by paragraph.")
    name, model, query = "submissions", Submission, SubmissionQuery
    summary, detail, orders = SubmissionSummary, SubmissionDetail, ORDERS
    entry_kind = EntryKind.SUBMISSION

    def narrowed(self, rows, asked, tongue):
        if asked.body:
            rows = rows.filter(mechanism__body=named(public(Organisation, tongue), asked.body, "body"))
        if asked.kind:
            rows = rows.filter(kind=asked.kind)
        if asked.symbol:
            rows = rows.filter(symbol__istartswith=asked.symbol.replace("\x00", ""))
        if asked.country:
            rows = rows.filter(country_under_review=asked.country)
        if asked.conference:
            rows = rows.filter(conference=named(public(Conference, tongue), asked.conference, "conference"))
        if asked.organisation:
            organisation = named(public(Organisation, tongue), asked.organisation, "organisation")
            signed = _signatures().filter(organisation=organisation).order_by()
            rows = rows.filter(Q(lead=organisation) | Q(pk__in=signed.values("submission")))
        if asked.year:
            rows = rows.filter(filed_on__year=asked.year)
        return super().narrowed(rows, asked, tongue)

    def for_list(self, rows):
        signed = Prefetch("endorsements", _signatures().select_related("organisation"), to_attr="signed")
        return rows.select_related("mechanism__body", "conference", "lead").prefetch_related("themes", signed)

    def for_one(self, rows):
        paragraphs = Prefetch("paragraphs", Paragraph.objects.order_by("number", "id"))
        return self.for_list(rows).prefetch_related(paragraphs, parts.FILES)

    def described(self, row, wording):
        signatories = [one.organisation for one in row.signed]
        return {
            "title": wording.text(row, "title"),
            "summary": wording.text(row, "summary"),
            "kind": wording.term(SubmissionKind, row.kind),
            "symbol": row.symbol or None,
            "symbol_url": symbols.link(row.symbol) or None,
            "body": wording.reference(row.mechanism.body, "name", "body", "organisations"),
            "mechanism": {
                "slug": row.mechanism.slug,
                "name": wording.text(row.mechanism, "name", "mechanism.name"),
                "acronym": row.mechanism.acronym or None,
            },
            "conference": wording.reference(row.conference, "name", "conference"),
            "country_under_review": wording.country(row.country_under_review),
            "agenda_item": wording.term(HRCAgendaItem, row.agenda_item),
            "treaty_articles": [number.strip() for number in row.articles.split(",") if number.strip()],
            "filed_on": parts.day(row.filed_on),
            "submitted_by": wording.reference(row.lead, "name", "submitted_by", "organisations"),
            "co_signatories": parts.references(
                signatories, "name", "co_signatories", "organisations", wording
            ),
        }

    def detailed(self, row, wording):
        paragraphs = list(row.paragraphs.all())
        written_in = paper_text.languages_of(paragraphs)
        counted = counting.count_of(paragraphs)
        return {
            "words": (row.filed_words or counted.words) if ENGLISH in written_in else None,
            "characters": (row.filed_characters or counted.characters) if CHINESE in written_in else None,
            "paragraphs": [
                {
                    "number": one.number,
                    "heading": wording.text(one, "heading", "paragraphs.heading"),
                    "text": wording.text(one, "text", "paragraphs.text"),
                }
                for one in paragraphs
            ],
            "files": parts.files(row, wording),
            "text_files": text_files(row, written_in, wording),
            "articles": parts.articles(wording, submissions=row),
        }


def _signatures():
    """Those who signed; who was only asked, or declined, is nobody's business."""
    return Endorsement.objects.filter(state=EndorsementState.ENDORSED).order_by("order", "id")


def text_files(row, written_in, wording) -> list[dict]:
    """The files the page offers: in the languages in which the one that was sent is not there to be read."""
    there = {file.language for file in row.shown_files}
    if not wording.open:
        return []
    return [
        {
            "url": public_address.full(
                languages.in_language(
                    reverse("reports:submission_file", args=[row.slug, offer.language, offer.kind]),
                    wording.open[0],
                )
            ),
            "language": languages.tag(offer.language),
            "format": offer.kind.upper(),
        }
        for offer in files.offers(written_in, without=there)
    ]
