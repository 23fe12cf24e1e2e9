import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from PIL import Image

from beijing_ngo.core import kept, plate_files, plates, share_image, sharing
from beijing_ngo.core.models import Status
from beijing_ngo.core.sharing import Card, Shared
from events.models import EventState
from tests.factories import DelegationFactory, EventFactory, SiteSettingsFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def picture(title="Forum", *, language="en", **more):
    with translation.override(language):
        card = Card(plate="forum", slug="a", title=title, **more)
        return share_image.of(Shared("event", "a", "/en/events/a/", card))


def drawn(picture) -> Image.Image:
    return Image.open(BytesIO(share_image.draw(picture.drawing)))


def address(event, language="en") -> str:
    with translation.override(language):
        return share_image.of(sharing.of("event", event)).url


# ---------------------------------------------------------------- the drawing


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Walk"),
        ("zh-hans", "第十四届民间组织北京国际论坛：绿色转型与社会参与"),
        ("en", "Parallel report to the Committee on Economic, Social and Cultural Rights " * 3),
        ("zh-hans", "一份题目很长很长的报告" * 22),
        ("zh-hans", "𠮷野家 🌏 العربية"),
        ("en", ""),
        ("en", '#let $x$ *bold* _slant_ <label> @ref \\ // "quoted" & more'),
    ],
)
def test_a_title_of_any_length_has_room(language, title):
    SiteSettingsFactory()
    made = picture(title, language=language, kind_line="Forum", line="20 March 2027")

    file = share_image.draw(made.drawing)

    with Image.open(BytesIO(file)) as image:
        assert (image.size, image.format) == ((1200, 630), "PNG")
        assert len(file) <= 100_000
        # Nothing is written into the margins, nor between the title and the line below it.
        paper = image.convert("RGB").getpixel((5, 5))
        for box in ((0, 0, 60, 630), (678, 0, 728, 630), (0, 522, 728, 540)):
            assert image.convert("RGB").crop(box).getcolors() == [
                ((box[2] - box[0]) * (box[3] - box[1]), paper)
            ]


def test_pictures_wear_the_colours_of_the_style_sheet():
    css = (Path(settings.BASE_DIR) / "static/css/site.css").read_text()
    tones = {"jade": re.search(r"The view:.*?\*/\s*(.*?)\n", css, re.S).group(1)}
    for tone in ("night", "azure", "silk"):
        tones[tone] = re.search(rf"\.plate-{tone} {{(.*?)}}", css, re.S).group(1)

    for tone, rules in tones.items():
        said = dict(re.findall(r"--w-(\w+): (?:light-dark\()?(#[0-9a-f]{6})", rules))
        assert plate_files.TONES["jade" if tone != "night" else tone] | said == plate_files.TONES[tone]
        assert said


def test_the_same_slug_has_the_same_view_as_on_the_site():
    drawing = plate_files.plate_file("forum", "a-forum", view="0 0 480 320", size=(480, 320))

    assert plates.plate("forum", "a-forum").partition(">")[2] in drawing


def test_night_is_drawn_at_night():
    assert plate_files.tone_of("earth_hour", "a")["wall"] == "#132b25"


# ---------------------------------------------------------------- the digest


def test_the_digest_covers_all_that_is_drawn():
    SiteSettingsFactory()
    one = picture("Forum", kind_line="a", line="b").digest
    same = picture("Forum", kind_line="a", line="b", author="nobody reads it").digest
    others = {
        picture("Fora", kind_line="a", line="b").digest,
        picture("Forum", kind_line="b", line="b").digest,
        picture("Forum", kind_line="a", line="c").digest,
        picture("Forum", kind_line="a", line="b", language="zh-hans").digest,
    }

    assert one == same
    assert len(others | {one}) == 5


def test_another_name_of_the_association_makes_another_picture():
    site = SiteSettingsFactory()
    before = picture().digest
    site.name_en = "Another name"
    site.save()

    assert picture().digest != before


# ---------------------------------------------------------------- the address


def test_a_public_record_has_a_picture_for_ever(client, django_assert_num_queries):
    event = EventFactory()
    kept.site()
    url = address(event)

    with django_assert_num_queries(1):
        response = client.get(url)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert Image.open(BytesIO(response.content)).size == (1200, 630)


def test_an_old_address_leads_to_the_present_one(client):
    event = EventFactory()
    old = address(event)
    event.title_en = "Another title"
    event.save()

    response = client.get(old)

    assert (response.status_code, response.headers["Location"]) == (302, address(event))
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_a_cancelled_event_says_so():
    event = EventFactory()
    before = address(event)
    event.state = EventState.CANCELLED
    event.save()

    with translation.override("en"):
        assert sharing.of("event", event).card.kind_line == "Forum · Cancelled"
    assert address(event) != before


def test_what_is_not_public_has_no_picture(client):
    draft = EventFactory(status=Status.DRAFT)
    internal = DelegationFactory(internal=True)
    confidential = SubmissionFactory(confidential=True)

    paths = [
        address(draft),
        f"/share/delegation/{internal.slug}/en/abc.png",
        f"/share/submission/{confidential.slug}/en/abc.png",
        f"/share/submission/{confidential.slug}/en/qr.svg",
        "/share/event/nothing/en/abc.png",
        "/share/nothing/a/en/abc.png",
        f"/share/event/{EventFactory().slug}/fr/abc.png",
    ]
    assert {client.get(path).status_code for path in paths} == {404}


def test_a_language_that_is_held_back_has_none_either(client):
    SiteSettingsFactory(publish_gate="hold")
    event = EventFactory(title_en="", summary_en="")

    assert client.get(address(event, "zh-hans")).status_code == 200
    assert client.get(address(event, "en")).status_code == 404


def test_a_picture_is_drawn_once(client, monkeypatch):
    url, times = address(EventFactory()), []
    monkeypatch.setattr(share_image, "draw", lambda drawing: times.append(1) or b"png")

    assert [client.get(url).content for _ in range(3)] == [b"png"] * 3
    assert times == [1]


def test_nobody_draws_without_end(client, monkeypatch):
    monkeypatch.setattr(share_image, "draw", lambda drawing: b"png")
    monkeypatch.setattr(share_image, "MOST_A_MINUTE", 2)
    monkeypatch.setattr(share_image.time, "time", lambda: 6_000_000.0)
    drawn_already = address(EventFactory())
    answers = [client.get(url) for url in (drawn_already, address(EventFactory()), address(EventFactory()))]

    assert [answer.status_code for answer in answers] == [200, 200, 503]
    assert answers[2].headers["Retry-After"] == "60"
    assert client.get(drawn_already).status_code == 200


# ---------------------------------------------------------------- codes for print


@pytest.mark.parametrize(
    ("extension", "content_type", "beginning"),
    [("svg", "image/svg+xml", b"<?xml"), ("png", "image/png", b"\x89PNG")],
)
def test_the_code_can_be_printed(client, extension, content_type, beginning):
    event = EventFactory(slug="a-walk")

    response = client.get(f"/share/event/{event.slug}/zh-hans/qr.{extension}")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"] == f'attachment; filename="a-walk-zh-hans-qr.{extension}"'
    assert response.content.startswith(beginning)
