"""Registering in a real browser: a contact with three people, a delegate alone, a guest through the mail's link."""

import re

import pytest
from playwright.sync_api import expect

from beijing_ngo.core.models import Message
from events.models import QuestionKind, Registration
from tests.browser.conftest import violations
from tests.events.people import contact
from tests.factories import (
    EventFactory,
    QuestionFactory,
    RegistrationDeskFactory,
    RepresentativeFactory,
    SiteSettingsFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk():
    SiteSettingsFactory()
    desk = RegistrationDeskFactory(
        event=EventFactory(slug="forum"), audience="everyone", capacity=40, quota=5
    )
    QuestionFactory(
        desk=desk,
        kind=QuestionKind.SINGLE_CHOICE,
        per="registration",
        required=True,
        label_zh_hans="你们怎么到会场？",
        label_en="How do you come?",
        choices_zh_hans="地铁\n骑行",
        choices_en="By metro\nBy bicycle",
    )
    return desk


@pytest.fixture
def arrive(visitor):
    """Opens the form for somebody: signed in, or not; with or without JavaScript."""

    def open_form(user=None, *, language="en", script=True, width=1440):
        page = visitor(language, width=width, user=user, script=script)
        page.goto(f"/{language}/events/forum/register/")
        return page

    return open_form


def fill(page, place, **facts):
    whole = {"given_name": f"明{place}", "latin_name": "LI Ming", "email": f"liming{place}@example.org"}
    for name, value in (whole | facts).items():
        page.fill(f"[name=people-{place}-{name}]", value)


def send(page):
    page.locator("button[name=send]:visible").last.click()
    page.wait_for_url(re.compile("/registrations/"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_contact_registers_three(desk, arrive, script, language):
    way = contact()
    colleague = RepresentativeFactory(organisation=way.organisation, role="delegate").user
    page = arrive(way.user, language=language, script=script)
    page.click("a[href='?for=" + way.organisation.slug + "']")

    page.select_option("#colleague", f"u{colleague.pk}")
    page.click("button[name=fill]")
    page.wait_for_selector("[name=people-1-email]")
    page.click("button[name=add]")
    page.wait_for_selector("[name=people-2-email]")
    if script:
        expect(page.locator("[name=people-2-family_name]")).to_be_focused()
    fill(page, 2)
    page.locator("input[type=radio]").first.check()
    send(page)

    registration = Registration.objects.get()
    people = registration.attendees.values_list("email", flat=True)
    assert list(people) == [way.user.email, colleague.email, "liming2@example.org"]
    assert registration.language == language
    assert page.complaints == []


def test_the_enter_key_sends_the_form_and_removes_nobody(desk, arrive):
    way = contact()
    page = arrive(way.user)
    page.click("a[href='?for=" + way.organisation.slug + "']")
    page.click("button[name=add]")
    fill(page, 1)
    page.locator("input[type=radio]").first.check()

    page.press("[name=people-1-email]", "Enter")
    page.wait_for_url(re.compile("/registrations/"))

    assert Registration.objects.get().party_size == 2


def test_a_delegate_registers_alone(desk, arrive):
    user = contact(role="delegate").user
    page = arrive(user)
    page.locator("main .lines a.btn").first.click()

    page.locator("input[type=radio]").first.check()
    send(page)

    assert [one.email for one in Registration.objects.get().attendees.all()] == [user.email]


def test_a_guest_from_the_link_of_the_mail_to_the_registration(desk, arrive):
    page = arrive()
    page.fill("[name=email]", "guest@example.org")
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile("sent"))
    page.goto(re.search(r"https?://\S+/register/\S+/", Message.objects.get().text).group())

    page.fill("[name=people-0-given_name]", "Tomás")
    page.fill("[name=people-0-latin_name]", "HERRERA Tomás")
    page.locator("input[type=radio]").first.check()
    send(page)

    assert Registration.objects.get().guest_email == "guest@example.org"


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_are_for_everybody(desk, arrive, width, language):
    way = contact()
    page = arrive(way.user, language=language, width=width)
    visitor = arrive(language=language, width=width)
    page.click("a[href='?for=" + way.organisation.slug + "']")
    page.click("button[name=add]")
    page.wait_for_selector("[name=people-1-email]")
    fill(page, 1, latin_name="迪丽娜尔", email="dilnar@")
    page.locator("button[name=send]:visible").last.click()
    page.wait_for_selector(".note.bad")

    for each in (page, visitor):
        assert violations(each) == []
        assert each.evaluate("document.documentElement.scrollWidth") <= width
