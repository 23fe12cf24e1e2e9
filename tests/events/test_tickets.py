"""Tickets: the list in the account, and one ticket's page."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from beijing_ngo.core.qr import qr
from events import operations
from events.models import Event
from tests.events.people import party, somebody
from tests.factories import (
    EventFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def register(way, people, **facts):
    desk = RegistrationDeskFactory(**facts)
    return operations.register(desk_pk=desk.pk, way=way, people=people, language="en")


def ticket_page(client, attendee):
    return client.get(reverse("ticket", args=[attendee.ticket_secret]))


# ---------------------------------------------------------------- the list


def test_own_tickets_come_first_then_those_of_the_people_registered(client, way):
    registration = register(way, [somebody(email=way.user.email), somebody()])
    client.force_login(way.user)

    context = client.get(reverse("registrations:tickets")).context

    assert [one["attendee"].number for one in context["own"]] == [1]
    assert [one["attendee"].number for one in context["others"]] == [2]
    assert context["own"][0]["attendee"].registration == registration


def test_who_is_named_gets_only_their_own(client, way):
    named = UserFactory()
    register(way, [somebody(email=named.email), somebody()])
    client.force_login(named)

    context = client.get(reverse("registrations:tickets")).context

    assert ([one["attendee"].email for one in context["own"]], context["others"]) == ([named.email], [])


def test_no_ticket_is_shown_for_what_is_past_cancelled_or_not_confirmed(client, way):
    user, organisation = way.user, way.organisation
    past = EventFactory(starts_at=timezone.now() - timedelta(days=2))
    off = EventFactory(state="cancelled")
    for facts in (
        {"desk__event": past},
        {"desk__event": off},
        {"state": "waitlisted"},
        {"state": "cancelled"},
    ):
        RegistrationFactory(contact=user, organisation=organisation, people=1, **facts)
    client.force_login(user)

    context = client.get(reverse("registrations:tickets")).context

    assert (context["own"], context["others"]) == ([], [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_statements_for_any_number(client, way, count, django_assert_num_queries):
    for _place in range(count):
        register(way, party(2))
    client.force_login(way.user)
    client.get(reverse("registrations:tickets"))

    with django_assert_num_queries(5):
        client.get(reverse("registrations:tickets"))


# ---------------------------------------------------------------- one ticket


def test_a_ticket_shows_its_whole_address_as_a_code(client, way):
    [attendee] = register(way, party(1)).attendees.all()

    words = ticket_page(client, attendee).content.decode()

    address = f"http://testserver/en/tickets/{attendee.ticket_secret}/"
    assert qr(address, "Code of the ticket") in words
    assert attendee.ticket_reference in words


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("withdrawn", "This ticket is not valid any more"),
        ("cancelled", "This ticket is not valid any more"),
        ("off", "The event is cancelled"),
    ],
)
def test_what_is_cancelled_says_so_and_has_no_code(client, way, change, told):
    registration = register(way, party(2))
    attendee = registration.attendees.get(number=1)
    if change == "withdrawn":
        operations.withdraw_person(registration=registration, number=1, by=way.user)
    elif change == "cancelled":
        operations.cancel(registration=registration, by=way.user)
    else:
        Event.objects.update(state="cancelled")

    words = ticket_page(client, attendee).content.decode()

    assert (told in words, 'class="qr"' in words.split("</main>")[0]) == (True, False)


@pytest.mark.parametrize("facts", [{"staff_approval": True}, {"capacity": 1}])
def test_without_a_place_it_says_so_and_has_no_code(client, way, facts):
    registration = register(way, party(2), **facts)

    words = ticket_page(client, registration.attendees.first()).content.decode()

    assert ("There is no place yet" in words, 'class="qr"' in words.split("</main>")[0]) == (True, False)


def test_a_used_ticket_says_when(client, way):
    [attendee] = register(way, party(1)).attendees.all()
    operations.check_in(attendee=attendee, by=way.user)

    assert "This ticket was used on" in ticket_page(client, attendee).content.decode()


def test_no_machine_keeps_or_passes_on_the_address(client, way):
    [attendee] = register(way, party(1)).attendees.all()

    headers = ticket_page(client, attendee).headers

    assert (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Robots-Tag"]) == (
        "private, no-store",
        "no-referrer",
        "noindex",
    )


def test_an_unknown_secret_has_no_page(client, way):
    register(way, party(1))

    assert client.get(reverse("ticket", args=["x" * 32])).status_code == 404
    assert client.get(reverse("ticket_ics", args=["x" * 32])).status_code == 404


def test_those_at_the_door_are_led_to_check_in_and_nobody_else(client, way):
    [attendee] = register(way, party(1)).attendees.all()
    link = f"{reverse('checkin:desk', args=[attendee.desk.event.slug])}?ticket={attendee.ticket_secret}"
    assert link not in ticket_page(client, attendee).content.decode()

    client.force_login(way.user)
    assert link not in ticket_page(client, attendee).content.decode()

    volunteer = UserFactory(is_staff=True)
    volunteer.user_permissions.add(Permission.objects.get(codename="check_in"))
    client.force_login(volunteer)
    assert link in ticket_page(client, attendee).content.decode()


def test_the_online_link_is_on_the_ticket_only(client, way):
    event = EventFactory(online_url="https://meet.example.org/room", attendance_mode="online")
    registration = register(way, party(2), event=event)
    gone, there = registration.attendees.order_by("number")
    operations.withdraw_person(registration=registration, number=gone.number, by=way.user)

    shown = ["meet.example.org" in ticket_page(client, one).content.decode() for one in (gone, there)]

    assert shown == [False, True]
