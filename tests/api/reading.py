"""Asks the interface as a program does."""


def get(client, path, **params):
    return client.get(f"/api/v1/{path}", params)


def read(client, path, **params):
    response = get(client, path, **params)
    assert response.status_code == 200, response.content
    return response.json()


def slugs(client, path, **params) -> list[str]:
    return [item["slug"] for item in read(client, path, **params)["items"]]


def refusal(client, path, **params) -> dict[str, str]:
    """What is said of which parameter, in English."""
    response = client.get(f"/api/v1/{path}", params, headers={"Accept-Language": "en"})
    assert response.status_code == 422, response.content
    return {error["parameter"]: error["message"] for error in response.json()["errors"]}
