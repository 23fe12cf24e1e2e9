from django.urls import path

from beijing_ngo.portal import views

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("<slug:slug>/", views.PageView.as_view(), name="page"),  # last: the apps' addresses come first
]
