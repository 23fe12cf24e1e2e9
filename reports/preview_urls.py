"""A draft, for one reader outside the house, by the secret link they were given."""

from django.urls import path

from reports.preview_views import DraftPreviewView

app_name = "drafts"
urlpatterns = [path("<str:token>/", DraftPreviewView.as_view(), name="detail")]
