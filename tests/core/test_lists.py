import pytest
from django.http import QueryDict
from django.utils import translation

from beijing_ngo.core import lists
from beijing_ngo.core.countries import countries_named
from beijing_ngo.core.places import on_the_map


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ""),
        ("q=+green++city+", "green city"),
        ("q=%00", ""),
        ("q=a%00b", "a b"),
        ("q=%E7%BB%BF%E3%80%80%E8%89%B2", "绿 色"),
        ("q=" + "x" * 500, "x" * 100),
        ("q=first&q=last", "last"),
    ],
)
def test_words_are_what_a_database_can_look_for(query, expected):
    assert lists.words(QueryDict(query)) == expected


@pytest.mark.parametrize(("query", "expected"), [("kind=walk", "walk"), ("kind=fly", ""), ("", "")])
def test_a_choice_is_one_of_those_there_are(query, expected):
    assert lists.one_of(QueryDict(query), "kind", ["walk", "swim"]) == expected


def test_several_choices_keep_the_lists_own_order():
    params = QueryDict("kind=swim&kind=fly&kind=walk&kind=swim")

    assert lists.some_of(params, "kind", ["walk", "run", "swim"]) == ["walk", "swim"]


def test_a_filter_taken_away_leaves_the_others_and_starts_at_the_first_page():
    params = QueryDict("kind=walk&kind=swim&q=green+city&page=3")

    assert lists.without(params, "kind") == "?q=green+city"
    assert lists.without(params, "kind", "walk") == "?kind=swim&q=green+city"
    assert lists.without(QueryDict("q=a"), "q") == "?"


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Tokyo, Yokohama"), ("zh-hans", "Tokyo、Yokohama")]
)
def test_names_are_joined_as_their_language_does(language, expected):
    with translation.override(language):
        assert lists.joined(["Tokyo", "", "Yokohama"]) == expected


def test_places_on_the_map_stand_the_most_frequent_first_without_home():
    with translation.override("en"):
        places = on_the_map({"CH": 1, "CN": 9, "FI": 3, "EG": 1, "ZZ": 5})

    assert [(name, count) for name, _lat, _lon, count in places] == [
        ("Finland", 3),
        ("Egypt", 1),
        ("Switzerland", 1),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("finl", ["FI"]), ("芬兰", ["FI"]), ("TAIWAN", ["TW"]), ("atlantis", []), (" ", [])],
)
def test_countries_are_found_by_their_name_in_either_language(words, expected):
    assert countries_named(words) == expected
