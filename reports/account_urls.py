"""Papers that an organisation is asked to sign, in the account of its contacts."""

from django.urls import path

from reports.account_views import EndorsementListView, EndorsementView

app_name = "endorsements"

urlpatterns = [
    path("endorsements/", EndorsementListView.as_view(), name="list"),
    path("endorsements/<int:pk>/", EndorsementView.as_view(), name="detail"),
]
