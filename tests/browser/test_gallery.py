"""Photographs in a browser: tiles, the dialog they open in, by keyboard and by touch."""

import pytest
from playwright.sync_api import expect

from beijing_ngo.core import renditions
from beijing_ngo.core.models import Photo
from tests.browser.conftest import violations
from tests.core.photographs import picture, uploaded
from tests.factories import ArticleFactory, DelegationFactory, EventFactory, SiteSettingsFactory

pytestmark = pytest.mark.django_db(transaction=True)
SHIFTS = """window.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach(
    shift => { if (!shift.hadRecentInput) window.shifted += shift.value; }
)).observe({type: "layout-shift", buffered: true});"""


@pytest.fixture(autouse=True)
def _site(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setitem(renditions.FORMATS, "avif", {"quality": 30, "speed": 10})  # as they are, only sooner
    SiteSettingsFactory()


def photo_of(record, number, like=None, size=(1400, 1000), **facts):
    """A photograph with its renditions; `like` another one, and then it shows the same file."""
    facts = {"alt_en": f"Ridge {number}", "alt_zh_hans": f"山脊{number}", "order": number} | facts
    if like:
        like.refresh_from_db()
        facts |= {
            "image": like.image.name,
            "width": like.width,
            "height": like.height,
            "renditions": like.renditions,
        }
    else:
        facts["image"] = uploaded(picture(size=size, colour="#3f7f6b"), "a.jpg")
    return Photo.objects.create(subject=record, consent=True, **facts)


@pytest.fixture
def event():
    event = EventFactory(slug="walk", title_en="Walk", title_zh_hans="徒步")
    event.cover = wide = photo_of(event, 0)
    event.save()
    photo_of(event, 1, wide, caption_en="The first ridge", caption_zh_hans="第一道山脊", credit="Li Na")
    photo_of(event, 2, size=(800, 1200), caption_en="The second ridge", caption_zh_hans="第二道山脊")
    photo_of(event, 3, wide)
    return event


def shown(page):
    """The picture in the dialog, and the words below it."""
    return page.locator("dialog img").get_attribute("alt"), page.locator("dialog figcaption").inner_text()


def test_by_keyboard(en, event):
    en.goto("/en/events/walk/")
    assert violations(en) == []
    en.locator("[data-tile]").first.focus()
    en.keyboard.press("Enter")

    expect(en.locator("dialog")).to_be_visible()
    assert shown(en) == ("Ridge 1", "Photograph 1 of 3 The first ridge\nPicture: Li Na")
    expect(en.get_by_role("dialog", name="Photograph 1 of 3")).to_be_visible()
    expect(en.get_by_role("button", name="Next")).to_be_focused()
    en.wait_for_function("document.querySelector('dialog img').currentSrc.endsWith('-1400.avif')")
    assert violations(en) == []

    walked = []
    for key in ("ArrowRight", "End", "ArrowRight", "ArrowLeft", "Home", "Enter"):
        en.keyboard.press(key)
        walked.append(shown(en)[0][-1])
    assert walked == ["2", "3", "1", "3", "1", "2"]  # after the last comes the first

    for _time in range(8):  # nothing behind the dialog can be reached
        en.keyboard.press("Tab")
        assert en.evaluate(
            "document.querySelector('dialog').contains(document.activeElement) || "
            "document.activeElement === document.body"
        )

    en.keyboard.press("Escape")
    expect(en.locator("dialog")).to_be_hidden()
    expect(
        en.locator("[data-tile='Photograph 2 of 3']")
    ).to_be_focused()  # of the picture that was shown last
    assert en.complaints == []


def test_by_mouse_and_by_finger_in_chinese(zh, event):
    zh.goto("/zh-hans/events/walk/")
    zh.click("[data-tile] >> nth=2")
    assert shown(zh)[0] == "山脊3"
    expect(zh.locator("dialog figcaption")).not_to_contain_text("山脊")  # it has no caption

    zh.click("dialog [data-step='-1']")
    assert shown(zh)[0] == "山脊2"
    expect(zh.locator("dialog figcaption")).to_contain_text("第二道山脊")

    for start, end in ((300, 100), (100, 310), (200, 180)):  # to the next, back, and not far enough
        zh.evaluate(
            """([start, end]) => [["pointerdown", start], ["pointerup", end]].forEach(([kind, x]) =>
                document.querySelector("dialog img").dispatchEvent(new PointerEvent(kind,
                    {bubbles: true, pointerType: "touch", isPrimary: true, clientX: x, clientY: 200})))""",
            [start, end],
        )
    assert shown(zh)[0] == "山脊2"

    zh.click("dialog .btn:last-child")
    expect(zh.locator("dialog")).to_be_hidden()
    assert zh.complaints == []


def test_without_script_a_tile_leads_to_the_picture(visitor, event):
    page = visitor("en", script=False)
    page.goto("/en/events/walk/")

    with page.expect_navigation():
        page.click("[data-tile] >> nth=0")

    assert page.url.endswith(event.photos.get(order=1).image.url)


def rows():
    """A page of each kind on which photographs stand."""
    wide = None
    for factory in (EventFactory, DelegationFactory, ArticleFactory):
        record = factory(slug="walk")
        record.cover = wide = photo_of(record, 0, wide, size=(2000, 1300))
        record.save()
        photo_of(record, 1, wide)
        yield record.get_absolute_url()
    yield "/en/reports/"
    yield "/en/events/"


def test_nothing_moves_and_no_picture_is_far_too_large_or_small(visitor):
    addresses = [address.replace("/zh-hans/", "/en/") for address in rows()]
    drawn = set()
    for width in (375, 1440):
        page = visitor("en", width=width)
        page.add_init_script(SHIFTS)
        for address in addresses:
            page.goto(address)
            for image in page.locator("picture img:visible").all():
                image.scroll_into_view_if_needed()
                page.wait_for_function(
                    "image => image.complete && image.naturalWidth", arg=image.element_handle()
                )
                # What the browser was told of its width, and its width.
                told, is_ = image.evaluate("image => [image.naturalWidth, image.offsetWidth]")
                drawn.add(image.evaluate("image => image.closest('picture').firstElementChild.sizes"))
                assert 0.75 <= is_ / told <= 1.25, (address, width, told, is_)
            assert page.evaluate("window.shifted") == 0, (address, width)
        assert page.complaints == []
    assert len(drawn) == 5
