"""Photographs in the admin: seen small, beside a record and in their list."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminImageSmallFieldWidget

from beijing_ngo.core import photographs
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.attachment_admin import AttachmentAdmin
from beijing_ngo.core.fields import PhotoField
from beijing_ngo.core.models import Photo
from beijing_ngo.core.staff_forms import PhotoFormField
from beijing_ngo.core.uploads import PHOTO_FORMATS

KINDS = ",".join(f"image/{kind.lower()}" for kind in PHOTO_FORMATS)


class PhotoWidget(UnfoldAdminImageSmallFieldWidget):
    """The library would load each photograph in full to show it as large as a thumbnail; the preview stands beside it."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["accept"] = KINDS
        return context


class Previewed:
    formfield_overrides = staff.StaffFields.formfield_overrides | {
        PhotoField: {"form_class": PhotoFormField, "widget": PhotoWidget}
    }

    @staff.display(description=_("preview"))
    def preview(self, photo):
        """The photograph, small; and how far its smaller versions have come."""
        if not photo.pk or not photo.image._committed:  # refused together with its form, it was not stored
            return None
        picture = format_html('<img class="photo-preview" src="{}" alt="">', photographs.small(photo))
        if photo.has_renditions:
            return picture
        if "failed" in photo.renditions:
            words = _("Smaller versions could not be made. It is tried again every hour.")
        else:
            words = _("Smaller versions are being made. Until then pages show the photograph itself.")
        return format_html("{}<p>{}</p>", picture, words)


class PhotoInline(Previewed, staff.GenericStackedInline):
    model = Photo
    fields = ["preview", "image", *staff.both("caption", "alt"), ("credit", "order"), "consent"]
    readonly_fields = ["preview"]


@admin.register(Photo)
class PhotoAdmin(Previewed, AttachmentAdmin):
    fieldsets = [
        (None, {"fields": ["preview", "image", ("credit", "order"), "consent", "belongs_to"]}),
        *staff.language_tabs("caption", "alt"),
    ]
    list_display = ["__str__", "seen", "belongs_to", "credit", "consent", "created_at"]
    list_filter = ["consent", *staff.related("content_type")]
    search_fields = ["credit", *staff.both("caption", "alt")]
    readonly_fields = ["preview", "belongs_to"]

    @staff.display(description=_("preview"))
    def seen(self, photo):
        """Fifty of them stand in a list, so none is loaded in full."""
        if not photo.has_renditions:
            return None
        return format_html(
            '<img class="photo-preview" src="{}" alt="" loading="lazy">', photographs.small(photo)
        )
