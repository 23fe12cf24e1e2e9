from django.urls import path

from beijing_ngo.core.mail_views import UnsubscribeView

urlpatterns = [path("unsubscribe/<str:token>/", UnsubscribeView.as_view(), name="mail_unsubscribe")]
