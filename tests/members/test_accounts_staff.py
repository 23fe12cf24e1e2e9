"""The door to the secretariat's pages, and what staff do with accounts."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.urls import reverse

from members import accounts
from members.models import User
from tests.factories import SuperuserFactory, UserFactory
from tests.members.accounts import last_mail

pytestmark = pytest.mark.django_db

DOOR = "/zh-hans/account/security/second-factor/?next=%2Fadmin%2Fevents%2Fevent%2F"


@pytest.fixture
def colleague(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    user = SuperuserFactory()
    user.vouch_for_address()
    client.force_login(user)
    return user


def test_without_a_second_factor_the_admin_leads_to_one_and_back(client, colleague):
    response = client.get("/admin/events/event/")
    assert (response.status_code, response["Location"]) == (302, DOOR)
    assert "/admin/events/event/" not in client.get(DOOR).content.decode()

    TOTP.activate(colleague, generate_totp_secret())

    html = client.get("/zh-hans/account/2fa/").content.decode()
    assert '<a href="/admin/events/event/">' in html
    assert client.get("/admin/events/event/").status_code == 200


@pytest.mark.parametrize("path", ["/admin/", "/zh-hans/check-in/", "/en/check-in/earth-hour/"])
def test_the_check_in_is_behind_the_same_door(client, colleague, path):
    response = client.get(path)

    assert response.status_code == 302
    assert "/account/security/second-factor/?next=" in response["Location"]


@pytest.mark.parametrize("path", ["/zh-hans/", "/zh-hans/account/", "/zh-hans/account/security/"])
def test_other_pages_stay_open_to_staff(client, colleague, path):
    assert client.get(path).status_code == 200


def test_where_the_setting_is_off_a_password_is_enough(client, colleague, settings):
    settings.STAFF_SECOND_FACTOR = False

    assert client.get("/admin/").status_code == 200


def test_the_way_back_stays_on_this_site(client, colleague):
    client.get("/en/account/security/second-factor/?next=https://evil.example/")
    TOTP.activate(colleague, generate_totp_secret())

    assert "evil.example" not in client.get("/en/account/security/").content.decode()


def test_the_secret_of_the_app_does_not_stand_in_the_database(colleague):
    secret = generate_totp_secret()

    TOTP.activate(colleague, secret)

    row = Authenticator.objects.get()
    assert secret not in str(row.data)
    assert row.wrap().instance is row


def test_changing_the_secret_key_locks_nobody_out(colleague, settings):
    from members.adapters import MFAAdapter

    kept = MFAAdapter().encrypt("SECRET")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    assert MFAAdapter().decrypt(kept) == "SECRET"


def test_an_account_made_in_the_admin_is_vouched_for(client, settings):
    client.force_login(SuperuserFactory())
    typed = {
        "email": "New.Person@example.org",
        "family_name": "李",
        "given_name": "雷",
        "usable_password": "false",
    }

    response = client.post(reverse("admin:members_user_add"), typed)

    assert response.status_code == 302
    address = User.objects.get(email__iexact="new.person@example.org").emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == ("new.person@example.org", True, True)


def test_createsuperuser_makes_somebody_who_can_sign_in(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a-long-password-7")

    call_command("createsuperuser", "--noinput", email="root@example.org", given_name="Root", verbosity=0)

    assert User.objects.get().emailaddress_set.get().verified


def test_an_invitation_leads_to_choosing_a_password(client):
    user = UserFactory(preferred_language="en")
    user.set_unusable_password()
    user.save()

    accounts.invite_to_set_a_password(user=user)

    mail = last_mail()
    link = next(line.strip() for line in mail.text.splitlines() if "/password/reset/key/" in line)
    assert (mail.kind, mail.recipient, mail.language) == ("account.invitation", user, "en")
    assert "/en/account/password/reset/key/" in link
    form_url = client.get(link.removeprefix("http://localhost:8000"))["Location"]
    client.post(form_url, {"password1": "quite-another-8", "password2": "quite-another-8"})
    user.refresh_from_db()
    assert user.check_password("quite-another-8")


def test_a_lost_phone_is_the_administrators_business():
    user = UserFactory()
    TOTP.activate(user, generate_totp_secret())

    accounts.remove_second_factors(user=user)

    assert not Authenticator.objects.exists()
    assert (last_mail().kind, last_mail().recipient) == ("account.second_factors_removed", user)


@pytest.mark.parametrize(("superuser", "offered"), [(True, True), (False, False)])
def test_only_the_administrator_may_take_a_second_factor_away(client, superuser, offered):
    from django.contrib.auth.models import Permission

    colleague = UserFactory(is_staff=True, is_superuser=superuser)
    colleague.user_permissions.set(Permission.objects.filter(content_type__app_label="members"))
    client.force_login(colleague)

    html = client.get(reverse("admin:members_user_changelist")).content.decode()

    assert ('value="invite"' in html, 'value="remove_second_factors"' in html) == (True, offered)
