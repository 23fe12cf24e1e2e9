"""What is still to be done after visits: done with a note, handed over, opened again; one page over all visits."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from beijing_ngo.core.models import Message
from delegations.models import Outcome
from delegations.operations import follow_ups
from tests.admin_forms import add, change, page
from tests.factories import (
    DelegationFactory,
    OutcomeFactory,
    SiteSettingsFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def _site():
    SiteSettingsFactory()


def colleague(*rights, **facts):
    user = UserFactory(is_staff=True, preferred_language="en", **facts)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def follow_up(text="Write back", **facts):
    if "delegation" not in facts:
        facts |= {"delegation__title_en": "To Geneva", "delegation__title_zh_hans": "赴外访问"}
    return OutcomeFactory(kind="follow_up", text_en=text, text_zh_hans="回信", **facts)


def open_page(**query):
    return reverse("admin:delegations_outcome_open", query=query or None)


def said(response):
    return [str(message) for message in response.context["messages"]]


# ---------------------------------------------------------------- rules


def test_whoever_closes_a_follow_up_says_how_it_was_done():
    outcome, officer = follow_up(), colleague()

    with pytest.raises(follow_ups.NoteMissing):
        follow_ups.mark_done(outcome=outcome, note="  ", by=officer)
    follow_ups.mark_done(outcome=outcome, note="Sent by post.", by=officer)

    outcome.refresh_from_db()
    assert (outcome.done_on, outcome.done_note, outcome.done_by) == (TODAY(), "Sent by post.", officer)


def test_what_is_done_is_not_done_again_nor_handed_over():
    outcome, officer = follow_up(done_on=date(2026, 1, 1)), colleague()

    with pytest.raises(follow_ups.DoneAlready):
        follow_ups.mark_done(outcome=outcome, note="Again", by=officer)
    with pytest.raises(follow_ups.DoneAlready):
        follow_ups.hand_over(outcome=outcome, to=colleague(), by=officer)


def test_a_result_is_nothing_to_be_done():
    result = OutcomeFactory(kind="memorandum")

    with pytest.raises(follow_ups.NotAFollowUp):
        follow_ups.mark_done(outcome=result, note="Signed", by=colleague())


def test_what_is_opened_again_counts_as_open():
    outcome, officer = follow_up(), colleague()
    follow_ups.mark_done(outcome=outcome, note="Sent", by=officer)

    follow_ups.reopen(outcome=outcome, by=officer)

    outcome.refresh_from_db()
    assert (outcome.done_on, outcome.done_note, outcome.done_by) == (None, "", None)
    assert list(Outcome.objects.open()) == [outcome]
    with pytest.raises(follow_ups.NotDone):
        follow_ups.reopen(outcome=outcome, by=officer)


@pytest.mark.parametrize(
    ("language", "subject", "line"),
    [
        ("en", "For you to look after: Write back", "Visit: To Geneva"),
        ("zh-hans", "请您跟进：回信", "团组：赴外访问"),
    ],
)
def test_the_new_owner_is_told_in_their_language(language, subject, line):
    outcome = follow_up(due_on=date(2027, 1, 5))
    new = UserFactory(is_staff=True, preferred_language=language)

    follow_ups.hand_over(outcome=outcome, to=new, by=colleague())

    message = Message.objects.get()
    assert (message.recipient, message.kind, message.subject) == (new, "delegations.handed_over", subject)
    assert line in message.text
    assert f"/admin/delegations/outcome/open/?whose=mine#follow-up-{outcome.pk}" in message.text


def test_it_can_go_back_and_forth_and_each_time_the_new_owner_is_told():
    one, other = colleague(), colleague()
    outcome = follow_up(owner=one)

    follow_ups.hand_over(outcome=outcome, to=other, by=one)
    follow_ups.hand_over(outcome=outcome, to=one, by=other)
    follow_ups.hand_over(outcome=outcome, to=other, by=one)

    assert [message.recipient for message in Message.objects.order_by("pk")] == [other, one, other]


def test_who_takes_it_over_themselves_is_not_told():
    officer = colleague()
    outcome = follow_up()

    follow_ups.hand_over(outcome=outcome, to=officer, by=officer)

    outcome.refresh_from_db()
    assert outcome.owner == officer
    assert not Message.objects.exists()


@pytest.mark.parametrize("facts", [{"is_staff": False}, {"is_staff": True, "is_active": False}])
def test_only_colleagues_look_after_follow_ups(facts):
    outcome = follow_up()

    with pytest.raises(follow_ups.NotAColleague):
        follow_ups.hand_over(outcome=outcome, to=UserFactory(**facts), by=colleague())


def test_the_owner_is_not_handed_what_they_have():
    officer = colleague()
    outcome = follow_up(owner=officer)

    with pytest.raises(follow_ups.WithThemAlready):
        follow_ups.hand_over(outcome=outcome, to=officer, by=colleague())


def test_somebody_else_who_is_to_look_after_a_new_one_is_told():
    visit, owner = DelegationFactory(), colleague()

    outcome = follow_ups.add_follow_up(
        delegation=visit,
        text={"en": "Send photographs"},
        due_on=date(2027, 1, 5),
        owner=owner,
        by=colleague(),
    )

    assert (outcome.kind, outcome.text_en, outcome.owner, outcome.public) == (
        "follow_up",
        "Send photographs",
        owner,
        False,
    )
    assert Message.objects.get().recipient == owner


# ---------------------------------------------------------------- the page over all visits


def titles(response):
    return [(row.outcome.text, row.is_late) for row in response.context["rows"]]


@pytest.fixture
def officer(client):
    user = colleague("view_outcome", "change_outcome", "add_outcome", "view_delegation")
    client.force_login(user)
    return user


def test_what_is_overdue_comes_first_and_what_has_no_day_last(client, officer):
    follow_up("No day")
    follow_up("Soon", due_on=TODAY() + timedelta(days=2))
    follow_up("Late", due_on=TODAY() - timedelta(days=2))
    follow_up("Done", due_on=TODAY(), done_on=TODAY())
    OutcomeFactory(text_en="A result", due_on=TODAY())

    response = client.get(open_page())

    assert titles(response) == [("Late", True), ("Soon", False), ("No day", False)]
    assert [row.outcome.text for row in response.context["done"]] == ["Done"]
    assert [row.when for row in response.context["rows"]][2] == "no day is set"


def test_mine_everybodys_nobodys_or_somebodys(client, officer):
    other = colleague(family_name="", given_name="Other")
    follow_up("Mine", owner=officer)
    follow_up("Other's", owner=other)
    follow_up("Nobody's")

    found = {
        whose: [text for text, _late in titles(client.get(open_page(whose=whose)))]
        for whose in ("all", "mine", "nobody", str(other.pk), "nonsense")
    }

    assert found == {
        "all": ["Mine", "Other's", "Nobody's"],
        "mine": ["Mine"],
        "nobody": ["Nobody's"],
        str(other.pk): ["Other's"],
        "nonsense": ["Mine", "Other's", "Nobody's"],
    }


def test_who_may_not_see_outcomes_sees_what_they_look_after(client):
    user = colleague()
    client.force_login(user)
    follow_up("Other's", owner=colleague())

    before = client.get(open_page())
    mine = follow_up("Mine", owner=user)
    response = client.get(open_page(whose="all"))

    assert before.status_code == 403
    assert titles(response) == [("Mine", False)]
    assert page(Outcome, "change", mine.pk) not in response.content.decode()


def test_the_menu_leads_there_for_those_who_may_see_outcomes(client, officer):
    html = client.get(reverse("admin:index")).content.decode()

    assert html.count(f'href="{open_page()}"') >= 1


@pytest.mark.parametrize(("language", "title"), [("en", "Open follow-ups"), ("zh-hans", "待办跟进事项")])
def test_in_both_languages(client, language, title):
    client.force_login(SuperuserFactory(preferred_language=language))
    follow_up(due_on=TODAY())

    assert f'<h1 class="sheet__title">{title}</h1>' in client.get(open_page()).content.decode()


def test_the_page_takes_the_same_statements_for_any_number(client, officer, django_assert_max_num_queries):
    counts = []
    for number in (1, 9):
        for _n in range(number):
            follow_up(owner=colleague(), due_on=TODAY())
            follow_up(done_on=TODAY(), done_by=colleague(), owner=colleague())
        client.get(open_page())
        with django_assert_max_num_queries(12) as captured:
            client.get(open_page())
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_marked_as_done_in_one_step_from_the_list(client, officer):
    outcome = follow_up()
    url = page(Outcome, "done", outcome.pk)

    response = client.post(url, {"note": "Sent", "next": open_page(whose="mine")}, follow=True)

    outcome.refresh_from_db()
    assert response.redirect_chain == [(open_page(whose="mine"), 302)]
    assert (outcome.done_note, outcome.done_by) == ("Sent", officer)
    assert said(response) == ["“Write back” is done."]


def test_without_a_word_it_stays_open_and_the_page_asks_for_one(client, officer):
    outcome = follow_up()

    response = client.post(page(Outcome, "done", outcome.pk), {"note": "", "next": "https://example.com/"})

    outcome.refresh_from_db()
    assert outcome.done_on is None
    assert response.context["form"].errors == {"note": ["Please say how it was done."]}
    assert response.context["back"] == open_page()


def test_opened_again_by_a_button_only(client, officer):
    outcome = follow_up(done_on=TODAY(), done_note="Sent")
    url = page(Outcome, "reopen", outcome.pk)

    opened = client.get(url)
    client.post(url)

    outcome.refresh_from_db()
    assert opened.status_code == 405
    assert outcome.done_on is None


def test_handed_over_on_a_page_of_its_own(client, officer):
    outcome, new = follow_up(owner=officer), colleague(family_name="", given_name="Anna", latin_name="")
    UserFactory(given_name="No colleague")
    url = page(Outcome, "hand_over", outcome.pk)

    offered = client.get(url).context["form"].fields["to"].queryset
    refused = client.post(url, {"to": officer.pk})
    response = client.post(url, {"to": new.pk}, follow=True)

    outcome.refresh_from_db()
    assert set(offered) == {officer, new}
    assert list(refused.context["form"].errors) == ["to"]
    assert outcome.owner == new
    assert said(response) == ["Anna looks after “Write back” from now on."]


@pytest.mark.parametrize("verb", ["done", "hand_over", "reopen"])
def test_who_neither_may_change_outcomes_nor_looks_after_it_changes_nothing(client, verb):
    outcome = follow_up(owner=colleague())
    client.force_login(colleague("view_outcome", "view_delegation"))

    response = client.post(page(Outcome, verb, outcome.pk), {"note": "Sent", "to": outcome.owner.pk})

    assert response.status_code == 403


def test_the_owner_needs_no_other_right(client):
    user = colleague()
    outcome = follow_up(owner=user)
    client.force_login(user)

    client.post(page(Outcome, "done", outcome.pk), {"note": "Sent"})

    outcome.refresh_from_db()
    assert outcome.done_by == user


# ---------------------------------------------------------------- its own form, and the dossier


def test_the_form_neither_closes_nor_hands_over(admin):
    outcome = follow_up()

    change(admin, outcome, done_on="2026-01-01", owner=colleague().pk, order=3)

    outcome.refresh_from_db()
    assert (outcome.done_on, outcome.owner, outcome.order) == (None, None, 3)


def test_who_is_entered_on_the_form_is_told(admin):
    visit, owner = DelegationFactory(), colleague()

    add(admin, Outcome, text_en="Write back", delegation=visit.pk, kind="follow_up", owner=owner.pk)

    assert Message.objects.get().recipient == owner


def dossier(visit):
    return reverse("admin:delegations_delegation_dossier", args=[visit.pk])


def test_the_dossier_shows_what_is_open_and_leads_to_one_more(client, officer):
    visit = DelegationFactory()
    follow_up("Open", delegation=visit)
    follow_up("Closed", delegation=visit, done_on=TODAY())
    follow_up("Elsewhere")
    OutcomeFactory(delegation=visit, text_en="Memorandum of 2026", kind="memorandum")
    url = reverse("admin:delegations_delegation_add_follow_up", args=[visit.pk])

    html = client.get(dossier(visit)).content.decode()
    empty = client.post(url, {})
    client.post(url, {"text_en": "New one", "due_on": "2027-01-05"})

    assert [text in html for text in ("Open</a>", "Closed", "Elsewhere", "Memorandum of 2026", url)] == [
        *(True, True, False, True, True)
    ]
    assert list(empty.context["form"].errors) == ["text_zh_hans"]
    assert Outcome.objects.filter(delegation=visit, text_en="New one", due_on=date(2027, 1, 5)).exists()


def test_adding_needs_the_right(client):
    visit = DelegationFactory()
    client.force_login(colleague("view_outcome", "view_delegation"))
    url = reverse("admin:delegations_delegation_add_follow_up", args=[visit.pk])

    assert client.post(url, {"text_en": "New one"}).status_code == 403
    assert url not in client.get(dossier(visit)).content.decode()
