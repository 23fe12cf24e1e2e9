import pytest
from django.utils import translation

from beijing_ngo.core import languages
from beijing_ngo.core.languages import LanguageLink


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("/zh-hans/events/", "en", "/en/events/"),
        ("/en/events/earth-hour-2027/", "zh-hans", "/zh-hans/events/earth-hour-2027/"),
        ("/en/", "zh-hans", "/zh-hans/"),
        ("/en", "zh-hans", "/zh-hans/"),
        ("/en/events/", "en", "/en/events/"),
        ("/en/reports/en/", "zh-hans", "/zh-hans/reports/en/"),
        ("/english/", "zh-hans", "/zh-hans/"),
        ("/calendar.ics", "en", "/en/"),
        ("/", "en", "/en/"),
    ],
)
def test_a_page_keeps_its_address_in_the_other_language(path, code, expected):
    assert languages.in_language(path, code) == expected


def test_links_lead_to_the_same_page_with_the_same_filters(rf):
    request = rf.get("/zh-hans/events/?kind=forum&q=%E6%B0%94%E5%80%99&page=2")

    with translation.override("zh-hans"):
        links = languages.links(request)

    query = "?kind=forum&q=%E6%B0%94%E5%80%99&page=2"
    assert links == [
        LanguageLink("zh-hans", "zh-Hans", "中文", f"/zh-hans/events/{query}", is_current=True),
        LanguageLink("en", "en", "English", f"/en/events/{query}", is_current=False),
    ]


def test_links_from_outside_the_languages_lead_home_without_a_query(rf):
    request = rf.get("/admin/?next=/admin/events/")

    with translation.override("en"):
        links = languages.links(request)

    assert [(link.url, link.is_current) for link in links] == [("/zh-hans/", False), ("/en/", True)]


@pytest.mark.parametrize(("code", "expected"), [("zh-hans", "zh-Hans"), ("en", "en"), ("fr", "fr")])
def test_tags_are_what_html_wants(code, expected):
    assert languages.tag(code) == expected
