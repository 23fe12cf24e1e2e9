from urllib.robotparser import RobotFileParser

import pytest

from tests.factories import EventFactory


@pytest.fixture
def robot(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(response.content.decode().splitlines())
    return parser


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/en/", "/zh-hans/events/", "/en/events/a-walk/", "/en/reports/?page=2", "/zh-hans/members/"),
        *("/media/photos/a.jpg", "/documents/3/", "/static/css/site.css", "/share/event/a/en/b.png"),
        *("/sitemap.xml", "/en/verify/", "/calendar.ics"),
    ],
)
def test_what_is_for_everybody_may_be_read(robot, path):
    assert robot.can_fetch("Googlebot", f"https://ngo.example.org{path}")


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/", "/admin/events/event/", "/en/account/login/", "/zh-hans/account/", "/en/search/?q=walk"),
        *("/en/drafts/abc/", "/en/check-in/", "/zh-hans/tickets/abc/", "/en/registrations/R1/abc/"),
        *("/en/mail/unsubscribe/abc/", "/calendar/secret.ics"),
    ],
)
def test_what_is_for_people_is_not(robot, path):
    assert not robot.can_fetch("Googlebot", f"https://ngo.example.org{path}")


def test_forms_of_registration_are_left_out(client):
    """The parser of the standard library knows no asterisk; those of search engines do (RFC 9309)."""
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /en/events/*/register/" in lines
    assert "Disallow: /zh-hans/events/*/register/" in lines


@pytest.mark.django_db
def test_the_map_is_where_it_says(client, settings):
    settings.SITE_URL = "https://ngo.example.org"
    EventFactory()
    (line,) = [line for line in client.get("/robots.txt").content.decode().splitlines() if "Sitemap" in line]

    assert line == "Sitemap: https://ngo.example.org/sitemap.xml"
    assert client.get("/sitemap.xml").status_code == 200
