"""The registration of a guest, who has no account, by the secret link of their mail."""

from django.urls import path

from events.account_views.changes import CancelView, WithdrawView
from events.account_views.detail import RegistrationCalendarFileView, RegistrationDetailView
from events.account_views.door import GUEST
from events.account_views.edit import EditView, SubstituteView

app_name = "guest"

urlpatterns = [
    path("", RegistrationDetailView.as_view(door=GUEST), name="detail"),
    path("edit/", EditView.as_view(door=GUEST), name="edit"),
    path("people/<int:number>/substitute/", SubstituteView.as_view(door=GUEST), name="substitute"),
    path("people/<int:number>/cancel/", WithdrawView.as_view(door=GUEST), name="withdraw"),
    path("cancel/", CancelView.as_view(door=GUEST), name="cancel"),
    path("calendar.ics", RegistrationCalendarFileView.as_view(door=GUEST), name="ics"),
]
