"""What members do abroad."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from beijing_ngo.core import dates, lists
from beijing_ngo.core.fields import holds
from beijing_ngo.core.models import DatePrecision, Publishable, PublishableQuerySet, SDGsField, Theme
from members.models.organisations import Organisation


class ProjectKind(models.TextChoices):
    AID = "aid", _("Humanitarian aid")
    LIVELIHOOD = "livelihood", _("Livelihoods")
    EXCHANGE = "exchange", _("Exchange")
    RESEARCH = "research", _("Research")


class CooperationProjectQuerySet(PublishableQuerySet):
    def in_country(self, code):
        # Codes of two letters with commas between them: a code is found nowhere else.
        return self.filter(countries__contains=code)

    def with_goal(self, number):
        return self.filter(holds("sdgs", number))

    def valued_in(self, currency):
        """Projects whose value is known, in this currency."""
        return self.filter(amount__isnull=False, currency=currency)

    def with_partner(self, organisation):
        links = self.model.partners.through.objects.filter(organisation=organisation)
        return self.filter(pk__in=links.values("cooperationproject"))

    def of(self, organisation):
        """Its own projects, and those it is a partner in."""
        return self.filter(
            Q(organisation=organisation)
            | Q(
                pk__in=self.model.partners.through.objects.filter(organisation=organisation).values(
                    "cooperationproject"
                )
            )
        )

    def for_rows(self):
        return self.select_related("organisation")


class CooperationProject(Publishable):
    title = models.CharField(_("title"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="projects"
    )
    partners = models.ManyToManyField(
        Organisation, verbose_name=_("partners"), blank=True, related_name="partner_projects"
    )
    countries = CountryField(_("countries and regions"), multiple=True, blank=True)
    period_start = models.DateField(_("from"), null=True, blank=True)
    period_end = models.DateField(_("to"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=ProjectKind)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="CNY",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("A currency is three capital letters, such as CNY."))],
    )
    quantities = models.CharField(_("quantities"), max_length=300, blank=True)
    beneficiaries = models.PositiveIntegerField(_("beneficiaries"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="projects")
    sdgs = SDGsField()

    objects = CooperationProjectQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("cooperation project")
        verbose_name_plural = _("cooperation projects")
        ordering = [models.F("period_start").desc(nulls_last=True), "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="members_cooperationproject_ends_after_it_starts",
                condition=models.Q(period_start__isnull=True)
                | models.Q(period_end__isnull=True)
                | models.Q(period_end__gte=models.F("period_start")),
                violation_error_message=_("The end is not before the start."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        # The list has pages, so the address says which project it is about.
        return f"{reverse('members:project_list')}?project={self.slug}#{self.slug}"

    @property
    def places(self) -> str:
        return lists.joined(country.name for country in self.countries)

    @property
    def years(self) -> str:
        """The years it ran; whose end nobody recorded is said to have begun, not to have ended."""
        if not self.period_start:
            return ""
        if not self.period_end:
            return gettext("from %(year)d") % {"year": self.period_start.year}
        return dates.date_range(self.period_start, self.period_end, precision=DatePrecision.YEAR)
