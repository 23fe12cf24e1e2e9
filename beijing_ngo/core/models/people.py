"""People's names: family and given name, and the Latin form as printed in their papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.names import display_name


class PersonName(models.Model):
    """A person's name in the script they use, and in Latin letters where that is another one."""

    family_name = models.CharField(_("family name"), max_length=60, blank=True)
    given_name = models.CharField(_("given name"), max_length=60)
    latin_name = models.CharField(
        _("name in Latin letters"),
        max_length=120,
        blank=True,
        help_text=_("As in the passport, for example WANG Fang."),
    )

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name as a reader of the present language reads it."""
        return display_name(self.family_name, self.given_name, self.latin_name)
