from django.urls import path

from members import views
from members.join import JoinView

app_name = "members"
urlpatterns = [
    path("", views.MemberListView.as_view(), name="list"),
    path("join/", JoinView.as_view(), name="join"),
    path("projects/", views.ProjectListView.as_view(), name="project_list"),
    path("<slug:slug>/", views.MemberDetailView.as_view(), name="detail"),
]
