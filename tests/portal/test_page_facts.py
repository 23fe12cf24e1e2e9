"""What the pages of every kind say to search engines and messengers, and what they keep to themselves."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beijing_ngo.core.models import Photo, PublishGate, Status
from tests.core.schema_rules import thing_of, things_of
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
from tests.portal.heads import get, said

pytestmark = pytest.mark.django_db

RECORDS = [
    (EventFactory, "/en/events/{}/", "event"),
    (SeriesFactory, "/en/events/series/{}/", "series"),
    (ConferenceFactory, "/en/events/conferences/{}/", "conference"),
    (DelegationFactory, "/en/delegations/{}/", "delegation"),
    (ArticleFactory, "/en/reports/{}/", "article"),
    (SubmissionFactory, "/en/reports/submissions/{}/", "submission"),
    (OrganisationFactory, "/en/members/{}/", "organisation"),
    (PageFactory, "/en/{}/", "page"),
]
LISTS = {
    "/en/": "home",
    "/en/events/": "events",
    "/en/events/calendar/": "events",
    "/en/delegations/": "delegations",
    "/en/reports/": "reports",
    "/en/reports/submissions/": "submissions",
    "/en/members/": "members",
    "/en/members/projects/": "members",
    "/en/members/join/": "members",
    "/en/impact/": "impact",
}
kinds = pytest.mark.parametrize(("make", "path", "kind"), RECORDS, ids=[kind for *_, kind in RECORDS])


@pytest.fixture(autouse=True)
def site():
    return SiteSettingsFactory(founded_year=2007, motto_en="Connecting Beijing's NGOs with the world")


def photo_of(subject, name, **more) -> Photo:
    fields = {"consent": True, "width": 900, "height": 600, **more}
    return Photo.objects.create(subject=subject, image=f"photos/{name}.jpg", **fields)


# ---------------------------------------------------------------- every kind of page


@kinds
def test_a_public_record_has_its_picture_its_code_and_its_data(client, make, path, kind):
    record = make()

    html = get(client, path.format(record.slug))

    (picture,) = said(html, "og:image")
    assert re.fullmatch(rf"http://testserver/share/{kind}/{record.slug}/en/[0-9a-f]{{20}}\.png", picture)
    assert said(html, "og:image:width") + said(html, "og:image:height") == ["1200", "630"]
    assert said(html, "og:image:type") == ["image/png"]
    assert said(html, "og:image:alt")[0]
    assert said(html, "twitter:card") == ["summary_large_image"]
    assert said(html, "description")[0]
    assert f'href="/share/{kind}/{record.slug}/en/qr.svg"' in html
    assert f'href="/share/{kind}/{record.slug}/en/qr.png"' in html
    assert html.count('<svg class="qr"') == 1
    found = things_of(html)
    assert found[-1]["@type"] == "BreadcrumbList"
    for one in found[:-1]:
        assert one["image"] == picture


@kinds
def test_each_language_has_its_own_picture(client, make, path, kind):
    record = make()
    pictures = {
        said(get(client, path.format(record.slug).replace("/en/", f"/{code}/")), "og:image")[0]
        for code in ("en", "zh-hans")
    }

    assert len(pictures) == 2


@kinds
def test_what_is_announced_is_there(client, make, path, kind):
    """The picture is drawn, the code is there, oEmbed answers: under the addresses that the page gives."""
    record = make()
    html = get(client, path.format(record.slug))
    embedding = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', html)

    assert client.get(said(html, "og:image")[0]).headers["Content-Type"] == "image/png"
    assert client.get(re.search(r'href="(/share/\S+/qr\.svg)"', html).group(1)).status_code == 200
    answer = client.get(unescape(embedding.group(1))).json()
    assert answer["thumbnail_url"] == said(html, "og:image")[0]


@kinds
def test_a_draft_says_nothing_to_machines(admin, make, path, kind):
    draft = make(status=Status.DRAFT)

    html = get(admin, path.format(draft.slug))

    assert "ld+json" not in html
    assert "oembed" not in html
    assert "/share/" not in html
    assert not said(html, "og:image")


@kinds
def test_a_language_held_back_says_nothing_to_machines(admin, site, make, path, kind):
    site.publish_gate = PublishGate.HOLD
    site.save()
    name = "name_en" if hasattr(make._meta.model, "name_en") else "title_en"
    record = make(**{name: ""})

    html = get(admin, path.format(record.slug))

    assert "ld+json" not in html
    assert "/share/" not in html


@pytest.mark.parametrize(("path", "name"), LISTS.items())
def test_a_list_has_the_picture_of_its_part(client, path, name):
    html = get(client, path)

    (picture,) = said(html, "og:image")
    assert picture.startswith(f"http://testserver/share/section/{name}/en/")
    assert said(html, "description")[0]
    assert client.get(picture).status_code == 200
    assert things_of(html)


def test_the_picture_chosen_for_sharing_stands_for_lists_only(client, site):
    site.share_image = "site/shared.jpg"
    site.save()
    event = EventFactory()

    assert said(get(client, "/en/events/"), "og:image") == ["http://testserver/media/site/shared.jpg"]
    assert "/share/event/" in said(get(client, f"/en/events/{event.slug}/"), "og:image")[0]


def test_a_cover_stands_behind_the_picture(client):
    article = ArticleFactory()
    article.cover = photo_of(article, "cover", alt_en="A hall")
    article.save()

    html = get(client, f"/en/reports/{article.slug}/")

    assert said(html, "og:image")[1:] == ["http://testserver/media/photos/cover.jpg"]
    assert said(html, "og:image:alt")[1:] == ["A hall"]
    assert said(html, "og:image:width") == ["1200", "900"]
    assert thing_of(html, "NewsArticle")["image"] == [
        "http://testserver/media/photos/cover.jpg",
        said(html, "og:image")[0],
    ]


@pytest.mark.parametrize("make", [EventFactory, ArticleFactory, DelegationFactory])
def test_a_cover_without_consent_is_not_told_of(client, make):
    record = make()
    record.cover = photo_of(record, "secret", consent=False)
    record.save()

    with_path = {
        "events": "/en/events/{}/",
        "reports": "/en/reports/{}/",
        "delegations": "/en/delegations/{}/",
    }
    assert "secret" not in get(client, with_path[record._meta.app_label].format(record.slug))


# ---------------------------------------------------------------- what it costs


@kinds
def test_what_goes_with_a_page_writes_nothing_and_sets_no_cookie(client, make, path, kind):
    record = make()
    url = path.format(record.slug)
    picture = said(get(client, url), "og:image")[0]
    others = (picture, f"/share/{kind}/{record.slug}/en/qr.png", f"/oembed.json?url=http://testserver{url}")

    for address in (url, *others):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies
        assert all(query["sql"].startswith("SELECT") for query in asked)


def test_the_data_of_a_page_is_lean(client):
    article = ArticleFactory(body_en="<p>" + "A long text. " * 2000 + "</p>")

    html = get(client, f"/en/reports/{article.slug}/")

    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S).group(1)
    assert len(data.encode()) < 4000
