from datetime import date

import pytest

from beijing_ngo.core.models import Photo
from tests.api.full_portal import attach
from tests.api.reading import get, read, slugs
from tests.factories import (
    ArticleFactory,
    DelegationFactory,
    EventFactory,
    OrganisationFactory,
    SubmissionFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = ArticleFactory(
        slug="a-day",
        title_en="A day in Geneva",
        body_en="<p>We arrived early. Then we spoke.</p>",
        source_en="Beijing NGO",
        editor="李编辑",
        editors_note_en="First of three.",
        series_name_zh_hans="走进日内瓦",
        series_name_en="In Geneva",
        part=1,
        date=date(2023, 6, 1),
        date_precision="month",
        sdgs=[17],
    )
    article.themes.add(ThemeFactory(slug="governance"))
    article.events.set([EventFactory(slug="event"), EventFactory(slug="draft", status="draft")])
    article.delegations.set(
        [DelegationFactory(slug="visit"), DelegationFactory(slug="internal", internal=True)]
    )
    article.submissions.add(SubmissionFactory(slug="paper"))
    article.organisations.add(OrganisationFactory(slug="member"))
    return article


def test_an_article(client, article):
    attach(article)
    article.cover = Photo.objects.get()
    article.save()

    answer = read(client, "articles/a-day", lang="en")

    assert answer["title"] == "A day in Geneva"
    assert answer["opening"] == "We arrived early. Then we spoke."
    assert answer["body"] == "<p>We arrived early. Then we spoke.</p>"
    assert (answer["date"], answer["date_precision"]) == ("2023-06", "month")
    assert (answer["series"], answer["part"]) == ("In Geneva", 1)
    assert (answer["source"], answer["editor"], answer["editors_note"]) == (
        "Beijing NGO",
        "李编辑",
        "First of three.",
    )
    mentioned = {
        name: [one["slug"] for one in answer[name]]
        for name in ("events", "delegations", "submissions", "organisations")
    }
    assert mentioned == {
        "events": ["event"],
        "delegations": ["visit"],
        "submissions": ["paper"],
        "organisations": ["member"],
    }
    assert answer["cover"]["alt"] == "Picture"
    assert answer["photos"] == []  # the cover is told once
    assert answer["fallback"] == []


def test_a_list_has_the_first_sentences_and_not_the_text(client, article):
    (item,) = read(client, "articles", lang="en")["items"]

    assert item["opening"] == "We arrived early. Then we spoke."
    assert "body" not in item
    assert "editors_note" not in item


def test_a_cover_without_consent_is_not_shown(client, article):
    attach(article, consent=False, words="Hidden")
    article.cover = Photo.objects.get()
    article.save()

    for path in ("articles", "articles/a-day"):
        assert "Hidden-" not in get(client, path).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["a-day", "older"]),
        ({"sort": "date"}, ["older", "a-day"]),
        ({"theme": "governance"}, ["a-day"]),
        ({"sdg": 17}, ["a-day"]),
        ({"series": "走进日内瓦"}, ["a-day"]),
        ({"series": "In Geneva"}, ["a-day"]),
        ({"series": "Elsewhere"}, []),
        ({"event": "event"}, ["a-day"]),
        ({"delegation": "visit"}, ["a-day"]),
        ({"submission": "paper"}, ["a-day"]),
        ({"organisation": "member"}, ["a-day"]),
        ({"year": 2020}, ["older"]),
        ({"q": "geneva arrived"}, ["a-day"]),
        ({"updated_since": "2199-01-01T00:00:00Z"}, []),
    ],
)
@pytest.mark.usefixtures("article")
def test_filters(client, asked, found):
    ArticleFactory(slug="older", date=date(2020, 3, 1))
    ArticleFactory(slug="hidden", status="draft")

    assert slugs(client, "articles", **asked) == found


def test_an_internal_visit_is_not_even_confirmed(client, article):
    assert get(client, "articles", delegation="internal").status_code == 422
    assert get(client, "articles", event="draft").status_code == 422
