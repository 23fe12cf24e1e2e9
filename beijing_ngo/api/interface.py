"""The interface as a whole: its resources, its addresses, and how it refuses."""

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError

from beijing_ngo.api import problems
from beijing_ngo.api.articles import Articles
from beijing_ngo.api.delegations import Delegations
from beijing_ngo.api.events import Events
from beijing_ngo.api.organisations import Organisations
from beijing_ngo.api.parameters import OneQuery, Slug, refuse_unknown
from beijing_ngo.api.resources import Resource, answer
from beijing_ngo.api.schemas import Index, Problem
from beijing_ngo.api.submissions import Submissions
from beijing_ngo.api.wording import address, label, resource_address

RESOURCES: list[Resource] = [Events(), Organisations(), Delegations(), Submissions(), Articles()]
REFUSALS = {422: Problem, 429: Problem}

api = NinjaAPI(version="1", urls_namespace="api", openapi_url=None, docs_url=None)


@api.get(
    "/",
    response={200: Index, **REFUSALS},
    by_alias=True,
    operation_id="index",
    url_name="index",
    tags=["index"],
)
def index(request: HttpRequest, asked: Query[OneQuery]):
    refuse_unknown(request.GET, OneQuery)
    there = {
        "resources": {one.name: resource_address(one.name) for one in RESOURCES},
        "openapi": resource_address("openapi.json"),
        "documentation": label(asked.tongue, lambda code: address(reverse("api_reference"), code)),
    }
    return answer(Index.model_validate(there), asked.tongue)


def offer(resource: Resource) -> None:
    def listing(request: HttpRequest, asked: Query[resource.query]):
        return resource.many(request, asked)

    def single(request: HttpRequest, slug: Path[Slug], asked: Query[OneQuery]):
        return resource.one(request, slug, asked)

    api.get(
        f"/{resource.name}",
        response={200: resource.piece, **REFUSALS},
        by_alias=True,
        operation_id=f"list_{resource.name}",
        url_name=resource.name,
        tags=[resource.name],
    )(listing)
    api.get(
        f"/{resource.name}/{{slug:slug}}",
        response={200: resource.detail, 404: Problem, **REFUSALS},
        by_alias=True,
        operation_id=f"read_{resource.name}",
        url_name=f"{resource.name}_one",
        tags=[resource.name],
    )(single)


for one in RESOURCES:
    offer(one)


@api.exception_handler(ValidationError)
def _not_valid(_request, error):
    return problems.invalid(*problems.of_validation(error.errors))


@api.exception_handler(problems.Invalid)
def _invalid(_request, error):
    return problems.invalid(error)


@api.exception_handler(Http404)
def _missing(_request, _error):
    return problems.not_found()
