"""How a photograph stands on a page, and how it is handed out."""

import mimetypes

import pytest
from django.utils.translation import override

from beijing_ngo.core import photographs
from beijing_ngo.core.models import Photo


def made(**facts):
    facts = {"width": 1000, "height": 750, "renditions": {"key": "k", "widths": [320, 640, 1000]}} | facts
    return Photo(image="photos/a.jpg", **facts)


def test_a_photograph_in_a_row():
    assert photographs.photograph(made(), "row", css="plate") == (
        '<picture><source type="image/avif" srcset="/media/photos/a-k-320.avif 320w, /media/photos/a-k-640.avif 640w"'
        ' sizes="13.5rem"><source type="image/webp" srcset="/media/photos/a-k-320.webp 320w, '
        '/media/photos/a-k-640.webp 640w" sizes="13.5rem"><img src="/media/photos/a.jpg" alt="" width="1000" '
        'height="750" class="plate" loading="lazy" decoding="async"></picture>'
    )


def test_at_the_top_of_a_page_it_is_wanted_at_once():
    html = photographs.photograph(made(), "figure", eager=True)

    assert ('fetchpriority="high"' in html, "lazy" in html) == (True, False)


def test_until_they_are_made_it_is_the_photograph_itself():
    assert photographs.photograph(made(renditions={}), "row") == (
        '<img src="/media/photos/a.jpg" alt="" width="1000" height="750" loading="lazy" decoding="async">'
    )


def test_a_small_photograph_has_one_size_everywhere():
    assert photographs.srcset(made(renditions={"key": "k", "widths": [900]}), "webp", 640) == (
        "/media/photos/a-k-900.webp 900w"
    )


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"alt_en": "A yard", "caption_en": "Yard"}, ("A yard", "")),
        ({"alt_zh_hans": "院子", "caption_en": "Yard"}, ("Yard", "")),
        ({"alt_zh_hans": "院子", "caption_zh_hans": "院"}, ("院子", "zh-Hans")),
        ({}, ("", "")),
    ],
)
def test_it_is_described_in_the_readers_language_or_said_not_to_be(facts, told):
    with override("en"):
        assert photographs.description(Photo(**facts)) == told


def test_another_language_is_marked():
    with override("en"):
        html = photographs.described(made(alt_zh_hans="“院子”<b>"), "tile")

    assert 'alt="“院子”&lt;b&gt;" lang="zh-Hans"' in html


@pytest.mark.parametrize(
    ("name", "kind"), [("a.avif", "image/avif"), ("a.webp", "image/webp"), ("a.jpg", "image/jpeg")]
)
def test_every_format_is_named_and_may_be_kept_for_a_year(
    client, settings, tmp_path, monkeypatch, name, kind
):
    settings.MEDIA_ROOT = str(tmp_path)
    (tmp_path / name).write_bytes(b"x")
    # As on a machine that has not heard of the younger formats.
    monkeypatch.setattr(
        mimetypes, "guess_type", lambda path: {".jpg": ("image/jpeg", None)}.get(path[-4:], (None, None))
    )

    response = client.get(f"/media/{name}")

    assert response.headers["Content-Type"] == kind
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
