"""Methods, conditions, limits, other sites' browsers; and that nobody is remembered."""

import pytest
from django.contrib.sessions.models import Session

from beijing_ngo.api import limits
from beijing_ngo.api.reference import ReferenceView
from tests.api import full_portal
from tests.api.reading import get, read
from tests.factories import EventFactory, SuperuserFactory

pytestmark = pytest.mark.django_db
WRITES = ("post", "put", "patch", "delete", "trace")


@pytest.fixture
def event():
    return EventFactory(slug="one", status="published")


# ---------------------------------------------------------------- methods


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("path", ["events", "events/one", "openapi.json", ""])
def test_head_is_get_without_the_body(client, path):
    head, whole = client.head(f"/api/v1/{path}"), client.get(f"/api/v1/{path}")

    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(whole.content))


@pytest.mark.parametrize("method", WRITES)
@pytest.mark.parametrize("path", ["events", "events/one", "nothing"])
def test_nothing_can_be_written(client, method, path):
    response = getattr(client, method)(f"/api/v1/{path}")

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["nothing", "events/nothing", "events/", "events/one/more", "events/Größe"])
def test_an_unknown_address_is_a_problem_too(client, path):
    response = client.get(f"/api/v1/{path}", headers={"Accept-Language": "en"})

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing public under this address.",
        "errors": [],
    }


def test_a_problem_speaks_the_language_asked_for(client):
    asked = client.get("/api/v1/events?lang=zh-Hans&limit=0", headers={"Accept-Language": "en"})
    accepted = client.get("/api/v1/events?limit=0", headers={"Accept-Language": "en"})

    assert asked.headers["Content-Language"] == "zh-Hans"
    assert accepted.headers["Content-Language"] == "en"
    assert accepted.headers["Cache-Control"] == "no-store"
    assert accepted.json()["errors"] == [{"parameter": "limit", "message": "At least 1."}]


def test_the_front_door_leads_everywhere(client):
    answer = read(client, "")

    assert list(answer["resources"]) == list(full_portal.LISTS)
    assert answer["documentation"]["en"] == "http://testserver/en/data/"
    for address in [*answer["resources"].values(), answer["openapi"], *answer["documentation"].values()]:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(("path", "language"), [("events?lang=zh-Hans", "zh-Hans"), ("events", "en")])
def test_a_crash_is_a_problem_too_and_is_reported(client, monkeypatch, caplog, path, language):
    client.raise_request_exception = False
    monkeypatch.setattr(limits, "count", fail)

    response = client.get(f"/api/v1/{path}", headers={"Accept-Language": "en"})

    assert response.status_code == response.json()["status"] == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Content-Language"] == language
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "secret of the crash" not in response.content.decode()
    assert [record.exc_info[1].args for record in caplog.records] == [("secret of the crash",)]


def test_a_crash_of_a_page_is_a_page(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(ReferenceView, "get_context_data", fail)

    response = client.get("/en/data/")

    assert response.status_code == 500
    assert "网站出了故障" in response.content.decode()


def fail(*_args, **_kwargs):
    raise RuntimeError("secret of the crash")


# ---------------------------------------------------------------- other sites, caches


def test_any_site_may_read(client):
    response = client.get("/api/v1/events", headers={"Origin": "https://elsewhere.example"})

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    exposed = response.headers["Access-Control-Expose-Headers"]
    assert all(name in exposed for name in ("ETag", "Link", "RateLimit-Remaining", "Retry-After"))


def test_a_browser_that_asks_first_is_told_what_it_may(client):
    response = client.options(
        "/api/v1/events",
        headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"},
    )

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


def test_an_unchanged_answer_is_short(client, event):
    first = get(client, "events")
    again = client.get("/api/v1/events", headers={"If-None-Match": first.headers["ETag"]})
    event.title_en = "Another title"
    event.save()
    changed = client.get("/api/v1/events", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert changed.status_code == 200


@pytest.mark.parametrize("address", [*full_portal.ADDRESSES, "/api/v1/openapi.json", "/api/v1/"])
def test_nobody_is_remembered(client, address):
    full_portal.make()

    response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not Session.objects.exists()


def test_staff_who_are_signed_in_see_no_more(client):
    EventFactory(slug="draft", status="draft")
    client.force_login(SuperuserFactory())

    assert get(client, "events/draft").status_code == 404
    assert read(client, "events")["items"] == []


# ---------------------------------------------------------------- the limit


def ask(client, times=1, **extra):
    return [client.get("/api/v1/events", **extra) for _time in range(times)][-1]


def test_an_address_may_ask_so_often_a_minute(client, settings, time_machine):
    settings.API_RATE = 3
    time_machine.move_to("2027-01-01T00:00:15Z", tick=False)

    third, fourth = ask(client, 3), ask(client)

    assert (third.status_code, third.headers["RateLimit-Remaining"]) == (200, "0")
    assert (third.headers["RateLimit-Limit"], third.headers["RateLimit-Reset"]) == ("3", "45")
    assert fourth.status_code == 429
    assert fourth.headers["Retry-After"] == "45"
    assert fourth.headers["Content-Type"] == "application/problem+json"
    assert fourth.headers["Access-Control-Allow-Origin"] == "*"
    assert ask(client, REMOTE_ADDR="10.0.0.9").status_code == 200
    time_machine.move_to("2027-01-01T00:01:00Z", tick=False)
    assert ask(client).headers["RateLimit-Remaining"] == "2"


def test_the_address_is_found_behind_proxies(client, settings):
    settings.API_RATE = 1
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def forwarded(chain):
        return ask(client, headers={"X-Forwarded-For": chain}).status_code

    assert [forwarded("203.0.113.5"), forwarded("203.0.113.6")] == [200, 200]
    # What a client writes before its own address is not believed.
    assert forwarded("198.51.100.1, 203.0.113.5") == 429


def test_without_a_proxy_no_such_header_is_believed(client, settings):
    settings.API_RATE = 1

    assert ask(client, headers={"X-Forwarded-For": "203.0.113.5"}).status_code == 200
    assert ask(client, headers={"X-Forwarded-For": "203.0.113.6"}).status_code == 429


def test_a_network_of_ipv6_is_one_client(client, settings):
    settings.API_RATE = 1

    assert ask(client, REMOTE_ADDR="2001:db8:1:2::1").status_code == 200
    assert ask(client, REMOTE_ADDR="2001:db8:1:2:ffff::9").status_code == 429
    assert ask(client, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200
    assert ask(client, REMOTE_ADDR="::ffff:203.0.113.7").status_code == 200
    assert ask(client, REMOTE_ADDR="::ffff:203.0.113.8").status_code == 200


def test_the_limit_can_be_switched_off(client, settings):
    settings.API_RATE = 0

    assert "RateLimit-Limit" not in ask(client, 2).headers


def test_asking_first_and_writing_cost_nothing(client, settings):
    settings.API_RATE = 1
    client.options("/api/v1/events")
    client.post("/api/v1/events")

    assert ask(client).status_code == 200
