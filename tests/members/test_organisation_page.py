from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members import operations
from members.models import Colleague, Handover, Invitation, Membership, Representative
from tests.factories import MembershipFactory, UserFactory
from tests.members.organisations import a_contact, a_file, an_officer

pytestmark = pytest.mark.django_db
PERSON = {"family_name": "陈", "given_name": "牧", "latin_name": "CHEN Mu", "email": "chen.mu@example.org"}
PERSON |= {"position": "项目官员", "language": "zh-hans"}


@pytest.fixture
def contact(client):
    contact = a_contact()
    client.force_login(contact.user)
    return contact


def address(name, *args):
    return reverse(f"account:{name}", args=args)


def saved(organisation, **facts):
    operations.save_colleagues(organisation=organisation, people=[PERSON | facts], by=None)
    return Colleague.objects.of(organisation).latest("pk")


def invitation_of(contact, email="chen.mu@example.org"):
    return operations.invite(organisation=contact.organisation, by=contact.user, email=email, role="delegate")


# ---------------------------------------------------------------- who sees what


@pytest.mark.parametrize("name", ["organisation", "membership"])
def test_who_acts_for_nobody_has_no_such_page(client, name):
    client.force_login(UserFactory())

    assert client.get(address(name)).url == reverse("account:home")


@pytest.mark.parametrize("name", ["organisation", "membership", "renew"])
def test_a_visitor_is_asked_to_sign_in(client, name):
    assert client.get(address(name)).url.startswith(reverse("account_login"))


def test_a_delegate_reads_and_changes_nothing(client, contact):
    saved(contact.organisation)
    delegate = a_contact(contact.organisation, role="delegate")
    client.force_login(delegate.user)

    shown = client.get(address("organisation"))
    client.post(address("organisation"), {"email": "a@example.org", "role": "contact", "language": "en"})

    html = shown.content.decode()
    assert contact.user.email in html
    assert PERSON["email"] not in html
    assert 'name="role"' not in html
    assert not Invitation.objects.exists()


ROWS = {
    "invitation_resend": invitation_of,
    "invitation_revoke": invitation_of,
    "representative_remove": lambda contact: a_contact(contact.organisation, role="delegate"),
    "handover_offer": lambda contact: a_contact(contact.organisation, role="delegate"),
    "colleague": lambda contact: saved(contact.organisation),
    "colleague_remove": lambda contact: saved(contact.organisation),
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("who", ["delegate", "contact elsewhere"])
def test_others_find_no_row_to_change(client, name, who):
    contact = a_contact()
    row = ROWS[name](contact)
    other = a_contact(contact.organisation, role="delegate") if who == "delegate" else a_contact()
    client.force_login(other.user)

    assert client.post(address(name, row.pk), PERSON).status_code == 404


@pytest.mark.parametrize("name", [name for name in ROWS if name not in ("invitation_resend", "colleague")])
def test_what_takes_something_away_is_asked_first(client, contact, name):
    row = ROWS[name](contact)

    asked = client.get(address(name, row.pk))
    before = list(type(row).objects.values())
    assert asked.status_code == 200
    assert list(type(row).objects.values()) == before
    done = client.post(address(name, row.pk))

    assert done.url == f"{address('organisation')}?organisation={contact.organisation.slug}"
    changed = Handover if name == "handover_offer" else type(row)
    assert list(changed.objects.values()) != (before if changed is not Handover else [])


# ---------------------------------------------------------------- what a contact does


def test_a_contact_invites(client, contact):
    typed = {"email": "a@example.org", "role": "contact", "language": "en", "given_name": "Ana"}

    response = client.post(address("organisation"), typed)

    assert response.status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.language, invitation.invited_by) == (
        "a@example.org",
        "contact",
        "en",
        contact.user,
    )


def test_a_refusal_stands_beside_the_address(client, contact):
    invitation_of(contact)

    response = client.post(
        address("organisation"), {"email": "chen.mu@example.org", "role": "delegate", "language": "en"}
    )

    assert list(response.context["form"].errors) == ["email"]
    assert "chen.mu@example.org" in response.content.decode()


def test_the_last_contact_is_told_why_they_stay(client, contact):
    response = client.post(address("representative_remove", contact.pk), follow=True)

    assert Representative.objects.filter(pk=contact.pk).exists()
    assert response.context["messages"]._loaded_data[0].level_tag == "error"


def test_an_organisation_is_chosen_by_its_address(client, contact):
    second = a_contact(role="delegate").organisation
    Representative.objects.create(user=contact.user, organisation=second, role="contact")

    client.post(
        f"{address('organisation')}?organisation={second.slug}",
        {"email": "a@example.org", "role": "delegate", "language": "en"},
    )

    assert Invitation.objects.get().organisation == second


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(
    client, contact, count, django_assert_max_num_queries
):
    for number in range(count):
        a_contact(contact.organisation, role="delegate")
        invitation_of(contact, f"a{number}@example.org")
        saved(contact.organisation, email=f"b{number}@example.org")
    client.get(address("organisation"))

    with django_assert_max_num_queries(13):
        response = client.get(address("organisation"))

    found = response.context
    assert (len(found["people"]), len(found["invitations"]), len(found["colleagues"])) == (
        count + 1,
        count,
        count,
    )


# ---------------------------------------------------------------- colleagues


def test_colleagues_are_kept_once_and_brought_up_to_date():
    contact = a_contact()
    saved(contact.organisation)

    operations.save_colleagues(
        organisation=contact.organisation,
        people=[PERSON | {"email": "CHEN.MU@example.org", "position": "主任"}],
        by=contact.user,
    )

    row = Colleague.objects.of(contact.organisation).get()
    assert (row.email, row.position, row.saved_by) == ("chen.mu@example.org", "主任", contact.user)


def test_a_colleague_is_changed(client, contact):
    row = saved(contact.organisation)

    client.post(address("colleague", row.pk), PERSON | {"position": "主任"})

    row.refresh_from_db()
    assert row.position == "主任"


@pytest.mark.parametrize(
    ("typed", "field"), [({"email": "B@example.org"}, "email"), ({"latin_name": "陈牧"}, "latin_name")]
)
def test_a_colleague_changed_wrongly_is_answered_at_the_field(client, contact, typed, field):
    row = saved(contact.organisation)
    saved(contact.organisation, email="b@example.org")

    response = client.post(address("colleague", row.pk), PERSON | typed)

    assert list(response.context["form"].errors) == [field]


def test_colleagues_nobody_registers_are_forgotten_after_two_years():
    contact = a_contact()
    old, new = saved(contact.organisation), saved(contact.organisation, email="b@example.org")
    Colleague.objects.filter(pk=old.pk).update(used_at=timezone.now() - timedelta(days=731))

    assert operations.forget_unused_colleagues() == 1

    assert list(Colleague.objects.all()) == [new]


# ---------------------------------------------------------------- membership


def test_the_steps_of_an_application_are_shown_with_their_reasons(client, contact):
    membership = MembershipFactory(
        organisation=contact.organisation, state="applied", decided_on=None, applicant=contact.user
    )
    operations.ask_for_more(membership=membership, by=an_officer(), reason="请补充章程。")

    html = client.get(address("membership")).content.decode()
    client.post(address("membership"), {"text": "已补充。", "others": a_file("章程.pdf")})

    assert "请补充章程。" in html
    assert membership.steps.latest("pk").text == "已补充。"
    assert contact.organisation.documents.get().original_name == "章程.pdf"


def test_an_answer_without_words_keeps_its_file(client, contact):
    membership = MembershipFactory(organisation=contact.organisation, state="applied", decided_on=None)
    operations.ask_for_more(membership=membership, by=an_officer(), reason="请补充章程。")

    response = client.post(address("membership"), {"text": "", "others": a_file("章程.pdf")})

    assert list(response.context["form"].errors) == ["text"]
    assert "章程.pdf" in response.content.decode()


def test_an_application_is_withdrawn_after_a_question(client, contact):
    membership = MembershipFactory(organisation=contact.organisation, state="applied", decided_on=None)

    assert client.get(address("application_withdraw")).status_code == 200
    client.post(address("application_withdraw"))

    membership.refresh_from_db()
    assert membership.state == "withdrawn"


@pytest.mark.parametrize(("left", "offered"), [(91, False), (10, True), (-10, True)])
def test_renewal_is_offered_in_its_window(client, contact, left, offered):
    ends = timezone.localdate() + timedelta(days=left)
    MembershipFactory(
        organisation=contact.organisation, expires_on=ends, grace_until=ends + timedelta(days=60)
    )

    html = client.get(address("membership")).content.decode()
    client.post(address("renew"), {"checked": "on", "remarks": "电话已更改。"})

    assert (address("renew") in html) == offered
    assert [term.motivation for term in Membership.objects.to_decide()] == ["电话已更改。"] * offered


def test_a_renewal_is_a_look_at_the_details(client, contact):
    ends = timezone.localdate()
    MembershipFactory(organisation=contact.organisation, expires_on=ends)

    response = client.post(address("renew"), {"remarks": "-"})

    assert list(response.context["form"].errors) == ["checked"]
    assert contact.organisation.text("name", "zh-hans") in response.content.decode()
