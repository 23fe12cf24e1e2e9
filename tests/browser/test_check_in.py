"""The door in a real browser: typed with and without script, scanned, undone, seen by a second desk.

Chromium on Linux has no BarcodeDetector, so the camera tests put one in that reads what the test holds up; the camera
itself is Chromium's own make-believe one.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import expect

from events.models import Attendee, RegistrationState
from tests.browser.conftest import CHROMIUM, sign_in, violations
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    OrganisationFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SiteSettingsFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DETECTOR = """
window.held = "";
window.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
  detect(source) { return Promise.resolve(window.held && source.videoWidth ? [{rawValue: window.held}] : []); }
};
"""


@pytest.fixture
def party():
    event = EventFactory(
        slug="forum",
        title_zh_hans="论坛",
        title_en="The forum",
        starts_at=timezone.now() + timedelta(hours=1),
    )
    desk = RegistrationDeskFactory(event=event, capacity=10)
    organisation = OrganisationFactory(name_zh_hans="绿色枢纽", name_en="Green Hub")
    registration = RegistrationFactory(desk=desk, organisation=organisation, reference="7KQM4TXA")
    for family, given, latin in (("王", "芳", "WANG Fang"), ("李", "雷", "LI Lei")):
        AttendeeFactory(registration=registration, family_name=family, given_name=given, latin_name=latin)
    return registration


@pytest.fixture
def keep(live_server):
    """Sign a page in as somebody who keeps the door, and open it."""

    def open_door(page, language="en", name="desk", query="", latin_name="DOOR Keeper"):
        right, _made = Permission.objects.get_or_create(
            codename="check_in",
            content_type=ContentType.objects.get_for_model(Attendee),
            defaults={"name": "Can check people in"},
        )
        user = UserFactory(
            is_staff=True,
            family_name="门",
            given_name="卫",
            latin_name=latin_name,
            preferred_language=language,
        )
        user.user_permissions.add(right)
        sign_in(page.context, user, live_server.url)
        with translation.override(language):
            address = reverse(f"checkin:{name}", args=["forum"])
        page.goto(address + query)
        return page

    return open_door


def outcome(page, kind):
    told = page.locator(f"[data-outcome={kind}]")
    told.wait_for()
    return told.inner_text()


def ask(page, code, button="Check in"):
    page.fill("#code", code)
    page.locator("#entry").get_by_role("button", name=button).click()


# ---------------------------------------------------------------- typed


def test_typed_scanned_again_and_undone(en, party, keep):
    page = keep(en)

    ask(page, "7kqm 4txa 1")
    assert re.sub(r"\s+", " ", outcome(page, "in")) == (
        "Checked in WANG Fang Green Hub 1 of 2 of this party are here"
    )
    expect(page.locator("#figures .big")).to_have_text("1")
    expect(page.locator("#code")).to_have_value("")

    ask(page, "7KQM-4TXA-1")
    assert "by DOOR Keeper" in outcome(page, "used")

    page.locator(".door-undo summary").click()
    page.get_by_role("button", name="Yes, undo").click()
    assert "WANG Fang" in outcome(page, "undone")
    expect(page.locator("#figures .big")).to_have_text("0")
    assert not Attendee.objects.exclude(checked_in_at=None).exists()
    assert page.complaints == []


def test_a_party_is_listed_with_a_button_each(zh, party, keep):
    page = keep(zh, "zh-hans")

    page.fill("#code", "7KQM-4TXA")
    page.press("#code", "Enter")
    choose = page.locator("[data-outcome=choose]")
    choose.wait_for()
    choose.locator("button[name=attendee]").nth(1).click()

    assert "李雷" in outcome(page, "in")
    assert page.complaints == []


def test_cancelled_another_event_and_unknown(en, party, keep):
    party.attendees.filter(number=2).update(cancelled_at=timezone.now())
    elsewhere = AttendeeFactory(registration__desk=RegistrationDeskFactory(event__title_en="The gala"))
    waiting = RegistrationFactory(desk=party.desk, state=RegistrationState.WAITLISTED, people=1)
    page = keep(en)

    for code, words in {
        "7KQM-4TXA-2": "Ticket cancelled",
        f"http://x.example/en/tickets/{elsewhere.ticket_secret}/": "The gala",
        f"{waiting.reference}1": "On the waiting list",
        "3333-3333-1": "There is no such ticket.",
    }.items():
        ask(page, code)
        page.locator("#result").get_by_text(words).first.wait_for()

    assert not Attendee.objects.exclude(checked_in_at=None).exists()
    assert page.complaints == []


def test_all_of_it_without_script(browser, live_server, party, keep):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en-GB")
    page = keep(context.new_page())

    expect(page.locator("#scan")).to_be_hidden()
    ask(page, "7KQM-4TXA-1")
    assert "WANG Fang" in outcome(page, "in")
    ask(page, "7KQM-4TXA-1")
    assert "by DOOR Keeper" in outcome(page, "used")
    ask(page, "lei")
    page.locator("[data-outcome=choose] button[name=attendee]").click()
    assert "LI Lei" in outcome(page, "in")
    page.locator(".door-undo summary").first.click()
    page.get_by_role("button", name="Yes, undo").first.click()
    outcome(page, "undone")
    assert Attendee.objects.exclude(checked_in_at=None).get().latin_name == "WANG Fang"
    context.close()


def test_somebody_without_registration(en, party, keep):
    page = keep(en)
    page.get_by_role("link", name="Somebody without registration").click()
    page.fill("#id_given_name", "Yun")
    page.fill("#id_email", "not an address")
    page.get_by_role("button", name="Give a place").click()
    page.locator(".field.wrong").wait_for()

    page.fill("#id_email", "yun@example.org")
    page.get_by_role("button", name="Give a place").click()

    assert "Yun" in outcome(page, "in")
    assert page.complaints == []


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(
    ("language", "name", "button"),
    [("zh-hans", "王芳", "为王芳签到"), ("en", "WANG Fang", "Check in WANG Fang")],
)
def test_who_has_registered_is_let_in_from_the_walk_in_form(
    visitor, party, keep, script, language, name, button
):
    address = party.attendees.get(number=1).email
    page = keep(visitor(language, width=375, script=script), language, "walk_in")
    page.fill("#id_given_name", "芳")
    page.fill("#id_email", address.upper())
    page.locator("form.stack button").last.click()

    assert name in outcome(page, "choose")
    if script:
        assert violations(page) == []
    page.get_by_role("button", name=button).click()

    assert name in outcome(page, "in")
    assert Attendee.objects.exclude(checked_in_at=None).get().email == address
    assert page.complaints == []


# ---------------------------------------------------------------- two desks, bad lines


def test_a_second_desk_sees_who_came(visitor, party, keep):
    first, second = keep(visitor("en")), keep(visitor("en"), latin_name="OTHER Keeper")
    expect(second.locator("#figures .big")).to_have_text("0")

    ask(first, "7KQM-4TXA-1")
    outcome(first, "in")

    second.locator("#recent").get_by_text("WANG Fang").wait_for(timeout=15_000)
    expect(second.locator("#figures .big")).to_have_text("1")
    ask(second, "7KQM-4TXA-1")
    assert "by DOOR Keeper" in outcome(second, "used")


def test_without_an_answer_the_code_is_kept_to_try_again(en, party, keep):
    page = keep(en)
    page.route("**/check-in/forum/", lambda route: route.abort())

    ask(page, "7KQM-4TXA-1")
    page.locator("#failed").wait_for()
    expect(page.locator("#code")).to_have_value("7KQM-4TXA-1")

    page.unroute("**/check-in/forum/")
    page.locator("#entry").get_by_role("button").click()
    assert "WANG Fang" in outcome(page, "in")
    expect(page.locator("#failed")).to_be_hidden()


# ---------------------------------------------------------------- the camera


@pytest.fixture
def phone(browser, live_server):
    """A phone whose camera shows Chromium's test picture, and reads what the test holds up."""
    chromium = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=[
            *("--no-sandbox", "--disable-gpu"),
            *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
        ],
    )
    context = chromium.new_context(
        base_url=live_server.url,
        locale="en-GB",
        viewport={"width": 375, "height": 740},
        permissions=["camera"],
    )
    page = context.new_page()
    page.add_init_script(DETECTOR)
    yield page
    chromium.close()


def test_the_camera_reads_one_ticket_after_another(phone, party, keep):
    page, sent = keep(phone), []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    first, second = party.attendees.all()

    page.get_by_role("button", name="Scan tickets").click()
    page.evaluate(
        "secret => { window.held = secret; }", f"https://x.example/en/tickets/{first.ticket_secret}/"
    )
    assert "WANG Fang" in outcome(page, "in")
    page.wait_for_timeout(1000)  # held before the camera still
    assert len(sent) == 1

    page.evaluate("secret => { window.held = secret; }", second.ticket_secret)
    page.locator("[data-outcome=in]").get_by_text("LI Lei").wait_for()
    assert len(sent) == 2

    page.get_by_role("button", name="Stop scanning").click()
    expect(page.locator("#camera")).to_be_hidden()
    assert page.evaluate("document.getElementById('camera').srcObject") is None


def test_a_scan_that_got_no_answer_is_kept_and_not_sent_for_ever(phone, party, keep):
    page, sent = keep(phone), []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    secret = party.attendees.get(number=1).ticket_secret
    page.route("**/check-in/forum/", lambda route: route.abort())

    page.get_by_role("button", name="Scan tickets").click()
    page.evaluate("secret => { window.held = secret; }", secret)
    page.locator("#failed").wait_for()
    page.wait_for_timeout(4000)
    assert (page.input_value("#code"), len(sent)) == (secret, 1)

    page.unroute("**/check-in/forum/")
    page.locator("#entry").get_by_role("button").click()
    assert "WANG Fang" in outcome(page, "in")


def test_without_a_camera_the_page_says_what_else_to_do(en, party, keep):
    page = keep(en)

    expect(page.locator("#scan")).to_be_hidden()
    expect(page.get_by_text("point the phone's own camera at it")).to_be_visible()


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("zh-hans", 375, "dark"), ("en", 375, "light"), ("en", 1440, "dark"), ("zh-hans", 1440, "light")],
)
def test_the_pages_have_no_barriers(visitor, party, keep, language, width, scheme):
    SiteSettingsFactory()
    party.attendees.filter(number=2).update(checked_in_at=timezone.now())
    page = visitor(language, scheme=scheme, width=width)
    secret = party.attendees.get(number=1).ticket_secret
    found = {}

    for name, query in [
        ("desk", f"?ticket={secret}"),
        ("desk", "?ticket=unknown"),
        ("desk", f"?in={party.attendees.get(number=2).pk}"),
        ("walk_in", ""),
        ("people", ""),
    ]:
        keep(page, language, name, query)
        found[name + query] = violations(page)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found[f"{name}{query}, width"] = [] if wider <= 0 else [wider]

    assert {key: value for key, value in found.items() if value} == {}
    assert page.complaints == []
