from django.urls import path, re_path

from beijing_ngo.portal.robots import RobotsView
from beijing_ngo.portal.sitemaps import SitemapFileView, SitemapIndexView

urlpatterns = [
    path("robots.txt", RobotsView.as_view(), name="robots"),
    path("sitemap.xml", SitemapIndexView.as_view(), name="sitemap"),
    # Five digits at most: an address can name more rows than a database can skip.
    re_path(
        r"^sitemap-(?P<name>[a-z]+)-(?P<number>[1-9][0-9]{0,4})\.xml$",
        SitemapFileView.as_view(),
        name="sitemap_file",
    ),
]
