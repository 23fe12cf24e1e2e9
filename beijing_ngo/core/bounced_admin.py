"""Addresses that a mail server has refused for good, with the mark at whoever has one; and what people have switched off."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.models import AddressTrouble, MailOptOut

MARK = '<span class="bounced">{}</span> <span class="bounced__said">{}</span>'
LINK = '<a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>'
LONG_TEXTS = ("text", "html", "parts", "calendar")


def mark(said: str):
    """That mail to the address bounced, with the server's words; nothing where it arrives."""
    if not said:
        return ""
    return format_html(MARK, pgettext_lazy("address", "bounced"), Truncator(said).chars(120))


def said_of(addresses) -> dict[str, str]:
    """What the servers said of those among the addresses that bounced, by the address in lower case; one statement."""
    wanted = {address.lower() for address in addresses if address}
    return dict(AddressTrouble.objects.filter(address__in=wanted).values_list("address", "said"))


class BouncedFilter(DropdownFilter):
    title = pgettext_lazy("address", "mail")
    parameter_name = "bounced"

    def lookups(self, request, model_admin):
        return [("yes", pgettext_lazy("address", "bounced")), ("no", _("not known to bounce"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.filter(bounced__isnull=False)
        return queryset.filter(bounced=None) if self.value() == "no" else queryset


class MarksBounced:
    """Part of the admin of people with an address: their rows know what a mail server said of it."""

    address_field = "email"

    def get_queryset(self, request):
        said = AddressTrouble.objects.filter(address=Lower(OuterRef(self.address_field))).values("said")
        return super().get_queryset(request).annotate(bounced=Subquery(said[:1]))

    @staff.display(description=pgettext_lazy("address", "mail"))
    def mail_trouble(self, row):
        return mark(row.bounced) or None


@admin.register(AddressTrouble)
class AddressTroubleAdmin(staff.ReadOnlyAdmin):
    """A row goes when a later message arrives, or when somebody has made sure that the address works again."""

    change_form_template = "admin/core/addresstrouble/change_form.html"
    fields = ["address", "said", "since", "last_message"]
    list_display = ["address", "what_was_said", "since", "last_message"]
    list_reads = ("said",)
    list_select_related = ["message"]
    search_fields = ["address", "said"]
    actions = ["work_again"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("message")
        return rows.defer(*(f"message__{name}" for name in LONG_TEXTS))

    def get_urls(self):
        own = path(
            "<int:pk>/works-again/",
            self.admin_site.admin_view(self.works_again_view),
            name="core_addresstrouble_works_again",
        )
        return [own, *super().get_urls()]

    def has_clear_permission(self, request) -> bool:
        return request.user.has_perm("core.delete_addresstrouble")

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and self.has_clear_permission(request):
            context["works_again"] = reverse("admin:core_addresstrouble_works_again", args=[obj.pk])
        return super().render_change_form(request, context, obj=obj, **kwargs)

    @staff.display(description=_("what the server said"))
    def what_was_said(self, trouble):
        return Truncator(trouble.said).chars(120)

    @staff.display(description=_("message"))
    def last_message(self, trouble):
        if trouble.message is None:
            return None
        url = reverse("admin:core_message_change", args=[trouble.message_id])
        return format_html(LINK, url, trouble.message.title)

    @staff.action(description=_("They work again"), permissions=["clear"])
    def work_again(self, request, queryset):
        self._cleared(request, queryset.select_related(None).defer(None))

    def works_again_view(self, request, pk):
        if not self.has_clear_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            get_object_or_404(AddressTrouble, pk=pk)
            return redirect("admin:core_addresstrouble_change", pk)
        self._cleared(request, AddressTrouble.objects.filter(pk=pk))
        return redirect("admin:core_addresstrouble_changelist")

    def _cleared(self, request, rows):
        count, _by_kind = rows.delete()
        if count:
            text = ngettext(
                "%(count)d address gets all mail again. If it bounces once more, it stands here again.",
                "%(count)d addresses get all mail again. If one bounces once more, it stands here again.",
                count,
            )
            self.message_user(request, text % {"count": count}, messages.SUCCESS)


@admin.register(MailOptOut)
class MailOptOutAdmin(staff.ReadOnlyAdmin):
    """Only the address's owner switches mail off and on."""

    list_display = ["address", "topic", "created_at"]
    list_filter = staff.choices("topic")
    search_fields = ["address"]
    ordering = ["-created_at", "-pk"]
