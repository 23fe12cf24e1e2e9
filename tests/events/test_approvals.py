"""What waits for the contact's yes."""

import pytest
from django.urls import reverse

from events import operations
from tests.events.people import contact, party, somebody
from tests.factories import RegistrationDeskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def desk():
    return RegistrationDeskFactory(capacity=5, quota=2, contact_approval=True)


@pytest.fixture
def browser(client, way):
    client.force_login(way.user)
    return client


def ask(desk, way, **facts):
    """A colleague registers by themselves."""
    colleague = contact(way.organisation, role="delegate")
    people = [somebody(email=colleague.user.email, **facts)]
    return operations.register(desk_pk=desk.pk, way=colleague, people=people, language="en")


def decide(client, registration, decision, reason="", **more):
    prefix = registration.reference
    data = {"registration": prefix, f"{prefix}-decision": decision, f"{prefix}-reason": reason}
    return client.post(reverse("registrations:approvals"), data, **more)


def state(registration):
    registration.refresh_from_db()
    return registration.state, registration.awaits


def test_it_shows_who_asks_for_what_and_what_a_yes_does_to_the_quota(browser, desk, way):
    operations.register(desk_pk=desk.pk, way=way, people=party(1), language="en")
    registration = ask(desk, way)
    elsewhere = ask(RegistrationDeskFactory(contact_approval=True), way)

    cards = browser.get(reverse("registrations:approvals")).context["cards"]

    told = {card["registration"]: (card["used"], card["used_after"], card["left_after"]) for card in cards}
    assert told == {registration: (1, 2, 0), elsewhere: (0, 1, None)}


def test_nobody_elses_requests_are_shown_or_decided(browser, desk):
    other = contact()
    registration = ask(desk, other)

    assert browser.get(reverse("registrations:approvals")).context["cards"] == []
    assert decide(browser, registration, "yes").status_code == 404
    assert state(registration) == ("pending", "contact")


def test_a_delegate_decides_nothing(client, desk, way):
    registration = ask(desk, way)
    client.force_login(registration.contact)

    response = decide(client, registration, "yes", follow=True)

    assert response.context["cards"] == []
    assert "Only a contact of the organisation can do this." in response.content.decode()
    assert state(registration) == ("pending", "contact")


def test_yes_gives_the_place(browser, desk, way):
    registration = ask(desk, way)

    response = decide(browser, registration, "yes", follow=True)

    assert state(registration) == ("confirmed", "")
    assert "has a place." in response.content.decode()


@pytest.mark.parametrize(
    ("facts", "after", "words"),
    [
        ({"staff_approval": True}, ("pending", "secretariat"), "now waits for the secretariat."),
        ({"capacity": 1}, ("waitlisted", ""), "is on the waiting list."),
    ],
)
def test_a_yes_is_not_always_a_place(browser, way, facts, after, words):
    desk = RegistrationDeskFactory(contact_approval=True, **facts)
    if "capacity" in facts:
        operations.register(desk_pk=desk.pk, way=contact(), people=party(1), language="en")
    registration = ask(desk, way)

    response = decide(browser, registration, "yes", follow=True)

    assert state(registration) == after
    assert words in response.content.decode()


def test_no_needs_a_reason_and_is_told(browser, desk, way):
    registration = ask(desk, way)

    without = decide(browser, registration, "no")
    assert without.context["cards"][0]["form"].errors == {
        "reason": ["Please say why; your colleague is told."]
    }
    assert state(registration) == ("pending", "contact")

    decide(browser, registration, "no", "Somebody else goes.")
    assert state(registration) == ("declined", "")
    assert registration.reason == "Somebody else goes."


def test_a_quota_that_is_used_up_refuses_and_keeps_the_reason_typed(browser, desk, way):
    registration = ask(desk, way)
    operations.register(desk_pk=desk.pk, way=way, people=party(2), language="en")

    response = decide(browser, registration, "yes", "typed already")

    [card] = response.context["cards"]
    assert card["exceeds"] is True
    assert card["form"]["reason"].value() == "typed already"
    assert "Your organisation may send 2 people; 0 more can be registered" in response.content.decode()
    assert state(registration) == ("pending", "contact")


def test_two_contacts_who_decide_at_once_are_told(browser, desk, way):
    registration = ask(desk, way)
    second = contact(way.organisation)
    operations.approve_colleague(registration=registration, by=second.user)

    response = decide(browser, registration, "no", "Late.", follow=True)

    assert "this registration does not wait for your yes" in response.content.decode()
    assert state(registration) == ("confirmed", "")


def test_looking_decides_nothing(browser, desk, way):
    registration = ask(desk, way)

    browser.get(
        reverse("registrations:approvals"), {"registration": registration.reference, "decision": "yes"}
    )

    assert state(registration) == ("pending", "contact")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_statements_for_any_number(browser, way, count, django_assert_num_queries):
    for _place in range(count):
        ask(RegistrationDeskFactory(contact_approval=True, quota=3), way)
    browser.get(reverse("registrations:approvals"))

    with django_assert_num_queries(6):
        browser.get(reverse("registrations:approvals"))
