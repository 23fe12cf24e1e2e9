"""Looking after registrations in a real browser: a contact, a colleague and the contact's yes, a guest by the link."""

import pytest
from playwright.sync_api import expect

from events import operations
from events.models import Question
from events.ways import guest
from tests.browser.conftest import press, violations
from tests.events.people import contact, somebody
from tests.factories import EventFactory, RegistrationDeskFactory, SiteSettingsFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOTH = pytest.mark.parametrize("language", ["zh-hans", "en"])
SEND = "button[name=send]:visible >> nth=-1"
SCRIPT = pytest.mark.parametrize("script", [True, False])


@pytest.fixture
def desk():
    SiteSettingsFactory()
    return RegistrationDeskFactory(event=EventFactory(slug="forum"), audience="everyone", capacity=4, quota=4)


@pytest.fixture
def way():
    return contact()


@pytest.fixture
def arrive(visitor):
    """Somebody's browser, signed in or not, with or without JavaScript."""
    return lambda user=None, *, script=True, width=1440: visitor("en", width=width, user=user, script=script)


def register(desk, way, *named):
    return operations.register(desk_pk=desk.pk, way=way, people=list(named) or [somebody()], language="en")


def fill_person(page, prefix, **facts):
    whole = {"given_name": "兰", "family_name": "王", "latin_name": "WANG Lan", "email": "lan@example.org"}
    for name, value in (whole | facts).items():
        page.fill(f"[name={prefix}-{name}]", value)


def confirm(page):
    """Press the one button of a page that says what will happen."""
    press(page, "#main form button.btn:not(.plain)")


@BOTH
@SCRIPT
def test_a_contact_edits_substitutes_and_cancels(arrive, desk, way, language, script):
    registration = register(desk, way, somebody(), somebody())
    page = arrive(way.user, script=script)

    page.goto(f"/{language}/account/")
    page.click(f"a[href$='/registrations/{registration.reference}/']")
    page.click("a[href$='/edit/']")
    page.fill("[name=people-0-position]", "Director")
    page.click("button[name=add]")
    fill_person(page, "people-2", latin_name="王兰")
    press(page, SEND)
    expect(page.locator(".field.wrong [name=people-2-latin_name]")).to_have_value("王兰")
    expect(page.locator("[name=people-0-position]")).to_have_value("Director")
    page.fill("[name=people-2-latin_name]", "WANG Lan")
    press(page, SEND)
    page.wait_for_url(f"**/registrations/{registration.reference}/")
    expect(page.locator(".note.good")).to_be_visible()

    page.click("a[href$='/people/1/substitute/']")
    fill_person(page, "new", email="instead@example.org")
    press(page, SEND)
    page.wait_for_url(f"**/registrations/{registration.reference}/")
    page.click("a[href$='/people/2/cancel/']")
    confirm(page)
    page.wait_for_url(f"**/registrations/{registration.reference}/")
    assert sorted(one.email for one in registration.attendees.live()) == [
        "instead@example.org",
        "lan@example.org",
    ]

    page.click("a[href$='/cancel/']:not([href*=people])")
    confirm(page)
    page.wait_for_url(f"**/registrations/{registration.reference}/")
    registration.refresh_from_db()
    assert registration.state == "cancelled"
    assert page.complaints == []


@BOTH
def test_the_return_key_saves_and_removes_nobody(arrive, desk, way, language):
    registration = register(desk, way, somebody(), somebody())
    page = arrive(way.user)

    page.goto(f"/{language}/account/registrations/{registration.reference}/edit/")
    page.fill("[name=people-1-position]", "Director")
    page.press("[name=people-1-position]", "Enter")
    page.wait_for_url(f"**/registrations/{registration.reference}/")

    assert [one.position for one in registration.attendees.live()] == ["", "Director"]


@BOTH
def test_the_waiting_list_is_left(arrive, desk, way, language):
    register(desk, contact(), *(somebody() for _place in range(4)))
    registration = register(desk, way)
    page = arrive(way.user, script=False)

    page.goto(f"/{language}/account/registrations/{registration.reference}/")
    expect(page.locator(".state.wait")).to_be_visible()
    page.click("a[href$='/cancel/']")
    confirm(page)
    page.wait_for_url(f"**/registrations/{registration.reference}/")

    registration.refresh_from_db()
    assert registration.state == "cancelled"


@BOTH
def test_a_colleague_registers_and_the_contact_says_yes(arrive, desk, way, language):
    type(desk).objects.filter(pk=desk.pk).update(contact_approval=True)
    delegate = contact(way.organisation, role="delegate")
    registration = register(desk, delegate, somebody(email=delegate.user.email))
    page = arrive(way.user, script=False)

    page.goto(f"/{language}/account/")
    page.click(".tasks a[href$='/approvals/']")
    press(page, "button[value=no]")
    expect(page.locator(".field.wrong")).to_have_count(1)
    press(page, "button[value=yes]")
    assert page.url.endswith("/approvals/")
    registration.refresh_from_db()
    assert registration.state == "confirmed"

    theirs = arrive(delegate.user)
    theirs.goto(f"/{language}/account/tickets/")
    expect(theirs.locator(".ticket .qr")).to_be_visible()


@BOTH
def test_a_guest_by_the_secret_link(arrive, desk, language):
    registration = register(desk, guest("guest@example.org"), somebody(email="guest@example.org"))
    page = arrive(script=False)

    page.goto(f"/{language}/registrations/{registration.reference}/{registration.guest_secret}/")
    page.click("a[href$='/edit/']")
    page.fill("[name=people-0-position]", "Student")
    press(page, SEND)
    page.wait_for_url(f"**/{registration.guest_secret}/")
    page.click("a[href*='/tickets/']")
    expect(page.locator(".ticket .qr")).to_be_visible()
    page.go_back()
    page.click("a[href$='/cancel/']")
    confirm(page)
    page.wait_for_url(f"**/{registration.guest_secret}/")

    registration.refresh_from_db()
    assert (registration.state, registration.attendees.get().position) == ("cancelled", "Student")


@pytest.mark.parametrize(("language", "width"), [("en", 375), ("zh-hans", 1440)])
def test_the_pages_are_accessible_and_never_wider_than_the_screen(arrive, desk, way, language, width):
    for kind in ("single_choice", "multiple_choice", "yes_no", "date", "file", "consent"):
        Question.objects.create(
            desk=desk,
            label_zh_hans=kind,
            label_en=kind,
            kind=kind,
            choices_zh_hans="甲\n乙",
            choices_en="A\nB",
        )
    confirmed = register(desk, way, somebody(email=way.user.email), somebody())
    delegate = contact(way.organisation, role="delegate")
    asking = RegistrationDeskFactory(contact_approval=True, quota=3)
    register(asking, delegate, somebody(email=delegate.user.email))
    visitor = register(desk, guest("guest@example.org"), somebody(email="guest@example.org"))
    ticket = confirmed.attendees.first().ticket_secret
    one = f"account/registrations/{confirmed.reference}/"
    link = f"registrations/{visitor.reference}/{visitor.guest_secret}/"
    page = arrive(way.user, width=width)

    found = {}
    for path in [
        *("account/", "account/registrations/", "account/approvals/", "account/tickets/"),
        *(one, f"{one}edit/", f"{one}cancel/", f"{one}people/1/substitute/", f"{one}people/2/cancel/"),
        *(link, f"{link}edit/", f"{link}cancel/", f"tickets/{ticket}/"),
    ]:
        answer = page.goto(f"/{language}/{path}")
        sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        problems = violations(page)
        if answer.status != 200 or sideways or problems:
            found[path] = (answer.status, sideways, problems)

    assert found == {}
    assert page.complaints == []
