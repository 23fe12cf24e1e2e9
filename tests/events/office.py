"""Colleagues of the secretariat in tests, with the rights of their job and no others."""

from django.contrib.auth.models import Group, Permission

from beijing_ngo.portal.groups import make_groups
from members.models import User
from tests.factories import UserFactory


def colleague(client, *rights, job=""):
    """Somebody of the secretariat with these rights, or those of a job."""
    user = UserFactory(is_staff=True, preferred_language="en")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    if job:
        make_groups()
        user.groups.add(Group.objects.get(name=job))
    client.force_login(User.objects.get(pk=user.pk))
    return client
