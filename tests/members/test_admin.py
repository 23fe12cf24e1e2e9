"""Organisations, memberships and people in the admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from members.models import CooperationProject, Membership, Organisation, Representative, User
from tests.admin_forms import add, change, errors, page
from tests.factories import (
    CooperationProjectFactory,
    MembershipFactory,
    OrganisationFactory,
    RepresentativeFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

GOOD_CODE = "91350100M000100Y43"  # the example of GB 32100-2015


def test_an_organisation_needs_a_chinese_name_alone(admin):
    add(admin, Organisation, name_zh_hans="北京某协会", credit_code=f" {GOOD_CODE.lower()} ")

    organisation = Organisation.objects.get()
    assert (organisation.credit_code, organisation.en_state, organisation.status) == (
        GOOD_CODE,
        "missing",
        "draft",
    )


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("91350100M000100Y4", "17"),
        ("91350100M000100Y44", "校验位"),
        ("9I350100M000100Y43", "I"),
    ],
)
def test_a_bad_credit_code_is_answered_at_its_field(admin, code, message):
    response = add(admin, Organisation, name_zh_hans="北京某协会", credit_code=code)

    found = errors(response)
    assert list(found) == ["credit_code"]
    assert message in found["credit_code"][0]
    assert found["credit_code"][0] in response.content.decode()


def test_a_credit_code_belongs_to_one_organisation(admin):
    OrganisationFactory(credit_code=GOOD_CODE)

    response = add(admin, Organisation, name_zh_hans="北京某协会", credit_code=GOOD_CODE)

    assert list(errors(response)) == ["credit_code"]


def test_a_text_file_is_no_logo(admin):
    response = add(
        admin,
        Organisation,
        name_zh_hans="北京某协会",
        logo=SimpleUploadedFile("logo.jpg", b"only words", "image/jpeg"),
    )

    assert list(errors(response)) == ["logo"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"state": "active"}, "decided_on"),
        ({"state": "active", "decided_on": "2027-01-01", "expires_on": "2026-01-01"}, "expires_on"),
    ],
)
def test_a_membership_has_its_rules(admin, typed, field):
    organisation = OrganisationFactory()

    response = add(admin, Membership, organisation=organisation.pk, applied_on="2026-01-01", **typed)

    assert list(errors(response)) == [field]


def test_a_member_that_joined_on_paper_is_added_by_hand(admin):
    organisation = OrganisationFactory()
    term = {"applied_on": "2020-01-01", "decided_on": "2020-02-01", "organisation": organisation.pk}

    add(admin, Membership, state="active", **term)
    again = add(admin, Membership, state="active", **term)
    applied = add(admin, Membership, state="applied", **term)

    assert Membership.objects.get().organisation == organisation
    assert list(errors(again)) == ["state"]
    assert list(errors(applied)) == ["state"]


def test_the_state_of_a_term_is_not_typed(admin):
    membership = MembershipFactory(note="")

    change(admin, membership, state="lapsed", note="电话已更改。")

    membership.refresh_from_db()
    assert (membership.state, membership.note) == ("active", "电话已更改。")


def test_a_project_does_not_end_before_it_starts(admin):
    project = CooperationProjectFactory()

    response = change(admin, project, period_start="2027-01-01", period_end="2026-01-01")

    assert list(errors(response)) == ["period_end"]


def test_countries_are_chosen_from_the_list(admin):
    project = CooperationProjectFactory()

    change(admin, project, countries=["NP", "MU"])

    assert [country.code for country in CooperationProject.objects.get().countries] == ["MU", "NP"]


# ---------------------------------------------------------------- people


def test_an_account_is_made_with_an_e_mail_address(admin):
    add(
        admin,
        User,
        email="li.ming@example.org",
        family_name="李",
        given_name="明",
        usable_password="true",
        password1="long-enough-1",
        password2="long-enough-1",
    )

    user = User.objects.get(email="li.ming@example.org")
    assert (str(user), user.check_password("long-enough-1"), user.is_staff) == ("李明", True, False)


def test_one_account_for_an_address_whatever_its_case(admin):
    UserFactory(email="li.ming@example.org")
    other = UserFactory()

    response = change(admin, other, email="Li.Ming@example.org")

    assert list(errors(response)) == ["email"]


def clerk(*rights):
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def test_nobody_promotes_themselves(client):
    user = clerk("view_user", "change_user")
    client.force_login(user)
    group = Group.objects.first() or Group.objects.create(name="anything")

    change(client, user, is_superuser="on", groups=[group.pk], given_name="新")

    user = User.objects.get(pk=user.pk)
    assert (user.given_name, user.is_superuser, user.groups.count()) == ("新", False, 0)


def test_accounts_of_administrators_are_out_of_reach(client):
    chief = SuperuserFactory()
    client.force_login(clerk("view_user", "change_user"))

    answers = [
        client.post(page(User, "change", chief.pk), {"email": "mine@example.org"}),
        client.post(
            f"/admin/members/user/{chief.pk}/password/",
            {"password1": "long-enough-1", "password2": "long-enough-1"},
        ),
        client.post(page(User, "delete", chief.pk), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


# ---------------------------------------------------------------- spreadsheets and lists


def bring_in(client, sheet):
    return client.post(
        page(Organisation, "import"),
        {"format": "1", "import_file": SimpleUploadedFile("members.csv", sheet.encode())},
    )


def test_an_import_checks_credit_codes(admin):
    response = bring_in(admin, "slug,name_zh_hans,credit_code\nbad,北京某协会,91350100M000100Y44\n")

    assert response.context["result"].has_validation_errors()


def test_organisations_come_in(admin):
    response = bring_in(admin, f"slug,name_zh_hans,name_en,credit_code\na,协会,Association,{GOOD_CODE}\n")
    admin.post(page(Organisation, "process_import"), response.context["confirm_form"].initial)

    organisation = Organisation.objects.get()
    assert (organisation.name_en, organisation.credit_code, organisation.en_state, organisation.status) == (
        "Association",
        GOOD_CODE,
        "current",
        "draft",
    )


def test_who_may_only_look_may_export_and_not_import(client):
    client.force_login(clerk("view_organisation"))

    answers = [client.get(page(Organisation, name)).status_code for name in ("export", "import")]

    assert answers == [200, 403]


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Organisation, OrganisationFactory),
        (Membership, MembershipFactory),
        (Representative, RepresentativeFactory),
        (CooperationProject, CooperationProjectFactory),
        (User, UserFactory),
    ],
)
def test_lists_take_the_same_statements_for_any_number(admin, model, make, django_assert_max_num_queries):
    counts = []
    for number in (1, 9):
        make.create_batch(number)
        admin.get(page(model))
        with django_assert_max_num_queries(14) as captured:
            admin.get(page(model))
        counts.append(len(captured))

    assert counts[0] == counts[1]
