"""/api/v1/: the resources, what describes them, and a word for every other address."""

from django.urls import path, re_path

from beijing_ngo.api import openapi, problems
from beijing_ngo.api.endpoint import endpoint
from beijing_ngo.api.interface import api

patterns, _app, _namespace = api.urls
for pattern in patterns:
    pattern.callback = endpoint(pattern.callback)

app_name = "api"
urlpatterns = [
    *(pattern for pattern in patterns if pattern.name != "api-root"),
    path("openapi.json", endpoint(openapi.view), name="openapi"),
    re_path("", endpoint(lambda _request: problems.not_found())),
]
