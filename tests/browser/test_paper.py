"""The association's report to CESCR, from an empty form to a citation: written, counted, signed, filed, published."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from members.models import RepresentativeRole
from reports import reference
from reports.models import EndorsementState, Mechanism, Submission, SubmissionState
from tests.browser.conftest import press
from tests.factories import OrganisationFactory, RepresentativeFactory, SiteSettingsFactory, SuperuserFactory

pytestmark = pytest.mark.django_db(transaction=True)

DEMO = Path(settings.BASE_DIR) / "beijing_ngo/portal/demo/reports.yaml"
SEND = "form.sheet button[type=submit]"
TEXTS = ("heading_en", "text_en", "heading_zh_hans", "text_zh_hans")


@pytest.fixture
def report():
    content = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    return next(paper for paper in content["submissions"] if paper["slug"] == "cescr-china-2023")


@pytest.fixture
def contact():
    return RepresentativeFactory(
        role=RepresentativeRole.CONTACT,
        organisation=OrganisationFactory(
            name_zh_hans="北京绿色教育协会", name_en="Green Education Association"
        ),
    )


def begin(page, report, closes):
    """The form of a new paper, with what it must have."""
    local = closes.astimezone(ZoneInfo("Europe/Zurich"))
    page.goto("/admin/reports/submission/add/")
    page.fill("input[name=title_zh_hans]", report["title_zh_hans"])
    page.get_by_text("English", exact=True).first.click()
    page.fill("input[name=title_en]", report["title_en"])
    page.locator("#id_mechanism + .select2 .select2-selection").click()
    name = Mechanism.objects.get(slug="cescr-parallel-report").name_zh_hans
    page.locator(".select2-search__field").last.fill("CESCR")
    page.locator(".select2-results__option", has_text=name).click()
    page.select_option("select[name=kind]", report["kind"])
    page.fill("input[name=deadline_0]", f"{local:%Y-%m-%d}")
    page.fill("input[name=deadline_1]", f"{local:%H:%M}")
    press(page, "button[name=_save]")
    return Submission.objects.get()


def write(page, paper, paragraphs):
    """Each in both languages; the desk saves by itself."""
    page.goto(f"/admin/reports/submission/{paper.pk}/draft/")
    expect(page.locator("#desk.desk--live")).to_be_visible()
    for number, paragraph in enumerate(paragraphs, start=1):
        page.get_by_role("button", name="在末尾增加一段").click()
        sheets = page.locator("[data-paragraph]")
        expect(sheets).to_have_count(number)
        for name in TEXTS:
            if paragraph.get(name):
                sheets.last.locator(f"[data-field={name}] [name={name}]").fill(str(paragraph[name]).strip())
    expect(page.locator("#desk-status")).to_contain_text("已保存")


def step(page, paper, verb):
    page.goto(f"/admin/reports/submission/{paper.pk}/change/")
    press(page, f"a[href$='/step/{verb}/']")
    press(page, SEND)
    paper.refresh_from_db()


def test_from_an_empty_form_to_a_citation_in_both_languages(visitor, report, contact):
    SiteSettingsFactory(name_zh_hans="北京市民间组织国际交流协会", name_en="Beijing NGO Association")
    reference.load()
    office = visitor("zh-hans", user=SuperuserFactory(preferred_language="zh-hans"), width=1440)

    # written: what has no Chinese yet is not approved
    paper = begin(office, report, timezone.now() - timedelta(hours=1))
    *most, last = report["paragraphs"]
    write(office, paper, [*most, last | {"text_zh_hans": ""}])
    expect(office.locator("[data-length=words]")).to_contain_text("527")
    step(office, paper, "review")
    assert paper.state == SubmissionState.REVIEW
    step(office, paper, "approve")
    assert paper.state == SubmissionState.REVIEW
    expect(office.locator("form.sheet")).to_contain_text("8")

    office.goto(f"/admin/reports/submission/{paper.pk}/draft/")
    expect(office.locator("#desk.desk--live")).to_be_visible()
    field = office.locator("[data-paragraph]").last.locator("[name=text_zh_hans]")
    field.fill(last["text_zh_hans"].strip())
    expect(office.locator("#desk-status")).to_contain_text("已保存")

    # signed by a member, who reads it in their account
    office.goto(f"/admin/reports/submission/{paper.pk}/co-signatories/")
    office.select_option("select[name=organisations]", label="北京绿色教育协会（目前不是会员）", force=True)
    press(office, SEND)
    member = visitor("en", user=contact.user)
    member.goto("/en/account/endorsements/")
    press(member, f"main a[href$='/account/endorsements/{paper.endorsements.get().pk}/']")
    expect(member.locator("main")).to_contain_text(most[0]["text_en"].strip()[:40])
    press(member, "button[value=sign]")
    assert paper.endorsements.get().state == EndorsementState.ENDORSED

    # approved and filed: an hour late, which wants a reason
    step(office, paper, "approve")
    assert paper.state == SubmissionState.APPROVED
    office.goto(f"/admin/reports/submission/{paper.pk}/change/")
    press(office, f"a[href$='/submission/{paper.pk}/file/']")
    office.fill("[name=symbol]", "INT/CESCR/CSS/CHN/51234/E")
    press(office, SEND)
    paper.refresh_from_db()
    assert paper.state == SubmissionState.APPROVED
    expect(office.locator("[name=symbol]")).to_have_value("INT/CESCR/CSS/CHN/51234/E")
    office.fill("[name=reason]", "委员会秘书处来信同意延后一天。")
    press(office, SEND)
    paper.refresh_from_db()
    assert (paper.state, paper.filed_words) == (SubmissionState.FILED, 527)

    # published and cited
    step(office, paper, "publish")
    assert paper.state == SubmissionState.PUBLISHED
    reader = visitor("en")
    for language in ("zh-hans", "en"):
        reader.goto(f"/{language}/reports/submissions/{paper.slug}/")
        expect(reader.locator("main")).to_contain_text(most[0]["text_en"].strip()[:40])
        expect(reader.locator("main")).to_contain_text(most[0]["text_zh_hans"].strip()[:20])
        expect(reader.locator("main")).to_contain_text(
            "北京绿色教育协会" if language == "zh-hans" else "Green Education Association"
        )
        expect(reader.locator(".cite[lang=en]")).to_contain_text(report["title_en"])
        expect(reader.locator(".cite[lang=zh-Hans]")).to_contain_text("[R/OL]")
        for kind in ("bib", "ris"):
            answer = reader.request.get(f"/{language}/reports/submissions/{paper.slug}/cite.{kind}")
            assert answer.status == 200
            assert "INT/CESCR/CSS/CHN/51234/E" in answer.text()
    assert (office.complaints, member.complaints, reader.complaints) == ([], [], [])
