"""Members in the admin: organisations, terms of membership, representatives, projects; people."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as AuthUserAdmin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.staff_exchange import ExchangeAdmin
from beijing_ngo.core.staff_forms import StaffForm
from members.models import (
    CooperationProject,
    InternationalStatus,
    Membership,
    Organisation,
    Representative,
    User,
)
from members.resources import OrganisationResource


class InternationalStatusInline(staff.TabularInline):
    model = InternationalStatus
    fk_name = "organisation"
    fields = ["body", "kind", "since_year", "symbol", "link"]
    autocomplete_fields = ["body"]


class MembershipInline(staff.TranslatedStackedInline):
    model = Membership
    fields = [
        ("tier_zh_hans", "tier_en"),
        "state",
        ("applied_on", "decided_on"),
        ("expires_on", "grace_until"),
        "ended_on",
        "reason",
    ]


class RepresentativeInline(staff.TabularInline):
    model = Representative
    fields = ["user", "role"]
    autocomplete_fields = ["user"]


@admin.register(Organisation)
class OrganisationAdmin(ExchangeAdmin, staff.PublishableAdmin):
    resource_classes = [OrganisationResource]
    texts = ("name", "short_name", "description", "registration_authority", "city")
    fieldsets = [
        (None, {"fields": [("kind", "legal_form"), ("credit_code", "founded_year"), "aliases", "un_name"]}),
        (_("Contact details"), {"fields": ["country", "website", ("email", "phone"), "logo"]}),
        (_("Subjects"), {"fields": ["themes", "sdgs", "listed"]}),
    ]
    prepopulated_fields = {"slug": ("name_en",)}
    autocomplete_fields = ["themes"]
    inlines = [MembershipInline, InternationalStatusInline, RepresentativeInline]
    columns = ("kind", "country", "listed")
    filters = [*staff.choices("kind", "legal_form"), "listed", *staff.related("themes")]
    search_fields = [*staff.both("name", "short_name"), "aliases", "un_name", "credit_code", "slug"]
    ordering = ["name_zh_hans", "id"]


@admin.register(Membership)
class MembershipAdmin(staff.TranslatedHistoryAdmin):
    fieldsets = [
        (None, {"fields": ["organisation", "state", ("applied_on", "decided_on")]}),
        *staff.language_tabs("tier"),
        (_("Term"), {"fields": [("expires_on", "grace_until"), "ended_on"]}),
        (_("Notes"), {"fields": ["reason", "note"]}),
    ]
    list_display = ["organisation", "tier", "state", "applied_on", "decided_on", "expires_on"]
    list_filter = staff.choices("state")
    list_select_related = ["organisation"]
    search_fields = staff.both("organisation__name", "tier")
    autocomplete_fields = ["organisation"]
    date_hierarchy = "applied_on"


@admin.register(Representative)
class RepresentativeAdmin(staff.HistoryAdmin):
    list_display = ["user", "organisation", "role"]
    list_filter = staff.choices("role")
    list_select_related = ["user", "organisation"]
    search_fields = [
        "user__email",
        "user__family_name",
        "user__given_name",
        *staff.both("organisation__name"),
    ]
    autocomplete_fields = ["user", "organisation"]


@admin.register(CooperationProject)
class CooperationProjectAdmin(staff.PublishableAdmin):
    texts = ("title", "quantities", "summary")
    fieldsets = [
        (None, {"fields": ["organisation", "partners", "kind", "countries"]}),
        (_("Period"), {"fields": [("period_start", "period_end")]}),
        (_("Extent"), {"fields": [("amount", "currency"), "beneficiaries"]}),
        (_("Subjects"), {"fields": ["themes", "sdgs"]}),
    ]
    columns = ("organisation", "kind", "period_start")
    filters = [*staff.choices("kind"), *staff.related("themes")]
    list_select_related = ["organisation"]
    search_fields = [*staff.both("title", "summary", "organisation__name"), "slug"]
    autocomplete_fields = ["organisation", "partners", "themes"]
    date_hierarchy = "period_start"


# ---------------------------------------------------------------- people


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
class UserAdmin(AuthUserAdmin, staff.ModelAdmin):
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
    list_display = ["email", "name", "preferred_language", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", *staff.choices("preferred_language")]
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
