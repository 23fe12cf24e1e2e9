"""Reminders of deadlines: by window, to whoever is in charge, until the paper is filed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone, translation

from beijing_ngo.core import delivery
from beijing_ngo.core.models import Message
from beijing_ngo.portal.groups import make_groups
from reports import deadlines, tasks
from reports.admin.submissions import left_in_words
from reports.models import Endorsement, QuadrennialReport, Submission
from reports.operations import filing, states
from tests.admin_forms import page
from tests.factories import (
    ConferenceFactory,
    MechanismFactory,
    OrganisationFactory,
    SiteSettingsFactory,
    UserFactory,
)
from tests.reports.papers import draft, officer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 1, tzinfo=UTC)  # nine in the morning in Beijing
CLOSES = datetime(2026, 3, 31, 21, 59, tzinfo=UTC)  # 23:59 in Geneva, 05:59 next day in Beijing


@pytest.fixture
def owner():
    return UserFactory(is_staff=True, preferred_language="en", email="owner@example.org")


def closing(owner=None, **values):
    return draft(**{"deadline": CLOSES, "deadline_zone": "Europe/Zurich", "owner": owner} | values)


def on(day, hour=1):
    deadlines.remind(now=datetime(2026, 3, day, hour, tzinfo=UTC))


def keys():
    return sorted(Message.objects.values_list("key", flat=True))


def stages():
    return [int(key.split(":")[-2]) for key in Message.objects.order_by("pk").values_list("key", flat=True)]


# ---------------------------------------------------------------- windows


@pytest.mark.parametrize(
    ("left", "stage"),
    [
        (31, None),
        (30, 30),
        (15, 30),
        (14, 14),
        (8, 14),
        (7, 7),
        (4, 7),
        (3, 3),
        (2, 3),
        (1, 1),
        (0, 1),
        (-1, None),
    ],
)
def test_the_window_a_paper_is_in(left, stage):
    assert deadlines.stage(left) == stage


def test_one_reminder_at_each_stage(owner):
    closing(owner)

    for day in range(1, 32):
        for hour in (1, 5, 12):
            on(day, hour)

    assert stages() == [30, 14, 7, 3, 1]


def test_a_machine_that_stood_still_sends_the_latest_once(owner):
    closing(owner)

    on(26)
    on(26, 2)

    assert stages() == [7]


def test_a_deadline_that_was_moved_begins_anew(owner):
    paper = closing(owner)
    on(26)
    paper.deadline = CLOSES + timedelta(hours=1)
    paper.save()
    on(26)

    assert stages() == [7, 7]


@pytest.mark.parametrize(
    ("zone", "now", "left"),
    [
        ("Europe/Zurich", datetime(2026, 3, 31, 21, 58, tzinfo=UTC), 0),
        ("Europe/Zurich", datetime(2026, 3, 31, 22, 30, tzinfo=UTC), -1),
        ("Europe/Zurich", datetime(2026, 3, 30, 21, 59, tzinfo=UTC), 1),
        ("Europe/Zurich", datetime(2026, 3, 30, 22, 1, tzinfo=UTC), 0),  # the last day has begun in Geneva
        ("Asia/Shanghai", datetime(2026, 3, 30, 22, 1, tzinfo=UTC), 1),
        (
            "America/New_York",
            datetime(2026, 3, 31, 22, 30, tzinfo=UTC),
            -1,
        ),  # the same day, and closed all the same
    ],
)
def test_days_are_those_of_the_place_that_closes(zone, now, left):
    assert draft(deadline=CLOSES, deadline_zone=zone).days_left(now) == left


def test_without_a_deadline_there_are_no_days():
    assert draft(deadline=None).days_left() is None


# ---------------------------------------------------------------- until it is filed


@pytest.mark.parametrize("state", ["filed", "published", "withdrawn"])
def test_nothing_about_a_paper_that_was_filed_or_given_up(owner, state):
    closing(owner, state=state, filed_on=date(2026, 2, 1))

    on(26)

    assert keys() == []


def test_nothing_after_the_deadline(owner):
    closing(owner, deadline=NOW - timedelta(minutes=1))

    deadlines.remind(now=NOW)

    assert keys() == []


def test_a_reminder_that_waits_is_dropped_once_the_paper_is_filed(owner, mailoutbox):
    paper = closing(owner, state="approved")
    on(26)
    filing.file(submission=paper, by=officer(), filed_at=datetime(2026, 3, 20, tzinfo=UTC))

    delivery.deliver()

    message = Message.objects.get()
    assert (message.state, message.error, mailoutbox) == (
        "dropped",
        str(deadlines.NO_LONGER_DUE),
        [],
    )


def test_one_that_is_still_due_leaves(owner, mailoutbox):
    paper = closing(owner)
    on(26)
    states.send_to_review(submission=paper, by=officer())

    assert deadlines.guard(Message.objects.get()) == ""


# ---------------------------------------------------------------- to whom


def test_to_the_officer_in_charge_alone(owner):
    make_groups()
    UserFactory(is_staff=True).groups.add(Group.objects.get(name=deadlines.OFFICERS))
    closing(owner)

    on(26)

    assert list(Message.objects.values_list("to_address", "kind")) == [(owner.email, "reports.deadline")]


@pytest.mark.parametrize("values", [{"is_active": False}, {"is_staff": False}])
def test_without_one_to_those_who_look_after_papers(values):
    make_groups()
    group = Group.objects.get(name=deadlines.OFFICERS)
    colleagues = [UserFactory(is_staff=True) for _one in range(2)]
    for user in (*colleagues, UserFactory(is_staff=True, is_active=False), UserFactory(is_staff=False)):
        user.groups.add(group)
    closing(UserFactory(**{"is_staff": True} | values))

    on(26)

    assert set(Message.objects.values_list("recipient", flat=True)) == {user.pk for user in colleagues}


def test_where_nobody_looks_after_papers_to_the_secretariat():
    SiteSettingsFactory(email="office@example.org")
    closing()

    on(26)

    assert list(Message.objects.values_list("to_address", "language")) == [("office@example.org", "zh-hans")]


# ---------------------------------------------------------------- what it says


def test_what_the_mail_says(owner):
    body = OrganisationFactory(name_en="Human Rights Council", name_zh_hans="人权理事会")
    paper = closing(
        owner,
        title_en="On climate",
        mechanism=MechanismFactory(body=body, limit=2, overhead=1, unit="words", checked_on=None),
        kind="written_statement",
        conference=ConferenceFactory(name_en="HRC 61"),
        country_under_review="CN",
    )

    deadlines.remind(now=datetime(2026, 3, 26, 1, tzinfo=UTC))

    message = Message.objects.get()
    assert message.subject == "5 days left: On climate"
    for line in (
        "“On climate” has not been filed yet. Its state: Drafting.",
        "International body: Human Rights Council\nKind: Written statement\nState under review: China\nSession: HRC 61",
        "Closes: 31 March 2026, 23:59 Geneva time\nBy Beijing time: 1 April 2026, 05:59 Beijing time\n5 days are left.",
        "Limit: 2 words, of which 1 for the cover page and the like (unverified: from memory)",
        "Length now: 3 of 1 words in English, 4 characters in Chinese\nOver the limit by 2 words.",
        "Officer in charge: WANG Fang",
        f"/admin/reports/submission/{paper.pk}/change/",
        "because you look after papers for the United Nations",
    ):
        assert line in message.text


def test_the_last_day_and_the_joint_limit(owner):
    paper = closing(
        owner, title_en="On climate", mechanism=MechanismFactory(limit=2, joint_limit=4, unit="words")
    )
    Endorsement.objects.create(submission=paper, organisation=OrganisationFactory())

    deadlines.remind(now=CLOSES - timedelta(hours=2))

    message = Message.objects.get()
    assert message.subject == "Last day: On climate"
    assert "This is the last day." in message.text
    assert "3 of 4 words in English" in message.text


def test_it_takes_the_same_statements_a_paper(owner, django_assert_num_queries):
    """A handful for each paper that has come to a stage, and none for the others."""
    closing(owner, deadline=CLOSES + timedelta(days=90))
    closing(owner, deadline=None)

    with django_assert_num_queries(4):  # two lists, in a transaction of its own
        deadlines.remind(now=NOW)


# ---------------------------------------------------------------- quadrennial reports


def quadrennial(owner=None, **values):
    given = {"first_year": 2022, "last_year": 2025, "due_on": date(2026, 6, 1), "owner": owner}
    return QuadrennialReport.objects.create(**given | values)


def test_quadrennial_reports_at_their_own_stages(owner):
    quadrennial(owner)

    day = datetime(2026, 2, 1, 1, tzinfo=UTC)
    while day.date() <= date(2026, 6, 3):
        deadlines.remind(now=day)
        day += timedelta(days=1)

    assert stages() == [90, 30, 14, 7, 1]


def test_what_the_mail_about_a_quadrennial_report_says(owner):
    report = quadrennial(owner)

    deadlines.remind(now=datetime(2026, 5, 20, 1, tzinfo=UTC))

    message = Message.objects.get()
    assert message.subject == "12 days left: quadrennial report 2022–2025"
    assert "is due on 1 June 2026 and is not recorded as filed." in message.text
    assert f"/admin/reports/quadrennialreport/{report.pk}/change/" in message.text


def test_nothing_about_a_quadrennial_report_that_was_filed(owner):
    quadrennial(owner, filed_on=date(2026, 5, 1))
    quadrennial(owner, first_year=2018, last_year=2021, due_on=None)
    waiting = quadrennial(owner, first_year=2014, last_year=2017)
    deadlines.remind(now=datetime(2026, 5, 20, 1, tzinfo=UTC))
    waiting.filed_on = date(2026, 5, 20)
    waiting.save()

    message = Message.objects.get()
    assert message.about == f"reports.quadrennialreport:{waiting.pk}"
    assert deadlines.guard(message) == str(deadlines.NO_LONGER_DUE)


# ---------------------------------------------------------------- where they are shown


def test_the_clock_asks(owner):
    closing(owner, deadline=timezone.now() + timedelta(days=5))

    tasks.remind_of_deadlines()

    assert stages() == [7]


@pytest.mark.parametrize(
    ("language", "there"), [("en", "Geneva time ("), ("zh-hans", "日内瓦时间（北京时间")]
)
def test_the_list_tells_both_clocks(client, language, there):
    closing(deadline=timezone.now() + timedelta(days=5, hours=1), state="approved")
    client.force_login(officer(preferred_language=language))

    html = client.get(page(Submission)).content.decode()

    assert there in html


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"deadline": timedelta(days=8)}, ("ahead", "8 days")),
        ({"deadline": timedelta(days=1)}, ("soon", "1 day")),
        ({"deadline": timedelta(days=-3)}, ("late", "overdue")),
        ({"deadline": timedelta(days=-3), "state": "withdrawn"}, None),
        ({"deadline": timedelta(days=8), "state": "filed", "filed_on": date(2026, 1, 1)}, None),
        ({}, None),
    ],
)
def test_days_left_in_the_list(values, shown):
    moment = timezone.now() + values["deadline"] if "deadline" in values else None
    paper = draft(**values | {"deadline": moment, "deadline_zone": "UTC"})

    with translation.override("en"):
        assert left_in_words(paper) == shown
