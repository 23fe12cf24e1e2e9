"""Colleagues are reminded of what falls due: by window, one mail a day, until it is done."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from django.conf import settings

from beijing_ngo.core.models import Message
from delegations import chasing
from delegations.models import ChecklistItem
from delegations.operations import follow_ups
from delegations.operations.chasing import chase
from delegations.tasks import chase as chase_task
from tests.factories import (
    ConferenceFactory,
    DelegationFactory,
    DelegationMemberFactory,
    NominationFactory,
    OutcomeFactory,
    ParticipationFactory,
    SiteSettingsFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DUE = date(2027, 3, 20)
BONN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _site():
    SiteSettingsFactory()


def morning(day):
    return datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)  # half past eight in Beijing


def days_before(number, due=DUE):
    return due - timedelta(days=number)


def colleague(language="en", **facts):
    return UserFactory(**{"is_staff": True, "preferred_language": language, **facts})


def follow_up(text="Write back", **facts):
    if "delegation" not in facts:
        facts |= {"delegation__title_en": "Visit", "delegation__title_zh_hans": "赴外访问"}
    return OutcomeFactory(kind="follow_up", text_en=text, **{"due_on": DUE, **facts})


def mails(since=0):
    return list(Message.objects.filter(kind="delegations.due", pk__gt=since).order_by("pk"))


def lines(message):
    """The matters under their headings."""
    return {
        block["title"]: [item["label"] for item in block["items"]]
        for block in message.parts[0]["blocks"]
        if block["kind"] == "links"
    }


def told_on(first, last, due=DUE):
    """The days, counted from the due day, on which a mail was written when the task ran every morning."""
    days = []
    for number in range(first, last + 1):
        day = due + timedelta(days=number)
        if chase(now=morning(day)):
            days.append(number)
    return days


@pytest.mark.parametrize(
    ("left", "moment"),
    [(9, None), (7, -7), (5, -7), (2, -7), (1, -1), (0, 0), (-1, 0), (-6, 0), (-7, 7), (-13, 7), (-14, 14)],
)
def test_the_last_moment_that_has_come(left, moment):
    expected = None if moment is None else DUE + timedelta(days=moment)

    assert chasing.since(DUE, days_before(left)) == expected


def test_seven_days_and_one_day_before_on_the_day_and_then_every_week():
    follow_up(owner=colleague())

    assert told_on(-10, 22) == [-7, -1, 0, 7, 14, 21]


def test_a_machine_that_was_off_for_some_days_sends_what_matters_once():
    follow_up(owner=colleague())

    days = [
        number for number in (-8, -5, -4, 0, 1, 9, 10) if chase(now=morning(DUE + timedelta(days=number)))
    ]

    assert days == [-5, 0, 9]


def test_a_second_run_tells_nobody():
    follow_up(owner=colleague())

    told = [chase(now=morning(days_before(7))) for _n in range(2)]

    assert told == [1, 0]
    assert len(mails()) == 1


def test_what_comes_up_after_the_mail_of_the_day_is_told_the_next_day():
    owner = colleague()
    follow_up(owner=owner)
    chase(now=morning(days_before(7)))
    follow_up("Later", owner=owner)

    told = [chase(now=morning(days_before(7))), chase(now=morning(days_before(6)))]

    assert told == [0, 1]
    assert lines(mails()[-1]) == {"Follow-ups": ["Later · Visit · due on 20 March 2027, in 6 days"]}


def test_it_stops_when_it_is_done():
    outcome = follow_up(owner=colleague())
    chase(now=morning(days_before(7)))
    follow_ups.mark_done(outcome=outcome, note="Sent", by=outcome.owner)

    assert told_on(-1, 14) == []


def test_what_was_put_off_is_chased_from_the_beginning():
    outcome = follow_up(owner=colleague())
    chase(now=morning(DUE))
    outcome.due_on = DUE + timedelta(days=7)
    outcome.save()

    assert told_on(1, 14) == [1, 6, 7, 14]


def test_a_new_owner_who_was_told_is_not_told_again_the_next_morning(time_machine):
    outcome, new = follow_up(owner=colleague()), colleague()
    time_machine.move_to(morning(days_before(5)), tick=False)
    follow_ups.hand_over(outcome=outcome, to=new, by=outcome.owner)

    days = told_on(-4, 0)

    assert days == [-1, 0]
    assert {message.recipient for message in mails()} == {new}


# ---------------------------------------------------------------- to whom


def test_the_officer_in_charge_where_nobody_looks_after_it():
    officer = colleague()
    follow_up(delegation=DelegationFactory(owner=officer, title_en="Visit"))

    chase(now=morning(DUE))

    [message] = mails()
    assert message.recipient == officer
    assert lines(message) == {"Follow-ups": ["Write back · Visit · due today · nobody looks after it"]}


@pytest.mark.parametrize("gone", [{"is_active": False}, {"is_staff": False}])
def test_who_has_left_gets_none(gone):
    left, officer = colleague(**gone), colleague()
    follow_up(owner=left)
    follow_up("In charge", owner=left, delegation=DelegationFactory(owner=officer))
    DelegationFactory(owner=left, report_due_on=DUE)
    ParticipationFactory(owner=left, nominate_by=morning(DUE + timedelta(days=1)))

    told = chase(now=morning(DUE))

    assert told == 1
    assert [message.recipient for message in mails()] == [officer]


def test_one_mail_with_all_that_is_due():
    officer = colleague()
    visit = DelegationFactory(title_en="To Geneva", owner=officer, report_due_on=days_before(3))
    DelegationFactory(owner=officer, report_due_on=DUE, report_filed_on=DUE)
    DelegationFactory(owner=officer, report_due_on=DUE, state="under_way")
    follow_up(delegation=visit)
    follow_up("Long\n\nago", delegation=visit, due_on=days_before(30))
    follow_up("Not yet", delegation=visit, due_on=DUE + timedelta(days=8))
    for label, facts in (
        ("Visas", {"delegation": visit, "due_on": DUE + timedelta(days=1)}),
        ("Done", {"delegation": visit, "due_on": DUE, "done_on": DUE}),
        ("Off", {"delegation": DelegationFactory(state="cancelled", owner=officer), "due_on": DUE}),
    ):
        ChecklistItem.objects.create(label_en=label, label_zh_hans="事项", **facts)

    chase(now=morning(DUE))

    [message] = mails()
    assert message.subject == "Visits: 4 matters to be done, 2 of them overdue"
    assert lines(message) == {
        "Follow-ups": [
            "Long ago · To Geneva · was due on 18 February 2027, 30 days ago · nobody looks after it",
            "Write back · To Geneva · due today · nobody looks after it",
        ],
        "Checklists of visits": ["Visas · To Geneva · due on 21 March 2027, in 1 day"],
        "Reports of visits": ["To Geneva · was due on 17 March 2027, 3 days ago"],
    }
    assert f"/admin/delegations/delegation/{visit.pk}/dossier/" in message.text


def test_an_item_of_a_checklist_goes_to_its_own_owner():
    owner = colleague()
    ChecklistItem.objects.create(
        delegation=DelegationFactory(owner=colleague()), label_en="Visas", owner=owner, due_on=DUE
    )

    chase(now=morning(DUE))

    assert [message.recipient for message in mails()] == [owner]


def test_in_the_language_of_the_colleague():
    follow_up(owner=colleague("zh-hans"), text_zh_hans="寄送照片", due_on=days_before(2))

    chase(now=morning(DUE))

    [message] = mails()
    assert message.subject == "团组待办提醒：1项，其中1项已逾期"
    assert lines(message) == {"后续跟进": ["寄送照片 · 赴外访问 · 应于2027年3月18日完成，已逾期 2 天"]}


# ---------------------------------------------------------------- deadlines of conferences

CLOSES = datetime(2027, 7, 1, 23, 59, tzinfo=BONN)  # 05:59 of the second in Beijing
LAST_DAY = date(2027, 7, 2)


def at_the_conference(**facts):
    conference = ConferenceFactory(acronym="COP", number=32)
    return ParticipationFactory(
        **{"conference": conference, "owner": colleague(), "nominate_by": CLOSES, **facts}
    )


def person(participation, state="proposed"):
    visit = DelegationFactory(conference=participation.conference)
    return NominationFactory(
        participation=participation, member=DelegationMemberFactory(delegation=visit), state=state
    )


def test_thirty_fourteen_seven_three_and_one_day_before_and_not_after():
    person(at_the_conference())

    assert told_on(-40, 10, LAST_DAY) == [-30, -14, -7, -3, -1]


def test_the_deadline_stands_there_by_both_clocks_with_the_days_left():
    participation = at_the_conference(confirm_by=CLOSES + timedelta(days=10))
    person(participation)
    person(participation)
    person(participation, "nominated")
    person(participation, "withdrawn")

    chase(now=morning(days_before(14, LAST_DAY)))

    [message] = mails()
    assert lines(message) == {
        "Deadlines of conferences": [
            "COP 32: nominate by 1 July 2027, 23:59 Bonn time (2 July, 05:59 Beijing time) · 14 days left · "
            "2 people still to be nominated",
            "COP 32: confirm by 11 July 2027, 23:59 Bonn time (12 July, 05:59 Beijing time) · 24 days left · "
            "1 person still to be confirmed",
        ]
    }
    assert f"/admin/delegations/participation/{participation.pk}/nominations/" in message.text


def test_not_where_everybody_is_nominated_but_where_nobody_is_on_the_list():
    done, empty = at_the_conference(), ParticipationFactory(owner=colleague(), nominate_by=CLOSES)
    person(done, "nominated")

    chase(now=morning(days_before(7, LAST_DAY)))

    [message] = mails()
    assert message.recipient == empty.owner
    assert "nobody is on the list yet" in message.text


def test_the_clock_asks_each_morning_at_half_past_eight():
    entry = settings.CELERY_BEAT_SCHEDULE["chase-visits"]

    assert entry == {"task": chase_task.name, "schedule": crontab(hour=8, minute=30)}


def test_the_questions_do_not_grow_with_the_rows(django_assert_num_queries):
    for _n in range(3):
        follow_up(owner=colleague(), delegation=DelegationFactory(owner=colleague()))
        DelegationFactory(owner=colleague(), report_due_on=DUE)
        person(at_the_conference(conference=ConferenceFactory()))

    with django_assert_num_queries(5):
        found = chasing.untold(chasing.due(morning(DUE)))

    assert len(found) == 6
