"""Articles: the list with its filters, and the page of one."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from beijing_ngo.core.models import Status
from tests.factories import (
    ArticleFactory,
    DelegationFactory,
    EventFactory,
    OrganisationFactory,
    SiteSettingsFactory,
    SubmissionFactory,
    SuperuserFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/en/reports/"


def titles(response):
    context = response.context
    featured = [context["featured"]] if context["featured"] else []
    return [article.title_en for article in [*featured, *context["articles"]]]


def body_of(response):
    return response.content.decode()


def page_of(client, article, language="en"):
    with translation.override(language):
        return client.get(article.get_absolute_url())


@pytest.fixture
def warmed(client):
    """What all readers share is kept, and the content types are known; what is left is asked for each time."""

    def warm(url):
        client.get(url)
        return client

    return warm


# ---------------------------------------------------------------- the list


def test_the_latest_stands_in_front_and_the_others_follow(client):
    old, new, middle = (
        ArticleFactory(title_en=name, date=date(year, 1, 1))
        for name, year in (("Old", 2020), ("New", 2024), ("Middle", 2022))
    )

    response = client.get(LIST)

    assert response.context["featured"] == new
    assert response.context["articles"] == [middle, old]


def test_nothing_that_is_not_public_is_listed(client):
    ArticleFactory(status=Status.DRAFT, published_at=None)
    ArticleFactory(status=Status.ARCHIVED)
    ArticleFactory(published_at=timezone.now() + timedelta(days=1))
    shown = ArticleFactory()

    response = client.get(LIST)

    assert (response.context["featured"], response.context["articles"]) == (shown, [])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "walking"}, ["A walk"]),
        ({"q": "徒步"}, ["A walk"]),
        ({"q": "  "}, ["A talk", "A walk"]),
        ({"theme": "sport"}, ["A walk"]),
        ({"year": "2021"}, ["A walk"]),
        ({"series": "城市漫步"}, ["A walk"]),
        ({"series": "城市漫步", "year": "2024"}, []),
        ({"theme": "nothing", "year": "20x1", "series": "?", "page": "-7"}, ["A talk", "A walk"]),
        ({"q": "\x00", "year": "99999999999999999999", "page": "zzz"}, ["A talk", "A walk"]),
    ],
)
def test_filters_narrow_the_list_and_nonsense_is_left_aside(client, query, found):
    sport = ThemeFactory(slug="sport")
    walk = ArticleFactory(
        title_en="A walk",
        body_en="<p>We went walking.</p>",
        body_zh_hans="<p>徒步。</p>",
        date=date(2021, 4, 1),
        series_name_zh_hans="城市漫步",
        series_name_en="City walks",
        part=1,
    )
    walk.themes.add(sport)
    ArticleFactory(title_en="A talk", date=date(2024, 4, 1))

    response = client.get(LIST, query)

    assert response.status_code == 200
    assert titles(response) == found


def test_only_what_some_article_has_is_offered(client):
    ArticleFactory(date=date(2021, 4, 1), series_name_zh_hans="漫步", series_name_en="Walks")
    ArticleFactory(date=date(2024, 4, 1)).themes.add(ThemeFactory(slug="youth", name_en="Youth"))
    ArticleFactory(date=date(1999, 4, 1), status=Status.DRAFT, published_at=None)
    ThemeFactory(slug="unused")

    choices = client.get(LIST).context["filters"].choices

    assert {choice.name: choice.offered for choice in choices} == {
        "theme": [("youth", "Youth")],
        "year": [("2024", "2024"), ("2021", "2021")],
        "series": [("漫步", "Walks")],
    }


def test_each_active_filter_has_a_link_to_the_list_without_it(client):
    ArticleFactory(date=date(2021, 4, 1), series_name_zh_hans="漫步", series_name_en="Walks")

    response = client.get(LIST, {"q": "Article", "year": "2021", "series": "漫步", "page": "3"})

    assert response.context["filters"].tags() == [
        ("Article", "?year=2021&series=%E6%BC%AB%E6%AD%A5"),
        ("2021", "?q=Article&series=%E6%BC%AB%E6%AD%A5"),
        ("Walks", "?q=Article&year=2021"),
    ]


def test_htmx_gets_the_results_alone(client):
    ArticleFactory()

    whole, part = client.get(LIST), client.get(LIST, headers={"HX-Request": "true"})

    assert [t.name for t in whole.templates][:1] == ["reports/article_list.html"]
    assert [t.name for t in part.templates][:1] == ["reports/_article_results.html"]
    assert body_of(part).lstrip().startswith('<div id="results">')
    assert "<html" not in body_of(part)


def test_long_lists_have_pages(client):
    for day in range(1, 16):
        ArticleFactory(title_en=f"Day {day}", date=date(2024, 1, day))

    first, second = client.get(LIST), client.get(LIST, {"page": 2})

    assert titles(first) == [f"Day {day}" for day in range(15, 3, -1)]
    assert titles(second) == ["Day 3", "Day 2", "Day 1"]
    assert second.context["featured"] is None


@pytest.mark.parametrize("count", [5, 50])
def test_the_list_asks_two_questions_whatever_its_length(count, warmed, django_assert_num_queries):
    theme = ThemeFactory()
    for article in ArticleFactory.create_batch(count, series_name_zh_hans="系列", series_name_en="Series"):
        article.themes.add(theme)
    client = warmed(LIST)

    with django_assert_num_queries(2):  # how many there are, and one page of them
        client.get(LIST)


def test_the_first_visit_after_a_change_keeps_to_eight_statements(client, django_assert_max_num_queries):
    ArticleFactory.create_batch(5)

    with django_assert_max_num_queries(8):
        client.get(LIST)


# ---------------------------------------------------------------- one article


def test_the_page_says_source_date_and_editor_and_carries_the_text(client):
    article = ArticleFactory(
        title_en="A day in Geneva",
        source_en="Foreign Affairs Office",
        editor="LI Ming",
        editors_note_en="Three parts.",
        date=date(2023, 1, 27),
        body_en='<p onclick="x()">Talks, <script>alert(1)</script>and tea.</p>',
    )

    html = body_of(page_of(client, article))

    assert re.findall(r"<h1>(.*?)</h1>", html) == ["A day in Geneva"]
    byline = re.search(r'<p class="meta">(.*?)</p>', html, re.S).group(1)
    assert re.findall(r"<span>(.*?)</span>", byline) == [
        '<time datetime="2023-01-27">27 January 2023</time>',
        "Source: Foreign Affairs Office",
        "Editor: LI Ming",
    ]
    assert "<p>Talks, and tea.</p>" in html
    assert "Three parts." in html


def test_text_size_is_a_choice_of_three_that_needs_no_script(client):
    html = body_of(page_of(client, ArticleFactory()))

    sizes = re.findall(r'<input type="radio" name="size" id="([^"]+)" value="([^"]*)"( checked)?>', html)
    assert sizes == [("size-l", "l", ""), ("size-m", "", " checked"), ("size-s", "s", "")]


def test_a_series_lists_its_public_parts_in_order_with_the_way_on(client):
    name = {"series_name_zh_hans": "民间外交", "series_name_en": "Diplomacy"}
    third, first, second = (
        ArticleFactory(title_en=f"Part {part}", part=part, date=date(2023, 1, part), **name)
        for part in (3, 1, 2)
    )
    ArticleFactory(part=4, status=Status.DRAFT, published_at=None, **name)

    response = page_of(client, second)

    assert [(part["article"], part["rel"]) for part in response.context["parts"]] == [
        (first, "prev"),
        (second, "here"),
        (third, "next"),
    ]
    assert re.findall(r'href="([^"]+)" rel="(prev|next)"', body_of(response)) == [
        (f"/en/reports/{first.slug}/", "prev"),
        (f"/en/reports/{third.slug}/", "next"),
    ]
    assert response.context["crumbs"][1] == (
        "Diplomacy",
        "/en/reports/?series=%E6%B0%91%E9%97%B4%E5%A4%96%E4%BA%A4",
    )


def test_a_single_article_of_a_series_has_no_parts(client):
    response = page_of(client, ArticleFactory(series_name_zh_hans="独篇", series_name_en="Alone"))

    assert response.context["parts"] == []
    assert "partwork" not in body_of(response)


def test_what_it_mentions_is_linked_as_far_as_it_is_public(client):
    article = ArticleFactory()
    event, delegation, submission, organisation = (
        EventFactory(),
        DelegationFactory(),
        SubmissionFactory(),
        OrganisationFactory(),
    )
    article.events.add(event, EventFactory(status=Status.DRAFT, published_at=None))
    article.delegations.add(delegation, DelegationFactory(internal=True))
    article.submissions.add(submission, SubmissionFactory(confidential=True))
    article.organisations.add(organisation, OrganisationFactory(status=Status.DRAFT, published_at=None))

    response = page_of(client, article)

    assert response.context["mentioned"] == {
        "events": [event],
        "delegations": [delegation],
        "submissions": [submission],
        "organisations": [organisation],
    }
    for record in (event, delegation, submission, organisation):
        with translation.override("en"):
            assert f'href="{record.get_absolute_url()}"' in body_of(response)


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.DRAFT, "published_at": None},
        {"status": Status.ARCHIVED},
        {"published_at": timezone.now() + timedelta(days=9)},
    ],
)
def test_only_staff_see_what_is_not_published(client, hidden):
    article = ArticleFactory(**hidden)

    assert page_of(client, article).status_code == 404

    client.force_login(SuperuserFactory())
    response = page_of(client, article)
    assert response.status_code == 200
    assert '<div class="note warn">' in body_of(response)


def test_an_untranslated_article_says_so_and_marks_the_other_language(client):
    article = ArticleFactory(title_en="", body_en="", title_zh_hans="只有中文", body_zh_hans="<p>正文。</p>")

    html = body_of(page_of(client, article))

    assert "This page has no English version yet." in html
    assert '<h1><span lang="zh-Hans">只有中文</span></h1>' in html
    assert '<div lang="zh-Hans"><p>正文。</p></div>' in html


def test_tables_of_the_text_scroll_by_themselves(client):
    html = body_of(page_of(client, ArticleFactory(body_en="<table><tr><td>1</td></tr></table>")))

    assert '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="table">' in html


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_asks_eight_questions_whatever_it_mentions(count, warmed, django_assert_max_num_queries):
    SiteSettingsFactory()
    name = {"series_name_zh_hans": "系列", "series_name_en": "Series"}
    article = ArticleFactory(part=1, **name)
    ArticleFactory.create_batch(count, **name)
    article.events.add(*EventFactory.create_batch(count))
    article.delegations.add(*DelegationFactory.create_batch(count))
    article.submissions.add(*SubmissionFactory.create_batch(count))
    article.organisations.add(*OrganisationFactory.create_batch(count))
    article.themes.add(*ThemeFactory.create_batch(count))
    with translation.override("en"):
        url = reverse("reports:detail", args=[article.slug])
    client = warmed(url)

    with django_assert_max_num_queries(8):
        client.get(url)
