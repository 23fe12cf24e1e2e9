"""Texts in both languages, in one, and held back where the site holds records back."""

import pytest

from beijing_ngo.core.models import PublishGate
from tests.api.full_portal import at
from tests.api.reading import get, read, slugs
from tests.factories import ArticleFactory, EventFactory, PartnershipFactory, SeriesFactory

pytestmark = pytest.mark.django_db
ONLY_CHINESE = {"title_zh_hans": "讲座", "title_en": "", "summary_zh_hans": "摘要", "summary_en": ""}
NO_CITY = {"city_zh_hans": "", "city_en": ""}


@pytest.fixture
def lecture():
    return EventFactory(slug="lecture", **ONLY_CHINESE, **NO_CITY)


def hold_back(site):
    site.publish_gate = PublishGate.HOLD
    site.save()


@pytest.mark.usefixtures("lecture")
def test_both_languages_stand_side_by_side(client):
    item = read(client, "events/lecture")

    assert item["title"] == {"zh-Hans": "讲座", "en": None}
    assert set(item["url"]) == {"zh-Hans", "en"}
    assert (item["language"], item["fallback"]) == (None, [])
    assert get(client, "events/lecture").headers["Content-Language"] == "zh-Hans, en"


@pytest.mark.usefixtures("lecture")
def test_one_language_is_flat_and_says_what_it_lacks(client):
    item = read(client, "events/lecture", lang="en")

    assert (item["title"], item["summary"]) == ("讲座", "摘要")
    assert item["url"] == "http://testserver/en/events/lecture/"
    assert item["kind"] == {"code": "forum", "label": "Forum"}
    assert (item["language"], item["fallback"]) == ("en", ["title", "summary"])
    assert get(client, "events/lecture", lang="en").headers["Content-Language"] == "en"


def test_names_of_others_are_given_in_the_other_language_too(client):
    series = SeriesFactory(name_zh_hans="系列", name_en="")
    partner = PartnershipFactory(event=EventFactory(slug="one", series=series)).organisation
    partner.name_en = ""
    partner.save()

    item = read(client, "events/one", lang="en")

    assert item["series"]["name"] == "系列"
    assert item["partners"][0]["name"] == partner.name_zh_hans
    assert item["fallback"] == ["series.name", "partners.name"]


def test_the_same_words_of_two_vocabularies_are_not_mixed_up(client):
    EventFactory(slug="one", state="cancelled")

    state = read(client, "events/one", lang="en")["state"]

    assert state == {"code": "cancelled", "label": "Cancelled"}


def test_the_readers_own_language_changes_nothing(client):
    PartnershipFactory(event__slug="one")

    chinese, english = (
        client.get("/api/v1/events", headers={"Accept-Language": code}).content for code in ("zh-CN", "en")
    )

    assert chinese == english


@pytest.mark.usefixtures("lecture")
def test_a_record_held_back_in_a_language_is_told_in_the_other(client, site):
    hold_back(site)
    EventFactory(slug="both")

    item = read(client, "events/lecture")

    assert item["url"] == {"zh-Hans": "http://testserver/zh-hans/events/lecture/", "en": None}
    assert item["title"] == {"zh-Hans": "讲座", "en": None}
    assert sorted(slugs(client, "events")) == ["both", "lecture"]
    assert sorted(slugs(client, "events", lang="zh-Hans")) == ["both", "lecture"]
    assert slugs(client, "events", lang="en") == ["both"]
    assert get(client, "events/lecture", lang="en").status_code == 404
    assert get(client, "events/lecture", lang="zh-Hans").status_code == 200


@pytest.mark.parametrize("readers", ["zh-CN", "en"])
def test_a_year_is_that_of_clocks_that_only_held_back_events_go_by(client, site, readers):
    hold_back(site)
    EventFactory(
        slug="abroad", time_zone="Europe/Zurich", starts_at=at(2011, 5, 1), **ONLY_CHINESE, **NO_CITY
    )

    answer = client.get("/api/v1/events?year=2011", headers={"Accept-Language": readers}).json()

    assert [item["slug"] for item in answer["items"]] == ["abroad"]


def test_not_a_word_of_what_is_held_back(client, site):
    hold_back(site)
    EventFactory(
        slug="half",
        title_zh_hans="论坛",
        title_en="Secret title",
        body_zh_hans="<p>正文</p>",
        body_en="",
        **NO_CITY,
    )
    article = ArticleFactory(slug="about-it")
    article.events.set([EventFactory._meta.model.objects.get(slug="half")])

    answer = get(client, "events/half").content.decode()

    assert "Secret title" not in answer
    (mentioned,) = read(client, "articles/about-it")["events"]
    assert mentioned["url"]["en"] is None
    assert read(client, "articles/about-it", lang="en")["events"] == []


def test_rich_text_is_cleaned_and_an_empty_one_is_none(client):
    ArticleFactory(slug="one", body_zh_hans='<p onclick="x()">正文</p><iframe></iframe>', body_en="<p></p>")

    assert read(client, "articles/one")["body"] == {"zh-Hans": "<p>正文</p>", "en": None}
