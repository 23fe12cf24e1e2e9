"""The pages of one's own account that are about the person."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext

from beijing_ngo.core.models import Message
from members import accounts
from members.models import MembershipState, Representative, RepresentativeRole, User
from members.personal_data.account import OnlyContact, StaffAccount
from tests.factories import MembershipFactory, OrganisationFactory, RepresentativeFactory
from tests.members.accounts import errors_of, make_person

pytestmark = pytest.mark.django_db

PAGES = ["", "profile/", "security/", "calendar/", "data/", "email/", "sessions/", "2fa/"]


@pytest.fixture
def person(client):
    user = make_person(email="person@example.org")
    client.force_login(user)
    return user


def contact_of(organisation, **fields):
    return RepresentativeFactory(organisation=organisation, role=RepresentativeRole.CONTACT, **fields)


def active_member():
    return MembershipFactory(state=MembershipState.ACTIVE, decided_on="2026-01-01").organisation


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in_in_the_language_of_the_page(client, page):
    response = client.get(f"/en/account/{page}")

    assert response["Location"] == f"/en/account/login/?next=/en/account/{page}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("language", "tag"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_every_page_has_one_heading_and_its_language(client, person, page, language, tag):
    html = client.get(f"/{language}/account/{page}").content.decode()

    assert f'<html lang="{tag}">' in html
    assert html.count("<h1") == 1
    assert " style=" not in html


def test_the_profile_is_saved(client, person):
    typed = {
        "family_name": "李",
        "given_name": "雷",
        "latin_name": "LI Lei",
        "preferred_language": "en",
        "phone": "+86 138 0013 8000",
    }

    response = client.post("/en/account/profile/", typed)

    person.refresh_from_db()
    assert response["Location"] == "/en/account/profile/"
    assert (person.family_name + person.given_name, person.preferred_language, str(person.phone)) == (
        "李雷",
        "en",
        "+8613800138000",
    )


def test_a_wrong_telephone_number_is_said_beside_it(client, person):
    response = client.post(
        "/en/account/profile/", {"given_name": "雷", "preferred_language": "en", "phone": "12"}
    )

    assert set(response.context["form"].errors) == {"phone"}
    assert response.context["form"]["given_name"].value() == "雷"


def test_the_organisation_is_chosen_by_the_address(client, person):
    first, second = (RepresentativeFactory(user=person).organisation for _n in range(2))

    chosen = [
        client.get(f"/en/account/{query}").context["organisation"]
        for query in ("", f"?organisation={second.slug}", "?organisation=nobody")
    ]

    assert chosen == [first, second, first]


def test_nobody_elses_organisation_can_be_chosen(client, person):
    other = RepresentativeFactory().organisation

    assert client.get(f"/en/account/?organisation={other.slug}").context["organisation"] is None


# ---------------------------------------------------------------- calendar


def test_a_new_address_of_the_calendar_ends_the_old_one(client, person):
    client.get("/en/account/calendar/")
    before = User.objects.get().calendar_secret

    client.post("/en/account/calendar/")

    after = User.objects.get().calendar_secret
    assert before
    assert after not in ("", None, before)


# ---------------------------------------------------------------- data


def test_everything_kept_can_be_taken_home_without_secrets(client, person):
    organisation = RepresentativeFactory(user=person, role=RepresentativeRole.DELEGATE).organisation
    secret = generate_totp_secret()
    TOTP.activate(person, secret)

    response = client.get("/en/account/data/file/")

    data = json.loads(response.content)
    assert {"account", "representations", "sessions", "second_factors", "mails"} <= set(data)
    assert data["account"]["email"] == "person@example.org"
    assert [(one["organisation"], one["role"]) for one in data["representations"]] == [
        (str(organisation), "delegate")
    ]
    assert [one["kind"] for one in data["second_factors"]] == ["totp"]
    assert secret not in response.content.decode()
    assert "secret" not in response.content.decode()


def test_deleting_leaves_a_row_that_is_nobodys(client, person):
    RepresentativeFactory(user=person)
    TOTP.activate(person, generate_totp_secret())

    response = client.post("/en/account/data/", {"email": "Person@example.org"})

    row = User.objects.get(pk=person.pk)
    assert response["Location"] == "/en/account/deleted/"
    assert (row.email, row.name, str(row.phone), row.is_active, row.has_usable_password()) == (
        f"deleted-{row.pk}@invalid",
        "",
        "",
        False,
        False,
    )
    for model, owner in (
        (Representative, "user"),
        (EmailAddress, "user"),
        (Authenticator, "user"),
        (Message, "recipient"),
    ):
        assert not model.objects.filter(**{owner: row}).exists(), model
    assert not get_user(client).is_authenticated
    assert client.get(response["Location"]).status_code == 200


def test_deleting_needs_the_address_typed(client, person):
    response = client.post("/en/account/data/", {"email": "other@example.org"})

    assert errors_of(response)[0] == "This is not the address of this account."
    assert User.objects.get().is_active


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_only_contact_of_a_member_hands_over_first(client, person, language):
    organisation = active_member()
    contact_of(organisation, user=person)

    response = client.post(f"/{language}/account/data/", {"email": "person@example.org"})

    with translation.override(language):
        expected = gettext(
            "You are the only contact of %(organisation)s, whose membership is active. "
            "Please hand over to a colleague first."
        ) % {"organisation": organisation}
    assert errors_of(response) == [expected]
    assert User.objects.get(pk=person.pk).is_active


def test_who_may_leave_and_who_may_not():
    organisation = active_member()
    first, second = contact_of(organisation).user, contact_of(organisation).user
    elsewhere = contact_of(OrganisationFactory()).user
    staff = make_person(is_staff=True)

    accounts.delete_account(user=first)
    with pytest.raises(OnlyContact):
        accounts.delete_account(user=second)
    accounts.delete_account(user=elsewhere)
    with pytest.raises(StaffAccount):
        accounts.delete_account(user=staff)

    left = set(User.objects.filter(is_active=False))
    assert left == {first, elsewhere}


# ---------------------------------------------------------------- masthead


@pytest.fixture
def site(client):
    client.get("/en/members/")


def test_a_visitor_costs_no_query_no_session_and_no_cookie(client, site, django_assert_num_queries):
    cache.clear()
    client.get("/en/account/deleted/")

    with django_assert_num_queries(0):
        response = client.get("/en/account/deleted/")

    assert '<a href="/en/account/login/">' in response.content.decode()
    assert (dict(response.cookies), "Cookie" in response.get("Vary", "")) == ({}, False)


def test_the_masthead_names_the_organisation_or_else_the_person(client, person):
    def named():
        html = client.get("/zh-hans/members/").content.decode()
        return html.partition('<a href="/zh-hans/account/">')[2].partition("</a>")[0].rpartition(">")[2]

    before = named()
    organisation = RepresentativeFactory(user=person).organisation
    organisation.short_name_zh_hans = "平澜公益"
    organisation.save()

    assert (before, named()) == ("王芳", "平澜公益")
