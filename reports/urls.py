from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.ArticleListView.as_view(), name="list"),
    path("submissions/", views.SubmissionListView.as_view(), name="submission_list"),
    path("submissions/<slug:slug>/", views.SubmissionDetailView.as_view(), name="submission_detail"),
    path("<slug:slug>/", views.ArticleDetailView.as_view(), name="detail"),
]
