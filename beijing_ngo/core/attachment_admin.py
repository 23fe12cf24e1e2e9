"""What photographs and documents have in common in the admin."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff


class AttachmentAdmin(staff.TranslatedModelAdmin):
    """Photographs and documents are added at the record they belong to; here they are found and corrected."""

    list_select_related = ["content_type"]

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("subject")

    @staff.display(description=_("belongs to"))
    def belongs_to(self, attachment):
        subject = attachment.subject
        if subject is None:
            return None
        url = reverse(f"admin:{subject._meta.app_label}_{subject._meta.model_name}_change", args=[subject.pk])
        return format_html('<a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>', url, subject)
