"""The addresses of the portal: pages under their language, machines' addresses without one."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from beijing_ngo.api.reference import ReferenceView
from beijing_ngo.core import views as core
from events.calendar_views import CalendarFeedView, EventFeedView

# Staff sign in where everybody does: attempts are counted and the second factor is asked for there.
admin.site.login = secure_admin_login(admin.site.login)

handler500 = "beijing_ngo.api.endpoint.server_error"

urlpatterns = [
    path("admin/papers/", include("events.paper_urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", core.healthz, name="healthz"),
    path("", include("beijing_ngo.core.share_urls")),
    path("", include("beijing_ngo.portal.machine_urls")),
    path("documents/<int:pk>/", core.DocumentView.as_view(), name="document"),
    path("media/<path:name>", core.media, name="media"),
    path("api/v1/", include("beijing_ngo.api.urls")),
    path("calendar.ics", EventFeedView.as_view(), name="events_feed"),
    path("calendar/<str:secret>.ics", CalendarFeedView.as_view(), name="calendar_feed"),
]

urlpatterns += i18n_patterns(
    path("events/", include("events.urls")),
    path("check-in/", include("events.checkin_urls")),
    path("delegations/", include("delegations.urls")),
    path("reports/", include("reports.urls")),
    path("drafts/", include("reports.preview_urls")),
    path("members/", include("members.urls")),
    path("account/", include("beijing_ngo.portal.account_urls")),
    path("account/", include("events.account_urls")),
    path("account/", include("reports.account_urls")),
    path("account/", include("allauth.urls")),
    path("registrations/<str:reference>/<str:secret>/", include("events.guest_urls")),
    path("tickets/", include("events.ticket_urls")),
    path("verify/", include("beijing_ngo.core.verification_urls")),
    path("mail/", include("beijing_ngo.core.mail_urls")),
    path("search/", include("beijing_ngo.search.urls")),
    path("data/", ReferenceView.as_view(), name="api_reference"),
    path("", include("beijing_ngo.portal.urls")),
)
