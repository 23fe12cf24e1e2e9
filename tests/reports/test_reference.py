"""UN mechanisms that come with the portal: added where missing, never written over what somebody changed."""

from datetime import date
from zoneinfo import available_timezones

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from beijing_ngo.core.models import Status
from delegations.models import ChecklistTemplate
from members.models import Organisation
from reports import reference
from reports.models import Mechanism
from tests.admin_forms import change, page
from tests.factories import OrganisationFactory, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db
NUMBER = len(reference.read()["mechanisms"])
CHECKED = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def facts(slug):
    names = ("limit", "unit", "overhead", "joint_limit", "joint_overhead", "checked_on")
    return Mechanism.objects.values_list(*names).get(slug=slug)


def edited(slug, **values):
    """A row as somebody leaves it who changed it in the admin."""
    mechanism = Mechanism.objects.get(slug=slug)
    for name, value in values.items():
        setattr(mechanism, name, value)
    mechanism._history_user = SuperuserFactory()
    mechanism.save()
    return mechanism


def test_the_figures_for_special_status_are_there():
    reference.load()

    assert {
        slug: facts(slug)
        for slug in ("hrc-written-statement", "csocd-written-statement", "ecosoc-hls-statement")
    } == {
        "hrc-written-statement": (1500, "words", 0, None, None, CHECKED),
        "csocd-written-statement": (1500, "words", 50, None, 100, CHECKED),
        "ecosoc-hls-statement": (500, "words", 0, None, None, CHECKED),
    }
    assert facts("upr-stakeholder") == (2815, "words", 0, 5630, None, None)
    assert facts("cedaw-parallel-report") == (3300, "words", 0, 6600, None, None)


def test_rows_are_whole_in_both_languages_and_valid():
    reference.load()

    for mechanism in Mechanism.objects.all():
        mechanism.full_clean()
        written = [mechanism.name_zh_hans, mechanism.name_en, mechanism.source, mechanism.rules_url]
        written += [mechanism.deadline_rule_zh_hans, mechanism.deadline_rule_en, mechanism.languages]
        assert all(written)
        assert mechanism.deadline_zone in available_timezones()


def test_loading_again_changes_nothing():
    assert reference.load() == NUMBER
    before = list(Mechanism.objects.values())

    assert (reference.load(), reference.load(update=True)) == (0, 0)
    assert list(Mechanism.objects.values()) == before
    assert Mechanism.history.count() == 0


def test_a_body_that_is_there_is_used_and_the_others_are_drafts():
    council = OrganisationFactory(slug="human-rights-council", name_en="Our Council", status=Status.PUBLISHED)

    reference.load()

    assert Mechanism.objects.get(slug="hrc-oral-statement").body == council
    assert Organisation.objects.get(pk=council.pk).name_en == "Our Council"
    assert Organisation.objects.get(slug="ohchr").status == Status.DRAFT


def test_what_somebody_changed_is_never_written_over():
    reference.load()
    edited("csw-written-statement", limit=1400)
    Mechanism.objects.filter(slug="cpd-written-statement").update(
        limit=7
    )  # what an older version of the file said

    assert reference.load() == 0
    assert facts("cpd-written-statement")[0] == 7
    assert reference.load(update=True) == 1

    assert (facts("csw-written-statement")[0], facts("cpd-written-statement")[0]) == (1400, 1500)


def test_what_somebody_deleted_stays_away_until_it_is_wanted_back():
    reference.load()
    Mechanism.objects.get(slug="hrc-side-event").delete()

    assert (reference.load(), reference.load(update=True), reference.missing()) == (0, 0, 1)
    assert (reference.load(restore=True), reference.missing()) == (1, 0)


def test_the_command_loads_what_every_app_has(capsys):
    call_command("reference")
    first = capsys.readouterr().out
    call_command("reference", "--update")
    again = capsys.readouterr().out

    assert f"reports: {NUMBER}\n" in first
    assert again == "delegations: 0\nreports: 0\n"
    assert (Mechanism.objects.count(), ChecklistTemplate.objects.exists()) == (NUMBER, True)


# ---------------------------------------------------------------- the admin


@pytest.fixture
def english_admin(client):
    client.force_login(SuperuserFactory(preferred_language="en"))
    return client


def test_the_list_says_which_figures_nobody_has_checked(english_admin):
    reference.load()

    html = english_admin.get(page(Mechanism)).content.decode()
    unverified = english_admin.get(page(Mechanism), {"verified": "no"}).context["cl"].queryset

    assert "2,815 words (unverified: from memory)" in html
    assert "1,500 words, of which 100 for the cover page and the like" in html
    assert set(unverified.values_list("slug", flat=True)) == set(
        Mechanism.objects.filter(checked_on=None).values_list("slug", flat=True)
    )
    assert 0 < unverified.count() < NUMBER


def test_checked_today(english_admin, django_assert_max_num_queries):
    reference.load()
    row = Mechanism.objects.get(slug="upr-joint")

    english_admin.post(page(Mechanism), {"action": "checked_today", "_selected_action": [row.pk]})

    row.refresh_from_db()
    assert row.checked_on == timezone.localdate()
    assert reference.load(update=True) == 0
    assert row.history.get().history_user.is_superuser


def test_missing_rows_are_added_after_a_question(english_admin):
    address = "/admin/reports/mechanism/add-missing/"
    reference.load()
    Mechanism.objects.get(slug="upr-joint").delete()

    question = english_admin.get(address)
    assert Mechanism.objects.count() == NUMBER - 1
    answer = english_admin.post(address, follow=True)

    assert "1 mechanism that comes with the portal is not in the list." in question.content.decode()
    assert "1 mechanism was added." in answer.content.decode()
    assert Mechanism.objects.count() == NUMBER
    assert "Nothing is missing." in english_admin.get(address, follow=True).content.decode()


def test_who_may_not_add_adds_nothing(client):
    client.force_login(UserFactory(is_staff=True))

    response = client.post("/admin/reports/mechanism/add-missing/")

    assert (response.status_code, Mechanism.objects.count()) in {(403, 0), (302, 0)}


def test_a_figure_is_changed_in_the_form(english_admin):
    reference.load()
    row = Mechanism.objects.get(slug="csw-written-statement")

    change(english_admin, row, joint_limit="1600")

    assert facts("csw-written-statement")[3] == 1600
