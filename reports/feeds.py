"""Reports on the work and papers for UN bodies, those published last first."""

from django.utils.translation import gettext as _

from beijing_ngo.core import atom, dates
from beijing_ngo.core.language import plain
from reports.filters import ArticleFilters, SubmissionFilters
from reports.models import Article, Submission


class _Feed(atom.FilteredFeed):
    def labels(self):
        return [label for label, _address in self.filters.tags()]


class ArticleFeed(_Feed):
    filters_class = ArticleFilters
    page_name = "reports:list"

    def title(self):
        return _("Reports")

    def entries(self):
        return articles(self.filters.apply(Article.objects.public()))


class SubmissionFeed(_Feed):
    filters_class = SubmissionFilters
    page_name = "reports:submission_list"

    def title(self):
        return _("UN submissions")

    def entries(self):
        return submissions(self.filters.apply(Submission.objects.public()))


def articles(rows) -> list[atom.Entry]:
    rows = rows.for_rows().prefetch_related("themes")
    return [_article(row) for row in atom.latest(rows)]


def submissions(rows) -> list[atom.Entry]:
    rows = rows.for_rows().select_related("lead").prefetch_related("themes")
    return [_submission(row) for row in atom.latest(rows)]


def _article(article: Article) -> atom.Entry:
    source = plain(article, "source")
    day = dates.approximate_date(article.date, dates.precision_of(article.date_precision))
    return atom.Entry(
        record=article,
        summary=atom.summary(article, [source, day], "opening"),
        author=source,
        categories=atom.themes(article),
    )


def _submission(paper: Submission) -> atom.Entry:
    filed = _("Filed on %(day)s") % {"day": dates.day(paper.filed_on)}
    body = plain(paper.mechanism.body, "name")
    return atom.Entry(
        record=paper,
        summary=atom.summary(paper, [body, paper.get_kind_display(), filed, paper.symbol], "summary"),
        author=plain(paper.lead, "name") if paper.lead else "",
        categories=[(paper.kind, paper.get_kind_display()), *atom.themes(paper)],
    )
