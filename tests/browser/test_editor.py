"""An editor writes an event in Chinese, adds English and schedules it; the public sees it neither early nor half."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from beijing_ngo.core.models import TranslationState
from events.models import Event
from tests.browser.conftest import press
from tests.factories import SuperuserFactory

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS, PASSWORD = "wang.fang@example.org", "long-enough-1"


@pytest.fixture
def editor(zh):
    """Somebody of the secretariat, signed in."""
    SuperuserFactory(email=ADDRESS, password=PASSWORD).vouch_for_address()
    zh.goto("/admin/")
    zh.fill("input[name=login]", ADDRESS)
    zh.fill("input[name=password]", PASSWORD)
    press(zh, "main form:has([name=login]) button[type=submit]")
    assert zh.url.endswith("/admin/")
    return zh


def save(page):
    press(page, "button[name=_save]")


def write(page, text):
    """In the editor that is in sight."""
    page.locator(".ProseMirror:visible").click()
    page.keyboard.type(text)


def moment(page, name, when):
    local = timezone.localtime(when)
    page.fill(f"input[name={name}_0]", f"{local:%Y-%m-%d}")
    page.fill(f"input[name={name}_1]", f"{local:%H:%M}")


def shown(page, address):
    """What a visitor finds at an address: the answer's number, and the main heading."""
    answer = page.goto(address)
    heading = page.locator("main h1").first
    return answer.status, heading.inner_text() if answer.status == 200 else ""


def test_from_a_chinese_draft_to_a_page_in_two_languages(editor, visitor):
    starts = (timezone.now() + timedelta(days=30)).replace(second=0, microsecond=0)
    goes_public = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)

    # A draft, in Chinese alone.
    editor.goto("/admin/events/event/add/")
    editor.fill("input[name=title_zh_hans]", "国际民间组织论坛")
    write(editor, "论坛在北京举行。")
    editor.select_option("select[name=kind]", "forum")
    moment(editor, "starts_at", starts)
    moment(editor, "ends_at", starts + timedelta(hours=2))
    save(editor)

    event = Event.objects.get()
    row = editor.locator("#result_list tr", has_text="国际民间组织论坛")
    expect(row).to_contain_text(str(TranslationState.MISSING.label))
    assert (event.status, event.body_zh_hans) == ("draft", "<p>论坛在北京举行。</p>")

    # English, and a day on which it goes public.
    row.locator("a").first.click()
    editor.get_by_text("English", exact=True).first.click()
    editor.fill("input[name=title_en]", "Forum of NGOs")
    write(editor, "The forum takes place in Beijing.")
    editor.select_option("select[name=status]", "published")
    moment(editor, "published_at", goes_public)
    save(editor)

    event.refresh_from_db()
    assert (event.en_state, event.body_en) == (
        TranslationState.CURRENT,
        "<p>The forum takes place in Beijing.</p>",
    )
    assert event.is_scheduled
    expect(editor.locator("#result_list")).to_contain_text("定时发布")

    # The public: not before, and then whole in both languages.
    public = visitor("en")
    addresses = [f"/{language}/events/{event.slug}/" for language in ("zh-hans", "en")]
    before = [shown(public, address)[0] for address in addresses]
    with time_machine.travel(goes_public + timedelta(seconds=1)):
        after = [shown(public, address) for address in addresses]

    assert before == [404, 404]
    assert after == [(200, "国际民间组织论坛"), (200, "Forum of NGOs")]
    assert editor.complaints == []


def test_wrong_input_is_answered_beside_its_field(editor):
    starts = timezone.now() + timedelta(days=30)
    editor.goto("/admin/events/event/add/")
    editor.fill("input[name=title_zh_hans]", "论坛")
    editor.select_option("select[name=kind]", "forum")
    moment(editor, "starts_at", starts)
    moment(editor, "ends_at", starts - timedelta(hours=2))

    save(editor)

    field = editor.locator(".field-ends_at")
    complaint = field.locator(".errorlist")
    expect(complaint).to_be_visible()
    expect(complaint).to_have_text("活动结束时间须晚于开始时间。")
    assert editor.input_value("input[name=title_zh_hans]") == "论坛"
    assert not Event.objects.exists()


def test_a_false_photograph_is_answered_beside_its_field(editor):
    starts = timezone.now() + timedelta(days=30)
    editor.goto("/admin/events/event/add/")
    editor.fill("input[name=title_zh_hans]", "论坛")
    editor.select_option("select[name=kind]", "forum")
    moment(editor, "starts_at", starts)
    moment(editor, "ends_at", starts + timedelta(hours=2))
    editor.locator("#tabs-items a", has_text="照片").click()
    editor.locator("#core-photo-content_type-object_id-group .add-row:visible").click()
    editor.set_input_files(
        "input[name=core-photo-content_type-object_id-0-image]",
        {"name": "words.jpg", "mimeType": "image/jpeg", "buffer": b"only words"},
    )

    save(editor)

    editor.locator("#tabs-items a", has_text="照片").click()
    complaint = editor.locator("#core-photo-content_type-object_id-group .errorlist:visible")
    expect(complaint).to_have_text("所选文件不是JPEG、PNG或WebP格式的图片，或已损坏，请换一张。")
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        *("/admin/", "/admin/translations/", "/admin/members/organisation/add/"),
        *("/admin/delegations/delegation/add/", "/admin/reports/submission/add/", "/admin/members/user/"),
    ],
)
def test_the_admin_s_pages_stay_within_their_policy(editor, address):
    editor.goto(address, wait_until="networkidle")

    assert editor.complaints == []


def test_the_language_is_switched_in_the_menu(editor):
    expect(editor.locator("html")).to_have_attribute("lang", "zh-hans")

    with editor.expect_navigation():
        # The menu opens in a corner; the button itself is what counts.
        editor.locator("form[action='/i18n/setlang/'] input[value=en] ~ button").evaluate(
            "button => button.click()"
        )

    expect(editor.locator("html")).to_have_attribute("lang", "en")
    expect(editor.locator("#nav-sidebar-apps")).to_contain_text("What needs doing")
