from django.urls import path

from beijing_ngo.search import views

urlpatterns = [
    path("", views.SearchView.as_view(), name="search"),
    path("suggest/", views.SuggestionsView.as_view(), name="search_suggestions"),
]
