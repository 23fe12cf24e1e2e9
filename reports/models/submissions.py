"""Papers the association sends to UN bodies."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from beijing_ngo.core import dates
from beijing_ngo.core.fields import ChoiceListField
from beijing_ngo.core.models import Document, Publishable, PublishableQuerySet, SDGsField, Theme, TimeStamped
from beijing_ngo.core.zones import validate_time_zone
from events.models import Conference
from members.models import Organisation, Representative
from reports.models.mechanisms import HRCAgendaItem, Mechanism, SubmissionKind


class SubmissionState(models.TextChoices):
    DRAFTING = "drafting", _("Drafting")
    REVIEW = "review", _("In review")
    APPROVED = "approved", pgettext_lazy("submission", "Approved")
    FILED = "filed", _("Filed")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RequiredLanguage(models.TextChoices):
    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")


def both_languages() -> list[str]:
    return [RequiredLanguage.CHINESE.value, RequiredLanguage.ENGLISH.value]


OPEN_TEXT = (SubmissionState.DRAFTING, SubmissionState.REVIEW)  # the text may be written
UNSENT = (SubmissionState.DRAFTING, SubmissionState.REVIEW, SubmissionState.APPROVED)


class SubmissionQuerySet(PublishableQuerySet):
    def unsent(self):
        """Papers still to be filed, the next deadline first."""
        return self.filter(state__in=UNSENT).order_by(models.F("deadline").asc(nulls_last=True), "id")

    def public(self):
        """Only what was filed, is published and is not confidential leaves the house."""
        return super().public().filter(state=SubmissionState.PUBLISHED, confidential=False)

    def for_rows(self):
        return self.select_related("mechanism__body", "conference").order_by("-filed_on", "-id")

    def containing(self, words):
        """Every word of the query stands in the title, summary or symbol, in either language."""
        rows = self
        for word in words.split()[:8]:
            condition = Q(symbol__icontains=word)
            for field in ("title", "summary"):
                condition |= Q(**{f"{field}_zh_hans__icontains": word}) | Q(
                    **{f"{field}_en__icontains": word}
                )
            rows = rows.filter(condition)
        return rows


class Submission(Publishable):
    title = models.CharField(_("title"), max_length=250)
    mechanism = models.ForeignKey(
        Mechanism, verbose_name=_("UN mechanism"), on_delete=models.PROTECT, related_name="submissions"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SubmissionKind)
    conference = models.ForeignKey(
        Conference,
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="submissions",
    )
    country_under_review = CountryField(_("State under review"), blank=True)
    agenda_item = models.PositiveSmallIntegerField(
        _("agenda item"),
        choices=HRCAgendaItem,
        null=True,
        blank=True,
        help_text=_("Of the Human Rights Council."),
    )
    articles = models.CharField(
        _("articles of the treaty"),
        max_length=120,
        blank=True,
        help_text=_("Separated by commas: 2.1, 11, 12."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SubmissionState, default=SubmissionState.DRAFTING
    )
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    deadline_zone = models.CharField(
        _("time zone of the deadline"),
        max_length=40,
        default="Europe/Zurich",
        validators=[validate_time_zone],
    )
    required_languages = ChoiceListField(
        _("required languages"),
        choices=RequiredLanguage,
        default=both_languages,
        blank=False,
        help_text=_("In each of them every paragraph must stand before the paper is approved."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("paper", "officer in charge"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Is reminded of the deadline."),
    )
    endorse_by = models.DateField(_("co-signatories answer by"), null=True, blank=True)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True, editable=False)
    filed_words = models.PositiveIntegerField(_("words when filed"), null=True, blank=True, editable=False)
    filed_characters = models.PositiveIntegerField(
        _("characters when filed"), null=True, blank=True, editable=False
    )
    filed_limit = models.CharField(_("limit in force when filed"), max_length=120, blank=True, editable=False)
    receipt = models.CharField(
        _("receipt"), max_length=120, blank=True, help_text=_("What the body's system answered.")
    )
    exception_reason = models.CharField(
        _("reason for filing over the limit or after the deadline"), max_length=300, blank=True
    )
    symbol = models.CharField(
        _("document symbol"),
        max_length=60,
        blank=True,
        help_text=_("The same in all languages, such as E/C.12/CHN/3."),
    )
    lead = models.ForeignKey(
        Organisation,
        verbose_name=_("lead organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions_led",
    )
    co_signatories = models.ManyToManyField(
        Organisation,
        through="Endorsement",
        related_name="submissions_signed",
        verbose_name=_("co-signatories"),
    )
    confidential = models.BooleanField(
        _("confidential"), default=False, help_text=_("Never on the public site.")
    )
    summary = models.TextField(_("summary"), blank=True)
    documents = GenericRelation(Document)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="submissions")
    sdgs = SDGsField()

    objects = SubmissionQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = [models.F("filed_on").desc(nulls_first=True), "-id"]
        indexes = [models.Index(fields=["status", "state", "filed_on"])]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="reports_submission_filed_has_a_date",
                condition=~Q(state__in=["filed", "published"]) | Q(filed_on__isnull=False),
                violation_error_message=_("What was filed has a date of filing."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:submission_detail", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.deadline_zone)

    @property
    def is_public(self) -> bool:
        """As `public()` says: a paper that was not filed, or is confidential, is a draft to the public."""
        return super().is_public and self.state == SubmissionState.PUBLISHED and not self.confidential

    def days_left(self, now: datetime | None = None) -> int | None:
        """Whole days by the calendar of the place that closes: 0 is the last day, less is too late."""
        if self.deadline is None:
            return None
        now = now or timezone.now()
        left = (
            dates.to_date(self.deadline, self.deadline_zone) - dates.to_date(now, self.deadline_zone)
        ).days
        return left if now <= self.deadline else min(left, -1)


class Paragraph(models.Model):
    """A numbered paragraph in both languages; the numbers are how the UN and its readers cite it.

    `version` goes up by one with each saved change: whoever saves says which version they were looking at, and is told
    when somebody else has saved since.
    """

    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="paragraphs"
    )
    number = models.PositiveSmallIntegerField(
        pgettext_lazy("paragraph", "number"), validators=[MinValueValidator(1)]
    )
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    renews_kept = True

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"],
                name="reports_paragraph_number_once",
                violation_error_message=_("There is a paragraph with this number already."),
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.heading}"


class EndorsementState(models.TextChoices):
    ASKED = "asked", _("Asked")
    ENDORSED = "endorsed", _("Endorsed")
    DECLINED = "declined", pgettext_lazy("endorsement", "Declined")


class EndorsementQuerySet(models.QuerySet):
    def for_contact(self, user):
        """What the organisations were asked that this person is a contact of; a delegate reads none of it."""
        contacts = Representative.objects.contacts().filter(user=user)
        return self.filter(
            models.Exists(contacts.filter(organisation=models.OuterRef("organisation"))),
            version__isnull=False,
        )

    def answerable(self):
        """Asked, and the paper still open for an answer."""
        today = timezone.localdate()
        return self.filter(
            Q(submission__endorse_by__isnull=True) | Q(submission__endorse_by__gte=today),
            state=EndorsementState.ASKED,
            submission__state__in=OPEN_TEXT,
        )


class Endorsement(TimeStamped):
    """A member organisation asked to sign a submission, and its answer."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="endorsements"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="endorsements"
    )
    state = models.CharField(
        _("answer"), max_length=10, choices=EndorsementState, default=EndorsementState.ASKED
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(
        pgettext_lazy("endorsement", "note"),
        max_length=300,
        blank=True,
        help_text=_("What the organisation wrote."),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    version = models.ForeignKey(
        "reports.SubmissionVersion",
        verbose_name=_("version it was asked to sign"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    renews_kept = True

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-signatory")
        verbose_name_plural = _("co-signatories")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "organisation"],
                name="reports_endorsement_once",
                violation_error_message=_("This organisation was asked already."),
            )
        ]

    def __str__(self):
        return str(self.organisation)
