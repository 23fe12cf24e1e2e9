"""People an organisation registers often, so that nobody types them twice."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.models import PersonName
from members.models.organisations import Organisation

KEPT_UNUSED = timedelta(days=730)


class ColleagueQuerySet(models.QuerySet):
    def of(self, organisation):
        return self.filter(organisation=organisation)

    def unused(self, now=None):
        """Not registered for two years: there is no reason left to keep them."""
        return self.filter(used_at__lt=(now or timezone.now()) - KEPT_UNUSED)


class Colleague(PersonName):
    """Kept by the organisation for its own registrations; its contacts may change or delete each at any time."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="colleagues"
    )
    email = models.EmailField(_("e-mail"))
    position = models.CharField(_("position"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saved by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    used_at = models.DateTimeField(_("last registered at"), default=timezone.now)

    objects = ColleagueQuerySet.as_manager()

    class Meta:
        verbose_name = _("colleague")
        verbose_name_plural = _("colleagues")
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                F("organisation"),
                name="members_colleague_once",
                violation_error_message=_("This address is on the list already."),
            )
        ]

    def __str__(self):
        return self.name or self.email
