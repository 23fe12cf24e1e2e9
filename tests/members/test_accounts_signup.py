import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from beijing_ngo.core.models import Message
from members.models import User
from tests.members.accounts import PASSWORD, code_in, errors_of, last_mail, make_person

pytestmark = pytest.mark.django_db

TYPED = {
    "email": "Wang.Fang@Example.org",
    "family_name": "王",
    "given_name": "芳",
    "latin_name": "WANG Fang",
    "preferred_language": "en",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "agreed": "on",
}


@pytest.fixture(autouse=True)
def _commits(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        yield


def sign_up(client, language="zh-hans", **changes):
    return client.post(f"/{language}/account/signup/", TYPED | changes)


def test_signing_up_takes_a_code_and_ends_signed_in(client):
    response = sign_up(client)

    mail = last_mail()
    assert response["Location"] == "/zh-hans/account/confirm-email/"
    assert (mail.kind, mail.to_address, mail.language) == (
        "account.email_confirmation_signup",
        "wang.fang@example.org",
        "en",
    )
    assert not get_user(client).is_authenticated

    response = client.post(response["Location"], {"code": code_in(mail.text)})

    user = User.objects.get()
    assert response["Location"] == "/zh-hans/account/"
    assert get_user(client) == user
    assert (user.email, user.family_name, user.given_name, user.latin_name, user.preferred_language) == (
        "wang.fang@example.org",
        "王",
        "芳",
        "WANG Fang",
        "en",
    )
    assert user.privacy_agreed_at is not None
    assert user.emailaddress_set.get().verified


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_language_of_the_page_is_offered_first(client, language):
    response = client.get(f"/{language}/account/signup/")

    assert response.context["form"]["preferred_language"].value() == language


def test_a_wrong_code_opens_nothing(client):
    url = sign_up(client, language="en")["Location"]
    code = code_in(last_mail().text)

    response = client.post(url, {"code": str((int(code) + 1) % 1_000_000).zfill(6)})

    assert errors_of(response) == ["This is not the code, or it has run out."]
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agreed": ""}, "agreed"),
        ({"latin_name": "王芳"}, "latin_name"),
        ({"password2": "something-else-9"}, "password2"),
        ({"password1": "12345678", "password2": "12345678"}, "password1"),
        ({"given_name": ""}, "given_name"),
        ({"email": "wang.fang@"}, "email"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(client, changes, field):
    response = sign_up(client, **changes)

    form = response.context["form"]
    assert set(form.errors) == {field}
    assert form["family_name"].value() == "王"
    assert not User.objects.exists()


def test_whether_there_is_an_account_is_told_to_its_owner_only(client):
    owner = make_person(email="wang.fang@example.org", preferred_language="zh-hans")

    taken, free = sign_up(client), sign_up(Client(), email="somebody.else@example.org")

    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    kinds = list(Message.objects.order_by("id").values_list("kind", "recipient"))
    assert kinds[0] == ("account.account_already_exists", owner.pk)
    assert kinds[1][0] == "account.email_confirmation_signup"
    with translation.override("zh-hans"):
        assert Message.objects.order_by("id").first().subject == gettext("You have an account already")
