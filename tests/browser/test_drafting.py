"""The drafting desk in a browser: what is typed saves itself and is never lost; two people write at once."""

import json

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports import counting
from reports.models import Paragraph, Submission
from reports.operations import paragraphs, previews, versions
from tests.browser.conftest import press, sign_in, violations
from tests.factories import SiteSettingsFactory, SuperuserFactory
from tests.reports.papers import draft

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = {"zh-hans": "已保存", "en": "Saved"}
CORPUS = [
    "",
    "Three English words.",
    "A dash – alone — is none; well-being is one, 2,815 is one.",
    "don’t “quote” 'this' - * •\n\n\ttab\u00a0and\u3000wide",
    "中文的每个字，每个标点。",
    "COP30 与 2,815 字：“引号”——省略……don’t",
    "「书名」《公约》第2.1条 E/C.12/CHN/3",
    "\u200bzero\ufeffwidth 𠀀字 é ü ñ",
]


@pytest.fixture
def paper():
    return draft(limit=20, paragraphs=2)


@pytest.fixture
def wang():
    return SuperuserFactory(preferred_language="en", family_name="王", given_name="芳")


@pytest.fixture
def desk(visitor, paper, wang):
    """The desk, opened by Wang Fang."""
    page = visitor("en", user=wang)
    open_desk(page, paper)
    return page


def open_desk(page, paper):
    page.goto(f"/admin/reports/submission/{paper.pk}/draft/")
    expect(page.locator("#desk.desk--live")).to_be_visible()


def field(page, row, name="text_en"):
    return page.locator(f"#f-{name}-{row.pk}")


def stored(row):
    return Paragraph.objects.get(pk=row.pk)


def by_somebody(paper, row, **changes):
    """A colleague saves from elsewhere."""
    row = stored(row)
    colleague = SuperuserFactory(latin_name="LI Na")
    paragraphs.save(submission=paper, pk=row.pk, version=row.version, changes=changes, by=colleague)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [375, 1440])
def test_what_is_typed_saves_itself(visitor, paper, language, width):
    page = visitor(language, user=SuperuserFactory(preferred_language=language), width=width)
    one, two = paper.paragraphs.all()
    open_desk(page, paper)

    field(page, one).fill("Four words stand here.")
    field(page, two, "text_zh_hans").fill("这里有七个字。")

    expect(page.locator("#desk-status")).to_contain_text(SAVED[language])
    assert (stored(one).text_en, stored(two).text_zh_hans) == ("Four words stand here.", "这里有七个字。")
    assert (stored(one).text_zh_hans, stored(one).version) == ("三个字。", 2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    assert page.complaints == []


def test_the_length_is_told_while_one_types(desk, paper):
    row = paper.paragraphs.first()
    words = desk.locator("[data-length=words]")
    expect(words).to_contain_text("6 of 20 words, 14 left")

    field(desk, row).fill("word " * 18)

    expect(words).to_contain_text("21 of 20 words, 1 over the limit")
    expect(words).to_have_class("desk__length desk__length--over")
    expect(desk.locator("[data-length=characters]")).to_contain_text("8 characters")


def test_the_browser_counts_as_the_server_does(desk):
    counted = desk.evaluate(
        """texts => {
            const settings = JSON.parse(document.getElementById("desk-settings").textContent);
            const counters = drafting.counters(settings.patterns);
            return texts.map((text) => [counters.words(text), counters.characters(text)]);
        }""",
        CORPUS,
    )

    assert counted == [[counting.words(text), counting.characters(text)] for text in CORPUS]


def test_what_others_write_appears_where_one_is_not_writing(desk, paper):
    one, two = paper.paragraphs.all()
    field(desk, one).focus()
    by_somebody(paper, one, text_zh_hans="她的。")
    by_somebody(paper, two, text_en="Hers.")
    paragraphs.move(submission=paper, pk=two.pk, by=paragraphs.UP)
    new = paragraphs.add(submission=paper, texts={"text_en": "New."}, by=None)

    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(field(desk, two)).to_have_value("Hers.")
    expect(field(desk, one, "text_zh_hans")).to_have_value("她的。")
    expect(field(desk, new)).to_have_value("New.")
    headings = desk.locator("[data-heading]").all_inner_texts()
    ids = desk.locator("[data-paragraph]").evaluate_all(
        "all => all.map(one => Number(one.dataset.paragraph))"
    )
    assert (headings, ids) == (["Paragraph 1", "Paragraph 2", "Paragraph 3"], [two.pk, one.pk, new.pk])
    expect(field(desk, one)).to_be_focused()
    assert desk.complaints == []


@pytest.mark.parametrize(
    ("button", "result"), [("theirs", "Hers."), ("mine", "Mine."), ("both", "Mine.\n\nHers.")]
)
def test_two_change_the_same_text_and_the_second_decides(desk, paper, button, result):
    row = paper.paragraphs.first()
    by_somebody(paper, row, text_en="Hers.")

    field(desk, row).fill("Mine.")

    clash = desk.locator(".desk__clash")
    expect(clash).to_contain_text("LI Na")
    expect(clash.locator("[data-theirs]")).to_have_text("Hers.")
    expect(field(desk, row)).to_have_value("Mine.")
    assert stored(row).text_en == "Hers."
    clash.locator(f"[data-act={button}]").click()
    if button == "both":
        clash.locator("[data-act=mine]").click()
    expect(clash).to_have_count(0)
    expect(desk.locator("#desk-status")).to_contain_text("Saved" if button != "theirs" else "")
    assert field(desk, row).input_value() == result
    assert stored(row).text_en == result


def test_without_a_connection_nothing_is_lost(desk, paper):
    row = paper.paragraphs.first()
    desk.context.set_offline(True)

    field(desk, row).fill("Written on a train.")

    expect(desk.locator("#desk-status")).to_contain_text("no connection")
    assert stored(row).text_en == "Three English words."
    desk.context.set_offline(False)
    desk.evaluate("dispatchEvent(new Event('online'))")
    expect(desk.locator("#desk-status")).to_contain_text("Saved")
    assert stored(row).text_en == "Written on a train."


def test_a_server_in_trouble_is_asked_again(desk, paper):
    row = paper.paragraphs.first()
    desk.route("**/draft/**", lambda route: route.fulfill(status=500, body="broken"))
    field(desk, row).fill("Written meanwhile.")
    expect(desk.locator("#desk-status")).to_contain_text("server has a problem")

    desk.unroute("**/draft/**")

    expect(desk.locator("#desk-status")).to_contain_text("Saved")
    assert stored(row).text_en == "Written meanwhile."


def test_what_was_not_saved_is_back_when_the_page_is_opened_again(desk, paper):
    one, two = paper.paragraphs.all()
    desk.context.set_offline(True)
    field(desk, one).fill("Written on a train.")
    field(desk, two).fill("Mine.")
    expect(desk.locator("#desk-status")).to_contain_text("no connection")
    by_somebody(paper, two, text_en="Hers.")
    desk.context.set_offline(False)
    desk.on("dialog", lambda dialog: dialog.accept())

    open_desk(desk, paper)

    expect(field(desk, one)).to_have_value("Written on a train.")
    expect(field(desk, two)).to_have_value("Mine.")
    expect(desk.locator(".desk__clash [data-theirs]")).to_have_text("Hers.")
    expect(desk.locator(".desk__clash [data-told]")).to_contain_text("LI Na changed this at")
    expect(desk.locator("#desk-status")).to_contain_text("Please choose below")
    assert (stored(one).text_en, stored(two).text_en) == ("Written on a train.", "Hers.")


def test_somebody_else_at_the_same_computer_sees_nothing_of_it(desk, paper, visitor):
    row = paper.paragraphs.first()
    other = SuperuserFactory(preferred_language="en")
    kept = {"text_en": {"text": "Wang Fang's secret.", "digest": "x"}}
    for owner in (other.pk + 1, 0):
        desk.evaluate(
            "([key, text]) => localStorage.setItem(key, text)",
            [f"drafting:{owner}:{paper.pk}:{row.pk}", json.dumps(kept)],
        )

    open_desk(desk, paper)

    expect(field(desk, row)).to_have_value("Three English words.")
    assert "secret" not in desk.content()


def test_a_session_that_ended_loses_nothing(desk, paper, wang):
    row = paper.paragraphs.first()
    desk.context.clear_cookies()
    field(desk, row).fill("Written after the session.")
    expect(desk.locator("#desk-status")).to_contain_text("no longer signed in")

    sign_in(desk.context, wang, desk.url.split("/admin/")[0])
    desk.evaluate("dispatchEvent(new Event('online'))")

    expect(desk.locator("#desk-status")).to_contain_text("Saved")
    assert stored(row).text_en == "Written after the session."


def test_somebody_elses_session_is_not_written_in(desk, paper):
    row = paper.paragraphs.first()
    sign_in(desk.context, SuperuserFactory(), desk.url.split("/admin/")[0])

    field(desk, row).fill("Whose is this?")

    expect(desk.locator("#desk-status")).to_contain_text("Somebody else has signed in")
    assert stored(row).text_en == "Three English words."
    expect(field(desk, row)).to_have_value("Whose is this?")


def test_paragraphs_come_move_split_and_go(desk, paper):
    one, two = paper.paragraphs.all()

    desk.locator(f"#p-{one.pk} button[value=below]").click()
    expect(desk.locator("[data-paragraph]")).to_have_count(3)
    new = paper.paragraphs.get(number=2)
    expect(field(desk, new)).to_be_focused()
    field(desk, new).fill("A.\n\nB.")
    desk.locator(f"#p-{new.pk} button[value=split]").click()
    expect(desk.locator("[data-paragraph]")).to_have_count(4)
    expect(field(desk, new)).to_have_value("A.")
    desk.locator(f"#p-{two.pk} button[value=up]").click()
    expect(desk.locator("[data-paragraph]").nth(2)).to_have_attribute("data-paragraph", str(two.pk))
    expect(desk.locator(f"#p-{two.pk} button[value=up]")).to_be_focused()
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.locator(f"#p-{one.pk} button[value=delete]").click()
    expect(desk.locator("[data-paragraph]")).to_have_count(3)

    texts = list(paper.paragraphs.values_list("number", "text_en"))
    assert texts == [(1, "A."), (2, "Three English words."), (3, "B.")]
    assert desk.locator("[data-heading]").all_inner_texts() == ["Paragraph 1", "Paragraph 2", "Paragraph 3"]
    assert desk.complaints == []


def test_text_of_a_deleted_paragraph_is_put_back(desk, paper):
    row = paper.paragraphs.first()
    paragraphs.delete(submission=paper, pk=row.pk, by=None)

    field(desk, row).fill("Not to be lost.")

    lost = desk.locator("#desk-lost .desk__lost")
    expect(lost).to_contain_text("Not to be lost.")
    lost.locator("[data-act=put-back]").click()
    expect(lost).to_have_count(0)
    assert list(paper.paragraphs.values_list("text_en", flat=True))[-1] == "Not to be lost."


def test_a_paper_that_is_approved_meanwhile_closes_and_shows_what_was_typed(desk, paper):
    row = paper.paragraphs.first()
    Submission.objects.filter(pk=paper.pk).update(state="approved")

    field(desk, row).fill("Too late.")

    lost = desk.locator("#desk-lost .desk__lost")
    expect(lost).to_contain_text("Too late.")
    expect(field(desk, row)).to_have_js_property("readOnly", True)
    expect(field(desk, row)).to_have_value("Three English words.")
    expect(desk.locator("#desk-status")).to_contain_text("The text stands still now (Approved)")
    desk.reload()
    expect(lost).to_contain_text("Too late.")
    desk.once("dialog", lambda dialog: dialog.accept())
    lost.locator("[data-act=discard]").click()
    expect(lost).to_have_count(0)
    assert desk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('drafting:'))") == []
    assert stored(row).text_en == "Three English words."


def test_without_the_desks_script_each_paragraph_is_a_form(visitor, paper, wang):
    page = visitor("en", user=wang)
    page.route("**/drafting*.js", lambda route: route.abort())
    row = paper.paragraphs.first()
    page.goto(f"/admin/reports/submission/{paper.pk}/draft/")

    field(page, row).fill("By hand.")
    press(page, f"#p-{row.pk} button[value=save]")

    assert stored(row).text_en == "By hand."
    by_somebody(paper, row, text_en="Hers.")
    field(page, row).fill("Mine.")
    press(page, f"#p-{row.pk} button[value=save]")
    assert (field(page, row).input_value(), stored(row).text_en) == ("Mine.", "Hers.")
    expect(page.locator(".desk__clash [data-theirs]")).to_have_text("Hers.")
    press(page, f"#p-{row.pk} button[value=save]")
    assert stored(row).text_en == "Mine."


def test_a_comment_does_not_lose_what_is_typed(desk, paper, wang):
    row = paper.paragraphs.first()
    field(desk, row).fill("Typed just now.")
    desk.locator(f"#c-{row.pk} summary").click()
    desk.locator(f"#say-{row.pk}").fill("Is this so?")

    press(desk, f"#c-{row.pk} .desk__say button")

    expect(desk.locator(f"#c-{row.pk}")).to_contain_text("Is this so?")
    assert stored(row).text_en == "Typed just now."
    assert [(one.text, one.author, one.paragraph) for one in paper.comments.all()] == [
        ("Is this so?", wang, row)
    ]
    assert violations(desk) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_around_the_desk_are_for_everybody(visitor, paper, wang, scheme):
    row = paper.paragraphs.first()
    SiteSettingsFactory()
    versions.keep(submission=paper, label="First", by=wang)
    by_somebody(paper, row, text_en="Four English words stand.", text_zh_hans="四个字。")
    until = timezone.localdate()
    _link, token = previews.make(submission=paper, reader="Prof. Li", until=until, by=wang)
    page = visitor("en", user=wang, width=375, scheme=scheme)
    desk = f"/admin/reports/submission/{paper.pk}/draft/"

    for address in (
        f"{desk}versions/",
        f"{desk}versions/compare/",
        f"{desk}versions/compare/?as=inline",
        f"{desk}versions/1/restore/",
        f"{desk}links/",
        f"{desk}paragraphs/{row.pk}/delete/",
        f"/en/drafts/{token}/",
    ):
        page.goto(address)
        assert (address, violations(page)) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, address
    assert page.complaints == []


def test_a_button_stays_below_the_pointer_while_it_is_pressed(visitor, wang):
    """Whoever presses it leaves a field, which saves itself; the answer makes the list of what is missing shorter."""
    paper = draft()
    paper.paragraphs.update(text_zh_hans="")
    page, row = visitor("en", user=wang, width=1440), paper.paragraphs.get()
    open_desk(page, paper)
    missing = page.locator("#desk-missing li")
    expect(missing).to_have_count(1)
    field(page, row, "text_zh_hans").fill("这里有七个字。")
    box = page.get_by_role("button", name="Add a paragraph at the end").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 2)

    with page.expect_response("**/draft/paragraphs/*/"):
        page.mouse.down()
    page.wait_for_timeout(200)
    expect(missing).to_have_count(1)
    page.mouse.up()

    expect(page.locator("[data-paragraph]")).to_have_count(2)
    assert stored(row).text_zh_hans == "这里有七个字。"


def test_a_press_whose_end_nobody_hears_holds_nothing_up(desk, paper):
    row = paper.paragraphs.first()
    field(desk, row).fill("Four words stand here.")
    desk.mouse.move(5, 5)
    desk.mouse.down()

    expect(desk.locator("#desk-status")).to_contain_text("Saved")
    assert stored(row).text_en == "Four words stand here."


def test_an_order_that_never_arrived_is_told_and_not_repeated(desk, paper, wang):
    add = desk.get_by_role("button", name="Add a paragraph at the end")
    status = desk.locator("#desk-status")

    desk.context.set_offline(True)
    add.click()
    expect(status).to_have_text(
        "No answer came. Please look whether it was done, and press the button again if not."
    )
    desk.context.set_offline(False)
    with desk.expect_response("**/draft/now/*"):
        pass
    expect(status).to_contain_text("No answer came.")
    assert paper.paragraphs.count() == 2
    desk.context.clear_cookies(name="sessionid")
    add.click()
    expect(status).to_contain_text("you are no longer signed in")
    sign_in(desk.context, wang, desk.url.split("/admin/")[0])
    add.click()

    expect(desk.locator("[data-paragraph]")).to_have_count(3)
    expect(status).not_to_contain_text("signed in")
