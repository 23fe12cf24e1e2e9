"""People who sign in."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as AuthUserAdmin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.bounced_admin import BouncedFilter, MarksBounced
from beijing_ngo.core.staff_forms import StaffForm
from members.account_admin import StaffMakesAccounts
from members.models import User


def group_label(group) -> str:
    """A group is stored under a key; people read its name in their language."""
    return gettext(group.name.replace("-", " ").capitalize())


class NewUserForm(StaffForm, UserCreationForm):
    class Meta:
        model = User
        fields = ["email", "family_name", "given_name"]


class UserForm(StaffForm, UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}


@admin.register(User)
class UserAdmin(MarksBounced, StaffMakesAccounts, AuthUserAdmin, staff.ModelAdmin):
    form, add_form, change_password_form = UserForm, NewUserForm, AdminPasswordChangeForm
    fieldsets = [
        (None, {"fields": ["email", "password", "preferred_language"]}),
        (_("Person"), {"fields": [("family_name", "given_name"), "latin_name", "phone"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "email",
                    ("family_name", "given_name"),
                    "usable_password",
                    "password1",
                    "password2",
                ]
            },
        )
    ]
    list_display = [
        "email",
        "mail_trouble",
        "name",
        "preferred_language",
        "is_staff",
        "is_active",
        "last_login",
    ]
    list_filter = ["is_staff", "is_active", *staff.choices("preferred_language"), BouncedFilter]
    search_fields = ["email", "family_name", "given_name", "latin_name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()

    @staff.display(description=_("name"), ordering="family_name")
    def name(self, user):
        return user.name

    def get_readonly_fields(self, request, obj=None):
        """Rights are given by somebody who has them all, or a colleague could promote themselves."""
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        return [*fields, "is_staff", "is_superuser", "groups"]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = staff.Checkboxes
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label_from_instance = group_label
            field.help_text = _("What a colleague may do is what their groups may do.")
        return field
