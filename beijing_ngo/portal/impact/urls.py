from django.urls import path

from beijing_ngo.portal.impact import views

urlpatterns = [
    path("", views.ImpactView.as_view(), name="impact"),
    path("data.json", views.DataFileView.as_view(), name="impact_data"),
    path("<slug:name>.csv", views.TableFileView.as_view(), name="impact_table"),
]
