"""Articles and papers in the words of schema.org."""

from django.utils.text import Truncator

from beijing_ngo.core import dates
from beijing_ngo.core.language import TAGS, current, fallback_language, plain
from beijing_ngo.core.public_address import full
from beijing_ngo.core.structured import association, one_or_all, organisation, page_of, thing
from reports.models import Article, Submission

LONGEST_HEADLINE = 110


def of_article(article: Article, mentioned: dict) -> dict:
    """`mentioned`: what the page lists as spoken of, by its kind."""
    url = full(article.get_absolute_url())
    title, source, series = plain(article, "title"), plain(article, "source"), plain(article, "series_name")
    return thing(
        "NewsArticle",
        at_id=f"{url}#article",
        headline=Truncator(title).chars(LONGEST_HEADLINE, truncate="…"),
        description=plain(article, "opening"),
        url=url,
        datePublished=published(article),
        dateModified=article.updated_at.isoformat(timespec="seconds"),
        author=organisation(source) if source else association(),
        editor=thing("Person", name=article.editor) if article.editor else "",
        publisher=association(),
        inLanguage=TAGS[fallback_language(article, "body") or current()],
        isPartOf=thing("CreativeWorkSeries", name=series) if series else "",
        position=article.part if series else "",
        mentions=[
            organisation(plain(one, "name"), one.get_absolute_url())
            for one in mentioned.get("organisations", [])
        ],
    )


def published(article: Article) -> str:
    """As exactly as it is known."""
    return dates.machine_date(article.date, precision=article.date_precision)


def of_submission(submission: Submission, *, authors: list, languages: list[str]) -> dict:
    """A paper and whom it was written for. Without organisations named the association itself is the author."""
    url, body = full(submission.get_absolute_url()), submission.mechanism.body
    title = plain(submission, "title")
    return thing(
        "Report",
        at_id=f"{url}#paper",
        name=title,
        headline=Truncator(title).chars(LONGEST_HEADLINE, truncate="…"),
        abstract=plain(submission, "summary"),
        url=url,
        identifier=submission.symbol,
        reportNumber=submission.symbol,
        genre=submission.get_kind_display(),
        datePublished=submission.filed_on.isoformat() if submission.filed_on else "",
        author=one_or_all(
            [organisation(plain(one, "name"), page_of(one)) for one in authors] or [association()]
        ),
        publisher=association(),
        audience=thing(
            "Audience", name=plain(body, "name"), url=full(page_of(body)) if body.has_page else ""
        ),
        inLanguage=[TAGS[code] for code in languages],
    )
