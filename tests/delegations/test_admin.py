"""Visits in the admin, and who may see the papers of the travellers."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from delegations.models import (
    ChecklistItem,
    Cost,
    Delegation,
    DelegationMember,
    Gift,
    ItineraryItem,
    Outcome,
    TravelDocument,
    TravelDocumentReading,
)
from tests.admin_forms import change, errors, filled, page
from tests.factories import (
    ChecklistTemplateFactory,
    CostFactory,
    DelegationFactory,
    DelegationMemberFactory,
    GiftFactory,
    ItineraryItemFactory,
    OutcomeFactory,
    SiteSettingsFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"ends_on": "2023-05-01"}, "ends_on"),
        ({"passport_basis": "official"}, "approval_number"),
        ({"countries": ["XX"]}, "countries"),
    ],
)
def test_wrong_input_is_answered_at_its_field(admin, typed, field):
    delegation = DelegationFactory()

    response = change(admin, delegation, **typed)

    assert list(errors(response)) == [field]


def test_a_visit_is_internal_until_somebody_says_otherwise(admin):
    url = page(Delegation, "add")

    admin.post(
        url, filled(admin.get(url), title_zh_hans="出访", starts_on="2027-05-01", ends_on="2027-05-08")
    )

    delegation = Delegation.objects.get()
    assert (delegation.internal, delegation.status, delegation.slug[:21]) == (
        True,
        "draft",
        "delegation-2027-05-01",
    )


def test_nobody_types_the_state_of_a_visit(admin):
    delegation = DelegationFactory(state="planned")

    change(admin, delegation, state="completed", report_filed_on="2026-01-01", level="ministerial")

    delegation.refresh_from_db()
    assert (delegation.state, delegation.report_filed_on, delegation.level) == (
        "planned",
        None,
        "ministerial",
    )


def test_a_planned_official_visit_may_wait_for_its_number(admin):
    delegation = DelegationFactory(state="planned")

    change(admin, delegation, passport_basis="official")

    delegation.refresh_from_db()
    assert delegation.passport_basis == "official"


def test_the_list_and_the_form_lead_to_the_dossier(admin):
    delegation = DelegationFactory()
    dossier = reverse("admin:delegations_delegation_dossier", args=[delegation.pk])

    listed = admin.get(page(Delegation)).content.decode()
    form = admin.get(page(Delegation, "change", delegation.pk)).content.decode()
    button = reverse("admin:delegations_delegation_open_dossier", args=[delegation.pk])
    followed = admin.get(button)
    saved = change(admin, delegation)

    assert (f'href="{dossier}"' in listed, f'href="{button}"' in form) == (True, True)
    assert (followed.url, saved.url) == (dossier, dossier)


def test_what_is_open_on_the_checklist_moves_with_the_dates(admin):
    delegation = DelegationFactory(state="planned", starts_on=date(2027, 5, 10), ends_on=date(2027, 5, 14))
    template = ChecklistTemplateFactory(lead_days=30)
    ChecklistItem.objects.create(
        delegation=delegation, template=template, label_en="Visas", due_on=date(2027, 4, 10)
    )

    change(admin, delegation, starts_on="2027-05-12", ends_on="2027-05-16")

    assert list(delegation.checklist.values_list("due_on", flat=True)) == [date(2027, 4, 12)]


def test_the_report_follows_the_end_of_the_visit(admin):
    SiteSettingsFactory(report_due_days=10, report_due_kind="calendar")
    delegation = DelegationFactory(report_due_on=date(2023, 5, 22))

    change(admin, delegation, ends_on="2023-05-13")

    delegation.refresh_from_db()
    assert delegation.report_due_on == date(2023, 5, 23)


def test_follow_ups_that_are_late_are_found(admin):
    late = OutcomeFactory(kind="follow_up", due_on=date(2020, 1, 1))
    OutcomeFactory(kind="follow_up", due_on=date(2020, 1, 1), done_on=date(2020, 1, 1))
    OutcomeFactory(kind="follow_up", due_on=date(2999, 1, 1))

    response = admin.get(page(Outcome), {"due": "overdue"})

    assert list(response.context["cl"].result_list) == [late]


# ---------------------------------------------------------------- papers


def paper():
    return TravelDocument.objects.create(
        member=DelegationMemberFactory(),
        sealed=b"E12345678",
        key_name="2027",
        purpose="办理签证",
        consent_at=timezone.now(),
        delete_on=date(2027, 8, 1),
    )


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        ([], 403),
        (["view_traveldocument", "change_traveldocument"], 403),
        (["read_traveldocument"], 403),
        (["view_traveldocument", "read_traveldocument"], 200),
    ],
)
def test_papers_need_a_right_of_their_own(client, rights, expected):
    document = paper()
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)

    answers = {
        client.get(page(TravelDocument)).status_code,
        client.get(page(TravelDocument, "change", document.pk)).status_code,
    }

    assert answers == {expected}


def test_the_admin_shows_no_content_and_changes_none(admin):
    document = paper()

    text = admin.get(page(TravelDocument, "change", document.pk)).content.decode()
    answers = [
        admin.post(page(TravelDocument, "change", document.pk), {"purpose": "x"}),
        admin.get(page(TravelDocument, "add")),
        admin.get(page(TravelDocumentReading, "add")),
    ]

    assert "办理签证" in text
    assert "E12345678" not in text
    assert [answer.status_code for answer in answers] == [403, 403, 403]


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Delegation, lambda: DelegationMemberFactory().delegation),
        (DelegationMember, DelegationMemberFactory),
        (ItineraryItem, ItineraryItemFactory),
        (Outcome, OutcomeFactory),
        (Gift, GiftFactory),
        (Cost, CostFactory),
        (TravelDocument, paper),
    ],
)
def test_lists_take_the_same_statements_for_any_number(admin, model, make, django_assert_max_num_queries):
    counts = []
    for number in (1, 9):
        for _n in range(number):
            make()
        admin.get(page(model))
        with django_assert_max_num_queries(14) as captured:
            admin.get(page(model))
        counts.append(len(captured))

    assert counts[0] == counts[1]
