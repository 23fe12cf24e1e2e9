"""An organisation joins: a newcomer applies, the secretariat accepts, the contact invites a colleague who comes."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from beijing_ngo.core.models import Message
from members.models import Membership, Organisation, Representative
from tests.browser.conftest import press, violations
from tests.factories import SiteSettingsFactory, SuperuserFactory, ThemeFactory
from tests.members.accounts import PASSWORD, make_person
from tests.members.organisations import PDF, token_in

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture(autouse=True)
def site():
    SiteSettingsFactory(email="office@example.org")
    ThemeFactory()


def sign_in(page, user, way):
    page.goto(way)
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    press(page, "main form:has([name=login]) button[type=submit]")


def looked_at(page, name):
    """Nothing for axe to complain about, no sideways scrolling; with PICTURES, two pictures as well."""
    assert violations(page) == []
    size = page.viewport_size
    for width in (375, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size(size)


def send(page, button):
    with page.expect_navigation():
        page.locator("main form").get_by_role("button", name=button, exact=False).first.click()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_application_to_a_colleague_who_joins(visitor, language, tmp_path):
    applicant = make_person(email="wang.lan@example.org", preferred_language=language)
    paper = tmp_path / "证书.pdf"
    paper.write_bytes(PDF)
    page = visitor(language)

    page.goto(f"/{language}/members/join/")
    looked_at(page, f"join-visitor-{language}")
    page.click("main a[href*='account/login']")
    sign_in(page, applicant, page.url)
    page.wait_for_url("**/members/join/**")
    looked_at(page, f"join-{language}")

    page.fill("[name=name_zh_hans]", "北京春晖基金会")
    page.select_option("[name=legal_form]", "foundation")
    page.fill("[name=credit_code]", "5111O000500000I2XW")
    page.fill("[name=email]", "office@chunhui.example.org")
    page.fill("[name=motivation]", "一起做事。")
    page.set_input_files("[name=certificate]", paper)
    page.check("[name=declared]")
    page.locator("main form button.btn:not(.plain)").last.click()
    page.wait_for_selector(".note.bad")
    expect(page.locator("[name=motivation]")).to_have_value("一起做事。")
    expect(page.locator("main")).to_contain_text("证书.pdf")
    looked_at(page, f"join-wrong-{language}")

    page.fill("[name=credit_code]", "5111000050000012XW")
    page.locator("main form button.btn:not(.plain)").last.click()
    page.wait_for_url("**/account/membership/**")
    looked_at(page, f"membership-applied-{language}")
    application = Membership.objects.get()
    assert application.organisation.documents.get().original_name == "证书.pdf"

    officer = SuperuserFactory(email="li.ming@example.org", password=PASSWORD)
    officer.vouch_for_address()
    office = visitor("zh-hans")
    sign_in(
        office, officer, f"/zh-hans/account/login/?next=/admin/members/membership/{application.pk}/change/"
    )
    office.wait_for_url("**/change/")
    if PICTURES:
        office.screenshot(path=str(Path(PICTURES) / f"admin-application-{language}.png"), full_page=True)
    office.click(f"a[href*='/{application.pk}/accept']")
    office.fill("[name=tier_zh_hans]", "单位会员")
    if PICTURES:
        office.screenshot(path=str(Path(PICTURES) / f"admin-accept-{language}.png"), full_page=True)
    with office.expect_navigation():
        office.click("form.sheet button[type=submit]")
    assert Organisation.objects.get().is_member_now

    page.reload()
    looked_at(page, f"membership-active-{language}")
    page.goto(f"/{language}/account/organisation/")
    page.fill("[name=email]", "chen.mu@example.org")
    page.fill("[name=family_name]", "陈")
    page.fill("[name=given_name]", "牧")
    page.locator("main form:has([name=role]) button[type=submit]").click()
    page.wait_for_selector(".note.good")
    looked_at(page, f"organisation-{language}")
    page.click("a[href*='/revoke/']")
    looked_at(page, f"confirm-{language}")

    token = token_in(Message.objects.filter(kind="members.invitation").latest("pk"))
    colleague = visitor(language)
    colleague.goto(f"/{language}/account/invitations/{token}/")
    looked_at(colleague, f"invitation-{language}")
    colleague.locator("main form button").click()
    colleague.wait_for_url("**/signup/**")
    expect(colleague.locator("[name=email]")).to_have_value("chen.mu@example.org")
    colleague.fill("[name=family_name]", "陈")
    colleague.fill("[name=given_name]", "牧")
    colleague.fill("[name=password1]", PASSWORD)
    colleague.fill("[name=password2]", PASSWORD)
    colleague.check("[name=agreed]")
    colleague.locator("main form:has([name=password1]) button[type=submit]").click()
    colleague.wait_for_url("**/invitations/**")
    looked_at(colleague, f"invitation-mine-{language}")
    colleague.locator("main form button").click()
    colleague.wait_for_url("**/account/organisation/**")

    joined = Representative.objects.order_by("pk").values_list("user__email", "role")
    assert list(joined) == [("wang.lan@example.org", "contact"), ("chen.mu@example.org", "delegate")]
    assert page.complaints == colleague.complaints == []
