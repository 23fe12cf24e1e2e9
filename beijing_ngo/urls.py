"""The addresses of the portal: pages under their language, machines' addresses without one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from beijing_ngo.core import views as core

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", core.healthz, name="healthz"),
    path("documents/<int:pk>/", core.DocumentView.as_view(), name="document"),
    path("media/<path:name>", core.media, name="media"),
]

urlpatterns += i18n_patterns(
    path("events/", include("events.urls")),
    path("delegations/", include("delegations.urls")),
    path("reports/", include("reports.urls")),
    path("members/", include("members.urls")),
    path("", include("beijing_ngo.portal.urls")),
)
