"""Who sees what, and when."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import kept
from beijing_ngo.core.models.translated import Translated, TranslatedQuerySet


class TimeStamped(models.Model):
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        abstract = True


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class DatePrecision(models.TextChoices):
    """How exactly a day of the past is known; shown so, never as a made-up day."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


class PublishableQuerySet(TranslatedQuerySet):
    def public(self):
        """All that everybody may see now, in the language of the moment.

        Published, not before its time, and, where the site holds half-translated records back, whole in that language.
        """
        from beijing_ngo.core.models.site import PublishGate

        rows = self.filter(status=Status.PUBLISHED, published_at__lte=timezone.now())
        if kept.site().publish_gate == PublishGate.HOLD:
            rows = rows.complete_in(get_language() or "zh-hans")
        return rows

    def visible_to(self, user):
        """The whole of who sees what: staff who may view the kind of record see drafts too."""
        if (
            user.is_active
            and user.is_staff
            and user.has_perm(f"{self.model._meta.app_label}.view_{self.model._meta.model_name}")
        ):
            return self
        return self.public()


# The last parts of addresses that lists and forms have; a record under one of them could never be opened.
RESERVED_SLUGS = {
    "account", "admin", "calendar", "conferences", "data", "delegations", "events", "impact", "join", "members", "projects",
    "register", "reports", "search", "series", "submissions",
}  # fmt: skip


def validate_slug_is_free(slug):
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("“%(slug)s” is the address of another page of the site."), params={"slug": slug}
        )


class Publishable(Translated, TimeStamped):
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_(
            "The last part of the page's address, the same in both languages: small Latin letters, digits, hyphens."
        ),
    )
    status = models.CharField(
        pgettext_lazy("publication", "status"), max_length=10, choices=Status, default=Status.DRAFT
    )
    published_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("May lie in the future; empty means: at once.")
    )

    renews_kept = True

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_has_a_date",
                condition=~Q(status="published") | Q(published_at__isnull=False),
                violation_error_message=_("What is published has a publication date."),
            )
        ]

    def save(self, *args, **kwargs):
        if self.status == Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "published_at"}
        super().save(*args, **kwargs)

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED and self.published_at <= timezone.now()

    @property
    def has_page(self) -> bool:
        """Whether everybody may open its page now, in the language of the moment: only then is it linked to."""
        from beijing_ngo.core.models.site import PublishGate

        held = kept.site().publish_gate == PublishGate.HOLD and self.is_fallback
        return self.is_public and not held

    @property
    def is_scheduled(self) -> bool:
        return self.status == Status.PUBLISHED and self.published_at > timezone.now()


def ends_after_it_starts(name, start="starts_on", end="ends_on", message=None):
    """A constraint: no end before the start."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{end}__gte": F(start)}),
        violation_error_message=message or _("The end is not before the start."),
    )
