"""Loading the demonstration content where there is nothing yet."""

import pytest
from django.core.management import CommandError

from beijing_ngo.core.models import SiteSettings
from beijing_ngo.portal.demo import load, users
from members.models import User
from tests.portal.demo_site import demo

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("colour_of_the_sky", "themes/green-development: Theme has no field colour_of_the_sky."),
        ("articles", "themes/green-development: Theme has no field articles."),
    ],
)
def test_a_key_that_is_no_field_stops_the_loading(monkeypatch, key, said):
    content = load.read("site")
    first, *others = content["themes"]
    monkeypatch.setattr(load, "read", lambda name: content | {"themes": [first | {key: "blue"}, *others]})

    with pytest.raises(CommandError) as error:
        demo()

    assert str(error.value) == said
    assert not SiteSettings.objects.exists()


def test_accounts_have_the_known_password_only_where_the_settings_allow_it(settings):
    settings.DEMO_ACCOUNTS = False
    demo()
    closed = [user.has_usable_password() for user in User.objects.all()]
    settings.DEMO_ACCOUNTS = True
    demo()
    opened = [user.check_password(users.PASSWORD) for user in User.objects.all()]
    settings.DEMO_ACCOUNTS = False
    demo()
    closed_again = [user.has_usable_password() for user in User.objects.all()]

    assert (set(closed), set(opened), set(closed_again)) == ({False}, {True}, {False})
