"""Reports on the work, and the papers sent to UN bodies."""

from itertools import groupby

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from beijing_ngo.core import atom, kept, seo
from beijing_ngo.core.htmx import PartialMixin
from beijing_ngo.core.language import CHINESE, ENGLISH, fallback_language, written
from beijing_ngo.core.lists import ForgivingPagesMixin, joined
from beijing_ngo.core.models import SDG, DocumentAccess
from beijing_ngo.core.views import reader
from reports import citations, counting, files, reading, structured
from reports.filters import ArticleFilters, SubmissionFilters
from reports.models import Article, Endorsement, EndorsementState, Submission


class FilteredListView(PartialMixin, ForgivingPagesMixin, ListView):
    filters_class = None
    feed_name = ""
    paginate_by = 12

    @cached_property
    def filters(self):
        return self.filters_class(self.request.GET)

    def get_queryset(self):
        return self.filters.apply(self.model.objects.public().for_rows())

    def get_context_data(self, **kwargs):
        feed = atom.address(self.feed_name, self.filters.asked)
        return super().get_context_data(filters=self.filters, feed=feed, **kwargs)


class ArticleListView(FilteredListView):
    model = Article
    filters_class = ArticleFilters
    feed_name = "reports:atom"
    template_name = "reports/article_list.html"
    partial_name = "article_results"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(section="reports", crumbs=[(_("Reports"), "")], **kwargs)
        articles = list(context["page_obj"].object_list)
        # The latest stands in front with its picture, where nobody looks for anything in particular.
        leads = context["page_obj"].number == 1 and not self.filters.is_active
        context["featured"], context["articles"] = (
            (articles[0], articles[1:]) if leads and articles else (None, articles)
        )
        return context


class ArticleDetailView(DetailView):
    model = Article
    template_name = "reports/article_detail.html"

    def get_queryset(self):
        return Article.objects.visible_to(reader(self.request)).select_related("cover")

    def get_context_data(self, **kwargs):
        article, user = self.object, reader(self.request)
        parts = self._parts()
        mentioned = {
            "events": list(article.events.public().defer("body", "summary")),
            "delegations": list(article.delegations.public().defer("report")),
            "submissions": list(article.submissions.public()),
            "organisations": list(article.organisations.public().defer("description")),
        }
        return super().get_context_data(
            section="reports",
            crumbs=self._crumbs(),
            page_facts=self._facts(mentioned),
            parts=parts,
            mentioned=mentioned if any(mentioned.values()) else None,
            photos=[photo for photo in article.photos.public() if photo.pk != article.cover_id],
            documents=list(article.documents.visible_to(user)),
            themes=article.themes.all(),
            goals=joined(f"{goal} {SDG(goal).label}" for goal in article.sdgs),
            length=reading.length(article.body, fallback_language(article, "body") or get_language()),
            **kwargs,
        )

    def _crumbs(self):
        article = self.object
        crumbs = [(_("Reports"), reverse("reports:list"))]
        if article.series_key:
            crumbs.append((article.series_name, self._series_url()))
        return [*crumbs, (article.title, "")]

    def _facts(self, mentioned):
        article = self.object
        data = structured.of_article(article, mentioned)
        times = [
            ("article:published_time", data["datePublished"]),
            ("article:modified_time", data["dateModified"]),
        ]
        return seo.facts("article", article, [data], photo=article.public_cover, properties=times)

    def _series_url(self):
        return f"{reverse('reports:list')}?{urlencode({'series': self.object.series_key})}"

    def _parts(self):
        """The parts of the series that everybody may read, in order; a series of one is none."""
        article = self.object
        if not article.series_key:
            return []

        def build():
            rows = Article.objects.public().in_series(article.series_key)
            return list(rows.only("slug", "title_zh_hans", "title_en", "part", "date", "date_precision"))

        parts = kept.value(("parts of a series", article.series_key, get_language()), build)
        if len(parts) < 2:
            return []
        here = next((n for n, part in enumerate(parts) if part.pk == article.pk), None)
        places = {} if here is None else {here - 1: "prev", here: "here", here + 1: "next"}
        return [
            {
                "article": part,
                "number": _("Part %(number)d") % {"number": part.part} if part.part else "",
                "rel": places.get(n, ""),
            }
            for n, part in enumerate(parts)
        ]


class SubmissionListView(FilteredListView):
    model = Submission
    filters_class = SubmissionFilters
    feed_name = "reports:submission_atom"
    template_name = "reports/submission_list.html"
    partial_name = "submission_results"

    def get_context_data(self, **kwargs):
        crumbs = [(_("Reports"), reverse("reports:list")), (_("UN submissions"), "")]
        return super().get_context_data(section="submissions", crumbs=crumbs, **kwargs)


class SubmissionDetailView(DetailView):
    model = Submission
    template_name = "reports/submission_detail.html"

    def get_queryset(self):
        return (
            Submission.objects.visible_to(reader(self.request))
            .select_related("mechanism__body", "conference", "lead")
            .prefetch_related(
                "paragraphs",
                Prefetch(
                    "endorsements",
                    Endorsement.objects.filter(state=EndorsementState.ENDORSED).select_related(
                        "organisation"
                    ),
                    to_attr="signed",
                ),
            )
        )

    def get_context_data(self, **kwargs):
        submission = self.object
        paragraphs = list(submission.paragraphs.all())
        co_signatories = [endorsement.organisation for endorsement in submission.signed]
        languages = [
            code for code in (ENGLISH, CHINESE) if any(written(one, "text", code) for one in paragraphs)
        ]
        documents = list(submission.documents.visible_to(reader(self.request)))
        there = {one.language for one in documents if one.access == DocumentAccess.PUBLIC}
        return super().get_context_data(
            section="submissions",
            crumbs=self._crumbs(),
            page_facts=self._facts(co_signatories, languages),
            sections=sections(paragraphs),
            languages=languages,
            co_signatories=co_signatories,
            documents=documents,
            texts=files.offers(languages, without=there),
            length=self._length(paragraphs, languages),
            reports=list(submission.reports.public().for_rows()[:6]),
            articles=joined(number.strip() for number in submission.articles.split(",")),
            goals=joined(submission.sdgs),
            **self._citations(co_signatories),
            meta=self._meta(co_signatories, documents) if submission.is_public else [],
            **kwargs,
        )

    def _facts(self, co_signatories, languages):
        submission = self.object
        data = structured.of_submission(
            submission, authors=self._authors(co_signatories), languages=languages
        )
        return seo.facts("submission", submission, [data])

    def _length(self, paragraphs, languages):
        """What was counted when the paper was filed, against the limit of that day; else as it stands."""
        paper, counted = self.object, counting.count_of(paragraphs)
        limit = counting.Limit.from_record(paper.filed_limit) if paper.filed_limit else None
        return {
            "words": (paper.filed_words or counted.words) if ENGLISH in languages else 0,
            "characters": (paper.filed_characters or counted.characters) if CHINESE in languages else 0,
            "limit": limit if limit and limit.is_verified else None,
        }

    def _crumbs(self):
        submission = self.object
        return [
            (_("Reports"), reverse("reports:list")),
            (_("UN submissions"), reverse("reports:submission_list")),
            (submission.conference.label if submission.conference else submission.title, ""),
        ]

    def _authors(self, co_signatories):
        return [*([self.object.lead] if self.object.lead else []), *co_signatories]

    def _meta(self, co_signatories, documents):
        """For Google Scholar: the record, and where its PDF is, the one that was sent before the one we set."""
        submission, language = self.object, get_language()
        url = seo.absolute(self.request, self.request.path)
        record = citations.record(
            submission, self._authors(co_signatories), kept.site(), url=url, language=language
        )
        sent = [one for one in documents if one.language == language and one.extension == "PDF"]
        public = [one.get_absolute_url() for one in sent if one.access == DocumentAccess.PUBLIC]
        made = reverse("reports:submission_file", args=[submission.slug, language, files.PDF])
        has_text = any(written(one, "text", language) for one in submission.paragraphs.all())
        file = next(iter(public), made if has_text else "")
        pdf = [("citation_pdf_url", seo.absolute(self.request, file))] if file else []
        return [*record.meta, *pdf]

    def _citations(self, co_signatories):
        submission, site = self.object, kept.site()
        authors = self._authors(co_signatories)
        url = seo.absolute(self.request, self.request.path)
        un = citations.united_nations(submission, authors, site)
        return {
            "cite_un": un,
            "cite_un_plain": citations.one_line(un),
            "cite_gb": citations.gb_t_7714(submission, authors, site, url=url, today=timezone.localdate()),
        }


def sections(paragraphs) -> list[dict]:
    """Paragraphs under their headings: neighbours with the same heading, or with none of their own, stand together."""
    current = None

    def heading(paragraph):
        nonlocal current
        own = (paragraph.heading_zh_hans, paragraph.heading_en)
        current = own if any(own) else current
        return current

    return [
        {"head": rows[0], "first": rows[0].number, "last": rows[-1].number, "paragraphs": rows}
        for rows in (list(group) for _heading, group in groupby(paragraphs, heading))
    ]
