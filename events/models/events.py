"""Events: what the association and its members hold, at home and abroad."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from beijing_ngo.core.fields import RichTextField, holds
from beijing_ngo.core.models import (
    DatePrecision,
    Illustrated,
    Publishable,
    PublishableQuerySet,
    SDGsField,
    Theme,
    WorkingLanguagesField,
)
from beijing_ngo.core.zones import validate_time_zone
from events.models.conferences import Conference, Series
from members.models import Organisation


class EventKind(models.TextChoices):
    EARTH_HOUR = "earth_hour", _("Earth Hour")
    FORUM = "forum", _("Forum")
    SIDE_EVENT = "side_event", _("Side event")
    SYMPOSIUM = "symposium", _("Symposium")
    LECTURE = "lecture", _("Lecture")
    EXHIBITION = "exhibition", _("Exhibition")
    TRAINING = "training", _("Training")
    WALK = "walk", _("Walk")
    CAMP = "camp", _("Exchange camp")
    RECEPTION = "reception", _("Reception")
    STATEMENT_SESSION = "statement_session", _("Statement session")


class AttendanceMode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class EventState(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class EventQuerySet(PublishableQuerySet):
    def upcoming(self):
        """What is still to come or going on, the next one first."""
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at", "id")

    def past(self):
        """What is over, the latest first."""
        now = timezone.now()
        # What has ended has started: said so that an index can be read by the start.
        return self.filter(starts_at__lt=now, ends_at__lt=now).order_by("-starts_at", "-id")

    def held(self):
        """What took place: over, and neither called off nor put off; the latest first."""
        return self.past().filter(state=EventState.SCHEDULED)

    def between(self, start, end):
        """Events with at least a moment in the span; `end` is not part of it."""
        return self.filter(starts_at__lt=end, ends_at__gte=start).order_by("starts_at", "id")

    def in_year(self, year, zones):
        """Events that begin in the year by the clocks of their own place; `zones` are those in use."""
        own_clocks = Q()
        for zone in zones:
            first, end = (datetime(n, 1, 1, tzinfo=ZoneInfo(zone)) for n in (year, year + 1))
            own_clocks |= Q(time_zone=zone, starts_at__gte=first, starts_at__lt=end)
        # The index knows nothing of zones: a day more on either side is all that can fall into the year.
        first, end = (datetime(n, 1, 1, tzinfo=UTC) for n in (year, year + 1))
        margin = timedelta(days=1)
        return self.filter(own_clocks, starts_at__gte=first - margin, starts_at__lt=end + margin)

    def on_theme(self, theme):
        links = self.model.themes.through.objects.filter(event_id=OuterRef("pk"), theme_id=theme.pk)
        return self.filter(Exists(links))

    def in_language(self, language):
        return self.filter(holds("working_languages", language))

    def with_goal(self, number):
        return self.filter(holds("sdgs", number))

    def counted(self):
        """Events of which somebody recorded how many people took part."""
        return self.filter(participants_count__isnull=False)

    def with_partner(self, organisation):
        links = self.model.partners.through.objects.filter(organisation=organisation)
        return self.filter(pk__in=links.values("event"))

    def containing(self, words):
        """Every word of the query stands in the title, theme line, summary, venue or city, in either language."""
        rows = self
        for word in words.split()[:8]:
            condition = Q()
            for field in ("title", "theme_line", "summary", "venue", "city"):
                condition |= Q(**{f"{field}_zh_hans__icontains": word}) | Q(
                    **{f"{field}_en__icontains": word}
                )
            rows = rows.filter(condition)
        return rows

    def for_rows(self):
        """With what a row of a list shows, and without the long texts."""
        return self.select_related("desk", "cover").defer(
            "body_zh_hans", "body_en", "summary_zh_hans", "summary_en", "online_url"
        )


@dataclass(frozen=True)
class Availability:
    """How things stand, as a sign and in words: open, few, wait, soon, past, off."""

    state: str
    words: str


def availability(*, state, ends_at, desk) -> Availability | None:
    """What a visitor wants to know first about an event; None where there is nothing to say."""
    if state == EventState.CANCELLED:
        return Availability("off", gettext("Cancelled"))
    if state == EventState.POSTPONED:
        return Availability("off", gettext("Postponed"))
    if ends_at < timezone.now():
        return Availability("past", gettext("Ended"))
    return desk and _at_the_desk(desk)


def _at_the_desk(desk):
    if not desk.has_opened:
        return Availability("soon", gettext("Registration opens soon"))
    if desk.has_closed:
        return Availability("past", gettext("Registration closed"))
    if desk.is_full:
        return (
            Availability("wait", gettext("Full, waiting list open"))
            if desk.waiting_list
            else Availability("past", gettext("Full"))
        )
    if desk.is_nearly_full:
        words = ngettext("Only %(left)d place left", "Only %(left)d places left", desk.places_left)
        return Availability("few", words % {"left": desk.places_left})
    return Availability("open", gettext("Registration open"))


def local_days(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day by the clocks of the place."""
    # Midnight belongs to the day before: a party until 24:00 does not fill the next square.
    last = (ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    return starts_at.astimezone(zone).date(), last


# What an entry in somebody's calendar is made of: when one of these changes, the calendar is told so.
CALENDAR_FACTS = (
    *("starts_at", "ends_at", "time_zone", "all_day", "date_precision", "state", "online_url", "country"),
    *("venue_zh_hans", "venue_en", "address_zh_hans", "address_en", "city_zh_hans", "city_en"),
)


class Event(Illustrated, Publishable):
    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    edition = models.PositiveSmallIntegerField(_("edition"), null=True, blank=True)
    conference = models.ForeignKey(
        Conference,
        verbose_name=_("conference"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind)
    title = models.CharField(_("title"), max_length=200)
    theme_line = models.CharField(_("theme line"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    body = RichTextField(_("text"), blank=True)

    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="Asia/Shanghai", validators=[validate_time_zone]
    )
    all_day = models.BooleanField(_("all day"), default=False)
    date_precision = models.CharField(
        _("date known"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )

    attendance_mode = models.CharField(
        _("attendance"), max_length=10, choices=AttendanceMode, default=AttendanceMode.IN_PERSON
    )
    venue = models.CharField(_("venue"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = CountryField(_("country or region"), blank=True, default="CN")
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    online_url = models.URLField(
        _("online link"),
        blank=True,
        help_text=_("Told to confirmed participants only, never on the public page."),
    )
    working_languages = WorkingLanguagesField()

    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="events")
    sdgs = SDGsField()

    state = models.CharField(_("state"), max_length=10, choices=EventState, default=EventState.SCHEDULED)
    approval_number = models.CharField(
        _("approval number"),
        max_length=80,
        blank=True,
        help_text=_("Of the official approval that a meeting with people of three or more countries needs."),
    )
    participants_count = models.PositiveIntegerField(_("participants counted"), null=True, blank=True)
    organisations_count = models.PositiveIntegerField(_("organisations counted"), null=True, blank=True)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    partners = models.ManyToManyField(Organisation, through="Partnership", related_name="events")

    objects = EventQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at", "-id"]
        indexes = [
            # The last two let a list be counted, and its far pages be found, without touching the table.
            models.Index(
                fields=["status", "starts_at", "id", "published_at", "ends_at"], name="events_event_listed"
            ),
            models.Index(fields=["status", "ends_at"]),
            models.Index(fields=["status", "kind", "starts_at", "id"]),
            models.Index(fields=["status", "country", "starts_at", "id"]),
            models.Index(fields=["series", "starts_at"]),
            models.Index(fields=["status", "updated_at", "id"]),  # who keeps a copy asks for what changed
            # Figures of what took place are counted without touching the table.
            models.Index(
                fields=[
                    *("status", "state", "starts_at", "ends_at", "published_at", "time_zone", "country"),
                    *("attendance_mode", "participants_count", "sdgs"),
                ],
                name="events_event_counted",
            ),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="events_event_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("An event ends after it starts."),
            ),
            models.CheckConstraint(
                name="events_event_whole_position",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("A position has a latitude and a longitude."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """A calendar takes over a change only under a higher number than the one it knows."""
        update_fields = kwargs.get("update_fields")
        if (known := self._outdated_sequence(update_fields)) is not None:
            self.calendar_sequence = known + 1
            if update_fields is not None:
                kwargs["update_fields"] = {*update_fields, "calendar_sequence"}
        super().save(*args, **kwargs)

    def _outdated_sequence(self, update_fields) -> int | None:
        """The number calendars know, where this save changes what they say."""
        facts = set(CALENDAR_FACTS) - self.get_deferred_fields()
        if update_fields is not None:
            facts &= set(update_fields)
        if self._state.adding or not facts:
            return None
        stored = Event.objects.filter(pk=self.pk).values("calendar_sequence", *facts).first()
        if stored and any((getattr(self, name) or "") != (stored[name] or "") for name in facts):
            return stored["calendar_sequence"]
        return None

    def get_absolute_url(self):
        return reverse("events:detail", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def date_is_approximate(self) -> bool:
        return self.date_precision != DatePrecision.DAY

    @property
    def is_one_sitting(self) -> bool:
        """On one day, or through one night: only then do hours say when it takes place."""
        start, end = self.starts_at.astimezone(self.zone), self.ends_at.astimezone(self.zone)
        days = (end.date() - start.date()).days
        return days == 0 or (days == 1 and end.hour < 12)

    @cached_property
    def open_desk(self):
        """The registration desk, or None where the event takes no registrations."""
        return getattr(self, "desk", None)

    @cached_property
    def availability(self) -> Availability | None:
        return availability(state=self.state, ends_at=self.ends_at, desk=self.open_desk)

    @property
    def days(self) -> list:
        """The local days it touches, for a calendar."""
        first, last = local_days(self.starts_at, self.ends_at, self.zone)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class PartnershipRole(models.TextChoices):
    HOST = "host", _("Host")
    ORGANISER = "organiser", _("Organiser")
    CO_ORGANISER = "co_organiser", _("Co-organiser")
    SUPPORTER = "supporter", _("Supported by")
    MEDIA = "media", _("Media partner")


class Partnership(models.Model):
    """An organisation's part in an event: 主办, 承办 and 协办 are three roles, and their order is protocol."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="partnerships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="partnerships"
    )
    role = models.CharField(_("role"), max_length=15, choices=PartnershipRole, default=PartnershipRole.HOST)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    renews_kept = True

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation", "role"],
                name="events_partnership_once",
                violation_error_message=_("This organisation has this role already."),
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.organisation}"
