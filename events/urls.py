from django.urls import path, register_converter

from events import calendar_views, feeds, month_views, register_views, views

app_name = "events"


class MonthConverter:
    """2027-03; years nobody asks for have no page."""

    regex = "(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(MonthConverter, "month")

urlpatterns = [
    path("", views.EventListView.as_view(), name="list"),
    path("calendar.ics", calendar_views.EventFeedView.as_view(), name="feed"),
    path("feed.atom", feeds.EventFeed.as_view(), name="atom"),
    path("calendar/", month_views.CalendarView.as_view(), name="calendar"),
    path("calendar/agenda/", month_views.ComingView.as_view(), name="agenda"),
    path("calendar/<month:month>/", month_views.CalendarView.as_view(), name="month"),
    path("calendar/<month:month>/agenda/", month_views.AgendaView.as_view(), name="month_agenda"),
    path("series/<slug:slug>/", views.SeriesView.as_view(), name="series"),
    path("conferences/<slug:slug>/", views.ConferenceView.as_view(), name="conference"),
    path("<slug:slug>/register/", register_views.RegisterView.as_view(), name="register"),
    path(
        "<slug:slug>/register/<str:token>/", register_views.RegisterGuestView.as_view(), name="register_guest"
    ),
    path("<slug:slug>/calendar.ics", calendar_views.EventFileView.as_view(), name="ics"),
    path("<slug:slug>/", views.EventDetailView.as_view(), name="detail"),
]
