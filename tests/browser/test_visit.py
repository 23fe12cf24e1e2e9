"""A visit from planning to its last follow-up, as the delegations officer walks it in the dossier."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from delegations.models import DelegationState, PassportBasis
from tests.browser.conftest import press
from tests.factories import (
    ChecklistTemplateFactory,
    DelegationFactory,
    DelegationMemberFactory,
    ItineraryItemFactory,
    SiteSettingsFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_official_visit_is_approved_printed_reported_and_followed_up(visitor):
    today = timezone.localdate()
    SiteSettingsFactory()
    ChecklistTemplateFactory()
    visit = DelegationFactory(
        title_zh_hans="赴日内瓦访问",
        title_en="A visit to Geneva",
        state=DelegationState.PLANNED,
        passport_basis=PassportBasis.OFFICIAL,
        starts_on=today - timedelta(days=3),
        ends_on=today,
        report_zh_hans="<p>会见了三家机构。</p>",
    )
    DelegationMemberFactory(delegation=visit, family_name="王", given_name="示", latin_name="WANG Shi")
    ItineraryItemFactory(
        delegation=visit,
        date=today,
        title_zh_hans="与人权理事会秘书处会谈",
        title_en="Talks with the Council",
    )
    office = visitor("en", user=SuperuserFactory(preferred_language="en"))
    address = f"/admin/delegations/delegation/{visit.pk}"
    office.goto(f"{address}/dossier/")

    # planned
    press(office, "#checklist form button.act--main, #checklist form button.act")
    expect(office.locator("#checklist")).to_contain_text("Apply for visas")
    press(office, "#progress a.act--main")
    press(office, "form.sheet button[type=submit]")  # without the number
    expect(office.locator("form.sheet")).to_contain_text("number")
    office.fill("[name=number]", "京外办〔2026〕17号")
    press(office, "form.sheet button[type=submit]")
    press(office, "#progress form button.act--main")
    visit.refresh_from_db()
    assert (visit.state, visit.approval_number) == (DelegationState.COMPLETED, "京外办〔2026〕17号")
    assert visit.report_due_on > today

    # printed in both languages
    for language, title, talks in (
        ("zh-hans", "赴日内瓦访问", "与人权理事会秘书处会谈"),
        ("en", "A visit to Geneva", "Talks with the Council"),
    ):
        office.goto(f"{address}/booklet/{language}/")
        expect(office.locator("body")).to_contain_text(title)
        expect(office.locator("body")).to_contain_text(talks)
        pdf = office.request.get(f"{address}/booklet/{language}/pdf/")
        assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")

    # reported
    office.goto(f"{address}/dossier/")
    press(office, "#progress a.act--main")
    office.fill("[name=on]", f"{today:%Y-%m-%d}")
    press(office, "form.sheet button[type=submit]")
    visit.refresh_from_db()
    assert visit.report_filed_on == today

    # followed up
    press(office, "#follow_ups a[href$='/follow-ups/add/']")
    office.fill("[name=text_en]", "Send the photographs")
    press(office, "form.sheet button[type=submit]")
    expect(office.locator("#follow_ups")).to_contain_text("Send the photographs")
    office.fill("#follow_ups [name=note]", "Sent by mail")
    press(office, "#follow_ups form button[type=submit]")
    done = visit.outcomes.get()
    assert (done.done_on, done.done_note) == (today, "Sent by mail")
    assert office.complaints == []
