from django.urls import path

from events import checkin_views as views

app_name = "checkin"
urlpatterns = [
    path("", views.DesksView.as_view(), name="desks"),
    path("<slug:slug>/", views.DeskView.as_view(), name="desk"),
    path("<slug:slug>/live/", views.LiveView.as_view(), name="live"),
    path("<slug:slug>/undo/", views.UndoView.as_view(), name="undo"),
    path("<slug:slug>/walk-in/", views.WalkInView.as_view(), name="walk_in"),
    path("<slug:slug>/people/", views.PeopleView.as_view(), name="people"),
]
