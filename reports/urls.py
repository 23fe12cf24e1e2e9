from django.urls import path, re_path

from reports import feeds, file_views, views

app_name = "reports"
urlpatterns = [
    path("", views.ArticleListView.as_view(), name="list"),
    path("feed.atom", feeds.ArticleFeed.as_view(), name="atom"),
    path("submissions/feed.atom", feeds.SubmissionFeed.as_view(), name="submission_atom"),
    path("submissions/", views.SubmissionListView.as_view(), name="submission_list"),
    path("submissions/<slug:slug>/", views.SubmissionDetailView.as_view(), name="submission_detail"),
    re_path(
        r"^submissions/(?P<slug>[-\w]+)/text\.(?P<language>zh-hans|en)\.(?P<kind>docx|pdf)$",
        file_views.SubmissionFileView.as_view(),
        name="submission_file",
    ),
    path("submissions/<slug:slug>/cite.bib", file_views.BibTeXView.as_view(), name="submission_bibtex"),
    path("submissions/<slug:slug>/cite.ris", file_views.RISView.as_view(), name="submission_ris"),
    path("<slug:slug>/", views.ArticleDetailView.as_view(), name="detail"),
]
