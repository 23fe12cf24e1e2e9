"""Every job in the secretariat has the rights it needs, and no others."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.utils import translation

from beijing_ngo.portal.groups import JOBS, KEYS, make_groups
from members.admin import group_label
from members.models import User
from tests.admin_forms import page
from tests.factories import SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db

# One question for each line of who may do what.
QUESTIONS = {
    "edit events": "events.change_event",
    "edit organisations": "members.change_organisation",
    "edit pages": "core.change_page",
    "edit settings": "core.change_sitesettings",
    "edit accounts": "members.change_user",
    "see accounts": "members.view_user",
    "edit registrations": "events.change_registration",
    "see attendees": "events.view_attendee",
    "check people in": "events.check_in",
    "invite to register": "events.add_deskinvitation",
    "see what happened to registrations": "events.view_registrationchange",
    "rewrite what happened to registrations": "events.change_registrationchange",
    "issue papers": "core.add_issueddocument",
    "declare papers void": "core.change_issueddocument",
    "delete papers": "core.delete_issueddocument",
    "edit delegations": "delegations.change_delegation",
    "see delegations": "delegations.view_delegation",
    "read travel documents": "delegations.read_traveldocument",
    "read restricted documents": "core.view_restricted_document",
    "edit submissions": "reports.change_submission",
    "edit mechanisms": "reports.change_mechanism",
    "edit articles": "reports.change_article",
    "see articles": "reports.view_article",
    "see the outbox": "core.view_message",
    "send messages again": "core.resend_message",
    "clear addresses that bounced": "core.delete_addresstrouble",
    "rewrite messages": "core.change_message",
    "edit groups": "auth.change_group",
}
EXPECTED = {
    "secretariat-editors": {
        *("edit events", "edit organisations", "edit pages", "edit articles", "see articles"),
        "see delegations",
    },
    "registration-desk": {
        *("edit registrations", "see attendees", "check people in", "invite to register"),
        *("see what happened to registrations", "issue papers", "declare papers void"),
        *("see accounts", "see the outbox", "send messages again", "clear addresses that bounced"),
    },
    "delegations-officers": {
        *("edit delegations", "see delegations", "read travel documents", "read restricted documents"),
        *("issue papers", "declare papers void"),
        "see articles",
    },
    "publications-officers": {
        *("edit submissions", "edit mechanisms", "edit articles", "see articles", "see delegations"),
    },
    "read-only": {"see articles", "see delegations"},
}


@pytest.fixture(autouse=True)
def _groups():
    make_groups()


def colleague(job):
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=job))
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("job", EXPECTED)
def test_what_each_job_may_do(job):
    user = colleague(job)

    answers = {question for question, right in QUESTIONS.items() if user.has_perm(right)}

    assert answers == EXPECTED[job]


def test_every_right_named_exists():
    known = {
        f"{right.content_type.app_label}.{right.codename}"
        for right in Permission.objects.select_related("content_type")
    }

    assert {right for job in JOBS for right in job.rights()} - known == set()


def test_read_only_has_no_other_verb():
    rights = Group.objects.get(name="read-only").permissions.values_list("codename", flat=True)

    assert [right for right in rights if not right.startswith("view_")] == []


def test_the_groups_are_made_after_a_migration_and_stay_the_same(django_assert_max_num_queries):
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    first = {group.name: group.permissions.count() for group in Group.objects.all()}
    editors = Group.objects.get(name="secretariat-editors")
    editors.permissions.clear()
    Group.objects.create(name="our own")

    with django_assert_max_num_queries(60):
        make_groups()

    again = {group.name: group.permissions.count() for group in Group.objects.all()}
    assert set(first) == KEYS
    assert again == first | {"our own": 0}


def test_a_group_is_called_by_its_name_in_the_reader_s_language():
    names = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            names[language] = {group_label(Group(name=job.key)) for job in JOBS}

    assert names == {
        "zh-hans": {"秘书处编辑", "报名专员", "会员专员", "外事专员", "文稿专员", "只读"},
        "en": {
            *("Secretariat editors", "Registration desk", "Delegations officers"),
            *("Membership officers", "Publications officers", "Read only"),
        },
    }


def test_the_portal_s_groups_are_not_changed_by_hand(client):
    client.force_login(SuperuserFactory())
    group, own = Group.objects.get(name="read-only"), Group.objects.create(name="our own")

    answers = [
        client.post(page(Group, "change", one.pk), {"name": one.name, "permissions": []}).status_code
        for one in (group, own)
    ]

    assert answers == [403, 302]
    assert client.post(page(Group, "delete", group.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("job", EXPECTED)
def test_every_job_finds_its_pages(client, job):
    """Every entry of the menu that somebody is offered opens."""
    client.force_login(colleague(job))
    response = client.get("/admin/")

    links = [
        str(item["link"])
        for group in response.context["sidebar_navigation"]
        for item in group["items"]
        if item["has_permission"]
    ]

    assert len(links) > 4
    assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)
