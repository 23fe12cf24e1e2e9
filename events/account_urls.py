"""Registrations in the account of whoever made them, approves them or is named on them."""

from django.urls import path

from events.account_views.approvals import ApprovalsView
from events.account_views.changes import CancelView, WithdrawView
from events.account_views.detail import RegistrationCalendarFileView, RegistrationDetailView
from events.account_views.edit import EditView, SubstituteView
from events.account_views.lists import RegistrationListView
from events.account_views.tickets import TicketsView
from events.paper_views import CertificateView

app_name = "registrations"

ONE = "registrations/<str:reference>/"

urlpatterns = [
    path("registrations/", RegistrationListView.as_view(), name="list"),
    path("approvals/", ApprovalsView.as_view(), name="approvals"),
    path("tickets/", TicketsView.as_view(), name="tickets"),
    path(ONE, RegistrationDetailView.as_view(), name="detail"),
    path(f"{ONE}edit/", EditView.as_view(), name="edit"),
    path(f"{ONE}people/<int:number>/substitute/", SubstituteView.as_view(), name="substitute"),
    path(f"{ONE}people/<int:number>/cancel/", WithdrawView.as_view(), name="withdraw"),
    path(f"{ONE}cancel/", CancelView.as_view(), name="cancel"),
    path(f"{ONE}calendar.ics", RegistrationCalendarFileView.as_view(), name="ics"),
    path(f"{ONE}people/<int:number>/certificate.pdf", CertificateView.as_view(), name="certificate"),
]
