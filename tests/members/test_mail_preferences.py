"""Which mail somebody wants, on a page of their own account; and what goes with them when their address changes."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from beijing_ngo.core import personal_data, unsubscribing
from beijing_ngo.core.models import AddressTrouble, MailOptOut
from members import accounts
from tests.factories import SuperuserFactory, UserFactory
from tests.members.accounts import PASSWORD, code_in, last_mail, make_person

pytestmark = pytest.mark.django_db

PAGE = "/en/account/mail/"
ALL = ["reminders", "calls", "digests"]


@pytest.fixture
def person(client):
    user = make_person(email="Person@example.org", preferred_language="en")
    client.force_login(user)
    return user


def topics(client):
    return list(client.get(PAGE).context["form"].fields)


def off(address="person@example.org"):
    return sorted(unsubscribing.off(address))


def bounce(address="person@example.org"):
    return AddressTrouble.objects.create(address=address, said="550 no such mailbox")


# ---------------------------------------------------------------- the page


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(PAGE)["Location"].startswith("/en/account/login/")
    assert client.post(f"{PAGE}works-again/")["Location"].startswith("/en/account/login/")


@pytest.mark.parametrize(("language", "tag"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_it_stands_in_the_accounts_menu(client, person, language, tag):
    html = client.get(f"/{language}/account/mail/").content.decode()

    assert f'<html lang="{tag}">' in html
    assert html.count("<h1") == 1
    assert f'<a href="/{language}/account/mail/" aria-current="page">' in html


def test_the_digest_is_offered_to_staff_only(client, person):
    assert topics(client) == ["reminders", "calls"]

    client.force_login(UserFactory(is_staff=True))
    assert topics(client) == ALL


def test_all_is_on_until_it_is_switched_off(client, person):
    response = client.post(PAGE, {"reminders": "on"}, follow=True)

    assert off() == ["calls"]
    assert "Saved." in response.content.decode()
    html = client.get(PAGE).content.decode()
    assert re.findall(r'<input type="checkbox" name="(\w+)"[^>]* checked>', html) == ["reminders"]


def test_it_is_switched_on_again_whatever_switched_it_off(client, person):
    unsubscribing.switch_off("PERSON@example.org", "reminders", "calls")

    client.post(PAGE, {"reminders": "on", "calls": "on"})

    assert off() == []


def test_nobody_changes_anothers_mail_or_a_topic_they_are_not_offered(client, person):
    unsubscribing.switch_off("other@example.org", "reminders")

    client.post(PAGE, {"reminders": "on", "calls": "on", "email": "other@example.org"})
    assert off("other@example.org") == ["reminders"]

    unsubscribing.switch_off(person.email, "digests")
    client.post(PAGE, {"reminders": "on", "calls": "on", "digests": "on"})
    assert off() == ["digests"]


# ---------------------------------------------------------------- an address that bounces


def test_an_address_that_works_is_not_spoken_of(client, person):
    bounce("other@example.org")

    assert "Our mail does not reach you" not in client.get(PAGE).content.decode()


def test_whose_address_bounces_is_told_what_the_server_said_and_what_to_do(client, person):
    bounce()

    html = client.get(PAGE).content.decode()

    assert "550 no such mailbox" in html
    assert f'href="{reverse("account_email")}"'.replace("/zh-hans/", "/en/") in html


def test_they_say_that_it_works_again(client, person):
    bounce()
    other = bounce("other@example.org")

    response = client.post(f"{PAGE}works-again/", follow=True)

    assert list(AddressTrouble.objects.all()) == [other]
    assert "We write to this address again." in response.content.decode()
    assert client.get(f"{PAGE}works-again/").status_code == 405


# ---------------------------------------------------------------- another address


def test_a_new_address_takes_along_what_was_switched_off(client, person):
    unsubscribing.switch_off(person.email, "reminders")
    unsubscribing.switch_off("new@example.org", "calls")
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    client.post("/en/account/email/", {"email": "New@example.org", "action_add": ""})
    assert off("new@example.org") == ["calls"]  # it is not theirs until they have confirmed it

    client.post("/en/account/confirm-email/", {"code": code_in(last_mail().text)})

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert off("new@example.org") == ["calls", "reminders"]
    assert off() == ["reminders"]


def test_signing_up_takes_nothing_along(client):
    unsubscribing.switch_off("other@example.org", "reminders")
    user = UserFactory(password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    client.post("/en/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/en/account/confirm-email/", {"code": code_in(last_mail().text)})

    assert EmailAddress.objects.get(user=user).verified
    assert MailOptOut.objects.count() == 1


def test_an_address_corrected_by_the_office_takes_it_along_too(client):
    user = make_person(email="old@example.org")
    unsubscribing.switch_off(user.email, "reminders")
    client.force_login(SuperuserFactory())
    url = reverse("admin:members_user_change", args=[user.pk])
    form = client.get(url).context["adminform"].form
    typed = {
        name: "" if value is None else value for name, value in form.initial.items() if name in form.fields
    }

    response = client.post(url, typed | {"email": "new@example.org", "groups": []})

    assert response.status_code == 302
    assert off("new@example.org") == ["reminders"]


# ---------------------------------------------------------------- personal data


def test_it_is_told_and_goes_with_the_account(client, person):
    for address in ("person@example.org", "other@example.org"):
        unsubscribing.switch_off(address, "reminders")
        bounce(address)

    told = json.loads(client.get("/en/account/data/file/").content)["mail_preferences"]
    accounts.delete_account(user=person)

    assert [(row["address"], row["topic"]) for row in told["switched_off"]] == [
        ("person@example.org", "reminders")
    ]
    assert [row["said"] for row in told["bounced"]] == ["550 no such mailbox"]
    assert (off(), unsubscribing.trouble("person@example.org")) == ([], None)
    assert (off("other@example.org"), AddressTrouble.objects.count()) == (["reminders"], 1)
    assert personal_data.collect(person)["mail_preferences"] == {"switched_off": [], "bounced": []}
