"""One mail each working day to colleagues for whom something waits."""

from datetime import date, timedelta

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from beijing_ngo.core import outbox, unsubscribing
from beijing_ngo.core.models import AddressTrouble, Message, MessageState
from beijing_ngo.portal import digests
from beijing_ngo.portal.groups import make_groups
from beijing_ngo.portal.staff_views import boxes_of
from beijing_ngo.portal.tasks import post_digests
from events import notices
from events.models import Registration
from members.models import User
from tests.factories import (
    DelegationFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SiteSettingsFactory,
    SubmissionFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (27, 28, 29, 30))


@pytest.fixture(autouse=True)
def _site():
    SiteSettingsFactory()
    make_groups()


def colleague(job, language="en", **facts):
    user = UserFactory(is_staff=True, preferred_language=language, **facts)
    user.groups.add(Group.objects.get(name=job))
    return user


def run(today=FRIDAY):
    digests.post_digests(today=today)
    return {message.to_address: message for message in Message.objects.filter(kind="portal.digest")}


def lines(message):
    """The entries of a digest, under their headings."""
    [part] = message.parts
    return {
        block["title"]: [item["label"] for item in block["items"]]
        for block in part["blocks"]
        if block["kind"] == "links"
    }


def something_everywhere():
    now, today = timezone.now(), timezone.localdate()
    event = EventFactory(title_en="Forum", title_zh_hans="论坛", starts_at=now + timedelta(days=20))
    desk = RegistrationDeskFactory(event=event)
    RegistrationFactory.create_batch(2, desk=desk, state="pending", people=1)
    before = notices.held_facts(event.pk)
    event.venue_en, event.venue_zh_hans = "International Hotel", "国际饭店"
    event.save()
    notices.record(event=event, before=before, by=None)
    visit = DelegationFactory(title_en="Visit", report_due_on=date(2020, 3, 1))
    OutcomeFactory(delegation=visit, text_en="Write back", kind="follow_up", due_on=today + timedelta(days=3))
    SubmissionFactory(title_en="Paper", state="drafting", filed_on=None, deadline=now + timedelta(days=29))
    SubmissionFactory(title_en="Far off", state="drafting", filed_on=None, deadline=now + timedelta(days=40))
    MembershipFactory(
        organisation=OrganisationFactory(name_en="Green Village"),
        state="applied",
        applied_on=date(2026, 11, 2),
        decided_on=None,
    )
    failed_mail()
    return desk


def failed_mail(**facts):
    fields = {"kind": "news", "to_address": "a@example.org", "subject": "News", "state": MessageState.FAILED}
    return Message.objects.create(key=f"failed:{Message.objects.count()}", language="en", **fields | facts)


# ---------------------------------------------------------------- what it says


def test_it_tells_all_that_waits():
    something_everywhere()
    user = SuperuserFactory(preferred_language="en")

    message = run()[user.email]

    today = timezone.localdate()
    soon = today + timedelta(days=3)
    deadline = timezone.localdate(timezone.now() + timedelta(days=29))
    assert lines(message) == {
        "Registrants to be told of a change": [f"Forum · {today.day} {today:%B} {today.year}"],
        "Registration desks": ["Forum · 2 registrations to decide on"],
        "Applications for membership": ["Green Village · 2 November 2026"],
        "Follow-ups": [f"Write back · {soon.day} {soon:%B} {soon.year}"],
        "Reports of visits": ["Visit · 1 March 2020 · late"],
        "Deadlines of UN bodies": [f"Paper · {deadline.day} {deadline:%B} {deadline.year}"],
        "Mail of the last seven days": ["1 message failed"],
    }
    assert message.subject == "What needs doing: 7 matters"
    assert (message.topic, message.key) == ("digests", f"digest:2026-11-27:{user.pk}")
    assert unsubscribing.page(user.email, "digests", "en") in message.text
    assert "http://localhost:8000/admin/\n" in message.text


def test_it_is_written_in_each_colleagues_language():
    desk = something_everywhere()
    chinese, english = colleague("registration-desk", "zh-hans"), colleague("registration-desk", "en")

    sent = run()

    assert [sent[user.email].language for user in (chinese, english)] == ["zh-hans", "en"]
    titles = [
        next(iter(lines(sent[user.email]).values()))[0].partition(" · ")[0] for user in (chinese, english)
    ]
    assert titles == [desk.event.title_zh_hans, "Forum"]


def test_each_line_leads_into_the_admin():
    something_everywhere()
    user = SuperuserFactory(preferred_language="en")
    browser = Client()
    browser.force_login(user)

    [part] = run()[user.email].parts

    urls = [item["url"] for block in part["blocks"] if block["kind"] == "links" for item in block["items"]]
    assert len(urls) == 7
    paths = [url.removeprefix("http://localhost:8000") for url in urls]
    assert [browser.get(path).status_code for path in paths] == [200] * 7
    assert 'href="http://localhost:8000/admin/' in outbox.html_of(run()[user.email])


def test_it_says_what_the_overview_says():
    something_everywhere()
    user = SuperuserFactory(preferred_language="en")
    browser = Client()
    browser.force_login(user)

    told = [label.partition(" · ")[0] for entries in lines(run()[user.email]).values() for label in entries]

    page = browser.get("/admin/").content.decode()
    assert told
    assert all(label in page for label in told)


# ---------------------------------------------------------------- to whom


def test_each_hears_of_what_they_have_the_right_to_do():
    something_everywhere()
    jobs = [
        "secretariat-editors",
        "registration-desk",
        "membership-officers",
        "delegations-officers",
        "publications-officers",
    ]
    people = {job: colleague(job) for job in jobs}

    sent = run()

    told = {
        job: [title for title in lines(sent[user.email]) if "Mail" not in title]
        for job, user in people.items()
    }
    assert told == {
        "secretariat-editors": ["Registrants to be told of a change"],
        "registration-desk": ["Registration desks"],
        "membership-officers": ["Applications for membership"],
        "delegations-officers": ["Follow-ups", "Reports of visits"],
        "publications-officers": ["Deadlines of UN bodies"],
    }


def test_who_only_looks_on_is_left_in_peace():
    something_everywhere()
    user = colleague("read-only")

    assert any(box.entries for box in boxes_of(user))
    assert user.email not in run()


def test_nothing_to_do_no_mail():
    EventFactory(starts_at=timezone.now() + timedelta(days=9))
    full = RegistrationDeskFactory(capacity=1, closes_at=timezone.now() + timedelta(days=1))
    RegistrationFactory(desk=full, people=1)
    RegistrationFactory(desk=full, state="waitlisted", people=1)
    SubmissionFactory(state="drafting", filed_on=None, deadline=timezone.now() + timedelta(days=40))
    SuperuserFactory()

    assert run() == {}


def test_it_is_for_colleagues_who_work_here_and_want_it():
    something_everywhere()
    SuperuserFactory(is_active=False)
    SuperuserFactory(is_staff=False)
    tired = SuperuserFactory(email="Tired@example.org")
    unsubscribing.switch_off(tired.email, "digests")

    assert run() == {}


# ---------------------------------------------------------------- when


def test_once_a_day_on_working_days():
    something_everywhere()
    user = SuperuserFactory()

    for day in (FRIDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY):
        run(day)

    keys = Message.objects.filter(kind="portal.digest").order_by("id").values_list("key", flat=True)
    assert list(keys) == [f"digest:2026-11-27:{user.pk}", f"digest:2026-11-30:{user.pk}"]


def test_the_clock_asks_for_it_at_half_past_eight_in_beijing(monkeypatch):
    entry = settings.CELERY_BEAT_SCHEDULE["post-digests"]
    asked = []
    monkeypatch.setattr(digests, "post_digests", lambda: asked.append(True))

    post_digests()

    assert entry["task"] == post_digests.name
    assert entry["schedule"] == crontab(hour=8, minute=30)
    assert settings.CELERY_TIMEZONE == "Asia/Shanghai"
    assert asked == [True]


# ---------------------------------------------------------------- what is overdue


def test_what_has_waited_long_is_overdue():
    now = timezone.now()
    desk = RegistrationDeskFactory(event=EventFactory(title_en="Forum", starts_at=now + timedelta(days=20)))
    facts = {"desk": desk, "state": "pending", "people": 1}
    fresh, old = (
        RegistrationFactory(**facts, awaits="contact"),
        RegistrationFactory(**facts, awaits="contact"),
    )
    user = colleague("registration-desk")
    assert user.email not in run()

    Registration.objects.filter(pk=old.pk).update(registered_at=now - timedelta(days=6))
    assert lines(run(MONDAY)[user.email]) == {
        "Registration desks": ["Forum · 1 approval of a contact overdue"]
    }

    Registration.objects.filter(pk=old.pk).update(awaits="secretariat")
    Registration.objects.filter(pk=fresh.pk).update(awaits="secretariat")
    Message.objects.all().delete()
    assert lines(run(MONDAY)[user.email]) == {
        "Registration desks": ["Forum · 2 registrations to decide on, overdue"]
    }


def test_old_failures_are_let_go():
    user = SuperuserFactory(preferred_language="en")
    old = failed_mail(state=MessageState.UNCERTAIN)
    failed_mail(state=MessageState.SENT, sent_at=timezone.now())
    failed_mail(state=MessageState.UNCERTAIN)
    Message.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=9))

    assert lines(run()[user.email]) == {"Mail of the last seven days": ["1 message may not have arrived"]}


# ---------------------------------------------------------------- how much it takes


@pytest.mark.parametrize("number", [1, 5])
def test_it_takes_the_same_statements_however_much_waits(number, django_assert_max_num_queries):
    SuperuserFactory()
    for _row in range(number):
        something_everywhere()
    AddressTrouble.objects.create(address=User.objects.get(is_superuser=True).email, said="550")

    with django_assert_max_num_queries(18):
        run()
