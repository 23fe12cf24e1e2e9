"""The site in the admin: settings, pages, themes, photographs and documents, the outbox."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminColorInputWidget

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.attachment_admin import AttachmentAdmin
from beijing_ngo.core.bounced_admin import AddressTroubleAdmin, MailOptOutAdmin  # noqa: F401, register themselves
from beijing_ngo.core.issued_admin import IssuedDocumentAdmin  # noqa: F401, registers itself
from beijing_ngo.core.message_admin import MessageAdmin  # noqa: F401, registers itself
from beijing_ngo.core.models import Document, Page, SiteSettings, Theme
from beijing_ngo.core.photo_admin import PhotoAdmin, PhotoInline  # noqa: F401, the first registers itself


class DocumentInline(staff.GenericStackedInline):
    model = Document
    fields = ["file", *staff.both("title"), ("language", "access"), "order"]

    def get_queryset(self, request):
        return super().get_queryset(request) & Document.objects.visible_to(request.user)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Who may not read restricted documents cannot lock a document away from themselves either."""
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "access" and not request.user.has_perm("core.view_restricted_document"):
            field.choices = [choice for choice in field.choices if choice[0] != "restricted"]
        return field


@admin.register(SiteSettings)
class SiteSettingsAdmin(staff.TranslatedHistoryAdmin):
    fieldsets = [
        *staff.language_tabs(
            *("name", "short_name", "motto", "standing", "address"),
            *("letter_signatory", "letter_signatory_position"),
        ),
        (_("Contact details"), {"fields": [("founded_year", "email"), ("phone", "fax")]}),
        (
            _("Filing numbers"),
            {"fields": [("icp_number", "icp_url"), ("public_security_number", "public_security_url")]},
        ),
        (_("Appearance"), {"fields": ["wechat_account", "wechat_qr", "share_image", "mourning"]}),
        (
            _("Rules"),
            {"fields": ["publish_gate", ("report_due_days", "report_due_kind"), "membership_grace_days"]},
        ),
        (
            _("How long personal data is kept"),
            {"fields": ["registration_data_days", "needs_data_days", "travel_data_days"]},
        ),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """There is one row: whoever asks for the list gets it."""
        if SiteSettings.objects.exists():
            return HttpResponseRedirect(reverse("admin:core_sitesettings_change", args=[1]))
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:core_sitesettings_add"))
        return super().changelist_view(request, extra_context)


@admin.register(Page)
class PageAdmin(staff.PublishableAdmin):
    texts = ("title", "body")
    fieldsets = [(_("Menu"), {"fields": [("menu", "order")]})]
    columns = ("menu", "order")
    filters = staff.choices("menu")
    search_fields = ["slug", *staff.both("title", "body")]


@admin.register(Theme)
class ThemeAdmin(staff.TranslatedModelAdmin):
    fieldsets = [*staff.language_tabs("name"), (None, {"fields": ["slug", "colour", "order"]})]
    list_display = ["name_zh_hans", "name_en", "swatch", "order"]
    search_fields = ["slug", *staff.both("name")]
    prepopulated_fields = {"slug": ("name_en",)}

    @staff.display(description=_("colour"), ordering="colour")
    def swatch(self, theme):
        return format_html(
            '<svg width="16" height="16" class="inline mr-2" aria-hidden="true">'
            '<rect width="16" height="16" rx="3" fill="{}"/></svg>{}',
            theme.colour,
            theme.colour,
        )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "colour":
            kwargs["widget"] = UnfoldAdminColorInputWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Document)
class DocumentAdmin(AttachmentAdmin):
    fieldsets = [
        (None, {"fields": ["file", ("language", "access"), "order", "belongs_to"]}),
        *staff.language_tabs("title"),
        (_("File"), {"fields": ["original_name", "size", "sha256"]}),
    ]
    list_display = ["__str__", "belongs_to", "language", "access", "size", "created_at"]
    list_filter = staff.choices("access", "language")
    search_fields = ["original_name", "sha256", *staff.both("title")]
    readonly_fields = ["belongs_to", "original_name", "size", "sha256"]

    def get_queryset(self, request):
        return super().get_queryset(request) & Document.objects.visible_to(request.user)
