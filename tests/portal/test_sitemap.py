import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime

import pytest

from beijing_ngo.core import kept
from beijing_ngo.core.models import Photo, PublishGate, Status
from beijing_ngo.portal import sitemaps
from events.models import Event
from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    DelegationFactory,
    EventFactory,
    OrganisationFactory,
    PageFactory,
    SeriesFactory,
    SiteSettingsFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}
MAKERS = {
    "pages": PageFactory,
    "events": EventFactory,
    "series": SeriesFactory,
    "conferences": ConferenceFactory,
    "delegations": DelegationFactory,
    "articles": ArticleFactory,
    "submissions": SubmissionFactory,
    "organisations": OrganisationFactory,
}


@pytest.fixture(autouse=True)
def site():
    return SiteSettingsFactory()


def files(client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)  # noqa: S314, our own
    return [loc.text for loc in root.findall("s:sitemap/s:loc", NAMES)]


def urls(client, path) -> dict[str, dict]:
    """The pages of a file, each with its alternates and pictures."""
    response = client.get(path)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314, our own
    return {
        url.findtext("s:loc", namespaces=NAMES): {
            "alternates": {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)},
            "changed": url.findtext("s:lastmod", namespaces=NAMES),
            "pictures": [loc.text for loc in url.findall("i:image/i:loc", NAMES)],
        }
        for url in root.findall("s:url", NAMES)
    }


def test_the_index_names_a_file_for_each_kind_that_has_pages(client):
    EventFactory()
    ArticleFactory()

    assert files(client) == [
        "http://testserver/sitemap-lists-1.xml",
        "http://testserver/sitemap-events-1.xml",
        "http://testserver/sitemap-articles-1.xml",
    ]


@pytest.mark.parametrize(("name", "make"), MAKERS.items())
def test_every_kind_is_there_in_both_languages_and_can_be_opened(client, name, make):
    record = make()
    draft = make(status=Status.DRAFT)

    found = urls(client, f"/sitemap-{name}-1.xml")

    mine = {url: facts for url, facts in found.items() if f"/{record.slug}/" in url}
    assert len(mine) == 2
    assert not [url for url in found if draft.slug in url]
    for url, facts in mine.items():
        assert client.get(url).status_code == 200
        html = client.get(url).content.decode()
        for language, alternate in facts["alternates"].items():
            assert f'<link rel="alternate" hreflang="{language}" href="{alternate}">' in html
        assert f'<link rel="canonical" href="{url}">' in html


def test_lists_are_there_and_can_be_opened(client):
    found = urls(client, "/sitemap-lists-1.xml")

    assert len(found) == 2 * len(sitemaps.LISTS)
    for url, facts in found.items():
        html = client.get(url).content.decode()
        assert f'<link rel="canonical" href="{url}">' in html
        assert f'hreflang="x-default" href="{facts["alternates"]["x-default"]}"' in html
        assert 'content="noindex' not in html


def test_what_is_not_for_everybody_is_not_told(client):
    DelegationFactory(internal=True)
    SubmissionFactory(confidential=True)
    EventFactory(published_at=datetime(2999, 1, 1, tzinfo=UTC))

    assert not [name for name in files(client) if "lists" not in name and "organisations" not in name]
    assert client.get("/sitemap-delegations-1.xml").status_code == 404


def test_a_language_without_text_is_held_back(client, site):
    site.publish_gate = PublishGate.HOLD
    site.save()
    EventFactory(slug="whole")
    EventFactory(slug="chinese", title_en="", summary_en="")
    EventFactory(slug="english", title_zh_hans="", summary_zh_hans="", city_zh_hans="", source_language="en")

    found = urls(client, "/sitemap-events-1.xml")

    assert set(found) == {
        "http://testserver/zh-hans/events/whole/",
        "http://testserver/en/events/whole/",
        "http://testserver/zh-hans/events/chinese/",
        "http://testserver/en/events/english/",
    }
    assert {client.get(url).status_code for url in found} == {200}
    assert found["http://testserver/zh-hans/events/chinese/"]["alternates"] == {
        "zh-Hans": "http://testserver/zh-hans/events/chinese/",
        "x-default": "http://testserver/zh-hans/events/chinese/",
    }


def test_it_says_when_a_record_changed(client):
    event = EventFactory()
    Event.objects.filter(pk=event.pk).update(updated_at=datetime(2026, 5, 1, 8, 30, tzinfo=UTC))

    found = urls(client, "/sitemap-events-1.xml")

    assert {facts["changed"] for facts in found.values()} == {"2026-05-01T08:30:00+00:00"}


def test_photographs_are_told_if_they_may_be_published(client):
    event, other, article = EventFactory(), EventFactory(), ArticleFactory()
    for subject, name, consent in (
        (event, "b", True),
        (event, "secret", False),
        (other, "c", True),
        (article, "d", True),
    ):
        Photo.objects.create(subject=subject, image=f"photos/{name}.jpg", consent=consent, width=9, height=6)

    found = urls(client, "/sitemap-events-1.xml")

    assert found[f"http://testserver/en/events/{event.slug}/"]["pictures"] == [
        "http://testserver/media/photos/b.jpg"
    ]
    assert found[f"http://testserver/zh-hans/events/{other.slug}/"]["pictures"] == [
        "http://testserver/media/photos/c.jpg"
    ]


def test_a_long_table_fills_several_files(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "RECORDS_A_FILE", 2)
    events = [EventFactory() for _ in range(5)]

    names = [name for name in files(client) if "events" in name]
    slugs = [
        url.rstrip("/").rpartition("/")[2]
        for name in names
        for url in urls(client, name.removeprefix("http://testserver"))
        if "/en/" in url
    ]

    assert len(names) == 3
    assert slugs == [event.slug for event in events]
    assert client.get("/sitemap-events-4.xml").status_code == 404
    assert client.get("/sitemap-events-0.xml").status_code == 404
    assert client.get("/sitemap-events-99999.xml").status_code == 404
    assert client.get(f"/sitemap-events-{'9' * 30}.xml").status_code == 404
    assert client.get("/sitemap-nothing-1.xml").status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_a_file_takes_the_same_statements_for_any_number(client, number, django_assert_num_queries):
    for _ in range(number):
        Photo.objects.create(subject=EventFactory(), image="photos/a.jpg", consent=True, width=9, height=6)
    kept.site()

    with django_assert_num_queries(2):
        assert len(urls(client, "/sitemap-events-1.xml")) == 2 * number
    with django_assert_num_queries(len(MAKERS)):
        files(client)


def test_the_public_address_stands_in_it(client, settings):
    settings.SITE_URL = "https://ngo.example.org"
    EventFactory()

    assert all(name.startswith("https://ngo.example.org/sitemap-") for name in files(client))
    assert all(url.startswith("https://ngo.example.org/") for url in urls(client, "/sitemap-events-1.xml"))


def test_home_is_the_front_door_for_readers_of_no_known_language(client):
    alternates = urls(client, "/sitemap-lists-1.xml")["http://testserver/en/"]["alternates"]

    assert alternates["x-default"] == "http://testserver/"
