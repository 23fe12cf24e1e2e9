"""What every page of the staff admin is made of. The apps' admin modules take all from here.

The library that draws the admin can so be changed in one place.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django_prose_editor.fields import ProseEditorField
from django_prose_editor.widgets import AdminProseEditorWidget
from modeltranslation.admin import (
    TranslationAdmin,
    TranslationGenericStackedInline,
    TranslationStackedInline,
    TranslationTabularInline,
)
from modeltranslation.translator import translator
from simple_history.admin import SimpleHistoryAdmin
from unfold import admin as unfold
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RelatedDropdownFilter
from unfold.decorators import action
from unfold.decorators import display as unfold_display
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminImageSmallFieldWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelect2Widget,
)

from beijing_ngo.core import staff_links
from beijing_ngo.core.fields import ChoiceListField
from beijing_ngo.core.models import Status, TranslationState
from beijing_ngo.core.models.translated import state_field
from beijing_ngo.core.staff_forms import (
    GenericRowsFormSet,
    PhotoFormField,
    RowsFormSet,
    StaffForm,
    TranslatedForm,
)
from beijing_ngo.core.staff_pages import StaffPages
from beijing_ngo.core.zones import zone_name

Checkboxes = UnfoldAdminCheckboxSelectMultipleWidget
SelectSeveral = UnfoldAdminSelect2MultipleWidget

STATE_COLOURS = {
    TranslationState.SOURCE: "default",
    TranslationState.MISSING: "danger",
    TranslationState.PARTIAL: "warning",
    TranslationState.OUTDATED: "warning",
    TranslationState.CURRENT: "info",
    TranslationState.REVIEWED: "success",
}
SCHEDULED = pgettext_lazy("publication", "Scheduled")


class Colours(dict):
    """A state without a colour of its own is grey; Unfold would show its key instead of its words."""

    def __missing__(self, _state):
        return "default"


def display(*, label=None, **facts):
    """A column of a list; `label` says the colour of each state, which is returned beside its words."""
    return unfold_display(label=Colours(label) if isinstance(label, dict) else label, **facts)


def language_tabs(*names):
    """A tab for each language with the fields of that language."""
    return [
        (title, {"classes": ["tab"], "fields": [f"{name}_{code}" for name in names]})
        for title, code in (("中文", "zh_hans"), ("English", "en"))
    ]


def both(*names):
    """The columns of both languages: a search finds a record by either."""
    return [f"{name}_{code}" for name in names for code in ("zh_hans", "en")]


def by_own_clock(moment, zone):
    """A moment as the clocks of its place show it; the place is named where it is not the office's."""
    there = date_format(moment.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
    return there if zone == settings.TIME_ZONE else f"{there} {zone_name(zone)}"


def choices(*names):
    return [(name, ChoicesDropdownFilter) for name in names]


def related(*names):
    return [(name, RelatedDropdownFilter) for name in names]


class StaffFields:
    """Widgets for the portal's own kinds of field, and languages of which neither is compulsory by itself."""

    chosen_here = ("cover", "portrait", "groups")  # among what is there; made elsewhere
    formfield_overrides = {
        ChoiceListField: {"widget": Checkboxes},
        models.URLField: {"assume_scheme": "https"},
        models.ImageField: {"form_class": PhotoFormField},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, ProseEditorField):
            # The admin's own text box must not take the editor's place.
            return db_field.formfield(widget=AdminProseEditorWidget, required=False)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in self.chosen_here:
            field.widget = getattr(
                field.widget, "widget", field.widget
            )  # without the ways to add or change one
        if field and hasattr(db_field, "translated_field"):
            field.required = False  # the form asks for the language the record is written in
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if hasattr(db_field, "countries") and "widget" not in kwargs:
            several = getattr(db_field, "multiple", False)
            kwargs["widget"] = SelectSeveral if several else UnfoldAdminSelect2Widget
            return db_field.formfield(**kwargs)
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "owner":
            field.queryset = field.queryset.filter(is_staff=True, is_active=True)
        return field


class ModelAdmin(StaffPages, StaffFields, unfold.ModelAdmin):
    form = StaffForm
    list_per_page = 50
    list_filter_submit = True
    list_fullwidth = True
    warn_unsaved_form = True
    show_full_result_count = False
    list_reads = ()  # long texts that a list shows all the same

    def get_queryset(self, request):
        """A list shows no long texts, so it does not fetch them."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        if request.method == "GET" and match and (match.url_name or "").endswith("_changelist"):
            long = [field.name for field in self.opts.fields if isinstance(field, models.TextField)]
            shown = {
                *self.get_list_display(request),
                *_originals(self.model),
            }  # an original stands for its columns
            rows = rows.defer(*(name for name in long if name not in {*shown, *self.list_reads}))
        return rows

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *self._bookkeeping()]

    def _bookkeeping(self):
        names = [*(getattr(self.model, "bookkeeping", list)()), "created_at", "updated_at"]
        return [name for name in names if _has_field(self.model, name)]


def _originals(model):
    """The names that stand for a text in whichever language is asked for."""
    known = model in translator.get_registered_models()
    return set(translator.get_options_for_model(model).all_fields) if known else set()


def _has_field(model, name):
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


class TranslatedModelAdmin(ModelAdmin, TranslationAdmin):
    """For records with texts in both languages that do not count how far their translation has come."""


class HistoryAdmin(SimpleHistoryAdmin, ModelAdmin):
    """For records whose every change is kept: who, when, what was before."""

    def kept_from(self, request) -> set:
        """Fields that this colleague may not read, so not in a history either."""
        return set()

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        """The differences between one state and the next, without what the portal keeps for itself."""
        dull = {"updated_at", "translated_from", "translation_digest", *_originals(self.model)}
        dull |= self.kept_from(request)
        newer = None
        for record in historical_records:
            if newer is not None:
                delta = newer.diff_against(
                    record, excluded_fields=dull, foreign_keys_are_objs=foreign_keys_are_objs
                )
                told = [change for change in delta.changes if change.old or change.new]  # NULL and "" are one
                delta = replace(delta, changes=told, changed_fields=[change.field for change in told])
                helper = self.get_historical_record_context_helper(request, newer)
                newer.history_delta_changes = helper.context_for_delta_changes(delta)
            newer = record


class TranslatedHistoryAdmin(HistoryAdmin, TranslationAdmin):
    pass


class PublicationFilter(DropdownFilter):
    title = _("publication")
    parameter_name = "publication"

    def lookups(self, request, model_admin):
        return [
            ("draft", Status.DRAFT.label),
            ("scheduled", SCHEDULED),
            ("published", Status.PUBLISHED.label),
            ("archived", Status.ARCHIVED.label),
        ]

    def queryset(self, request, queryset):
        return in_publication(queryset, self.value())


def in_publication(queryset, state):
    """Records as an editor sees them: what is published but not yet out is scheduled."""
    if state == "scheduled":
        return queryset.filter(status=Status.PUBLISHED, published_at__gt=now())
    if state == "published":
        return queryset.filter(status=Status.PUBLISHED, published_at__lte=now())
    return queryset.filter(status=state) if state in Status.values else queryset


class TranslationFilter(DropdownFilter):
    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request, model_admin):
        return [
            ("todo", _("needs a translator")),
            ("en", _("not whole in English")),
            ("zh-hans", _("not whole in Chinese")),
            ("outdated", TranslationState.OUTDATED.label),
            ("current", _("translated, not reviewed")),
        ]

    def queryset(self, request, queryset):
        value = self.value()
        if value == "todo":
            return queryset.needing_translation()
        if value in ("en", "zh-hans"):
            return queryset.needing_translation(value)
        if value in (TranslationState.OUTDATED, TranslationState.CURRENT):
            return queryset.filter(
                models.Q(**{state_field("zh-hans"): value}) | models.Q(**{state_field("en"): value})
            )
        return queryset


class PublishableAdmin(TranslatedHistoryAdmin):
    """For records with a page: two languages, a state of publication, an address, a history."""

    form = TranslatedForm
    columns = ()  # what a list shows between the title and the state
    filters = ()
    texts = ("title",)  # in the order of the form
    prepopulated_fields = {"slug": ("title_en",)}
    actions = ["mark_reviewed"]

    def get_list_display(self, request):
        return ["__str__", *self.columns, "publication", "chinese", "english"]

    def get_list_filter(self, request):
        return [PublicationFilter, TranslationFilter, *self.filters]

    def get_fieldsets(self, request, obj=None):
        """The texts first, then what the kind of record adds, then publication; records have the last in common."""
        publication = ["status", "published_at", "slug", "source_language"]
        if obj:
            publication += [
                "minor_edit",
                "zh_hans_state",
                "en_state",
                "reviewed_at",
                "created_at",
                "updated_at",
            ]
            if not self.has_change_permission(request, obj):
                publication.remove("minor_edit")
        return [
            *language_tabs(*self.texts),
            *(self.fieldsets or ()),
            (_("Publication"), {"fields": publication}),
        ]

    def get_changeform_initial_data(self, request):
        return {"status": Status.DRAFT, **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        obj._history_user = request.user
        obj.save(minor_edit=form.cleaned_data.get("minor_edit", False))

    def render_change_form(self, request, context, obj=None, **kwargs):
        """Above the form also the ways that apps further to the right offer."""
        if obj:
            ways = [
                {"title": way.label, "path": way.url, "icon": way.icon, "variant": ActionVariant.DEFAULT}
                for way in staff_links.ways_on(request, obj)
            ]
            context["actions_detail"] = [*(context.get("actions_detail") or ()), *ways]
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        """A record without a cover takes its first photograph that may be published."""
        super().save_related(request, form, formsets, change)
        record = form.instance
        if (
            _has_field(self.model, "cover")
            and record.cover_id is None
            and (first := record.photos.public().first())
        ):
            record.cover = first
            self.model._base_manager.filter(pk=record.pk).update(cover=first)

    @display(
        description=_("publication"),
        ordering="published_at",
        label={"draft": "default", "scheduled": "info", "published": "success", "archived": "warning"},
    )
    def publication(self, obj):
        if obj.status == Status.PUBLISHED and obj.is_scheduled:
            moment = date_format(localtime(obj.published_at), "SHORT_DATETIME_FORMAT")
            return "scheduled", f"{SCHEDULED} · {moment}"
        return obj.status, obj.get_status_display()

    @display(description=_("Chinese"), ordering="zh_hans_state", label=STATE_COLOURS)
    def chinese(self, obj):
        return obj.zh_hans_state, obj.get_zh_hans_state_display()

    @display(description=_("English"), ordering="en_state", label=STATE_COLOURS)
    def english(self, obj):
        return obj.en_state, obj.get_en_state_display()

    @action(description=_("Mark the translation as reviewed"), permissions=["change"])
    def mark_reviewed(self, request, queryset):
        done = 0
        for record in queryset:
            if record.is_complete_in(record.target_language):
                record._history_user = request.user
                record.mark_reviewed()
                done += 1
            else:
                self.message_user(
                    request,
                    _("%(record)s is not translated yet, so there is nothing to review.")
                    % {"record": record},
                    messages.WARNING,
                )
        if done:
            text = ngettext(
                "The translation of %(count)d record is marked as reviewed.",
                "The translations of %(count)d records are marked as reviewed.",
                done,
            )
            self.message_user(request, text % {"count": done}, messages.SUCCESS)


class Rows(StaffFields):
    """The rows below a record, each kind in a tab of its own."""

    form = StaffForm
    formfield_overrides = StaffFields.formfield_overrides | {
        models.ImageField: {"form_class": PhotoFormField, "widget": UnfoldAdminImageSmallFieldWidget}
    }
    extra = 0
    tab = True


class TabularInline(Rows, unfold.TabularInline):
    formset = RowsFormSet


class StackedInline(Rows, unfold.StackedInline):
    formset = RowsFormSet


class TranslatedTabularInline(Rows, unfold.TabularInline, TranslationTabularInline):
    formset = RowsFormSet


class TranslatedStackedInline(Rows, unfold.StackedInline, TranslationStackedInline):
    formset = RowsFormSet


class GenericStackedInline(Rows, unfold.GenericStackedInline, TranslationGenericStackedInline):
    formset = GenericRowsFormSet
    ct_field, ct_fk_field = "content_type", "object_id"


class ReadOnlyAdmin(ModelAdmin):
    """A record of what happened: staff may look and not touch."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
