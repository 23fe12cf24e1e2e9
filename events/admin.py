"""Events in the admin: brands, conferences, events with their programme and partners, registration, reminders.

Who has a place is decided by the operations of the registration desk; here it is read, not typed.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.admin import DocumentInline, PhotoInline
from beijing_ngo.core.staff_exchange import ExchangeAdmin
from events.models import (
    AgendaItem,
    Answer,
    Attendee,
    Conference,
    Event,
    Partnership,
    Question,
    Registration,
    RegistrationDesk,
    ReminderRule,
    Series,
    Speaker,
)
from events.resources import EventResource


@admin.register(Series)
class SeriesAdmin(staff.PublishableAdmin):
    texts = ("name", "description")
    fieldsets = [(None, {"fields": ["order"]})]
    columns = ("order",)
    prepopulated_fields = {"slug": ("name_en",)}
    search_fields = [*staff.both("name", "description"), "slug"]


@admin.register(Conference)
class ConferenceAdmin(staff.PublishableAdmin):
    texts = ("name", "city")
    fieldsets = [
        (None, {"fields": ["body", ("acronym", "number"), ("starts_on", "ends_on"), "country", "website"]}),
    ]
    columns = ("name", "starts_on", "ends_on")
    filters = staff.choices("country")
    prepopulated_fields = {"slug": ("acronym", "number")}
    autocomplete_fields = ["body"]
    search_fields = ["acronym", "number", *staff.both("name", "city"), "slug"]
    date_hierarchy = "starts_on"


class AgendaInline(staff.TranslatedStackedInline):
    model = AgendaItem
    fields = [
        "day",
        ("starts", "ends"),
        *staff.both("title"),
        ("room_zh_hans", "room_en"),
        *staff.both("note"),
        "speakers",
    ]
    readonly_fields = ["speakers"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("speakers")

    @staff.display(description=_("speakers"))
    def speakers(self, item):
        """Who speaks is entered on the item's own page; there are no rows below rows."""
        if not item.pk:
            return _("Speakers are entered once the item is saved.")
        names = ", ".join(speaker.name for speaker in item.speakers.all()) or _("none yet")
        url = reverse("admin:events_agendaitem_change", args=[item.pk])
        return format_html(
            '{} · <a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>',
            names,
            f"{url}#speakers",
            _("enter speakers"),
        )


class PartnershipInline(staff.TabularInline):
    model = Partnership
    fields = ["organisation", "role", "order"]
    autocomplete_fields = ["organisation"]


DESK_FIELDS = [
    "audience",
    "members_first_until",
    "opens_at",
    "closes_at",
    "editable_until",
    ("capacity", "quota"),
    "places_taken",
    ("contact_approval", "staff_approval"),
    ("waiting_list", "waiting_list_policy"),
]


class DeskInline(staff.StackedInline):
    model = RegistrationDesk
    fields = DESK_FIELDS
    readonly_fields = ["places_taken"]
    max_num = 1
    can_delete = False
    show_change_link = True  # questions are entered there


@admin.register(Event)
class EventAdmin(ExchangeAdmin, staff.PublishableAdmin):
    resource_classes = [EventResource]
    texts = ("title", "theme_line", "summary", "body", "venue", "address", "city")
    fieldsets = [
        (
            _("Time"),
            {
                "fields": [
                    ("kind", "state"),
                    "starts_at",
                    "ends_at",
                    ("time_zone", "date_precision"),
                    "all_day",
                ]
            },
        ),
        (
            _("Place"),
            {"fields": [("attendance_mode", "country"), ("latitude", "longitude"), "online_url"]},
        ),
        (
            _("Subjects"),
            {"fields": [("series", "edition"), "conference", "themes", "sdgs", "working_languages", "cover"]},
        ),
        (
            _("Records"),
            {
                "classes": ["collapse"],
                "fields": ["approval_number", ("participants_count", "organisations_count")],
            },
        ),
    ]
    inlines = [AgendaInline, PartnershipInline, DeskInline, PhotoInline, DocumentInline]
    columns = ("kind", "starts", "state")
    filters = [
        *staff.choices("kind", "state", "attendance_mode"),
        *staff.related("series", "themes"),
        *staff.choices("country"),
    ]
    search_fields = [*staff.both("title", "theme_line", "summary", "venue", "city"), "slug"]
    autocomplete_fields = ["series", "conference", "themes"]
    date_hierarchy = "starts_at"

    @staff.display(description=_("starts at"), ordering="starts_at")
    def starts(self, event):
        return staff.by_own_clock(event.starts_at, event.time_zone)


class SpeakerInline(staff.TranslatedStackedInline):
    model = Speaker
    fields = [("name_zh_hans", "name_en"), *staff.both("position"), ("organisation", "order"), "portrait"]
    autocomplete_fields = ["organisation"]

    def get_formset(self, request, obj=None, **kwargs):
        """A portrait is one of the event's photographs."""
        formset = super().get_formset(request, obj, **kwargs)
        if portrait := formset.form.base_fields.get("portrait"):
            photos = portrait.queryset
            portrait.queryset = obj.event.photos.all() if obj else photos.none()
        return formset


@admin.register(AgendaItem)
class AgendaItemAdmin(staff.TranslatedModelAdmin):
    fieldsets = [
        *staff.language_tabs("title", "room", "note"),
        (None, {"fields": ["event", "day", ("starts", "ends")]}),
    ]
    inlines = [SpeakerInline]
    list_display = ["__str__", "event", "day", "starts", "ends"]
    list_select_related = ["event"]
    search_fields = staff.both("title", "event__title", "speakers__name")
    autocomplete_fields = ["event"]


class QuestionInline(staff.TranslatedStackedInline):
    model = Question
    fields = [
        *staff.both("label", "help_text"),
        ("kind", "required"),
        ("choices_zh_hans", "choices_en"),
        ("per", "moment"),
        ("keep_days", "order"),
    ]


@admin.register(RegistrationDesk)
class RegistrationDeskAdmin(staff.HistoryAdmin):
    fieldsets = [(None, {"fields": ["event", *DESK_FIELDS]})]
    readonly_fields = ["places_taken"]
    inlines = [QuestionInline]
    list_display = ["event", "audience", "opens_at", "closes_at", "capacity", "places_taken"]
    list_filter = [*staff.choices("audience"), "waiting_list"]
    list_select_related = ["event"]
    search_fields = staff.both("event__title")
    autocomplete_fields = ["event"]
    date_hierarchy = "opens_at"


class AttendeeInline(staff.StackedInline):
    model = Attendee
    fields = [
        ("family_name", "given_name"),
        "latin_name",
        ("email", "language"),
        "position",
        "needs",
        "photo_consent",
        ("checked_in_at", "cancelled_at"),
    ]
    readonly_fields = ["checked_in_at", "cancelled_at"]
    can_delete = False

    def has_add_permission(self, request, obj):
        return False  # a place is given by the desk, which counts


class AnswerInline(staff.TabularInline):
    model = Answer
    fields = readonly_fields = ["question", "attendee", "value"]
    can_delete = False

    def has_add_permission(self, request, obj):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("question", "attendee")


@admin.register(Registration)
class RegistrationAdmin(staff.HistoryAdmin):
    fieldsets = [
        (None, {"fields": ["reference", "desk", "organisation", ("contact", "guest_email"), "language"]}),
        (
            _("Decision"),
            {"fields": [("state", "reason"), "registered_at", "decided_at", "waiting_since", "note"]},
        ),
    ]
    inlines = [AttendeeInline, AnswerInline]
    readonly_fields = [
        *("reference", "desk", "organisation", "contact", "state"),
        *("registered_at", "decided_at", "waiting_since"),
    ]
    list_display = ["reference", "desk", "organisation", "contact", "standing", "registered_at"]
    list_filter = staff.choices("state", "language")
    list_select_related = ["desk__event", "organisation", "contact"]
    search_fields = [
        "reference",
        "guest_email",
        "contact__email",
        "attendees__email",
        "attendees__family_name",
        "attendees__given_name",
        *staff.both("organisation__name", "desk__event__title"),
    ]
    date_hierarchy = "registered_at"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @staff.display(
        description=_("state"),
        ordering="state",
        label={"confirmed": "success", "pending": "info", "waitlisted": "warning", "declined": "danger"},
    )
    def standing(self, registration):
        return registration.state, registration.get_state_display()


@admin.register(Attendee)
class AttendeeAdmin(staff.ModelAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "registration",
                    ("family_name", "given_name"),
                    "latin_name",
                    ("email", "language"),
                    "position",
                    "needs",
                    "photo_consent",
                ]
            },
        ),
        (_("At the event"), {"fields": ["cancelled_at", "checked_in_at", "checked_in_by"]}),
    ]
    readonly_fields = ["registration", "cancelled_at", "checked_in_at", "checked_in_by"]
    list_display = ["person", "email", "event", "registration", "checked_in_at"]
    list_filter = ["photo_consent", *staff.choices("language")]
    list_select_related = ["registration__desk__event"]
    search_fields = ["family_name", "given_name", "latin_name", "email", "registration__reference"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @staff.display(description=_("person"), ordering="family_name")
    def person(self, attendee):
        return attendee.name

    @staff.display(description=_("event"))
    def event(self, attendee):
        return attendee.registration.desk.event


@admin.register(ReminderRule)
class ReminderRuleAdmin(staff.TranslatedHistoryAdmin):
    fieldsets = [
        *staff.language_tabs("subject", "body"),
        (_("For"), {"fields": ["event", "event_kind"]}),
        (_("When and to whom"), {"fields": [("amount", "unit"), "anchor", "to", ("late_joiners", "active")]}),
    ]
    list_display = ["__str__", "event", "event_kind", "amount", "unit", "anchor", "to", "active"]
    list_filter = [*staff.choices("anchor", "to", "event_kind"), "active"]
    list_select_related = ["event"]
    search_fields = staff.both("subject", "body", "event__title")
    autocomplete_fields = ["event"]
