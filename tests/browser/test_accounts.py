"""Accounts as a person meets them: signing up, a second factor, a passkey; in both languages, on phone and desk."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from playwright.sync_api import expect

from members.models import User
from tests.browser.conftest import press, violations
from tests.factories import SiteSettingsFactory
from tests.members.accounts import PASSWORD, code_in, make_person

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "person@example.org"
LANGUAGES = ["zh-hans", "en"]
OUTSIDE = ["login/", "signup/", "login/code/", "password/reset/", "password/reset/done/", "deleted/"]
INSIDE = [
    *("profile/", "security/", "security/second-factor/", "calendar/", "data/", "email/", "sessions/"),
    *("2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/", "password/change/"),
    *("logout/", "reauthenticate/"),
]


@pytest.fixture(autouse=True)
def _site(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    SiteSettingsFactory()


@pytest.fixture
def at(visitor, live_server):
    """A page at localhost, where browsers allow passkeys: `at("en", "login/")`."""
    port = urlsplit(live_server.url).port

    def arrive(language, path, page=None, **look):
        page = page or visitor(language=language, **look)
        page.account = f"http://localhost:{port}/{language}/account/"
        page.goto(page.account + path)
        return page

    return arrive


def submit(page, field):
    press(page, f"main form:has([name={field}]) button[type=submit]")


def sign_in(page):
    page.goto(page.account + "login/")
    page.fill("[name=login]", ADDRESS)
    page.fill("[name=password]", PASSWORD)
    submit(page, "login")


def prove(page, path):
    """Go to a page that asks once more who it is."""
    page.goto(page.account + path)
    if "reauthenticate" in page.url:
        page.fill("[name=password]", PASSWORD)
        submit(page, "password")


def app_code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_up(at, language):
    page = at(language, "signup/")
    page.fill("[name=email]", ADDRESS)
    page.fill("[name=family_name]", "王")
    page.fill("[name=given_name]", "芳")
    for name in ("password1", "password2"):
        page.fill(f"[name={name}]", PASSWORD)
    submit(page, "email")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"  # the agreement is missing

    page.check("[name=agreed]")
    for name in ("password1", "password2"):
        page.fill(f"[name={name}]", PASSWORD)
    submit(page, "email")
    assert violations(page) == []
    page.fill("[name=code]", code_in(mail.outbox[-1].body))
    submit(page, "code")

    assert page.url == page.account
    expect(page.locator(".utility-links a[href$='/account/']:not([hreflang])")).to_have_text(
        User.objects.get().name
    )
    assert User.objects.get().preferred_language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_authenticator_app_and_its_recovery_codes(at, language):
    make_person(email=ADDRESS)
    page = at(language, "login/")
    sign_in(page)
    prove(page, "2fa/totp/activate/")

    secret = page.locator("main code").inner_text()
    page.fill("[name=code]", app_code(secret))
    submit(page, "code")
    assert page.url == page.account + "2fa/recovery-codes/"
    expect(page.locator("main li code")).to_have_count(10)
    codes = page.locator("main li code").all_inner_texts()
    assert violations(page) == []

    page.context.clear_cookies()
    sign_in(page)
    assert page.url == page.account + "2fa/authenticate/"
    assert violations(page) == []
    page.fill("[name=code]", codes[0])
    submit(page, "code")
    assert page.url == page.account


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passkey_signs_in_alone(at, language):
    make_person(email=ADDRESS)
    page = at(language, "login/")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal"}
    options |= dict.fromkeys(
        ("hasResidentKey", "hasUserVerification", "isUserVerified", "automaticPresenceSimulation"), True
    )
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page)
    prove(page, "2fa/webauthn/add/")

    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile(r"/2fa/(recovery-codes|webauthn)/$"))
    page.context.clear_cookies()
    page.goto(page.account + "login/")
    page.click("#passkey_login")
    page.wait_for_url(page.account)

    expect(page.locator(".utility-links a[href$='/account/']:not([hreflang])")).to_have_text(
        re.compile("王芳|WANG Fang")
    )
    assert page.complaints == []


def test_a_passkey_that_is_not_there_is_said_in_words(at):
    page = at("en", "login/")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal"}
    options |= dict.fromkeys(("hasResidentKey", "hasUserVerification", "isUserVerified"), True)
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")

    page.click("#passkey_login")

    page.get_by_text("The passkey was not used. You can try again, or sign in another way.").wait_for()


def test_signing_out_everywhere_else(at):
    make_person(email=ADDRESS)
    here, there = at("en", "login/"), at("en", "login/")
    for page in (here, there):
        sign_in(page)

    here.goto(here.account + "sessions/")
    expect(here.locator("main .lines > li")).to_have_count(2)
    press(here, "main form[action$='/sessions/'] button")
    there.goto(there.account + "security/")

    expect(here.locator("main .lines > li")).to_have_count(1)
    assert "/account/login/" in there.url


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 375), ("en", 1440)])
def test_every_page_is_accessible_and_fits(at, language, width):
    make_person(email=ADDRESS)
    page = at(language, "login/", width=width)
    found = []

    def look(path):
        page.goto(page.account + path)
        found.extend(violations(page))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(("too wide", path))
        if width > 375:
            page.set_viewport_size({"width": 375, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(("too wide for a phone", path))
            page.set_viewport_size({"width": width, "height": 900})

    for path in OUTSIDE:
        look(path)
    sign_in(page)
    prove(page, "reauthenticate/")
    for path in INSIDE:
        look(path)

    assert found == []
    assert page.complaints == []
