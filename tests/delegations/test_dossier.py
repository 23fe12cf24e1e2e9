"""The dossier of a visit: who sees what of it, what is offered, and what its buttons do."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone, translation

from beijing_ngo.core.models import Document
from delegations.admin import progress, registers
from delegations.models import ChecklistItem, Cost, Delegation, Gift
from tests.admin_forms import change, filled, page
from tests.factories import (
    ChecklistTemplateFactory,
    CostFactory,
    DelegationFactory,
    DelegationMemberFactory,
    GiftFactory,
    ItineraryItemFactory,
    OutcomeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def at(delegation, name="dossier", *args):
    return reverse(f"admin:delegations_delegation_{name}", args=[delegation.pk, *args])


def colleague(client, *rights, **facts):
    """Signs a colleague in who has these rights and no others."""
    user = UserFactory(is_staff=True, preferred_language="en", **facts)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return user


def in_language(client, code):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    return client


def sections(response):
    return [section.name for section in response.context["sections"]]


def said(response):
    return [str(message) for message in response.context["messages"]]


def coming(**facts):
    """A visit ten days ahead."""
    start = timezone.localdate() + timedelta(days=10)
    return DelegationFactory(
        **{"state": "planned", "starts_on": start, "ends_on": start + timedelta(days=5), **facts}
    )


# ---------------------------------------------------------------- who sees it


@pytest.mark.parametrize(("rights", "expected"), [([], 403), (["view_delegation"], 200)])
def test_it_is_for_those_who_may_see_visits(client, rights, expected):
    colleague(client, *rights)

    assert client.get(at(DelegationFactory())).status_code == expected


def test_a_visitor_is_sent_to_sign_in(client):
    response = client.get(at(DelegationFactory()))

    assert (response.status_code, "login" in response.url) == (302, True)


def test_there_is_no_dossier_of_nothing(admin):
    assert admin.get(reverse("admin:delegations_delegation_dossier", args=[999])).status_code == 404


def test_each_part_needs_the_right_to_what_it_shows(client):
    delegation = GiftFactory().delegation
    CostFactory(delegation=delegation)
    ChecklistItem.objects.create(delegation=delegation, label_en="Visas")
    colleague(client, "view_delegation")
    few = sections(client.get(at(delegation)))
    colleague(client, "view_delegation", "view_gift", "view_cost", "view_checklistitem")

    more = sections(client.get(at(delegation)))

    mine = {"checklist", "gifts", "costs"}
    assert (mine & set(few), mine & set(more)) == (set(), mine)
    assert "progress" in few


def test_internal_notes_need_a_right_of_their_own(client):
    delegation = DelegationFactory(relations_note="They know the mayor.")
    ItineraryItemFactory(delegation=delegation, note="He takes no questions.")
    reader = ["view_delegation", "change_delegation", "change_itineraryitem"]
    shown = []
    for rights in (reader, [*reader, "view_internal_delegation"]):
        colleague(client, *rights)
        pages = [at(delegation), page(Delegation, "change", delegation.pk)]
        texts = [client.get(url).content.decode() for url in pages]
        shown.append(["They know the mayor." in text for text in texts])
        programme = client.get(reverse("admin:delegations_delegation_programme", args=[delegation.pk]))
        shown.append("He takes no questions." in programme.content.decode())

    assert shown == [[False, False], False, [True, True], True]


def test_the_history_keeps_internal_notes_too(client):
    delegation = DelegationFactory(relations_note="They know the mayor.")
    delegation.relations_note, delegation.level = "They know nobody.", "ministerial"
    delegation.save()
    shown = []
    for rights in (["view_delegation"], ["view_delegation", "view_internal_delegation"]):
        colleague(client, *rights)
        text = client.get(page(Delegation, "history", delegation.pk)).content.decode()
        shown.append(("ministerial" in text, "They know nobody." in text))

    assert shown == [(True, False), (True, True)]


def test_whoever_may_not_see_internal_notes_does_not_wipe_them_out(client):
    delegation = DelegationFactory(relations_note="They know the mayor.")
    colleague(client, "view_delegation", "change_delegation")

    change(client, delegation, level="ministerial")

    delegation.refresh_from_db()
    assert (delegation.level, delegation.relations_note) == ("ministerial", "They know the mayor.")


def test_restricted_documents_are_listed_for_those_who_may_read_them(client):
    delegation = DelegationFactory()
    for access in ("public", "staff", "restricted"):
        Document.objects.create(
            subject=delegation, title_en=access.title(), access=access, file=f"documents/{access}.pdf"
        )
    rights = ["view_delegation", "view_document"]
    shown = []
    for more in ([], ["view_restricted_document"]):
        colleague(client, *rights, *more)
        request = client.get(at(delegation)).wsgi_request
        with translation.override("en"):
            groups = registers.documents(request, delegation)["groups"]
            shown.append([[str(title), *map(str, rows)] for title, rows in groups])

    few = [["For everybody", "Public"], ["For staff", "Staff"]]
    assert shown == [few, [*few, ["Restricted", "Restricted"]]]


# ---------------------------------------------------------------- what it says


@pytest.mark.parametrize(
    ("direction", "days", "expected"),
    [
        ("outgoing", (3, 5), "3 days to departure"),
        ("incoming", (1, 5), "1 day to arrival"),
        ("incoming", (0, 2), "Day 1 of 3"),
        ("outgoing", (-2, 0), "Day 3 of 3"),
        ("outgoing", (-9, -1), "Ended 1 day ago"),
    ],
)
def test_it_says_how_far_off_the_visit_is(direction, days, expected):
    today = date(2026, 11, 24)
    starts_on, ends_on = (today + timedelta(days=count) for count in days)
    delegation = DelegationFactory.build(direction=direction, starts_on=starts_on, ends_on=ends_on)

    with translation.override("en"):
        assert progress.how_far_off(delegation, today) == expected


def test_what_is_missing_is_said():
    delegation = DelegationFactory(
        passport_basis="official", state="planned", approval_authority="市外办", countries=[]
    )

    with translation.override("en"):
        missing = [str(fact.label) for fact in progress.facts(delegation) if fact.is_missing]

    assert missing == [
        "officer in charge",
        "Invitation letter",
        "inviting organisation",
        "host organisation",
        "countries and regions",
        "Approval",
    ]


def test_both_titles_stand_on_it(admin):
    delegation = DelegationFactory(title_zh_hans="赴瑞士访问", title_en="To Switzerland")

    pages = [in_language(admin, code).get(at(delegation)).content.decode() for code in ("zh-hans", "en")]

    assert '<p lang="en">To Switzerland</p>' in pages[0]
    assert '<p lang="zh-Hans">赴瑞士访问</p>' in pages[1]


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"state": "planned"}, ["Approve…", "Cancel the visit…"]),
        ({"state": "approved"}, ["Back to planning", "Cancel the visit…"]),
        (
            {"state": "approved", "starts_on": TODAY},
            ["Mark as under way", "Back to planning", "Cancel the visit…"],
        ),
        (
            {"state": "approved", "starts_on": TODAY, "ends_on": TODAY},
            ["Mark as completed", "Mark as under way", "Back to planning", "Cancel the visit…"],
        ),
        ({"state": "under_way", "starts_on": TODAY}, ["Not begun yet after all", "Cancel the visit…"]),
        (
            {"state": "under_way", "starts_on": TODAY, "ends_on": TODAY},
            ["Mark as completed", "Not begun yet after all", "Cancel the visit…"],
        ),
        ({"state": "completed"}, ["Report handed in…", "Not over yet after all"]),
        (
            {"state": "completed", "report_filed_on": TODAY},
            ["The report was not handed in after all", "Not over yet after all"],
        ),
        ({"state": "cancelled"}, ["Plan it again"]),
    ],
)
def test_what_can_be_done_next_is_offered(facts, expected):
    days = {"starts_on": TODAY + timedelta(days=2), "ends_on": TODAY + timedelta(days=9)}
    delegation = DelegationFactory(**days | facts)

    with translation.override("en"):
        assert [step.label for step in progress.steps(delegation, TODAY)] == expected


def test_nothing_is_offered_to_those_who_only_look(client):
    delegation = coming()
    colleague(client, "view_delegation", "view_checklistitem")

    text = client.get(at(delegation)).content.decode()

    assert [at(delegation, name) in text for name in ("approve", "cancel", "checklist_fill", "change")] == [
        False
    ] * 4


@pytest.mark.parametrize(
    ("ends_on", "due_on", "is_said"),
    [(date(2026, 3, 2), date(2026, 3, 20), False), (date(2097, 3, 2), date(2097, 3, 20), True)],
)
def test_a_guess_at_working_days_is_called_one(ends_on, due_on, is_said):
    delegation = DelegationFactory(starts_on=ends_on, ends_on=ends_on, report_due_on=due_on)

    assert bool(progress.report_guess(delegation)) is is_said


# ---------------------------------------------------------------- its buttons


def test_a_visit_goes_all_the_way(admin):
    today = timezone.localdate()
    delegation = DelegationFactory(
        state="planned",
        passport_basis="official",
        starts_on=today,
        ends_on=today,
        report_zh_hans="<p>已写</p>",
    )
    went = []
    for name, args, sent in (
        ("approve", [], {"number": "2026-1", "authority": "", "on": ""}),
        ("step", ["start"], {}),
        ("step", ["complete"], {}),
        ("report", [], {"on": today.isoformat()}),
        ("step", ["take_back_report"], {}),
        ("step", ["reopen"], {}),
        ("cancel", [], {"reason": "取消"}),
    ):
        response = admin.post(at(delegation, name, *args), sent)
        delegation.refresh_from_db()
        went.append((delegation.state, response.url == at(delegation)))

    states = ["approved", "under_way", "completed", "completed", "completed", "under_way", "cancelled"]
    assert went == [(state, True) for state in states]


@pytest.mark.parametrize(
    ("name", "facts", "sent", "field"),
    [
        (
            "approve",
            {"state": "planned", "passport_basis": "official"},
            {"number": "", "authority": "市外办"},
            "number",
        ),
        ("approve", {"state": "planned"}, {"on": "2999-01-01", "authority": "市外办"}, "on"),
        ("cancel", {"state": "planned"}, {"reason": " "}, "reason"),
        ("report", {"state": "completed"}, {"on": "2023-05-20"}, "__all__"),
        ("report", {"state": "completed", "report_en": "<p>x</p>"}, {"on": "2999-01-01"}, "on"),
    ],
)
def test_what_is_refused_stands_beside_its_field(admin, name, facts, sent, field):
    delegation = DelegationFactory(**facts)

    response = admin.post(at(delegation, name), sent)

    delegation.refresh_from_db()
    assert (list(response.context["form"].errors), delegation.state) == ([field], facts["state"])
    if "authority" in sent:
        assert response.context["form"]["authority"].value() == "市外办"


def test_a_step_that_is_refused_is_explained(admin):
    delegation = coming(state="approved")

    response = in_language(admin, "en").post(at(delegation, "step", "start"), follow=True)

    delegation.refresh_from_db()
    assert delegation.state == "approved"
    assert [text.startswith("The visit begins on") for text in said(response)] == [True]


@pytest.mark.parametrize("verb", ["start", "complete", "reopen", "take_back_report", "approve"])
def test_an_address_that_is_opened_changes_nothing(admin, verb):
    delegation = DelegationFactory(state="approved")

    answer = admin.get(at(delegation, "step", verb)).status_code

    delegation.refresh_from_db()
    assert (answer, delegation.state) == (405, "approved")


@pytest.mark.parametrize(
    ("name", "args"), [("approve", []), ("cancel", []), ("report", []), ("step", ["start"])]
)
def test_states_are_for_those_who_may_change_visits(client, name, args):
    delegation = DelegationFactory(state="approved")
    colleague(client, "view_delegation")

    answer = client.post(at(delegation, name, *args), {"reason": "x", "number": "1", "on": "2026-01-01"})

    delegation.refresh_from_db()
    assert (answer.status_code, delegation.state) == (403, "approved")


# ---------------------------------------------------------------- the checklist


def entry(delegation=None, **facts):
    delegation = delegation or coming()
    return ChecklistItem.objects.create(**{"delegation": delegation, "label_en": "Visas", **facts})


def test_overdue_entries_come_first_and_what_is_done_stands_apart(admin):
    delegation, today = coming(), timezone.localdate()
    for label, days, done in (
        ("Open", None, None),
        ("Soon", 3, None),
        ("Late", -3, None),
        ("Done", -9, today),
    ):
        due = None if days is None else today + timedelta(days=days)
        entry(delegation, label_en=label, label_zh_hans=label, due_on=due, done_on=done)

    response = admin.get(at(delegation))

    found = next(part.html for part in response.context["sections"] if part.name == "checklist")
    order = sorted(("Open", "Soon", "Late", "Done"), key=lambda label: found.index(f"{label}</th>"))
    assert order == ["Late", "Soon", "Open", "Done"]
    assert found.count("overview__late") == 1
    assert 'value="1" max="4"' in found


def test_an_entry_is_ticked_off_and_back(admin):
    item = entry()
    today = timezone.localdate()

    admin.post(at(item.delegation, "checklist_done", item.pk), {"on": "", "note": "五本"})
    item.refresh_from_db()
    done = (item.done_on, item.note)
    response = admin.post(at(item.delegation, "checklist_undone", item.pk))

    item.refresh_from_db()
    assert (done, item.done_on) == ((today, "五本"), None)
    assert response.url == at(item.delegation) + "#checklist"


def test_an_entry_is_given_to_a_colleague(admin):
    item, user = entry(), UserFactory(is_staff=True)

    admin.post(at(item.delegation, "checklist_owner", item.pk), {"owner": user.pk})

    item.refresh_from_db()
    assert item.owner == user


@pytest.mark.parametrize(
    ("sent", "word"),
    [({"on": "2999-01-01"}, "What is done was done"), ({"on": "yesterday"}, "Enter a valid date")],
)
def test_a_wrong_day_is_explained(admin, sent, word):
    item = entry()

    url = at(item.delegation, "checklist_done", item.pk)
    response = in_language(admin, "en").post(url, sent, follow=True)

    item.refresh_from_db()
    assert (item.done_on, [text.startswith(word) for text in said(response)]) == (None, [True])


@pytest.mark.parametrize("name", ["checklist_done", "checklist_undone", "checklist_owner"])
def test_the_list_is_for_those_who_may_change_it(client, name):
    item = entry()
    colleague(client, "view_delegation", "view_checklistitem", "change_delegation")

    answers = [client.post(at(item.delegation, name, item.pk)).status_code]
    colleague(client, "change_checklistitem")
    answers.append(client.post(at(item.delegation, name, item.pk)).status_code)

    item.refresh_from_db()
    assert (answers, item.done_on) == ([403, 403], None)


def test_a_colleague_ticks_off_what_they_look_after_and_hands_nothing_over(client):
    user = colleague(client, "view_delegation")
    item = entry(owner=user)
    other = entry(item.delegation, label_en="Insurance")

    text = client.get(at(item.delegation)).content.decode()
    handed = client.post(at(item.delegation, "checklist_owner", item.pk), {"owner": ""}).status_code
    client.post(at(item.delegation, "checklist_done", item.pk))

    item.refresh_from_db()
    assert (handed, item.owner, item.done_on) == (403, user, timezone.localdate())
    assert [at(one.delegation, "checklist_done", one.pk) in text for one in (item, other)] == [True, False]


def test_an_entry_of_another_visit_is_not_found(admin):
    item = entry()

    assert admin.post(at(coming(), "checklist_done", item.pk)).status_code == 404


def test_the_list_is_filled_once(admin):
    ChecklistTemplateFactory.create_batch(2)
    delegation = coming()
    offered = at(delegation, "checklist_fill")

    before = offered in admin.get(at(delegation)).content.decode()
    admin.post(offered)
    after = offered in admin.get(at(delegation)).content.decode()
    admin.post(offered)

    assert (before, after, delegation.checklist.count()) == (True, False, 2)


def test_the_list_is_filled_by_those_who_may_add_to_it(client):
    ChecklistTemplateFactory()
    delegation = coming()
    colleague(client, "view_delegation", "change_checklistitem")

    answer = client.post(at(delegation, "checklist_fill"))

    assert (answer.status_code, delegation.checklist.count()) == (403, 0)


# ---------------------------------------------------------------- gifts and costs


def test_costs_are_added_up_by_currency_and_compared_where_both_figures_are_known():
    delegation = DelegationFactory()
    for planned, actual, currency in (
        (1000, 900, "CNY"),
        (500, None, "CNY"),
        (None, 70, "CNY"),
        (200, 250, "USD"),
        (80, None, "EUR"),
    ):
        CostFactory(delegation=delegation, planned=planned, actual=actual, currency=currency)

    found = registers.sums(Cost.objects.all())

    assert [
        (sum_.currency, sum_.planned, sum_.actual, sum_.difference, sum_.is_partial) for sum_ in found
    ] == [
        ("CNY", Decimal(1500), Decimal(970), Decimal(-100), True),
        ("EUR", Decimal(80), None, None, False),
        ("USD", Decimal(200), Decimal(250), Decimal(50), False),
    ]


@pytest.mark.parametrize(
    ("model", "typed", "part"),
    [
        (Gift, {"item_zh_hans": "瓷盘"}, "gifts"),
        (Cost, {"kind": "venue", "planned": "1200"}, "costs"),
    ],
)
def test_a_row_is_added_from_the_dossier_and_leads_back(admin, model, typed, part):
    delegation = DelegationFactory()
    url = f"{page(model, 'add')}?delegation={delegation.pk}&from=dossier"
    offered = url.replace("&", "&amp;") in admin.get(at(delegation)).content.decode()

    added = admin.post(url, filled(admin.get(url), **typed))
    row = model.objects.get()
    url = f"{page(model, 'change', row.pk)}?from=dossier"
    changed = admin.post(url, filled(admin.get(url)))

    assert (offered, row.delegation) == (True, delegation)
    assert [added.url, changed.url] == [f"{at(delegation)}#{part}"] * 2


# ---------------------------------------------------------------- how much it asks the database


def test_it_takes_the_same_statements_however_much_there_is(admin, django_assert_max_num_queries):
    delegation = coming()
    counts = []
    for number in (1, 7):
        for _n in range(number):
            GiftFactory(delegation=delegation)
            CostFactory(delegation=delegation)
            DelegationMemberFactory(delegation=delegation)
            ItineraryItemFactory(delegation=delegation, date=delegation.starts_on)
            OutcomeFactory(delegation=delegation, kind="follow_up")
            entry(delegation, owner=UserFactory(is_staff=True))
        admin.get(at(delegation))
        with django_assert_max_num_queries(40) as captured:
            admin.get(at(delegation))
        counts.append(len(captured))

    assert counts[0] == counts[1]
