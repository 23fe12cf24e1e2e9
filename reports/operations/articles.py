"""Articles begun in one step, from an event or a visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import dates, kept
from beijing_ngo.core.language import CHINESE, ENGLISH, written
from beijing_ngo.core.models import Photo, Status
from beijing_ngo.core.refusals import Refusal
from delegations.models import Delegation, DelegationState
from events.models import Event, EventState
from members.models import Organisation
from reports import article_words
from reports.models import Article

RIGHT = "reports.add_article"
_LANGUAGES = (CHINESE, ENGLISH)
_OF_PHOTOS = (
    *("image", "width", "height", "renditions", "credit", "consent"),
    *(f"{name}_{code}" for name in ("caption", "alt") for code in ("zh_hans", "en")),
)


class NotAllowed(Refusal):
    message = _("You may not write articles.")


class DraftThere(Refusal):
    message = _("There is a draft about it already: “%(title)s”.")


class NothingYet(Refusal):
    message = _("There is nothing to report yet: it is still to come, or was called off.")


class Internal(Refusal):
    message = _("This visit is internal: nothing about it is published.")


@dataclass(frozen=True)
class Part:
    """The series an article would belong to, and its place in it."""

    name_zh_hans: str
    name_en: str
    number: int

    def __str__(self):
        return written(self, "name", CHINESE) or self.name_en


@transaction.atomic
def write_article(
    *, about: Event | Delegation, photos: Iterable[Photo] = (), in_series: bool = False, by
) -> Article:
    """A draft with all that is known: title, day, first paragraph, organisations, subjects, photographs.

    Photographs become the article's own, with captions and consent of their own; the file is the same one.
    """
    if not by.has_perm(RIGHT):
        raise NotAllowed
    # Who presses twice must not begin two.
    about = type(about)._base_manager.select_for_update().get(pk=about.pk)
    if refusal := refusal_about(about):
        raise refusal
    article = Article(
        slug=_free_slug(about.slug),
        source_language=about.source_language,
        date=_day(about),
        date_precision=about.date_precision,
        sdgs=list(about.sdgs or []),
        editor=str(by)[:60],
        **{
            _column("source", code): written(kept.site(), "name", code)
            for code in _LANGUAGES
            if written(about, "title", code)
        },
        **{_column("title", code): written(about, "title", code)[:200] for code in _LANGUAGES},
        **{_column("body", code): article_words.body(about, code) for code in _LANGUAGES},
    )
    if in_series and (part := next_part(about)):
        article.series_name_zh_hans, article.series_name_en = part.name_zh_hans, part.name_en
        article.part = part.number
    article._history_user = by
    article.save()
    (article.events if isinstance(about, Event) else article.delegations).add(about)
    article.themes.set(about.themes.all())
    article.organisations.set(organisations_of(about))
    _take_photos(article, about, list(photos))
    return article


def refusal_about(about: Event | Delegation) -> Refusal | None:
    """Why no article is begun; nothing where one may be."""
    if not _has_been(about):
        return NothingYet()
    if isinstance(about, Delegation) and about.internal:
        return Internal()
    draft = draft_about(about)
    return DraftThere(title=draft.title) if draft else None


def draft_about(about: Event | Delegation) -> Article | None:
    return about.reports.filter(status=Status.DRAFT).order_by("-pk").first()


def next_part(about: Event | Delegation) -> Part | None:
    """The next part of the articles on the event's series; an event outside a series suggests none."""
    series = about.series if isinstance(about, Event) else None
    if series is None:
        return None
    names = [name for name in (series.name_zh_hans, series.name_en) if name]
    last = max(
        (Article.objects.in_series(name).aggregate(last=Max("part"))["last"] or 0 for name in names),
        default=0,
    )
    return Part(series.name_zh_hans or "", series.name_en or "", last + 1)


def organisations_of(about: Event | Delegation) -> list[Organisation]:
    """Who is mentioned: partners of an event; hosts of a visit, and the organisations of those who may be named."""
    if isinstance(about, Event):
        return list(Organisation.objects.filter(partnerships__event=about).distinct())
    hosts = (about.inviting_organisation_id, about.sending_organisation_id, about.host_organisation_id)
    named = about.members.public().values_list("organisation", flat=True)
    return list(Organisation.objects.filter(pk__in={pk for pk in (*hosts, *named) if pk}))


def _has_been(about) -> bool:
    if isinstance(about, Event):
        return about.is_over and about.state != EventState.CANCELLED
    begun = about.starts_on <= timezone.localdate()
    return begun and about.state not in (DelegationState.CANCELLED, DelegationState.PLANNED)


def _day(about) -> date:
    return dates.to_date(about.ends_at, about.time_zone) if isinstance(about, Event) else about.ends_on


def _take_photos(article: Article, about, photos: list[Photo]) -> None:
    theirs = {photo.pk for photo in about.photos.all()}
    for order, photo in enumerate(one for one in photos if one.pk in theirs):
        own = Photo(subject=article, order=order, **{name: getattr(photo, name) for name in _OF_PHOTOS})
        own.save()
        if photo.pk == about.cover_id or (article.cover is None and own.consent):
            article.cover = own
    if article.cover:
        Article.objects.filter(pk=article.pk).update(cover=article.cover)


def _free_slug(slug: str) -> str:
    base = f"{slug[:100]}-report"
    taken = set(Article.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (free := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return free


def _column(name: str, language: str) -> str:
    return f"{name}_{language.replace('-', '_')}"
