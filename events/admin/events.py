"""Brands, conferences, events with their programme, partners and registration desk."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.admin import DocumentInline, PhotoInline
from beijing_ngo.core.staff_exchange import ExchangeAdmin
from events.admin.clone import CopyPage
from events.admin.desks import DESK_FIELDS, DeskForm, hold_places, tell_who_moved_up
from events.admin.notices import AsksWhomToTell
from events.admin.reminders_forecast import EventReminders
from events.admin.reminders_form import ReminderInline
from events.models import AgendaItem, Conference, Event, Partnership, RegistrationDesk, Series, Speaker
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


class DeskInline(staff.StackedInline):
    model = RegistrationDesk
    form = DeskForm
    fields = DESK_FIELDS
    readonly_fields = ["places_taken"]
    max_num = 1
    can_delete = False
    show_change_link = True  # questions are entered there


@admin.register(Event)
class EventAdmin(CopyPage, EventReminders, AsksWhomToTell, ExchangeAdmin, staff.PublishableAdmin):
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
    inlines = [AgendaInline, PartnershipInline, DeskInline, ReminderInline, PhotoInline, DocumentInline]
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

    def save_formset(self, request, form, formset, change):
        desks = [row for row in formset.forms if isinstance(row, DeskForm) and row.instance.pk]
        held = [(row, hold_places(row)) for row in desks]
        super().save_formset(request, form, formset, change)
        for row, capacity in held:
            tell_who_moved_up(self, request, row, capacity)


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
