"""One's own account: the overview gathers from all apps, the rest is the members'."""

from django.urls import path

from beijing_ngo.portal.account import OverviewView
from members.account_urls import urlpatterns as of_members

app_name = "account"

urlpatterns = [path("", OverviewView.as_view(), name="home"), *of_members]
