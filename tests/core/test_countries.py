import pytest
from django.utils import translation
from django_countries import countries

from beijing_ngo.core.countries import NAMES, OVERRIDE, PLACES, coordinates, count_of_countries, country_name
from beijing_ngo.core.world_map import HEIGHT, WIDTH, project

# Nobody lives there, or nobody but researchers and sailors.
UNINHABITED = {"AQ", "BV", "GS", "HM", "IO", "TF", "UM"}


@pytest.mark.parametrize(
    ("code", "chinese", "english"),
    [
        ("HK", "中国香港", "Hong Kong, China"),
        ("MO", "中国澳门", "Macao, China"),
        ("TW", "中国台湾", "Taiwan, China"),
        ("NP", "尼泊尔", "Nepal"),
        ("WS", "萨摩亚", "Samoa"),
        ("KR", "韩国", "Republic of Korea"),
        ("CH", "瑞士", "Switzerland"),
        ("XX", "XX", "XX"),
        ("", "", ""),
    ],
)
def test_country_name(code, chinese, english):
    with translation.override("zh-hans"):
        in_chinese = country_name(code)
    with translation.override("en"):
        in_english = country_name(code)

    assert [in_chinese, in_english] == [chinese, english]
    assert [country_name(code, "zh-hans"), country_name(code, "en")] == [chinese, english]


def test_the_override_follows_the_reader():
    with translation.override("zh-hans"):
        chinese = str(OVERRIDE["HK"])
    with translation.override("en"):
        english = str(OVERRIDE["HK"])

    assert [chinese, english] == ["中国香港", "Hong Kong, China"]
    assert OVERRIDE.keys() == NAMES.keys()


def test_every_country_and_region_where_people_live_has_a_place():
    assert PLACES.keys() == {country.code for country in countries} - UNINHABITED


def test_every_place_lies_on_the_map():
    outside = {
        code
        for code, place in PLACES.items()
        for x, y in [project(*place)]
        if not (0 <= x <= WIDTH and (0 <= y <= HEIGHT or code == "SJ"))
    }

    assert outside == set()
    assert [coordinates("CN"), coordinates("XX"), coordinates("")] == [(39.9, 116.4), None, None]


def test_count_of_countries():
    with translation.override("en"):
        counts = [count_of_countries(1), count_of_countries(38)]

    assert counts == ["1 country or region", "38 countries and regions"]
