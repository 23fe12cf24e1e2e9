from django.urls import include, path

from beijing_ngo.portal import feeds, views

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("feed.atom", feeds.NewsFeed.as_view(), name="news_feed"),
    path("impact/", include("beijing_ngo.portal.impact.urls")),
    path("<slug:slug>/", views.PageView.as_view(), name="page"),  # last: the apps' addresses come first
]
