"""Photographs on the pages of events, visits and articles."""

import io
import re
from datetime import date

import pytest

from beijing_ngo.core import kept
from beijing_ngo.core.models import Photo
from beijing_ngo.portal.demo import drawings, load
from beijing_ngo.portal.demo.galleries import CREDIT, put_drawing
from beijing_ngo.portal.demo.store import Store
from tests.core.photographs import opened
from tests.events.pages import Statements, keep_the_frame, words
from tests.factories import AgendaItemFactory, ArticleFactory, DelegationFactory, EventFactory, SpeakerFactory

pytestmark = pytest.mark.django_db
RECORDS = [EventFactory, DelegationFactory, ArticleFactory]


def photo_of(record, name, **facts):
    facts = {
        "consent": True,
        "width": 1000,
        "height": 750,
        "renditions": {"key": "k", "widths": [320, 1000]},
    } | facts
    return Photo.objects.create(subject=record, image=f"photos/{name}.jpg", **facts)


def page(client, record, language="en"):
    response = client.get(record.get_absolute_url().replace("/zh-hans/", f"/{language}/"))
    assert response.status_code == 200
    return response.content.decode()


def gallery(html):
    (found,) = re.findall(r'<div class="gallery".*?</dialog>', html, re.S)
    return found


@pytest.mark.parametrize("factory", RECORDS)
def test_tiles_lead_to_the_pictures_and_say_what_they_show_and_who_took_them(client, factory):
    record = factory()
    record.cover = photo_of(record, "cover")
    record.save()
    photo_of(record, "yard", order=1, caption_en="The yard", alt_en="A yard in snow", credit="Li Na")
    photo_of(record, "hall", order=2, caption_zh_hans="大厅")
    photo_of(record, "nothing-said", order=3)
    photo_of(record, "hidden", consent=False)

    found = gallery(page(client, record))

    assert re.findall(r'<a href="([^"]+)" data-tile="([^"]+)">', found) == [
        ("/media/photos/yard.jpg", "Photograph 1 of 3"),
        ("/media/photos/hall.jpg", "Photograph 2 of 3"),
        ("/media/photos/nothing-said.jpg", "Photograph 3 of 3"),
    ]
    assert re.findall(r'<img [^>]*?alt="([^"]*)"( lang="[^"]+")?', found) == [
        ("A yard in snow", ""),
        ("大厅", ' lang="zh-Hans"'),
        ("Photograph 3 of 3", ""),
    ]
    assert [words(one) for one in re.findall(r"<figcaption>(.*?)</figcaption>", found, re.S)] == [
        "The yard Picture: Li Na",
        "大厅",
    ]
    assert '<span lang="zh-Hans">大厅</span>' in found


@pytest.mark.parametrize("factory", RECORDS)
def test_the_cover_is_wanted_at_once_and_the_rest_when_it_is_reached(client, factory):
    record = factory()
    record.cover = photo_of(record, "cover", order=0)
    record.save()
    photo_of(record, "other", order=1)

    html = page(client, record)

    cover = re.search(r'<img src="/media/photos/cover.jpg"[^>]*>', html).group()
    other = re.search(r'<img src="/media/photos/other.jpg"[^>]*>', html).group()
    assert ('fetchpriority="high"' in cover, 'loading="lazy"' in cover) == (True, False)
    assert ('fetchpriority="high"' in other, 'loading="lazy"' in other) == (False, True)
    assert all('width="1000" height="750"' in image for image in (cover, other))


@pytest.mark.parametrize("factory", RECORDS)
def test_the_script_comes_with_a_gallery_alone(client, factory):
    with_photos, without = factory(), factory()
    photo_of(with_photos, "a")

    assert page(client, with_photos).count("js/gallery.js") == 1
    assert "js/gallery.js" not in page(client, without)


@pytest.mark.parametrize("factory", RECORDS)
def test_one_photograph_has_nothing_before_or_after_it(client, factory):
    one, two = factory(), factory()
    photo_of(one, "a")
    photo_of(two, "a")
    photo_of(two, "b")

    assert "data-step" not in gallery(page(client, one))
    assert gallery(page(client, two)).count("data-step") == 2


@pytest.mark.parametrize("factory", RECORDS)
def test_a_page_takes_the_same_statements_for_any_number_of_photographs(client, factory):
    counts = []
    for number in (1, 12):
        record = factory()
        for one in range(number):
            photo_of(record, f"p{one}")
        keep_the_frame()
        with Statements() as statements:
            assert gallery(page(client, record)).count("<picture>") == number
        counts.append(statements.count)
        kept._values.clear()

    assert counts[0] == counts[1]


# ---------------------------------------------------------------- speakers


def test_speakers_have_their_portraits_where_these_may_be_published(client):
    event = EventFactory()
    item = AgendaItemFactory(event=event)
    released, held = photo_of(event, "released"), photo_of(event, "held", consent=False)
    for order, portrait in enumerate((released, held, None)):
        SpeakerFactory(agenda_item=item, order=order, portrait=portrait, name_en=f"Speaker {order}")
    photo_of(event, "other")

    html = page(client, event)

    people = re.search(r'<ul class="people">(.*?)</ul>', html, re.S).group(1).split("<li>")[1:]
    assert [("released.jpg" in one, 'class="mono" aria-hidden' in one) for one in people] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    assert 'srcset="/media/photos/released-k-320.avif 320w"' in people[0]
    assert "held" not in html
    assert re.findall(r'<img src="([^"]+)"', gallery(html)) == ["/media/photos/other.jpg"]  # each stands once


def test_portraits_cost_no_statements(client):
    counts = []
    for number in (1, 8):
        event = EventFactory()
        for order in range(number):
            item = AgendaItemFactory(event=event, day=order + 1)
            SpeakerFactory(agenda_item=item, portrait=photo_of(event, f"s{order}"))
        keep_the_frame()
        with Statements() as statements:
            assert page(client, event).count('class="mono"') == number
        counts.append(statements.count)
        kept._values.clear()

    assert counts[0] == counts[1]


# ---------------------------------------------------------------- demonstration content


@pytest.mark.parametrize("name", drawings.VIEWS)
def test_a_drawing_is_small_and_the_same_each_time(name):
    drawn = drawings.draw.__wrapped__(name)

    assert (opened(io.BytesIO(drawn)).size, len(drawn) < 60_000) == (drawings.SIZE, True)
    assert drawn == drawings.draw.__wrapped__(name)


def test_captions_of_drawings_say_that_they_are_none():
    items = load.read("galleries")["drawings"]

    assert all("A drawing, not a photograph" in item["caption_en"] for item in items)
    assert all("绘图，非照片" in item["caption_zh_hans"] for item in items)


def test_loading_leaves_an_editors_photographs_alone(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    event = EventFactory(slug="walk")
    photo_of(event, "own", caption_en="Ours", credit="Li Na")
    item = {"event": "walk", "drawing": "noon", "caption_en": "A drawing"}

    for _time in range(2):
        put_drawing(Store(date(2027, 3, 2)), item, 0)

    assert list(event.photos.order_by("pk").values_list("caption_en", "credit")) == [
        ("Ours", "Li Na"),
        ("A drawing", CREDIT),
    ]
