"""News and reports on what was done."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import rich_text
from beijing_ngo.core.fields import RichTextField
from beijing_ngo.core.models import (
    DatePrecision,
    Illustrated,
    Publishable,
    PublishableQuerySet,
    SDGsField,
    Theme,
)
from delegations.models import Delegation
from events.models import Event
from members.models import Organisation
from reports.models.submissions import Submission
from reports.reading import first_sentences

OPENING = 600  # characters of HTML that hold the first sentences, for lists


class ArticleQuerySet(PublishableQuerySet):
    def for_rows(self):
        """With the cover and the first sentences, and without the long text."""
        return (
            self.select_related("cover")
            .defer("body", "body_zh_hans", "body_en")
            .annotate(_start_zh_hans=Left("body_zh_hans", OPENING), _start_en=Left("body_en", OPENING))
        )

    def in_series(self, name):
        """Parts of a series, by its name in either language, in their order."""
        return self.filter(Q(series_name_zh_hans=name) | Q(series_name_en=name)).order_by(
            "part", "date", "id"
        )

    def containing(self, words):
        """Every word of the query stands in the title, source, series or text, in either language."""
        rows = self
        for word in words.split()[:8]:
            condition = Q()
            for field in ("title", "source", "series_name", "editors_note", "body"):
                condition |= Q(**{f"{field}_zh_hans__icontains": word}) | Q(
                    **{f"{field}_en__icontains": word}
                )
            rows = rows.filter(condition)
        return rows


class Article(Illustrated, Publishable):
    title = models.CharField(_("title"), max_length=200)
    source = models.CharField(_("source"), max_length=160, blank=True)
    editor = models.CharField(_("responsible editor"), max_length=60, blank=True)
    editors_note = models.TextField(_("editor's note"), blank=True)
    body = RichTextField(_("text"), blank=True)
    date = models.DateField(_("date"))
    date_precision = models.CharField(
        _("date known"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    series_name = models.CharField(_("name of the article series"), max_length=120, blank=True)
    part = models.PositiveSmallIntegerField(_("part"), null=True, blank=True)
    events = models.ManyToManyField(Event, verbose_name=_("events"), blank=True, related_name="reports")
    delegations = models.ManyToManyField(
        Delegation, verbose_name=_("delegations"), blank=True, related_name="reports"
    )
    submissions = models.ManyToManyField(
        Submission, verbose_name=_("submissions"), blank=True, related_name="reports"
    )
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("organisations"), blank=True, related_name="reports"
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="articles")
    sdgs = SDGsField()

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-date", "-id"]
        indexes = [
            models.Index(fields=["status", "date", "id"]),
            models.Index(fields=["series_name_zh_hans", "part"], name="reports_article_series"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="reports_article_part_of_a_series",
                # An empty column may hold NULL, and a comparison with NULL is neither true nor false.
                condition=Q(part__isnull=True)
                | Q(series_name_zh_hans__isnull=False, series_name_zh_hans__gt="")
                | Q(series_name_en__isnull=False, series_name_en__gt=""),
                violation_error_message=_("A part belongs to a series."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.slug])

    @property
    def series_key(self) -> str:
        """What stands for the series in an address, the same in both languages."""
        return self.series_name_zh_hans or self.series_name_en or ""

    @property
    def opening_zh_hans(self) -> str:
        """The first sentences, for lists."""
        return self._opening("zh_hans")

    @property
    def opening_en(self) -> str:
        return self._opening("en")

    def _opening(self, column):
        start = self.__dict__.get(f"_start_{column}")
        if start is None:
            start = self.__dict__.get(f"body_{column}") or ""  # never fetched for a row of a list
        return first_sentences(" ".join(rich_text.plain(start[:OPENING]).split()))
