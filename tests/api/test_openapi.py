"""The description for programs: complete, in both languages, and of nothing that is not there."""

import re

import pytest

from tests.api import full_portal
from tests.api.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client):
    return read(client, "openapi.json")


def operations(document):
    return [operation for path in document["paths"].values() for operation in path.values()]


def test_it_says_where_and_what(document):
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "http://testserver/api/v1"}]
    assert set(document["paths"]) == {
        "/",
        *(f"/{name}" for name in full_portal.LISTS),
        *(f"/{name}/{{slug}}" for name in full_portal.LISTS),
    }
    assert [tag["name"] for tag in document["tags"]] == list(full_portal.LISTS)


def test_every_refusal_is_described(document):
    for operation in operations(document):
        answers = operation["responses"]
        expected = {"200", "304", "405", "422", "429", "500"}
        assert set(answers) - {"404"} == expected
        assert ("404" in answers) == operation["operationId"].startswith("read_")
        for status in set(answers) - {"200", "304"}:
            assert list(answers[status]["content"]) == ["application/problem+json"]
        assert all(answer["description"] for answer in answers.values())


def test_a_term_names_its_codes(document):
    fields = document["components"]["schemas"]["EventDetail"]["properties"]

    assert fields["state"]["properties"]["code"]["enum"] == ["scheduled", "postponed", "cancelled"]


def test_every_reference_leads_somewhere(client, document):
    text = client.get("/api/v1/openapi.json").content.decode()

    for path in set(re.findall(r'"\$ref": ?"#/([^"]+)"', text)):
        found = document
        for step in path.split("/"):
            found = found[step]


def test_every_parameter_is_explained(document):
    names = [(one["name"], one.get("description")) for o in operations(document) for one in o["parameters"]]

    assert [name for name, words in names if not words and name != "slug"] == []


def test_it_can_be_had_in_chinese(client, document):
    chinese = client.get("/api/v1/openapi.json", {"lang": "zh-Hans"})

    assert chinese.headers["Content-Language"] == "zh-Hans"
    assert set(chinese.json()["paths"]) == set(document["paths"])
    assert chinese.json()["info"]["title"].startswith("北京")
    assert document["info"]["title"].startswith("Beijing")


@pytest.mark.parametrize(("query", "wrong"), [("lang=fr", "lang"), ("language=en", "language")])
def test_what_cannot_be_meant_is_refused(client, query, wrong):
    response = client.get(f"/api/v1/openapi.json?{query}")

    assert response.status_code == 422
    assert [error["parameter"] for error in response.json()["errors"]] == [wrong]
