"""The rules that papers for UN bodies are written under: reference data that the office checks and changes."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import DropdownFilter

from beijing_ngo.core import dates
from beijing_ngo.core import staff_admin as staff
from reports import counting, reference
from reports.models import Mechanism


class VerifiedFilter(DropdownFilter):
    title = _("figures checked")
    parameter_name = "verified"

    def lookups(self, request, model_admin):
        return [("yes", _("checked")), ("no", _("unverified: from memory"))]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(checked_on__isnull=self.value() == "no")


@admin.register(Mechanism)
class MechanismAdmin(staff.TranslatedHistoryAdmin):
    fieldsets = [
        *staff.language_tabs("name", "who_may_submit", "format", "deadline_rule"),
        (None, {"fields": ["body", ("kind", "acronym"), "slug"]}),
        (
            _("Limits"),
            {
                "fields": [
                    ("limit", "unit"),
                    ("overhead", "character_limit"),
                    ("joint_limit", "joint_overhead"),
                    "languages",
                    "deadline_zone",
                ]
            },
        ),
        (_("Source"), {"fields": ["rules_url", "source", "checked_on"]}),
    ]
    list_display = ["acronym", "__str__", "body", "kind", "allowed", "checked"]
    list_display_links = ["acronym", "__str__"]
    list_filter = [VerifiedFilter, *staff.choices("kind", "unit")]
    list_select_related = ["body"]
    search_fields = ["acronym", "slug", *staff.both("name", "body__name")]
    autocomplete_fields = ["body"]
    prepopulated_fields = {"slug": ("name_en",)}
    actions = ["checked_today"]
    actions_list = ["add_missing"]

    @admin.display(description=_("limit"), ordering="limit")
    def allowed(self, mechanism):
        return str(counting.limit_for(mechanism))

    @staff.display(
        description=_("figures checked"),
        ordering="checked_on",
        label={"checked": "success", "unverified": "warning"},
    )
    def checked(self, mechanism):
        if mechanism.is_verified:
            return "checked", dates.day(mechanism.checked_on)
        return "unverified", _("unverified: from memory")

    @staff.action(description=_("The figures were checked today"), permissions=["change"])
    def checked_today(self, request, queryset):
        today = timezone.localdate()
        rows = list(queryset)
        for mechanism in rows:
            mechanism.checked_on = today
            mechanism._history_user = request.user
            mechanism.save()
        text = ngettext(
            "%(count)d mechanism is marked as checked today.",
            "%(count)d mechanisms are marked as checked today.",
            len(rows),
        )
        self.message_user(request, text % {"count": len(rows)}, messages.SUCCESS)

    # ---------------------------------------------------------------- what comes with the portal

    @staff.action(
        description=_("Add missing reference rows"),
        url_path="add-missing",
        icon="playlist_add",
        permissions=["add"],
    )
    def add_missing(self, request):
        back = reverse("admin:reports_mechanism_changelist")
        missing = reference.missing()
        if not missing:
            self.message_user(request, _("Nothing is missing."), messages.INFO)
            return redirect(back)
        if request.method == "POST":
            added = reference.load(restore=True)
            text = ngettext(
                "%(count)d mechanism was added. Please compare its figures with the page of the body.",
                "%(count)d mechanisms were added. Please compare their figures with the pages of the bodies.",
                added,
            )
            self.message_user(request, text % {"count": added}, messages.SUCCESS)
            return redirect(back)
        told = ngettext(
            "%(count)d mechanism that comes with the portal is not in the list. Those that are there stay as they are.",
            "%(count)d mechanisms that come with the portal are not in the list. Those that are there stay as they are.",
            missing,
        )
        return self.staff_page(
            request,
            title=_("Add missing reference rows"),
            subtitle=self.opts.verbose_name_plural,
            told=told % {"count": missing},
            send=_("Add"),
            back=back,
        )
