"""Only what the visitor may see is ever found, counted, suggested or shown."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from beijing_ngo.core import kept
from beijing_ngo.core.models import PublishGate, Status
from beijing_ngo.search import finding, hits
from beijing_ngo.search.models import EntryKind, SearchEntry
from beijing_ngo.search.snippets import Marker
from beijing_ngo.search.words import Query
from tests.factories import (
    ArticleFactory,
    DelegationFactory,
    EventFactory,
    ItineraryItemFactory,
    SiteSettingsFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
SECRET = "丝路一家亲"


def on_the_page(client, text, language="zh-hans"):
    """The titles that the page shows, and what it counts."""
    context = client.get(f"/{language}/search/", {"q": text}).context
    return [str(hit.title) for hit in context["hits"]], len(context["found"].numbers)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ArticleFactory(title_zh_hans=SECRET, status=Status.DRAFT),
        lambda: ArticleFactory(title_zh_hans=SECRET, status=Status.ARCHIVED),
        lambda: ArticleFactory(title_zh_hans=SECRET, published_at=timezone.now() + timedelta(hours=1)),
        lambda: DelegationFactory(title_zh_hans=SECRET, internal=True),
        lambda: DelegationFactory(title_zh_hans=SECRET, state="planned"),
        lambda: DelegationFactory(title_zh_hans=SECRET, state="cancelled"),
        lambda: DelegationFactory(relations_note=SECRET, approval_number=SECRET, funding=SECRET),
        lambda: ItineraryItemFactory(talking_points=SECRET, interpreter=SECRET, place_zh_hans=SECRET),
        lambda: SubmissionFactory(title_zh_hans=SECRET, confidential=True),
        lambda: SubmissionFactory(title_zh_hans=SECRET, state="drafting"),
        lambda: SubmissionFactory(title_zh_hans=SECRET, state="filed"),
        lambda: SubmissionFactory(receipt=SECRET, exception_reason=SECRET),
        lambda: EventFactory(online_url="https://example.org/丝路一家亲", approval_number=SECRET),
    ],
)
def test_what_is_not_public_is_neither_found_nor_counted_nor_suggested(client, make):
    make()

    assert on_the_page(client, "丝路一家") == ([], 0)
    assert SECRET not in client.get(reverse("search_suggestions"), {"q": "丝路一家"}).content.decode()


def test_what_is_published_later_appears_by_itself(client, time_machine):
    ArticleFactory(title_zh_hans=SECRET, published_at=timezone.now() + timedelta(hours=1))
    assert on_the_page(client, SECRET)[1] == 0

    time_machine.move_to(timezone.now() + timedelta(hours=2))

    assert on_the_page(client, SECRET)[1] == 1


def test_a_record_that_went_past_the_search_is_not_shown_nevertheless(client):
    """Rows written in bulk tell nobody; the page asks for each record once more."""
    article = ArticleFactory(title_zh_hans=SECRET)
    type(article).objects.filter(pk=article.pk).update(status=Status.DRAFT)

    assert on_the_page(client, SECRET)[0] == []
    assert SECRET not in client.get(reverse("search_suggestions"), {"q": "丝路"}).content.decode()


@pytest.mark.parametrize("factory", [ArticleFactory, EventFactory, SubmissionFactory, DelegationFactory])
def test_a_record_of_one_language_is_shown_to_readers_of_the_other_under_its_language(client, factory):
    factory(
        title_zh_hans=SECRET, title_en="", body_en="", summary_en=""
    ) if factory is EventFactory else factory(
        title_zh_hans=SECRET,
        title_en="",
        **({"body_en": ""} if factory is ArticleFactory else {"summary_en": ""}),
    )

    hit = client.get("/en/search/", {"q": "丝路"}).context["hits"][0]

    assert (hit.lang, hit.note, hit.leads_to) == ("zh-Hans", "Chinese only", "")
    assert hit.url.startswith("/en/")


def test_where_half_translated_records_are_held_back_they_are_not_found_either(client):
    SiteSettingsFactory(publish_gate=PublishGate.HOLD)
    ArticleFactory(title_zh_hans=SECRET, title_en="", body_en="")
    ArticleFactory(title_zh_hans="丝路", title_en="Silk Road")

    assert on_the_page(client, "丝路")[1] == 2
    assert on_the_page(client, "丝路", "en") == (["<mark>丝路</mark>"], 1)


def test_a_translation_that_is_held_back_is_not_quoted(client):
    """Half a translation is not shown in its language, and so not to readers of the other one either."""
    SiteSettingsFactory(publish_gate=PublishGate.HOLD)
    ArticleFactory(
        source_language="en",
        title_en="Silk Road",
        body_en="<p>Text.</p>",
        title_zh_hans="丝路草稿",
        body_zh_hans="",
    )
    kept._values.clear()

    titles, _count = on_the_page(client, "丝路", "en")
    suggested = client.get("/en/search/suggest/", {"q": "丝路"}).content.decode()

    assert titles == ["Silk Road"]
    assert "草稿" not in suggested
    assert on_the_page(client, "丝路") == ([], 0)


def test_one_record_is_one_hit_in_the_language_of_the_words(client):
    ArticleFactory(title_zh_hans="绿色报道", title_en="Green report", body_en="<p>About COP 27</p>")

    chinese = client.get("/en/search/", {"q": "绿色"}).context["hits"]
    english = client.get("/en/search/", {"q": "green"}).context["hits"]

    assert len(chinese) == len(english) == 1
    assert (chinese[0].lang, chinese[0].leads_to, chinese[0].note) == ("zh-Hans", "zh-Hans", "In Chinese")
    assert chinese[0].url.startswith("/zh-hans/")
    assert (english[0].lang, english[0].note) == ("", "")
    assert english[0].url.startswith("/en/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_whatever_the_index_holds_is_public_for_somebody(language):
    """The rule that says what has an entry is `public()` without the clock and the gate."""
    DelegationFactory(internal=True)
    SubmissionFactory(confidential=True)
    ArticleFactory(status=Status.DRAFT)
    public = [DelegationFactory(), SubmissionFactory(), ArticleFactory(), EventFactory()]
    with translation.override(language):
        numbers = list(SearchEntry.objects.values_list("pk", flat=True))
        shown = hits.hits(numbers, Marker((Query.read("x"),)))

    assert len(shown) == len(numbers)
    assert {EntryKind(entry.kind) for entry in SearchEntry.objects.all()} >= {
        EntryKind.DELEGATION,
        EntryKind.SUBMISSION,
        EntryKind.REPORT,
        EntryKind.EVENT,
    }
    assert finding.find([Query.read(public[0].title_en)], language).numbers
