from django.urls import path

from beijing_ngo.core.verification import VerifyView

urlpatterns = [
    path("", VerifyView.as_view(), name="verify_search"),
    path("<str:code>/", VerifyView.as_view(), name="verify"),
]
