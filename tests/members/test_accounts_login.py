import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from beijing_ngo.core.models import Message
from members.models import User
from tests.members.accounts import PASSWORD, code_in, errors_of, last_mail, make_person

pytestmark = pytest.mark.django_db


def sign_in(client, address="person@example.org", password=PASSWORD, language="zh-hans"):
    return client.post(f"/{language}/account/login/", {"login": address, "password": password})


@pytest.fixture
def person():
    return make_person(email="person@example.org", preferred_language="en")


def test_with_a_password_whatever_the_case_of_the_address(client, person):
    response = sign_in(client, "Person@Example.ORG")

    assert (response.status_code, response["Location"]) == (302, "/zh-hans/account/")
    assert get_user(client) == person


def test_with_a_code_in_the_persons_language(client, person):
    response = client.post("/zh-hans/account/login/code/", {"email": "person@example.org"})
    mail = last_mail()
    code = code_in(mail.text)

    assert (mail.kind, mail.recipient, mail.language) == ("account.login_code", person, "en")
    assert mail.subject == f"{code} is your code"
    assert client.post(response["Location"], {"code": code})["Location"] == "/zh-hans/account/"
    assert get_user(client) == person


def test_an_unknown_address_is_answered_alike_in_the_language_of_the_page(client, person):
    known = client.post("/en/account/login/code/", {"email": "person@example.org"})
    unknown = Client().post("/en/account/login/code/", {"email": "nobody@example.org"})

    mail = last_mail()
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert (mail.kind, mail.to_address, mail.language) == (
        "account.unknown_account",
        "nobody@example.org",
        "en",
    )


@pytest.mark.parametrize("address", ["person@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, person, address):
    response = sign_in(client, address, "wrong", language="en")

    assert errors_of(response) == ["The e-mail address or the password is not right."]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_guessing_is_stopped(client, person, language):
    for _attempt in range(5):
        sign_in(client, password="wrong")

    response = sign_in(client, language=language)

    with translation.override(language):
        assert errors_of(response) == [gettext("Too many attempts. Please try again in a few minutes.")]
    assert not get_user(client).is_authenticated


def test_attempts_are_counted_by_the_address_before_the_trusted_proxy(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(10):
        client.post(
            "/en/account/login/",
            {"login": f"n{n}@example.org", "password": "wrong"},
            headers={"x-forwarded-for": f"10.9.9.{n}, 203.0.113.7"},
        )
    typed = {"login": "n@example.org", "password": "wrong"}

    same = client.post("/en/account/login/", typed, headers={"x-forwarded-for": "10.1.1.1, 203.0.113.7"})
    other = client.post("/en/account/login/", typed, headers={"x-forwarded-for": "10.1.1.1, 203.0.113.8"})

    assert errors_of(same) == ["Too many attempts. Please try again in a few minutes."]
    assert errors_of(other) == ["The e-mail address or the password is not right."]


def test_too_many_requests_get_a_page_of_ours(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    client.post("/en/account/password/reset/", {"email": "a@example.org"})

    response = client.post("/en/account/password/reset/", {"email": "a@example.org"})

    assert response.status_code == 429
    assert "<h1>Too many attempts</h1>" in response.content.decode()


def test_a_forgotten_password_is_chosen_anew_by_link(client, person):
    response = client.post("/zh-hans/account/password/reset/", {"email": "PERSON@example.org"})
    mail = last_mail()
    link = next(line for line in mail.text.splitlines() if "/password/reset/key/" in line)
    assert (response["Location"], mail.kind, mail.language) == (
        "/zh-hans/account/password/reset/done/",
        "account.password_reset_key",
        "en",
    )

    form_url = client.get(link.strip())["Location"]
    response = client.post(form_url, {"password1": "quite-another-8", "password2": "quite-another-8"})

    assert response["Location"] == "/zh-hans/account/password/reset/key/done/"
    assert User.objects.get().check_password("quite-another-8")
    assert last_mail().kind == "account.password_reset"
    assert client.get(link.strip()).context["token_fail"] is True


def test_a_closed_account_does_not_open(client, person):
    person.is_active = False
    person.save()

    sign_in(client)

    assert not get_user(client).is_authenticated


def test_sessions_elsewhere_end(client, person):
    elsewhere = Client()
    for one in (client, elsewhere):
        sign_in(one)
    assert UserSession.objects.filter(user=person).count() == 2

    client.post("/en/account/sessions/")

    assert get_user(client) == person
    assert not get_user(elsewhere).is_authenticated


def test_nothing_of_the_account_is_kept_on_the_way(client, person):
    sign_in(client)

    pages = ["", "security/", "email/", "sessions/", "data/file/", "login/"]
    headers = {page: client.get(f"/en/account/{page}")["Cache-Control"] for page in pages}

    assert headers == dict.fromkeys(pages, "private, no-store")


def test_mails_are_never_sent_inside_the_request(client, person, mailoutbox):
    client.post("/en/account/login/code/", {"email": "person@example.org"})

    assert (len(mailoutbox), Message.objects.count()) == (0, 1)
