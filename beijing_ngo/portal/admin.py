"""What the admin has beside the records: groups of the jobs, pages that gather from all apps."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as AuthGroupAdmin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.portal import groups, staff_views
from members.admin import group_label

admin.site.unregister(Group)
admin.site.index_title = _("What needs doing")
admin.site.extra_urls = lambda: [
    path("translations/", admin.site.admin_view(staff_views.TranslationsView.as_view()), name="translations")
]


VERBS = {"view": _("view"), "add": _("add"), "change": _("change"), "delete": _("delete")}


def _own_content_types():
    """The kinds of record that have pages in the admin."""
    return [kind.pk for kind in ContentType.objects.get_for_models(*admin.site._registry).values()]


def _in_words(permission):
    verb, _sep, model = permission.codename.partition("_")
    kind = permission.content_type.model_class()
    if verb in VERBS and model == permission.content_type.model:
        return f"{kind._meta.verbose_name_plural}: {VERBS[verb]}"
    return f"{kind._meta.verbose_name_plural}: {gettext(permission.name)}"


@admin.register(Group)
class GroupAdmin(AuthGroupAdmin, staff.ModelAdmin):
    """The portal's own groups are shown and not changed: the next migration would undo it."""

    list_display = ["label", "name"]
    filter_horizontal = ()
    autocomplete_fields = ()

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """The rights on the portal's own records, in words of the reader's language."""
        if db_field.name != "permissions":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        kwargs["widget"] = staff.SelectSeveral
        kwargs["queryset"] = (
            Permission.objects.filter(content_type__in=_own_content_types())
            .select_related("content_type")
            .order_by("content_type__app_label", "content_type__model", "codename")
        )
        field = db_field.formfield(**kwargs)
        field.label_from_instance = _in_words
        field.help_text = ""
        return field

    @staff.display(description=_("group"), ordering="name")
    def label(self, group):
        return group_label(group)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.name not in groups.KEYS)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.name not in groups.KEYS)
