"""The site's own data: name, address, filing numbers, rules; and its pages."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.fields import PhotoField, RichTextField
from beijing_ngo.core.models.publishing import Publishable, PublishableQuerySet, TimeStamped


class PublishGate(models.TextChoices):
    HOLD = "hold", _("Hold the record back in that language")
    FALLBACK = "fallback", _("Show the other language's text, and say so")


class DayKind(models.TextChoices):
    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")


class SiteSettings(TimeStamped):
    """One row. Everything that makes the portal this association's and not another's."""

    name = models.CharField(_("name"), max_length=200, default="")
    short_name = models.CharField(_("short name"), max_length=60, default="")
    motto = models.CharField(_("motto"), max_length=200, blank=True)
    standing = models.CharField(
        _("international standing"),
        max_length=200,
        blank=True,
        help_text=_("The line above the name on each page."),
    )
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    letter_signatory = models.CharField(
        _("who signs letters"), max_length=80, blank=True, help_text=_("The name printed under letters.")
    )
    letter_signatory_position = models.CharField(_("position of who signs"), max_length=120, blank=True)

    icp_number = models.CharField(_("ICP filing number"), max_length=60, blank=True)
    icp_url = models.URLField(_("ICP filing link"), default="https://beian.miit.gov.cn/", blank=True)
    public_security_number = models.CharField(_("public-security filing number"), max_length=60, blank=True)
    public_security_url = models.URLField(
        _("public-security filing link"), default="https://beian.mps.gov.cn/", blank=True
    )
    wechat_account = models.CharField(_("WeChat account"), max_length=60, blank=True)
    wechat_qr = PhotoField(_("WeChat QR code"), upload_to="site", blank=True, longest_edge=1000)
    share_image = PhotoField(_("picture for sharing"), upload_to="site", blank=True)
    mourning = models.BooleanField(
        _("grey mode"), default=False, help_text=_("For days of mourning: the site loses its colour.")
    )

    publish_gate = models.CharField(
        _("a record without text in a language"),
        max_length=10,
        choices=PublishGate,
        default=PublishGate.FALLBACK,
    )
    report_due_days = models.PositiveSmallIntegerField(
        _("days until the report of a visit"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    report_due_kind = models.CharField(
        _("counted in"), max_length=10, choices=DayKind, default=DayKind.WORKING
    )
    membership_grace_days = models.PositiveSmallIntegerField(
        _("days of grace after a membership ends"), default=60, validators=[MaxValueValidator(365)]
    )
    registration_data_days = models.PositiveSmallIntegerField(
        _("registration details are kept for (days)"), default=365
    )
    needs_data_days = models.PositiveSmallIntegerField(
        _("dietary and access needs are kept for (days)"), default=7
    )
    travel_data_days = models.PositiveSmallIntegerField(
        _("travel documents are kept after the return for (days)"), default=90
    )

    renews_kept = True

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(
                name="core_sitesettings_one_row",
                condition=models.Q(id=1),
                violation_error_message=_("The site has one set of settings."),
            )
        ]

    def __str__(self):
        return self.short_name or str(_("site settings"))

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def load(cls):
        """The settings; a site that has none yet gets the defaults without a row being written."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class MenuPlace(models.TextChoices):
    NONE = "", _("in no menu")
    HEADER = "header", _("at the top")
    FOOTER = "footer", _("at the foot")


class PageQuerySet(PublishableQuerySet):
    def in_menu(self, place):
        return (
            self.public().filter(menu=place).order_by("order", "id").defer("body", "body_zh_hans", "body_en")
        )


class Page(Publishable):
    """A page that says who we are: about, charter, contact, privacy, accessibility."""

    title = models.CharField(_("title"), max_length=200)
    body = RichTextField(_("text"), blank=True)
    menu = models.CharField(_("menu"), max_length=10, choices=MenuPlace, default=MenuPlace.NONE, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PageQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "id"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("page", args=[self.slug])
