from django.urls import path

from delegations import feeds, views

app_name = "delegations"
urlpatterns = [
    path("", views.DelegationListView.as_view(), name="list"),
    path("feed.atom", feeds.DelegationFeed.as_view(), name="atom"),
    path("<slug:slug>/", views.DelegationDetailView.as_view(), name="detail"),
]
