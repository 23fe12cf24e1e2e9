"""Issued documents in the admin: found, printed again, revoked; never written over and never deleted."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from beijing_ngo.core import issuing, pdf
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.language import current, other
from beijing_ngo.core.models import IssuedDocument
from beijing_ngo.core.staff_pages import sent

LINK = '<a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>'


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Whoever verifies the document reads it."),
    )


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(staff.ReadOnlyAdmin):
    fieldsets = [
        (None, {"fields": ["number", "kind", "to_name", "event", "language", "spoken", "pdf_file"]}),
        (_("Issue"), {"fields": [("issued_at", "issued_by")]}),
        (
            _("Validity"),
            {"fields": ["validity", ("revoked_at", "revoked_by"), "revoked_reason"]},
        ),
    ]
    readonly_fields = ["spoken", "event", "pdf_file", "validity", "revocation"]
    list_display = ["number", "kind", "to_name", "event", "issued_at", "issued_by", "standing", "pdf_file"]
    list_filter = [*staff.choices("kind"), ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["issued_by"]
    search_fields = ["number", "code", "to_name"]
    date_hierarchy = "issued_at"

    def get_queryset(self, request):
        """A letter tells of its subject, so whoever may not see visits or registrations does not see their letters."""
        return super().get_queryset(request).for_colleague(request.user).defer("content")

    def get_urls(self):
        pages = [
            path("<int:pk>/pdf/", self.pdf_view, name="core_issueddocument_pdf"),
            path("<int:pk>/revoke/", self.revoke_view, name="core_issueddocument_revoke"),
        ]
        guarded = [
            path(str(page.pattern), self.admin_site.admin_view(page.callback), name=page.name)
            for page in pages
        ]
        return guarded + super().get_urls()

    def get_fieldsets(self, request, obj=None):
        """The way to revoke is for those who may, as long as there is something to revoke."""
        shown = super().get_fieldsets(request, obj)
        if obj and obj.is_valid and self._can_revoke(request):
            return [*shown[:-1], (shown[-1][0], {"fields": ["validity", "revocation"]})]
        return shown

    @staticmethod
    def _can_revoke(request) -> bool:
        return request.user.has_perm("core.change_issueddocument")

    def pdf_view(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        document = get_object_or_404(self.get_queryset(request), pk=pk)
        return pdf.response(issuing.printed(document), f"{document.number} {document.to_name}")

    def revoke_view(self, request, pk):
        if not self._can_revoke(request):
            raise PermissionDenied
        document = get_object_or_404(self.get_queryset(request), pk=pk)

        def do(form):
            issuing.revoke(document=document, reason=form.cleaned_data["reason"], by=request.user)
            return pgettext("document", "%(number)s is revoked.") % {"number": document.number}

        return self.ask(
            request,
            do=do,
            form=RevokeForm(sent(request)),
            title=_("Revoke the document"),
            subtitle=f"{document.number} · {document.to_name}",
            told=_(
                "The document stays in the record. Whoever verifies it learns that it is no longer valid, since when and why. "
                "This cannot be taken back."
            ),
            send=_("Revoke the document"),
            danger=True,
            back=reverse("admin:core_issueddocument_change", args=[pk]),
        )

    @staff.display(description=_("event"))
    def event(self, document):
        titles = document.facts.get("event", {})
        return titles.get(current()) or titles.get(other(current()), "") or None

    @staff.display(description=_("verification code"))
    def spoken(self, document):
        return document.spoken_code

    @staff.display(description="PDF")
    def pdf_file(self, document):
        url = reverse("admin:core_issueddocument_pdf", args=[document.pk])
        return format_html(LINK, url, _("Download"))

    @staff.display(description=_("state"), label={"valid": "success", "revoked": "danger"})
    def standing(self, document):
        return ("valid" if document.is_valid else "revoked"), self.validity(document)

    @staff.display(description=_("state"))
    def validity(self, document):
        return pgettext("document", "Valid") if document.is_valid else pgettext("document", "Revoked")

    @staff.display(description=pgettext_lazy("document", "revoke"))
    def revocation(self, document):
        url = reverse("admin:core_issueddocument_revoke", args=[document.pk])
        return format_html(LINK, url, _("Revoke the document"))
