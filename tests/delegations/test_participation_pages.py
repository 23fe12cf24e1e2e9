"""The pages of a conference: how its badges stand, who is on the list, and the table for ORS."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from delegations import ors
from delegations.models import Nomination, Participation
from tests.admin_forms import change, errors, filled, page
from tests.delegations.badges import AFTER, BEFORE, ENGLISH, nomination, person, quota, state
from tests.factories import (
    ConferenceFactory,
    DelegationFactory,
    DelegationMemberFactory,
    ParticipationFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


ALL_RIGHTS = ("view_nomination", "add_nomination", "change_nomination", "view_participation")


def colleague(*rights):
    user = UserFactory(is_staff=True, preferred_language="en")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.fixture
def officer(client):
    client.force_login(colleague(*ALL_RIGHTS, "view_delegation"))
    return client


def said(response):
    return [str(message) for message in response.context["messages"]]


def listed(cop):
    return page(Participation, "nominations", cop.pk)


def send(client, cop, act, *rows, **more):
    return client.post(listed(cop), {"act": act, "chosen": [row.pk for row in rows], **more}, follow=True)


def test_the_page_tells_how_badges_and_deadlines_stand(officer, cop, visit):
    cop.nominate_by, cop.confirm_by = BEFORE, datetime(2027, 6, 15, 21, 59, tzinfo=UTC)
    cop.save()
    quota(cop, 5, 3)
    nomination(cop, visit, function="")

    response = officer.get(listed(cop))

    assert [(one.label, one.words, one.left, one.has_passed) for one in response.context["deadlines"]] == [
        ("Nominate by", "31 May 2027, 06:00 Bonn time (31 May, 12:00 Beijing time)", "passed", True),
        (
            "Confirm by",
            "15 June 2027, 23:59 Bonn time (16 June, 05:59 Beijing time)",
            "15 days left",
            False,
        ),
    ]
    html = response.content.decode()
    assert [text in html for text in ("To the COP", "missing", "ORS", "ONS")] == [True, True, True, False]


def test_people_are_nominated_and_confirmed_together(officer, cop, visit):
    quota(cop, granted=3)
    rows = [nomination(cop, visit) for _n in range(2)]

    first = send(officer, cop, "nominate", *rows)
    second = send(officer, cop, "confirm", *rows)

    assert said(first) == ["2 people are nominated."]
    assert said(second) == ["2 people are confirmed."]
    assert [state(row) for row in rows] == ["confirmed", "confirmed"]


def test_who_is_refused_stays_chosen_and_is_told_why(officer, cop, visit):
    cop.nominate_by = BEFORE
    cop.save()
    quota(cop, granted=1)
    row = nomination(cop, visit)

    refused = send(officer, cop, "nominate", row)
    accepted = send(officer, cop, "nominate", row, late_reason="Allowed by mail.")

    assert refused.context["chosen"] == {row.pk}
    assert "The deadline for nominations has passed: 31 May 2027, 06:00 Bonn time" in said(refused)[0]
    assert said(accepted) == ["1 person is nominated."]
    assert state(row) == "nominated"
    assert row.late_reason == "Allowed by mail."


def test_nothing_chosen_is_nothing_done(officer, cop, visit):
    row = nomination(cop, visit)

    answers = [send(officer, cop, "nominate"), send(officer, cop, "elect", row)]

    assert [said(answer) for answer in answers] == [["Please choose people first."]] * 2


def test_people_of_another_conference_are_not_reached_from_here(officer, cop, visit):
    other = nomination(ParticipationFactory(), visit, "confirmed")

    send(officer, cop, "collected", other)

    assert state(other) == "confirmed"


def test_withdrawing_is_asked_about_first(officer, cop, visit):
    row = nomination(cop, visit, "nominated")

    asked = send(officer, cop, "withdraw", row)
    between = state(row)
    send(officer, cop, "withdraw", row, confirmed="yes")

    assert asked.context["title"] == "Withdraw 1 person?"
    assert (between, state(row)) == ("nominated", "withdrawn")


def test_people_are_chosen_from_the_visits_to_the_conference(officer, cop, visit):
    waiting, listed_one, back = person(visit), nomination(cop, visit), nomination(cop, visit, "withdrawn")
    elsewhere = DelegationMemberFactory()
    off = person(DelegationFactory(conference=cop.conference, state="cancelled"))
    other = person(DelegationFactory(conference=cop.conference, title_en="Second visit"))
    url = f"{page(Participation, 'propose', cop.pk)}?delegation={visit.pk}"

    form = officer.get(url).context["form"]
    offered, chosen = set(form.fields["members"].queryset), set(form.initial["members"])
    response = officer.post(url, {"members": [waiting.pk, back.member.pk], "badge_kind": "ngo"}, follow=True)

    assert offered == {waiting, back.member, other}
    assert not offered & {elsewhere, off, listed_one.member}
    assert chosen == {waiting, back.member}
    assert said(response) == ["2 people are on the list now."]


def test_substituted_on_a_page_of_its_own(officer, cop, visit):
    quota(cop, granted=1)
    old, member = nomination(cop, visit, "nominated"), person(visit)
    url = page(Participation, "substitute", cop.pk, old.pk)

    chinese = officer.post(url, {"member": member.pk, "function": "翻译"})
    missing = officer.post(url, {"member": member.pk})
    response = officer.post(url, {"member": member.pk, **ENGLISH}, follow=True)

    assert list(chinese.context["form"].errors) == ["function"]
    assert "relationship to the association" in missing.context["form"].non_field_errors()[0]
    assert said(response) == [f"{member} goes in place of {old}."]
    assert state(old) == "substituted"


@pytest.mark.parametrize(("closes", "asks"), [(None, False), (AFTER, False), (BEFORE, True)])
def test_why_it_is_late_is_asked_only_where_it_is(officer, cop, visit, closes, asks):
    cop.nominate_by = closes
    cop.save()
    row = nomination(cop, visit, "nominated")

    form = officer.get(page(Participation, "substitute", cop.pk, row.pk)).context["form"]
    listed_page = officer.get(listed(cop)).content.decode()

    assert ("late_reason" in form.fields, 'name="late_reason"' in listed_page) == (asks, asks)


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        ((), [403, 403, 403, 403, 403]),
        (("view_nomination",), [200, 200, 403, 403, 403]),
        (("view_nomination", "add_nomination"), [200, 200, 200, 403, 403]),
        (("change_nomination",), [200, 200, 403, 200, 200]),
    ],
)
def test_who_may_look_and_who_may_do(client, cop, visit, rights, expected):
    row = nomination(cop, visit, "nominated")
    client.force_login(colleague(*rights))
    urls = [page(Participation, name, cop.pk) for name in ("nominations", "ors", "propose")]
    urls.append(page(Participation, "substitute", cop.pk, row.pk))

    answers = [client.get(url).status_code for url in urls]
    answers.append(client.post(listed(cop), {"act": "withdraw", "chosen": [row.pk]}).status_code)

    assert answers == expected
    assert state(row) == "nominated"


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Badges and people: COP 32"), ("zh-hans", "证件与人员：COP 32")]
)
def test_in_both_languages(client, cop, language, title):
    client.force_login(SuperuserFactory(preferred_language=language))

    assert title in client.get(listed(cop)).content.decode()


def test_the_page_takes_the_same_statements_for_any_number(
    officer, cop, visit, django_assert_max_num_queries
):
    counts = []
    for number in (1, 9):
        for _n in range(number):
            nomination(cop, visit, replaces=nomination(cop, visit, "substituted"))
        officer.get(listed(cop))
        with django_assert_max_num_queries(10) as captured:
            officer.get(listed(cop))
        counts.append(len(captured))

    assert counts[0] == counts[1]


# ---------------------------------------------------------------- records and their forms


def test_deadlines_are_typed_by_the_clock_of_their_zone(admin, cop):
    typed = {"nominate_by_0": "2027-07-01", "nominate_by_1": "23:59", "deadline_zone": "Europe/Berlin"}

    change(admin, cop, **typed)

    cop.refresh_from_db()
    assert cop.nominate_by == datetime(2027, 7, 1, 21, 59, tzinfo=UTC)


def test_confirmed_after_nominated(admin, cop):
    typed = {"nominate_by_0": "2027-07-01", "nominate_by_1": "23:59"}
    typed |= {"confirm_by_0": "2027-06-01", "confirm_by_1": "23:59"}

    response = change(admin, cop, **typed)

    assert errors(response) != {}
    cop.refresh_from_db()
    assert cop.nominate_by is None


def test_it_is_told_when_fewer_badges_were_granted_than_people_are_nominated(client, cop, visit):
    client.force_login(SuperuserFactory(preferred_language="en"))
    quota(cop, requested=3)
    nomination(cop, visit, "nominated"), nomination(cop, visit, "nominated")
    url = page(Participation, "change", cop.pk)

    response = client.post(url, filled(client.get(url), quotas__0__granted="1"), follow=True)

    assert response.redirect_chain[-1][0] == listed(cop)
    assert "Non-governmental organisation: 1 person more is nominated than there are badges." in said(
        response
    )


def test_details_are_in_english_and_stay_once_ors_has_them(admin, cop, visit):
    row, proposed = nomination(cop, visit, "nominated"), nomination(cop, visit)

    chinese = change(admin, proposed, function="研究员")
    emptied = change(admin, row, function="")
    response = change(admin, proposed, function="", badge_kind="press")

    assert list(errors(chinese)) == ["function"]
    assert list(errors(emptied)) == ["function"]
    assert response.url == listed(cop)
    proposed.refresh_from_db()
    assert (proposed.function, proposed.badge_kind) == ("", "press")


def test_how_a_nomination_stands_is_not_typed(admin, cop, visit):
    row = nomination(cop, visit, "nominated")

    change(admin, row, state="used", badge_kind="press", affiliation="New name")

    row.refresh_from_db()
    assert (row.state, row.badge_kind, row.affiliation) == ("nominated", "ngo", "New name")


def test_who_holds_a_badge_is_withdrawn_not_deleted(admin, cop, visit):
    row, proposed = nomination(cop, visit, "nominated"), nomination(cop, visit)

    answers = [admin.post(page(Nomination, "delete", one.pk), {"post": "yes"}) for one in (row, proposed)]

    assert [answer.status_code for answer in answers] == [403, 302]
    assert list(Nomination.objects.all()) == [row]


# ---------------------------------------------------------------- for ORS


def test_the_table_for_ors_is_english_and_harmless(officer, cop, visit):
    nomination(cop, visit, "nominated", affiliation="=HYPERLINK(1)", member=person(visit, "Ming"))
    nomination(cop, visit, "withdrawn")

    response = officer.get(page(Participation, "ors", cop.pk))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="ors-cop-32-2027-06-01.csv"' in response["Content-Disposition"]
    assert list(csv.reader(StringIO(response.content.decode("utf-8-sig")))) == [
        list(ors.HEADINGS),
        ["LI Ming", "Researcher", "'=HYPERLINK(1)", "Member", "Non-governmental organisation", "Nominated"],
    ]


# ---------------------------------------------------------------- in the dossier


def test_the_dossier_shows_how_the_badges_stand_where_the_conference_has_any(officer, cop, visit):
    quota(cop, 5, 3)
    nomination(cop, visit, "nominated", member=person(visit, "Ming"))
    without = DelegationFactory(conference=ConferenceFactory())
    dossier = lambda one: reverse("admin:delegations_delegation_dossier", args=[one.pk])  # noqa: E731

    html, other = (officer.get(dossier(one)).content.decode() for one in (visit, without))

    propose = f"{page(Participation, 'propose', cop.pk)}?delegation={visit.pk}"
    assert [text in html for text in (listed(cop), propose, 'id="participation"')] == [True, True, True]
    assert 'id="participation"' not in other
