import json

import pytest

from beijing_ngo.core import structured
from tests.factories import SiteSettingsFactory


def read(html) -> dict:
    return json.loads(html.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))


def test_no_text_ends_the_block_or_begins_another():
    nasty = "</script><script>alert(1)</script> <!-- & \u2028 “”"

    made = structured.script([{"@type": "Thing", "name": nasty}])

    inside = made.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028") & set(inside)
    assert read(made)["name"] == nasty


def test_one_thing_stands_alone_and_several_in_a_graph():
    one, other = {"@type": "Person", "name": "王芳"}, {"@type": "Person", "name": "李明"}

    assert read(structured.script([one])) == {"@context": "https://schema.org"} | one
    assert read(structured.script([one, other])) == {"@context": "https://schema.org", "@graph": [one, other]}
    assert structured.script([]) == ""


def test_what_is_not_known_is_not_said():
    made = structured.thing("Place", name="", address={}, geo=[], url=None, image="a", position=0)

    assert made == {"@type": "Place", "image": "a", "position": 0}


@pytest.mark.django_db
def test_the_way_leads_from_home_and_the_page_itself_has_no_address(settings):
    settings.SITE_URL = "https://ngo.example.org"
    crumbs = [("活动", "/zh-hans/events/"), ('<span lang="en">A &amp; B</span>', "")]

    assert structured.trail(crumbs)["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "首页", "item": "https://ngo.example.org/zh-hans/"},
        {
            "@type": "ListItem",
            "position": 2,
            "name": "活动",
            "item": "https://ngo.example.org/zh-hans/events/",
        },
        {"@type": "ListItem", "position": 3, "name": "A & B"},
    ]


@pytest.mark.django_db
def test_the_association_is_one_in_both_languages(settings):
    settings.SITE_URL = "https://ngo.example.org"
    SiteSettingsFactory(founded_year=2007)

    one = structured.association_in_full()

    assert one["@id"] == "https://ngo.example.org/#association"
    assert one["name"] == "北京市民间组织国际交流协会"
    assert one["alternateName"] == [
        "市民交协",
        "Beijing NGO Association for International Exchanges",
        "Beijing NGO",
    ]
    assert one["foundingDate"] == "2007"
    assert "address" not in one
