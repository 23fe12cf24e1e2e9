"""Applications for membership in the admin: from the list for many, from the page for one."""

from datetime import timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from django.utils import timezone

from beijing_ngo.core.models import Document
from members import operations
from members.models import Membership
from tests.admin_forms import page
from tests.factories import MembershipFactory, OrganisationFactory
from tests.members.accounts import make_person
from tests.members.organisations import a_contact, a_file, an_officer, mails

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def officer(client):
    officer = an_officer()
    client.force_login(officer)
    return officer


def an_application(**facts):
    facts = {"state": "applied", "decided_on": None, "motivation": "一起做事。"} | facts
    return MembershipFactory(**facts)


def decision(verb, *rows):
    return f"{reverse(f'admin:members_membership_{verb}')}?ids={','.join(str(row.pk) for row in rows)}"


def said(response):
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def states():
    return list(Membership.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("verb", ["review", "ask", "accept", "decline"])
def test_an_action_of_the_list_asks_first(client, officer, verb):
    rows = [an_application(), an_application()]

    asked = client.post(page(Membership), {"action": verb, ACTION_CHECKBOX_NAME: [row.pk for row in rows]})
    shown = client.get(asked.url)

    named = [name.partition(" · ")[0] for name in shown.context["names"]]
    assert named == [str(row.organisation) for row in sorted(rows, key=lambda row: row.pk)]
    assert states() == ["applied", "applied"]


@pytest.mark.parametrize(
    ("verb", "given", "state"),
    [
        ("review", {}, "under_review"),
        ("ask", {"reason": "请补充章程。"}, "applied"),
        ("accept", {"starts_on": TODAY, "expires_on": TODAY, "tier_zh_hans": "单位会员"}, "active"),
        ("decline", {"reason": "不符合章程。"}, "declined"),
    ],
)
def test_a_decision_is_made_for_many(client, officer, verb, given, state):
    rows = [an_application(organisation=a_contact().organisation) for _place in range(2)]

    response = client.post(decision(verb, *rows), {"confirmed": "yes"} | given, follow=True)

    assert states() == [state, state]
    assert said(response)[0][0] == "success"
    assert len(mails()) == 2


def test_who_was_left_as_they_were_is_told_with_the_reason(client, officer):
    good, decided = an_application(), an_application()
    operations.decline(membership=decided, reason="-", by=officer)

    response = client.post(decision("review", good, decided), {"confirmed": "yes"}, follow=True)

    assert states() == ["under_review", "declined"]
    assert [level for level, _text in said(response)] == ["warning", "success"]
    assert str(decided.organisation) in said(response)[0][1]


@pytest.mark.parametrize("verb", ["ask", "decline"])
def test_a_reason_is_required_at_its_field(client, officer, verb):
    row = an_application()

    response = client.post(decision(verb, row), {"confirmed": "yes", "reason": ""})

    assert list(response.context["form"].errors) == ["reason"]
    assert states() == ["applied"]


def test_the_dates_are_proposed_and_checked(client, officer):
    old = MembershipFactory(expires_on=TODAY + timedelta(days=10), tier_zh_hans="单位会员")
    row = an_application(organisation=old.organisation, renews=old, tier_zh_hans="单位会员")

    form = client.get(decision("accept", row)).context["form"]
    wrong = client.post(
        decision("accept", row), {"starts_on": TODAY + timedelta(days=11), "expires_on": TODAY}
    )

    assert form.initial["starts_on"] == TODAY + timedelta(days=11)
    assert form.initial["tier_zh_hans"] == "单位会员"
    assert list(wrong.context["form"].errors) == ["expires_on"]


def test_after_accepting_the_draft_is_pointed_to(client, officer):
    organisation = OrganisationFactory(status="draft")
    row = an_application(organisation=organisation)

    response = client.post(decision("accept", row), {"starts_on": TODAY, "expires_on": TODAY}, follow=True)

    assert reverse("admin:members_organisation_change", args=[organisation.pk]) in said(response)[1][1]


def test_a_member_that_leaves(client, officer):
    row = MembershipFactory(organisation=a_contact().organisation)

    client.post(decision("resign", row), {"reason": "组织已注销。"})

    row.refresh_from_db()
    assert (row.state, row.ended_on, row.reason) == ("resigned", TODAY, "组织已注销。")
    assert [kind for kind, _address in mails()] == ["members.resigned"]


@pytest.mark.parametrize("verb", ["review", "ask", "accept", "decline", "resign"])
def test_who_may_look_may_not_decide(client, verb):
    officer = an_officer()
    officer.user_permissions.set(officer.user_permissions.filter(codename="view_membership"))
    client.force_login(officer)
    row = an_application()

    assert client.post(decision(verb, row), {"reason": "-"}).status_code == 403
    assert decision(verb, row).partition("?")[0] not in client.get(page(Membership)).content.decode()


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("applied", {"review", "ask", "accept", "decline"}),
        ("under_review", {"ask", "accept", "decline"}),
        ("active", {"resign"}),
        ("lapsed", set()),
    ],
)
def test_a_page_offers_what_can_be_done(client, officer, state, buttons):
    row = MembershipFactory(state=state)

    html = client.get(page(Membership, "change", row.pk)).content.decode()

    found = {verb for verb in ("review", "ask", "accept", "decline", "resign") if f"/{row.pk}/{verb}" in html}
    assert found == buttons


def test_a_button_leads_to_the_question(client, officer):
    row = an_application()

    url = reverse("admin:members_membership_accept_one", args=[row.pk])

    assert client.get(url).url == decision("accept", row)


def test_the_application_stands_on_its_page(client, officer):
    row = an_application(applicant=make_person(), organisation=OrganisationFactory())
    paper = Document.objects.create(
        subject=row.organisation, file=a_file(), title_zh_hans="登记证书", access="staff"
    )

    html = client.get(page(Membership, "change", row.pk)).content.decode()

    assert "一起做事。" in html
    assert paper.get_absolute_url() in html


@pytest.mark.parametrize(("chosen", "found"), [("yes", [0, 1]), ("new", [0]), ("renewals", [1])])
def test_what_waits_for_a_decision_is_found(client, officer, chosen, found):
    term = MembershipFactory()
    rows = [an_application(), an_application(organisation=term.organisation, renews=term)]

    response = client.get(page(Membership), {"decide": chosen})

    assert set(response.context["cl"].queryset) == {rows[place] for place in found}
