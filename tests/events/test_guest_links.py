"""A guest's registration, by the secret link of their mail."""

import pytest
from django.urls import reverse

from events import operations
from events.questions import version_of
from events.ways import guest
from tests.events.people import contact, somebody
from tests.factories import RegistrationDeskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PAGES = [("detail", []), ("edit", []), ("substitute", [1]), ("withdraw", [1]), ("cancel", []), ("ics", [])]


@pytest.fixture
def registration():
    desk = RegistrationDeskFactory(audience="everyone")
    person = somebody(email="guest@example.org", latin_name="WANG Fang")
    return operations.register(
        desk_pk=desk.pk, way=guest("guest@example.org"), people=[person], language="en"
    )


def address(name, registration, *more, secret=None):
    return reverse(f"guest:{name}", args=[registration.reference, secret or registration.guest_secret, *more])


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_the_link_opens_every_page_without_an_account(client, registration, name, more):
    response = client.get(address(name, registration, *more))

    assert response.status_code == 200
    headers = response.headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Robots-Tag"]) == (
        "private, no-store",
        "same-origin",
        "noindex",
    )


@pytest.mark.parametrize(("name", "more"), PAGES)
@pytest.mark.parametrize("secret", ["wrong", "秘密", "x" * 32])
def test_a_wrong_secret_opens_nothing(client, registration, name, more, secret):
    url = address(name, registration, *more, secret=secret)

    assert (client.get(url).status_code, client.post(url).status_code in (404, 405)) == (404, True)


def test_a_registration_with_an_account_has_no_secret_link(client):
    desk = RegistrationDeskFactory()
    registration = operations.register(desk_pk=desk.pk, way=contact(), people=[somebody()], language="en")

    assert client.get(address("detail", registration)).status_code == 404


def test_pages_of_the_link_lead_to_each_other_and_never_to_the_account(client, registration):
    words = client.get(address("detail", registration)).content.decode()

    assert address("edit", registration) in words
    assert address("cancel", registration) in words
    assert "/en/account/registrations/" not in words
    assert 'rel="canonical"' not in words


def test_the_guest_reads_their_own_history(client, registration):
    [change] = client.get(address("detail", registration)).context["changes"]

    assert (change.what, change.by) == ("Registered", "guest@example.org")


def test_the_guest_corrects_details_but_not_the_address_they_proved(client, registration):
    url = address("edit", registration)
    form = client.get(url).context["form"]
    data = {
        "questions_version": form.version,
        "opened_with": "1",
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "1",
        "people-0-there": "1",
        "people-0-given_name": "Lan",
        "people-0-latin_name": "WANG Lan",
        "people-0-language": "en",
        "people-0-email": "other@example.org",
    }

    response = client.post(url, data)

    assert response.headers["Location"] == address("detail", registration)
    one = registration.attendees.get()
    assert (one.given_name, one.email) == ("Lan", "guest@example.org")
    assert registration.changes.last().by is None


def test_the_guest_names_a_substitute(client, registration):
    url = address("substitute", registration, 1)
    data = {
        "questions_version": version_of([]),
        "new-given_name": "Lan",
        "new-latin_name": "WANG Lan",
        "new-email": "lan@example.org",
        "new-language": "en",
    }

    response = client.post(url, data)

    assert response.headers["Location"] == address("detail", registration)
    assert [one.email for one in registration.attendees.live()] == ["lan@example.org"]


@pytest.mark.parametrize(("name", "more"), [("cancel", []), ("withdraw", [1])])
def test_the_guest_cancels(client, registration, name, more):
    response = client.post(address(name, registration, *more))

    registration.refresh_from_db()
    assert response.headers["Location"] == address("detail", registration)
    assert registration.state == "cancelled"


def test_somebody_signed_in_may_use_a_guests_link_too(client, registration):
    client.force_login(contact().user)

    assert client.get(address("detail", registration)).status_code == 200
