"""UN procedures that take papers from NGOs, with their limits: reference data, since they change by session and body."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import TimeStamped, WorkingLanguagesField
from beijing_ngo.core.zones import validate_time_zone
from members.models import Organisation


class SubmissionKind(models.TextChoices):
    PARALLEL_REPORT = "parallel_report", _("Parallel report")
    UPR_SUBMISSION = "upr_submission", _("Submission to the Universal Periodic Review")
    WRITTEN_STATEMENT = "written_statement", _("Written statement")
    ORAL_STATEMENT = "oral_statement", _("Oral statement")
    VIDEO_STATEMENT = "video_statement", _("Video statement")
    SIDE_EVENT = "side_event", _("Side event")
    QUADRENNIAL_REPORT = "quadrennial_report", _("Quadrennial report")
    SUBMISSION = "submission", _("Submission")


class LimitUnit(models.TextChoices):
    WORDS = "words", _("words")
    PAGES = "pages", pgettext_lazy("unit", "pages")
    MINUTES = "minutes", _("minutes")


class HRCAgendaItem(models.IntegerChoices):
    """The standing agenda of the Human Rights Council (HRC resolution 5/1)."""

    ORGANISATION = 1, _("Organisational and procedural matters")
    HIGH_COMMISSIONER = 2, _("Annual report of the High Commissioner")
    ALL_RIGHTS = 3, _("Promotion and protection of all human rights")
    SITUATIONS = 4, _("Human rights situations that require the Council’s attention")
    BODIES = 5, _("Human rights bodies and mechanisms")
    UPR = 6, _("Universal Periodic Review")
    PALESTINE = 7, _("Palestine and other occupied Arab territories")
    VIENNA = 8, _("Follow-up to the Vienna Declaration and Programme of Action")
    RACISM = 9, _("Racism and related forms of intolerance")
    TECHNICAL = 10, _("Technical assistance and capacity-building")


class Mechanism(TimeStamped):
    """One procedure of one body for one kind of paper.

    `limit` is the length allowed, in `unit`; `overhead` is what the body counts besides the text (a cover page of about 100
    words at CSW). Figures carry their source and the day they were checked; an unchecked one says so.
    """

    slug = models.SlugField(_("address"), unique=True)
    body = models.ForeignKey(
        Organisation,
        verbose_name=_("international body"),
        on_delete=models.PROTECT,
        related_name="mechanisms",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SubmissionKind)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    limit = models.PositiveIntegerField(_("limit"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=8, choices=LimitUnit, default=LimitUnit.WORDS)
    overhead = models.PositiveIntegerField(
        _("overhead"), default=0, help_text=_("Counted by the body besides the text.")
    )
    joint_limit = models.PositiveIntegerField(
        _("limit for joint papers"), null=True, blank=True, help_text=_("Where it differs.")
    )
    joint_overhead = models.PositiveIntegerField(
        _("overhead of joint papers"),
        null=True,
        blank=True,
        help_text=_("Where it differs: the list of co-signatories counts at some bodies."),
    )
    character_limit = models.PositiveIntegerField(
        _("limit in Chinese characters"),
        null=True,
        blank=True,
        help_text=_("Only where the body itself gives one."),
    )
    who_may_submit = models.CharField(_("who may submit"), max_length=250, blank=True)
    languages = WorkingLanguagesField(verbose_name=_("languages accepted"))
    format = models.CharField(_("format"), max_length=250, blank=True)
    deadline_rule = models.TextField(_("deadline rule"), blank=True)
    deadline_zone = models.CharField(
        _("time zone of the deadline"),
        max_length=40,
        default="Europe/Zurich",
        validators=[validate_time_zone],
    )
    rules_url = models.URLField(_("rules"), blank=True)
    source = models.CharField(_("source of the figures"), max_length=250, blank=True)
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day somebody compared the figures with the source; empty means unverified."),
    )

    renews_kept = True

    class Meta:
        verbose_name = _("UN mechanism")
        verbose_name_plural = _("UN mechanisms")
        ordering = ["acronym", "id"]

    def __str__(self):
        return self.name

    @property
    def is_verified(self) -> bool:
        """Whether somebody has compared the figures with their source."""
        return self.checked_on is not None
