import re
from html import unescape

import pytest
from django.utils import translation

from beijing_ngo.core import kept, seo
from beijing_ngo.core.models import SiteSettings
from beijing_ngo.core.seo import Addresses, Alternate

shell_urls = pytest.mark.urls("tests.core.shell_urls")


@pytest.fixture
def site(db):
    kept.renew()
    return SiteSettings.objects.create(
        name_zh_hans="北京市民间组织国际交流协会",
        name_en="Beijing NGO Association for International Exchanges",
        short_name_zh_hans="市民交协",
        short_name_en="Beijing NGO",
        motto_en="Connecting Beijing's NGOs with the world",
    )


def meta(html):
    """What the page's head says, by name."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html)
    return {name: unescape(content) for name, content in found}


def links(html, rel):
    return re.findall(rf'<link rel="{rel}"(?: hreflang="([^"]+)")? href="([^"]+)"', html)


def test_a_filtered_list_has_the_lists_address_and_keeps_the_page(rf):
    request = rf.get("/en/events/?kind=forum&page=3")

    with translation.override("en"):
        addresses = seo.addresses(request)

    assert addresses == Addresses(
        canonical="http://testserver/en/events/?page=3",
        alternates=[
            Alternate("zh-Hans", "http://testserver/zh-hans/events/?page=3"),
            Alternate("en", "http://testserver/en/events/?page=3"),
            Alternate("x-default", "http://testserver/en/events/?page=3"),
        ],
        locale="en_GB",
        other_locales=["zh_CN"],
    )


@pytest.mark.parametrize("query", ["?page=1", "?page=", "?page=last", "?page=9999999", "?utm_source=wechat"])
def test_the_first_page_and_foreign_marks_leave_no_trace(rf, query):
    with translation.override("zh-hans"):
        addresses = seo.addresses(rf.get(f"/zh-hans/reports/{query}"))

    assert addresses.canonical == "http://testserver/zh-hans/reports/"


def test_home_is_the_front_door_for_readers_of_no_known_language(rf):
    with translation.override("zh-hans"):
        addresses = seo.addresses(rf.get("/zh-hans/"))

    assert [(alternate.hreflang, alternate.url) for alternate in addresses.alternates] == [
        ("zh-Hans", "http://testserver/zh-hans/"),
        ("en", "http://testserver/en/"),
        ("x-default", "http://testserver/"),
    ]


def test_the_public_address_of_the_settings_wins(rf, settings):
    settings.SITE_URL = "https://ngo.example.org"

    with translation.override("en"):
        addresses = seo.addresses(rf.get("/en/members/"))

    assert addresses.canonical == "https://ngo.example.org/en/members/"
    assert seo.absolute(None, "/media/a.jpg") == "https://ngo.example.org/media/a.jpg"
    assert seo.absolute(None, "https://cdn.example.org/a.jpg") == "https://cdn.example.org/a.jpg"


@shell_urls
def test_the_head_says_the_pages_addresses_once(client, site):
    html = client.get("/zh-hans/events/?kind=forum").content.decode()

    assert links(html, "canonical") == [("", "http://testserver/zh-hans/events/")]
    assert links(html, "alternate") == [
        ("zh-Hans", "http://testserver/zh-hans/events/"),
        ("en", "http://testserver/en/events/"),
        ("x-default", "http://testserver/en/events/"),
    ]


@shell_urls
@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "Events", "Events · Beijing NGO"),
        ("zh-hans", "活动", "活动·北京市民间组织国际交流协会"),
        ("en", "", "Beijing NGO Association for International Exchanges"),
        ("en", 'A <b>|B & "C"', 'A <b>|B & "C" · Beijing NGO'),
        ("zh-hans", "全球环境|研究所", "全球环境研究所·北京市民间组织国际交流协会"),
    ],
)
def test_the_title_names_the_page_and_then_the_association(client, site, language, title, expected):
    response = client.get(f"/{language}/events/", {"title": title})

    found = re.findall(r"<title>(.*?)</title>", response.content.decode())

    assert [unescape(text) for text in found] == [expected]


@shell_urls
def test_messengers_get_title_description_and_address(client, site):
    html = client.get("/en/events/", {"title": "Events", "description": '“Walks” & "talks"'}).content.decode()

    said = meta(html)
    assert said.pop("og:image").startswith("http://testserver/share/section/events/en/")
    assert {name: text for name, text in said.items() if name.startswith(("og:", "desc", "twitter:"))} == {
        "og:title": "Events",
        "description": '“Walks” & "talks"',
        "og:description": '“Walks” & "talks"',
        "og:url": "http://testserver/en/events/",
        "og:type": "website",
        "og:site_name": "Beijing NGO Association for International Exchanges",
        "og:locale": "en_GB",
        "og:locale:alternate": "zh_CN",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Events · Beijing NGO Association for International Exchanges",
        "twitter:card": "summary_large_image",
    }


@shell_urls
def test_a_page_without_a_description_says_none(client, site):
    html = client.get("/en/events/").content.decode()

    assert "description" not in meta(html)


@shell_urls
@pytest.mark.parametrize(("path", "status"), [("/en/nowhere/at-all/", 404), ("/en/forbidden/", 403)])
def test_pages_that_are_none_ask_not_to_be_listed(client, site, path, status):
    response = client.get(path)

    html = response.content.decode()
    assert response.status_code == status
    assert meta(html)["robots"] == "noindex"
    assert links(html, "canonical") == links(html, "alternate") == []
