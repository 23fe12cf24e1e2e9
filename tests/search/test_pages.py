from datetime import date

import pytest

from beijing_ngo.search import views
from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    CooperationProjectFactory,
    DelegationFactory,
    EventFactory,
    OrganisationFactory,
    PageFactory,
    SeriesFactory,
    SubmissionFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def one_of_each(word):
    OrganisationFactory(name_zh_hans=f"{word}组织", name_en=f"{word} organisation")
    for factory in (SeriesFactory, ConferenceFactory):
        factory(name_zh_hans=f"{word}会议", name_en=f"{word} meeting")
    for factory in (
        EventFactory,
        ArticleFactory,
        DelegationFactory,
        SubmissionFactory,
        CooperationProjectFactory,
        PageFactory,
    ):
        factory(title_zh_hans=f"{word}标题", title_en=f"{word} title")


def test_without_a_question_the_page_says_what_can_be_asked_and_asks_no_index(
    client, django_assert_num_queries, monkeypatch
):
    client.get("/en/search/")

    monkeypatch.setattr(views.finding, "find", None)
    response = client.get("/en/search/", {"q": "  "})

    assert response.status_code == 200
    assert "Both languages are searched at once" in response.content.decode()
    assert "noindex" not in response.content.decode()


def test_punctuation_alone_is_no_question(client):
    html = client.get("/en/search/", {"q": "？！"}).content.decode()

    assert "Please type a word" in html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_has_its_hit(client, language):
    one_of_each("Oasis")

    context = client.get(f"/{language}/search/", {"q": "oasis"}).context

    assert len(context["hits"]) == len(views.NAMES)
    assert {option["count"] for option in context["kinds"]} == {"9", "1"}
    assert all(hit.kind and "<mark>Oasis</mark>" in hit.title for hit in context["hits"])


@pytest.mark.parametrize("number", [1, 7])
def test_a_page_takes_the_same_statements_for_any_number_of_hits(
    client, number, django_assert_max_num_queries
):
    for _time in range(number):
        one_of_each("Oasis")
    client.get("/en/search/")  # what is kept is there

    with django_assert_max_num_queries(17):  # the index four times, its slices once, the entries, nine kinds
        response = client.get("/en/search/", {"q": "oasis"})

    assert len(response.context["hits"]) == min(9 * number, views.PER_PAGE)


def test_an_anonymous_question_writes_nothing_and_sets_no_cookie(client, django_assert_max_num_queries):
    ArticleFactory(title_en="Oasis")

    with django_assert_max_num_queries(30) as captured:
        page = client.get("/en/search/", {"q": "oasis"})
        suggested = client.get("/en/search/suggest/", {"q": "oas"})

    assert not page.cookies
    assert not suggested.cookies
    assert all(query["sql"].lstrip().startswith("SELECT") for query in captured.captured_queries)


def test_kinds_and_languages_narrow_and_keep_the_question(client):
    EventFactory(title_zh_hans="绿色论坛", title_en="Forum")
    ArticleFactory(title_zh_hans="绿色报道", title_en="", body_en="")

    response = client.get("/en/search/", {"q": "绿色", "kind": "report", "order": "newest"})
    chinese = client.get("/en/search/", {"q": "绿色", "language": "zh-hans"})

    assert [hit.note for hit in response.context["hits"]] == ["Chinese only"]
    options = {option["label"]: option for option in response.context["kinds"]}
    assert options["Everything"]["count"] == "2"
    assert options["Events"]["url"].endswith("?q=%E7%BB%BF%E8%89%B2&kind=event&order=newest")
    assert [option["is_current"] for option in response.context["kinds"]] == [False, False, True]
    assert [option["label"] for option in chinese.context["languages"]] == [
        "Any language",
        "English",
        "Chinese only",
    ]
    assert len(chinese.context["hits"]) == 1


def test_what_the_address_does_not_know_is_left_aside(client):
    ArticleFactory(title_en="Oasis")

    response = client.get(
        "/en/search/", {"q": "oasis", "kind": "x", "language": "fr", "order": "y", "page": "99"}
    )

    assert len(response.context["hits"]) == 1


def test_results_come_in_pages(client):
    for number in range(25):
        ArticleFactory(title_en=f"Oasis {number}", date=date(2023, 1, 1 + number))

    second = client.get("/en/search/", {"q": "oasis", "page": "2"})
    html = second.content.decode()

    assert len(second.context["hits"]) == 5
    assert second.context["range"] == "21–25 of 25"
    assert 'start="21"' in html
    assert "25 results for “oasis”." in " ".join(html.split())
    assert '<meta name="robots" content="noindex, follow">' in html


def test_one_result_is_said_so(client):
    ArticleFactory(title_en="Oasis")

    assert "1 result for “oasis”." in " ".join(
        client.get("/en/search/", {"q": "oasis"}).content.decode().split()
    )


def test_nothing_found_says_what_to_try(client):
    html = client.get("/en/search/", {"q": "<b>oasis</b>"}).content.decode()

    assert "Nothing was found for “&lt;b&gt;oasis&lt;/b&gt;”." in html
    assert "Try fewer words" in html
    assert "<b>oasis" not in html


def test_what_is_called_something_in_the_other_language_is_searched_by_that_too(client):
    ThemeFactory(name_zh_hans="绿洲", name_en="Oasis")
    ArticleFactory(title_zh_hans="绿洲报道", title_en="", body_en="")

    both = client.get("/en/search/", {"q": "oasis"})
    exact = client.get("/en/search/", {"q": "oasis", "exact": "1"})

    assert len(both.context["hits"]) == 1
    assert 'Also searched as <b lang="zh-Hans">绿洲</b>.' in both.content.decode()
    assert "exact=1" in both.context["named"]["url"]
    assert exact.context["hits"] == []


def test_titles_are_suggested_while_somebody_types(client):
    ConferenceFactory(
        name_zh_hans="缔约方会议", name_en="Conference of the Parties", acronym="COP", number=27
    )
    EventFactory(title_zh_hans="绿色论坛", title_en="Green <forum>")
    ArticleFactory(title_zh_hans="报道", title_en="", body_en="<p>greenhouse</p>")

    def suggested(text, language="en"):
        response = client.get(f"/{language}/search/suggest/", {"q": text})
        return [(str(hit.title), hit.lang) for hit in response.context["suggestions"]]

    assert suggested("gree") == suggested("GREEN fo") == [("Green &lt;forum&gt;", "")]
    assert suggested("绿") == suggested("green", "en") == [("Green &lt;forum&gt;", "")]
    assert suggested("绿色论", "zh-hans") == [("绿色论坛", "")]
    assert suggested("报") == [("报道", "zh-Hans")]
    assert suggested("cop2") == suggested("COP 27") == [("Conference of the Parties", "")]
    assert suggested("") == suggested("?") == suggested("house") == []


def test_there_are_eight_suggestions_at_most_the_one_called_just_so_first(client):
    ArticleFactory(title_zh_hans="Oasis", title_en="Oasis", date=date(2001, 1, 1))
    for number in range(10):
        ArticleFactory(title_en=f"Oasis again {number}", date=date(2020, 1, 1))

    response = client.get("/en/search/suggest/", {"q": "oasis"})

    assert len(response.context["suggestions"]) == views.MOST_SUGGESTIONS
    assert response.context["suggestions"][0].title == "Oasis"
    html = response.content.decode()
    assert html.count('role="option"') == 8
    assert "8 suggestions" in html
    assert "<html" not in html


def test_every_page_leads_to_the_search(client):
    assert 'href="/en/search/"' in client.get("/en/").content.decode()
