"""Articles: reports on the work."""

from django.utils.translation import gettext_noop as _
from pydantic import Field

from beijing_ngo.api import parts
from beijing_ngo.api.paging import Order
from beijing_ngo.api.parameters import ListQuery, Slug, Year, named, one_of
from beijing_ngo.api.resources import SORT, Resource
from beijing_ngo.api.schemas import Day, File, Photo, Precision, Record, Reference, Words
from beijing_ngo.api.wording import public
from beijing_ngo.search.models import EntryKind
from delegations.models import Delegation
from events.models import Event
from members.models import Organisation
from reports.models import Article, Submission

ORDERS = {
    "-date": Order("date", "day", descending=True),
    "date": Order("date", "day"),
    "updated_at": Order("updated_at", "moment"),
}
# What an article may be about: the parameter, the model, the relation and the resource.
ABOUT = {
    "event": (Event, "events", "title"),
    "delegation": (Delegation, "delegations", "title"),
    "submission": (Submission, "submissions", "title"),
    "organisation": (Organisation, "organisations", "name"),
}


class ArticleQuery(ListQuery):
    series: str = Field(
        None, max_length=120, description=_("Name of a series of articles, in either language.")
    )
    event: Slug = Field(None, description=_("Slug of an event it is about."))
    delegation: Slug = Field(None, description=_("Slug of a delegation it is about."))
    submission: Slug = Field(None, description=_("Slug of a submission it is about."))
    organisation: Slug = Field(None, description=_("Slug of an organisation it is about."))
    year: Year = Field(None, description=_("The year of its date."))
    sort: one_of(ORDERS) = Field(None, description=SORT)


class ArticleSummary(Record):
    title: Words | None = Field(description=_("Title."))
    opening: Words | None = Field(description=_("The first sentences."))
    date: Day = Field(description=_("The day it is dated."))
    date_precision: Precision = Field(description=_("How exactly the day is known."))
    source: Words | None = Field(description=_("Where it comes from."))
    series: Words | None = Field(description=_("Name of the series of articles it belongs to."))
    part: int | None = Field(description=_("Its number in the series."))
    cover: Photo | None = Field(description=_("The photograph that stands for it."))


class ArticleDetail(ArticleSummary):
    editor: str | None = Field(description=_("Responsible editor."))
    editors_note: Words | None = Field(description=_("A word from the editor."))
    body: Words | None = Field(description=_("The text, as HTML."))
    events: list[Reference] = Field(description=_("Events it is about."))
    delegations: list[Reference] = Field(description=_("Delegations it is about."))
    submissions: list[Reference] = Field(description=_("Submissions it is about."))
    organisations: list[Reference] = Field(description=_("Organisations it is about."))
    photos: list[Photo] = Field(description=_("Photographs besides the cover."))
    files: list[File] = Field(description=_("Files that everybody may read."))


class Articles(Resource):
    title = _("Reports")
    about = _("Articles on the work.")
    name, model, query = "articles", Article, ArticleQuery
    summary, detail, orders = ArticleSummary, ArticleDetail, ORDERS
    entry_kind = EntryKind.REPORT

    def narrowed(self, rows, asked, tongue):
        if asked.series:
            rows = rows.in_series(asked.series.replace("\x00", ""))
        for parameter, (model, relation, _field) in ABOUT.items():
            if slug := getattr(asked, parameter):
                rows = rows.filter(**{relation: named(public(model, tongue), slug, parameter)})
        if asked.year:
            rows = rows.filter(date__year=asked.year)
        return super().narrowed(rows, asked, tongue)

    def for_list(self, rows):
        return rows.for_rows().prefetch_related("themes")

    def for_one(self, rows):
        return rows.select_related("cover").prefetch_related("themes", parts.PHOTOS, parts.FILES)

    def described(self, row, wording):
        return {
            "title": wording.text(row, "title"),
            "opening": wording.text(row, "opening"),
            "date": parts.day(row.date, row.date_precision),
            "date_precision": row.date_precision,
            "source": wording.text(row, "source"),
            "series": wording.text(row, "series_name", "series"),
            "part": row.part,
            "cover": parts.photo(row.public_cover, wording, "cover"),
        }

    def detailed(self, row, wording):
        return {
            "editor": row.editor or None,
            "editors_note": wording.text(row, "editors_note"),
            "body": wording.rich(row, "body"),
            **{
                relation: parts.references(
                    public(model, wording.tongue).filter(reports=row).order_by("pk"),
                    field,
                    relation,
                    relation,
                    wording,
                )
                for model, relation, field in ABOUT.values()
            },
            "photos": parts.photos(row, wording),
            "files": parts.files(row, wording),
        }
