"""Registering without an account: the link in the mail, and the form behind it."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from beijing_ngo.core.models import Message
from events import guest_links
from events.models import Attendee, DeskInvitation, Registration
from tests.events.filled import beside, fields_of
from tests.events.pages import in_days, words
from tests.factories import EventFactory, RegistrationDeskFactory, UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/en/events/forum/register/"


@pytest.fixture
def desk():
    return RegistrationDeskFactory(event=EventFactory(slug="forum"), audience="everyone", capacity=40)


@pytest.fixture
def link(desk):
    return f"{ADDRESS}{guest_links.token_for(desk.event, 'guest@example.org')}/"


def ask(client, email="guest@example.org", **more):
    return client.post(ADDRESS, {"email": email}, **more)


def path_in(message) -> str:
    return re.search(r"https?://[^/]+(/\S+/register/\S+/)", message.text).group(1)


def test_the_link_of_the_mail_opens_the_form_and_the_form_registers(client, desk):
    ask(client)
    message = Message.objects.get()

    fields = fields_of(client.get(path_in(message)))
    fields |= {"people-0-given_name": "Tomás", "people-0-latin_name": "HERRERA Tomás"}
    response = client.post(path_in(message), fields)

    registration = Registration.objects.get()
    assert (message.to_address, message.language, message.kind) == (
        "guest@example.org",
        "en",
        "registration.guest_link",
    )
    assert (registration.guest_email, registration.contact, registration.organisation) == (
        "guest@example.org",
        None,
        None,
    )
    assert Attendee.objects.get().email == "guest@example.org"
    assert response["Location"] == f"/en/registrations/{registration.reference}/{registration.guest_secret}/"


def test_the_answer_is_the_same_for_every_address(client, desk):
    UserFactory(email="known@example.org")

    answers = [ask(client, email) for email in ("known@example.org", "unknown@example.org")]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, f"{ADDRESS}?sent")}
    assert Message.objects.count() == 2
    html = client.get(f"{ADDRESS}?sent").content.decode()
    assert "If registration is open to your address, a mail with the link is on its way." in html


def test_by_invitation_only_the_invited_get_a_link_and_nobody_is_told(client, desk):
    type(desk).objects.update(audience="invitation")
    DeskInvitation.objects.create(desk=desk, email="invited@example.org")

    answers = [ask(client, email) for email in ("Invited@example.org", "other@example.org")]

    assert {answer["Location"] for answer in answers} == {f"{ADDRESS}?sent"}
    assert [message.to_address for message in Message.objects.all()] == ["Invited@example.org"]


@pytest.mark.parametrize(
    "fields", [{"audience": "members_only"}, {"closes_at": in_days(-1)}, {"opens_at": in_days(1)}]
)
def test_no_link_where_no_guest_is_taken(client, desk, fields):
    type(desk).objects.update(**fields)

    assert ask(client).status_code == 200
    assert not Message.objects.exists()


def test_an_address_that_is_none(client, desk):
    response = ask(client, "guest@")

    expected = "This address is not complete. A whole one looks like name@example.org."
    assert beside(response, "email") == expected
    assert 'value="guest@"' in response.content.decode()


def test_five_links_an_hour_for_an_address(client, desk):
    for place in range(5):
        assert ask(client, REMOTE_ADDR=f"10.0.0.{place}").status_code == 302

    response = ask(client, "GUEST@example.org", REMOTE_ADDR="10.0.0.9")

    assert response.status_code == 429
    assert "this has to wait for an hour" in beside(response, "email")
    assert Message.objects.count() == 5


def test_twenty_links_an_hour_from_a_place(client, desk):
    for number in range(20):
        ask(client, f"guest{number}@example.org")

    assert ask(client, "one-more@example.org").status_code == 429
    assert Message.objects.count() == 20


def test_the_address_cannot_be_another(client, link):
    fields = fields_of(client.get(link)) | {
        "people-0-given_name": "Tomás",
        "people-0-latin_name": "HERRERA Tomás",
        "people-0-email": "other@example.org",
    }

    client.post(link, fields)

    assert Attendee.objects.get().email == "guest@example.org"


def test_a_guest_is_one_person(client, link):
    fields = fields_of(client.get(link)) | {"people-0-given_name": "T", "people-0-latin_name": "T"}

    client.post(link, fields | {"add": "1"})
    response = client.post(link, fields | {"people-TOTAL_FORMS": "2"})

    assert "There are more people on the form than can be registered at once." in response.content.decode()
    assert Registration.objects.count() == 0


def stale(desk):
    other = EventFactory()
    token = guest_links.token_for(desk.event, "guest@example.org")
    return {
        "of another event": guest_links.token_for(other, "guest@example.org"),
        "changed": f"{token}x",
        "made elsewhere": signing.dumps([desk.event.pk, "guest@example.org"], salt="other"),
        "no token": "detail",
    }


@pytest.mark.parametrize("kind", ["of another event", "changed", "made elsewhere", "no token"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_not_ours(client, desk, kind, method):
    response = getattr(client, method)(f"{ADDRESS}{stale(desk)[kind]}/")

    assert response.status_code == 410
    text = words(response.content.decode())
    assert "This link is not valid any more. Please ask for a new one." in text
    assert "Send me the link" in text


@pytest.mark.parametrize(("hours", "status"), [(47, 200), (49, 410)])
def test_a_link_is_good_for_two_days(client, link, monkeypatch, hours, status):
    import time

    later = time.time() + timedelta(hours=hours).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)

    assert client.get(link).status_code == status


def test_a_forged_request_is_refused(desk):
    strict = Client(enforce_csrf_checks=True)
    assert ask(strict).status_code == 403

    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', strict.get(ADDRESS).content.decode()).group(1)

    assert (
        strict.post(ADDRESS, {"email": "guest@example.org", "csrfmiddlewaretoken": token}).status_code == 302
    )


def test_no_session_is_opened_for_a_guest(client, link):
    client.get(ADDRESS)
    client.get(link)

    assert "sessionid" not in client.cookies
    assert set(client.cookies) == {"csrftoken"}
