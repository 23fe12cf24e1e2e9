"""Pages of co-signatories: the account of those who are asked, and the admin of those who ask."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone, translation

from reports.models import Submission
from reports.operations import endorsements
from tests.admin_forms import page
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    ParagraphFactory,
    RepresentativeFactory,
    SuperuserFactory,
    UserFactory,
)
from tests.reports.papers import answer, ask, contact, contact_of, draft, green_village, officer, today

pytestmark = pytest.mark.django_db
LIST = "/en/account/endorsements/"
SECRET = "Nobody else reads these words."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def green():
    return green_village()


def state_of(endorsement):
    endorsement.refresh_from_db()
    return endorsement.state


# ---------------------------------------------------------------- the account


def asked_paper(organisation, **values):
    paper = draft(paragraphs=0, **values)
    ParagraphFactory(submission=paper, heading_en="Who", text_en=SECRET, text_zh_hans="只有联系人能看。")
    [endorsement] = ask(paper, organisation)
    return endorsement


def test_contacts_read_the_text_they_were_asked_about(client, green):
    endorsement = asked_paper(green)
    endorsement.submission.paragraphs.update(text_en="Changed since.")
    client.force_login(contact(green))

    listed = client.get(LIST)
    html = client.get(f"{LIST}{endorsement.pk}/").content.decode()

    assert [one.pk for one in listed.context["waiting"]] == [endorsement.pk]
    assert SECRET in html
    assert "只有联系人能看。" in html
    assert "Changed since." not in html


def test_no_machine_on_the_way_keeps_it(client, green):
    endorsement = asked_paper(green)
    client.force_login(contact(green))

    assert client.get(f"{LIST}{endorsement.pk}/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("who", ["delegate", "another organisation", "closed", "officer", "nobody"])
def test_nobody_else_reads_it(client, green, who):
    endorsement = asked_paper(green)
    person = {
        "delegate": lambda: RepresentativeFactory(organisation=green, role="delegate").user,
        "another organisation": contact_of,
        "closed": lambda: UserFactory(is_active=False),
        "officer": officer,
        "nobody": lambda: None,
    }[who]()
    if person:
        client.force_login(person)

    for address in (
        LIST,
        f"{LIST}{endorsement.pk}/",
        f"/en/reports/submissions/{endorsement.submission.slug}/",
    ):
        response = client.get(address)
        if not (who == "officer" and "/reports/" in address):  # staff preview drafts there
            assert SECRET not in response.content.decode()
    answered = client.post(f"{LIST}{endorsement.pk}/", {"act": "sign", "version": endorsement.version_id})
    assert answered.status_code in (302, 404)
    assert state_of(endorsement) == "asked"


def test_a_contact_who_left_reads_no_more(client, green):
    endorsement = asked_paper(green)
    person = contact(green)
    client.force_login(person)
    green.representatives.all().delete()

    assert client.get(f"{LIST}{endorsement.pk}/").status_code == 404


@pytest.mark.parametrize(("act", "state"), [("sign", "endorsed"), ("decline", "declined")])
def test_the_answer_is_given_on_the_page(client, green, act, state):
    endorsement = asked_paper(green)
    client.force_login(contact(green))

    response = client.post(
        f"{LIST}{endorsement.pk}/",
        {"act": act, "version": endorsement.version_id, "note": "As agreed"},
        follow=True,
    )

    assert state_of(endorsement) == state
    assert "The secretariat is told." in response.content.decode()
    assert not response.context["may_answer"]
    assert client.get(LIST).context["waiting"] == []


def test_a_refusal_keeps_the_note_and_shows_the_new_text(client, green):
    endorsement = asked_paper(green)
    read = endorsement.version_id
    endorsement.submission.paragraphs.update(text_en="Changed since.")
    endorsements.ask_again(endorsement=endorsement, answer_by=None, by=officer())
    client.force_login(contact(green))

    response = client.post(f"{LIST}{endorsement.pk}/", {"act": "sign", "version": read, "note": "As agreed"})

    html = response.content.decode()
    endorsement.refresh_from_db()
    assert endorsement.state == "asked"
    assert "The secretariat has sent a new text since you opened this page." in html
    assert "Changed since." in html
    assert 'value="As agreed"' in html
    assert f'value="{endorsement.version_id}"' in html


def test_a_signature_is_taken_back_on_the_page(client, green):
    endorsement = asked_paper(green)
    answer(endorsement)
    client.force_login(contact(green))

    shown = client.get(f"{LIST}{endorsement.pk}/").context
    client.post(f"{LIST}{endorsement.pk}/", {"act": "take_back", "version": endorsement.version_id})

    assert (shown["may_answer"], shown["may_take_back"]) == (False, True)
    assert state_of(endorsement) == "declined"


def test_a_paper_that_takes_no_answers_says_so(client, green):
    endorsement = asked_paper(green)
    Submission.objects.update(state="approved")
    client.force_login(contact(green))

    html = client.get(f"{LIST}{endorsement.pk}/").content.decode()

    assert "This paper no longer takes answers here." in html
    assert 'value="sign"' not in html


def test_the_menu_and_the_overview_lead_there(client, green):
    endorsement = asked_paper(green, title_en="On climate")
    client.force_login(contact(green))

    response = client.get("/en/account/")

    todos = [(todo.words, todo.url) for todo in response.context["todos"]]
    assert todos == [
        (
            "Your organisation is asked to sign a paper: On climate",
            f"/en/account/endorsements/{endorsement.pk}/",
        )
    ]
    assert f'<a href="{LIST}">Papers to sign</a>' in response.content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_takes_the_same_statements(client, green, count, django_assert_num_queries):
    for _number in range(count):
        asked_paper(green)
    client.force_login(contact(green))
    client.get(LIST)

    with django_assert_num_queries(4):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_takes_the_same_statements(client, green, count, django_assert_num_queries):
    [endorsement] = ask(draft(paragraphs=count), green)
    client.force_login(contact(green))
    client.get(f"{LIST}{endorsement.pk}/")

    with django_assert_num_queries(4):
        client.get(f"{LIST}{endorsement.pk}/")


def test_chinese_readers_read_chinese(client, green):
    endorsement = asked_paper(green, title_zh_hans="气候发言")
    client.force_login(contact(green))

    with translation.override("zh-hans"):
        html = client.get(f"/zh-hans/account/endorsements/{endorsement.pk}/").content.decode()

    assert "气候发言" in html
    assert '<p lang="zh-Hans">' in html


def test_who_signed_appears_with_the_published_paper(client, green):
    endorsement = asked_paper(green)
    answer(endorsement)
    Submission.objects.update(
        state="published", status="published", filed_on=today(), published_at=timezone.now()
    )

    html = client.get(f"/en/reports/submissions/{endorsement.submission.slug}/").content.decode()

    assert "Green Village" in html


# ---------------------------------------------------------------- the admin


@pytest.fixture
def admin(client):
    client.force_login(SuperuserFactory(preferred_language="en"))
    return client


def address(paper, row=None, verb=""):
    rest = f"{row.pk}/{verb}/" if row else ""
    return f"/admin/reports/submission/{paper.pk}/co-signatories/{rest}"


def test_the_page_asks(admin, green):
    MembershipFactory(organisation=green)
    friend = OrganisationFactory(name_en="Friend")
    contact_of(friend)
    OrganisationFactory(name_en="Without a contact")
    paper = draft()

    offered = admin.get(address(paper)).context["form"].fields["organisations"]
    labels = [offered.label_from_instance(one) for one in offered.queryset]
    response = admin.post(
        address(paper), {"organisations": [green.pk, friend.pk], "answer_by": today(days=5)}, follow=True
    )

    assert labels == ["Green Village", "Friend (not a member at present)"]
    assert set(paper.endorsements.values_list("organisation", flat=True)) == {green.pk, friend.pk}
    assert "2 organisations were asked; their contacts get a mail." in response.content.decode()


def test_the_page_tells_what_has_changed(admin, green):
    paper = draft(paragraphs=2)
    ask(paper, green)
    paper.paragraphs.filter(number=1).update(text_en="Other")

    html = admin.get(address(paper)).content.decode()

    assert "1 paragraph has changed since" in html


def test_a_refusal_stands_on_the_page(admin, green):
    paper = draft(paragraphs=0)

    response = admin.post(address(paper), {"organisations": [green.pk], "answer_by": today(days=5)})

    assert response.context["form"].non_field_errors() == [
        "There is no text yet: please write a paragraph first."
    ]
    assert response.context["form"]["answer_by"].value() == str(today(days=5))


def test_answers_are_recorded_asked_for_again_and_taken_off(admin, green):
    paper = draft()
    [row] = ask(paper, green)

    admin.post(address(paper, row, "answer"), {"state": "endorsed", "note": "By telephone"})
    recorded = state_of(row)
    admin.post(address(paper, row, "again"), {"answer_by": ""})
    again = state_of(row)
    admin.get(address(paper, row, "remove"))
    assert paper.endorsements.count() == 1
    admin.post(address(paper, row, "remove"))

    assert (recorded, again, paper.endorsements.count()) == ("endorsed", "asked", 0)


def test_a_row_of_another_paper_is_not_found(admin, green):
    [row] = ask(draft(), green)

    assert admin.post(address(draft(), row, "remove")).status_code == 404


def test_who_may_only_see_papers_asks_nobody(client, green):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_submission"))
    client.force_login(reader)
    paper = draft()
    [row] = ask(paper, green)

    shown = client.get(address(paper))

    assert (shown.status_code, shown.context["form"], shown.context["rows"][0]["links"]) == (200, None, [])
    assert client.post(address(paper), {"organisations": [green.pk]}).status_code == 403
    assert client.post(address(paper, row, "remove")).status_code == 403
    assert paper.endorsements.count() == 1


def test_the_inline_shows_and_does_not_answer(admin, green):
    paper = draft()
    [row] = ask(paper, green)

    html = admin.get(page(Submission, "change", paper.pk)).content.decode()

    assert "Green Village" in html
    assert 'name="endorsements-0-state"' not in html
    assert state_of(row) == "asked"


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_of_the_admin_takes_the_same_statements(admin, count, django_assert_max_num_queries):
    paper = draft(paragraphs=count)
    organisations = OrganisationFactory.create_batch(count)
    for organisation in organisations:
        contact_of(organisation)
    ask(paper, *organisations)
    admin.get(address(paper))

    with django_assert_max_num_queries(8):
        admin.get(address(paper))
