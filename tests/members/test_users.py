import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from members.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_has_one_account_however_it_is_written():
    UserFactory(email="Wang.Fang@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="wang.fang@example.org")


def test_the_form_says_so_before_the_database_does():
    UserFactory(email="wang.fang@example.org")
    second = User(email="WANG.FANG@example.org", given_name="芳", password="x")

    with pytest.raises(ValidationError) as caught:
        second.full_clean()

    assert "email" in caught.value.message_dict or "__all__" in caught.value.message_dict


def test_people_sign_in_with_their_address_in_any_case(client):
    user = UserFactory(email="wang.fang@example.org", password="a-long-password")

    assert User.objects.get_by_natural_key("WANG.Fang@Example.org") == user
    assert client.login(username="WANG.FANG@example.org", password="a-long-password") is True


@pytest.mark.parametrize(("make", "powers"), [("create_user", False), ("create_superuser", True)])
def test_only_a_superuser_is_made_with_powers(make, powers):
    user = getattr(User.objects, make)("a@example.org", "a-long-password", given_name="A")

    assert (user.is_staff, user.is_superuser) == (powers, powers)
    assert user.check_password("a-long-password")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"family_name": "王", "given_name": "芳", "latin_name": ""}, "王芳"),
        ({"family_name": "", "given_name": "", "latin_name": ""}, "someone@example.org"),
    ],
)
def test_somebody_without_a_name_goes_by_the_address(names, expected):
    assert str(User(email="someone@example.org", **names)) == expected
