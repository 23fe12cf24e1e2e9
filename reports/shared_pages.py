"""The pages of articles and submissions that are passed on, and what stands on their pictures."""

from django.utils.translation import pgettext

from beijing_ngo.core import dates, sharing
from beijing_ngo.core.language import plain
from beijing_ngo.core.sharing import Card, dotted, heading
from reports.models import Article, Submission


def register() -> None:
    sharing.records("article", page="reports:detail", rows=articles, card=of_article)
    sharing.records("submission", page="reports:submission_detail", rows=submissions, card=of_submission)


def articles():
    return Article.objects.public().defer("body", "body_zh_hans", "body_en")


def submissions():
    return Submission.objects.public().select_related("mechanism__body", "lead")


def of_article(article: Article) -> Card:
    source = plain(article, "source")
    return Card(
        plate="article",
        slug=article.slug,
        title=heading(article),
        kind_line=plain(article, "series_name") or pgettext("article", "Report"),
        line=dotted(dates.date_range(article.date, precision=article.date_precision), source),
        author=source,
    )


def of_submission(submission: Submission) -> Card:
    return Card(
        plate="submission",
        slug=submission.slug,
        title=heading(submission),
        kind_line=dotted(submission.get_kind_display(), plain(submission.mechanism.body, "name")),
        line=dotted(submission.symbol, dates.day(submission.filed_on) if submission.filed_on else ""),
        author=plain(submission.lead, "name") if submission.lead else "",
    )
