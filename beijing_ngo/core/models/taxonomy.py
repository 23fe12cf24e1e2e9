"""Themes, the Sustainable Development Goals, languages."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.fields import ChoiceListField


class SDG(models.IntegerChoices):
    """The seventeen goals by the short names of the UN's own icons (sdgs.un.org/goals)."""

    NO_POVERTY = 1, _("No poverty")
    ZERO_HUNGER = 2, _("Zero hunger")
    GOOD_HEALTH = 3, _("Good health and well-being")
    EDUCATION = 4, _("Quality education")
    GENDER_EQUALITY = 5, _("Gender equality")
    CLEAN_WATER = 6, _("Clean water and sanitation")
    CLEAN_ENERGY = 7, _("Affordable and clean energy")
    DECENT_WORK = 8, _("Decent work and economic growth")
    INNOVATION = 9, _("Industry, innovation and infrastructure")
    REDUCED_INEQUALITIES = 10, _("Reduced inequalities")
    CITIES = 11, _("Sustainable cities and communities")
    CONSUMPTION = 12, _("Responsible consumption and production")
    CLIMATE = 13, _("Climate action")
    LIFE_BELOW_WATER = 14, _("Life below water")
    LIFE_ON_LAND = 15, _("Life on land")
    PEACE = 16, _("Peace, justice and strong institutions")
    PARTNERSHIPS = 17, _("Partnerships for the goals")

    @property
    def colour(self) -> str:
        """The UN's colour of the goal; many fail contrast with white, so it is an edge, never a ground for text."""
        return _SDG_COLOURS[self.value - 1]


_SDG_COLOURS = [
    "#E5243B",
    "#DDA63A",
    "#4C9F38",
    "#C5192D",
    "#FF3A21",
    "#26BDE2",
    "#FCC30B",
    "#A21942",
    "#FD6925",
    "#DD1367",
    "#FD9D24",
    "#BF8B2E",
    "#3F7E44",
    "#0A97D9",
    "#56C02B",
    "#00689D",
    "#19486A",
]


class Language(models.TextChoices):
    """Languages people work in at an event or a UN body accepts; the six of the UN first."""

    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    RUSSIAN = "ru", _("Russian")
    ARABIC = "ar", _("Arabic")
    JAPANESE = "ja", _("Japanese")
    KOREAN = "ko", _("Korean")
    GERMAN = "de", _("German")
    PORTUGUESE = "pt", _("Portuguese")


class SDGsField(ChoiceListField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("Sustainable Development Goals"))
        kwargs.setdefault("choices", SDG)
        super().__init__(*args, **kwargs)


class WorkingLanguagesField(ChoiceListField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("working languages"))
        kwargs.setdefault("choices", Language)
        super().__init__(*args, **kwargs)


class Theme(models.Model):
    """What the work is about: climate action, youth exchange."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), unique=True)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#1B6851",
        validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("A colour is written as #RRGGBB."))],
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    renews_kept = True

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "id"]

    def __str__(self):
        return self.name
