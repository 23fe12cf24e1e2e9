from django.urls import path

from beijing_ngo.portal.robots import RobotsView
from beijing_ngo.portal.sitemaps import SitemapFileView, SitemapIndexView

urlpatterns = [
    path("robots.txt", RobotsView.as_view(), name="robots"),
    path("sitemap.xml", SitemapIndexView.as_view(), name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", SitemapFileView.as_view(), name="sitemap_file"),
]
