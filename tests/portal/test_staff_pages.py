"""What needs doing, and which texts wait for a translator."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from beijing_ngo.core.models import Status
from beijing_ngo.portal import staff_desks
from beijing_ngo.portal.groups import make_groups
from delegations.models import ChecklistItem
from reports.models import Endorsement, QuadrennialReport
from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    DelegationFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    PageFactory,
    ParticipationFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SubmissionFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

UNTRANSLATED = {"title_en": "", "summary_en": "", "city_en": ""}


@pytest.fixture
def admin(client):
    client.force_login(SuperuserFactory(preferred_language="en"))
    return client


def counts(response):
    return {
        str(group["title"]): {str(count.label): count.number for count in group["counts"]}
        for group in response.context["counts"]
    }


def boxes(response):
    return {
        str(box.title): [(entry.label, entry.late) for entry in box.entries]
        for box in response.context["boxes"]
    }


def test_the_overview_counts_what_waits(admin):
    EventFactory(status=Status.DRAFT)
    EventFactory(published_at=timezone.now() + timedelta(days=1), **UNTRANSLATED)
    EventFactory()
    ArticleFactory(status=Status.DRAFT)
    PageFactory(title_en="", body_en="")

    response = admin.get("/admin/")

    assert counts(response) == {
        "Drafts": {"events": 1, "articles": 1},
        "Scheduled for publication": {"events": 1},
        "Waiting for a translator": {"events": 1, "pages": 1},
    }


def test_the_overview_lists_what_comes_next_and_what_is_late(admin):
    now, today = timezone.now(), timezone.localdate()
    EventFactory(title_en="Later", starts_at=now + timedelta(days=9))
    EventFactory(title_en="Next", starts_at=now + timedelta(days=1))
    EventFactory(title_en="Off", starts_at=now + timedelta(days=1), state="cancelled")
    EventFactory(title_en="Past", starts_at=now - timedelta(days=1))
    visit = DelegationFactory(title_en="Visit", report_due_on=today - timedelta(days=1))
    DelegationFactory(title_en="Reported", report_due_on=today, report_filed_on=today)
    OutcomeFactory(delegation=visit, text_en="Late", kind="follow_up", due_on=today - timedelta(days=1))
    OutcomeFactory(delegation=visit, text_en="Soon", kind="follow_up", due_on=today + timedelta(days=3))
    OutcomeFactory(delegation=visit, text_en="Far", kind="follow_up", due_on=date(2999, 1, 1))
    OutcomeFactory(delegation=visit, text_en="Done", kind="follow_up", due_on=today, done_on=today)
    for label, day in (("Visas", today - timedelta(days=1)), ("Tickets", today)):
        ChecklistItem.objects.create(delegation=visit, label_en=label, due_on=day)
    conference = ConferenceFactory(acronym="COP", number=32)
    ParticipationFactory(conference=conference, nominate_by=now + timedelta(days=60))
    ParticipationFactory(nominate_by=now - timedelta(days=1))
    paper = SubmissionFactory(
        title_en="Paper",
        state="drafting",
        filed_on=None,
        deadline=now + timedelta(days=5),
        endorse_by=today - timedelta(days=1),
    )
    SubmissionFactory(title_en="Filed", state="filed", deadline=now + timedelta(days=5))
    SubmissionFactory(title_en="Read", state="review", filed_on=None)
    QuadrennialReport.objects.create(first_year=2023, last_year=2026, due_on=today - timedelta(days=1))
    QuadrennialReport.objects.create(first_year=2019, last_year=2022, due_on=today, filed_on=today)
    Endorsement.objects.create(submission=paper, organisation=OrganisationFactory())
    MembershipFactory(
        organisation=OrganisationFactory(name_en="Green Village"), state="applied", decided_on=None
    )
    MembershipFactory()

    response = admin.get("/admin/")

    assert boxes(response) == {
        "Next events": [("Next", False), ("Later", False)],
        "Registrants to be told of a change": [],
        "Registration desks": [],
        "Applications for membership": [("Green Village", False)],
        "Follow-ups": [("Late", True), ("Soon", False)],
        "Reports of visits": [("Visit", True)],
        "Checklists of visits": [("Visas (Visit)", True)],
        "Nominations for conferences": [("COP 32: nobody is on the list yet", False)],
        "Deadlines of UN bodies": [("Quadrennial report 2023–2026", True), ("Paper", False)],
        "Papers in review": [("Read", False)],
        "Co-signatories who have not answered": [("Paper", True)],
        "Mail of the last seven days": [],
    }


def test_the_overview_shows_only_what_a_colleague_may_see(client):
    make_groups()
    user = UserFactory(is_staff=True, preferred_language="en")
    user.groups.add(Group.objects.get(name="registration-desk"))
    client.force_login(user)
    EventFactory(status=Status.DRAFT)
    ArticleFactory(status=Status.DRAFT)
    SubmissionFactory(state="drafting", filed_on=None, deadline=timezone.now())

    response = client.get("/admin/")

    assert counts(response)["Drafts"] == {"events": 1}
    assert list(boxes(response)) == [
        "Next events",
        "Registrants to be told of a change",
        "Registration desks",
        "Applications for membership",
        "Mail of the last seven days",
    ]


def at_the_desks(response):
    [box] = [box for box in response.context["boxes"] if box.title == "Registration desks"]
    return [(entry.label, str(entry.note)) for entry in box.entries]


def test_the_overview_tells_what_waits_at_the_desks(admin, django_assert_num_queries):
    now = timezone.now()
    desk = lambda title, **facts: RegistrationDeskFactory(  # noqa: E731
        event=EventFactory(title_en=title, starts_at=facts.pop("starts_at", now + timedelta(days=30))),
        **facts,
    )
    desk("On now", starts_at=now - timedelta(minutes=1))
    RegistrationFactory.create_batch(2, desk=desk("To decide"), state="pending", people=1)
    RegistrationFactory(desk=desk("With the contact"), state="pending", awaits="contact", people=1)
    full = desk("Full", capacity=1)
    RegistrationFactory(desk=full, people=1)
    RegistrationFactory(desk=full, state="waitlisted", people=3)
    desk("Closing", closes_at=now + timedelta(days=2))
    desk("Quiet")

    response = admin.get("/admin/")

    assert [(label, note.partition(" at ")[0]) for label, note in at_the_desks(response)] == [
        ("On now", "Today: check-in"),
        ("To decide", "2 registrations to decide on"),
        ("Full", "Full; 3 people wait"),
        ("Closing", "Closes"),
    ]
    with django_assert_num_queries(1):
        staff_desks.at_the_desks(response.wsgi_request.user)


def listed(response):
    return {row.title for row in response.context["rows"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"活动", "Body"}),
        ({"state": "all"}, {"活动", "Body", "报道"}),
        ({"state": "missing"}, {"活动", "Body"}),
        ({"state": "current"}, {"报道"}),
        ({"kind": "events.event"}, {"活动"}),
        ({"kind": "members.organisation", "state": "all"}, {"Body"}),
        ({"kind": "nonsense", "state": "nonsense", "page": "nonsense"}, {"活动", "Body"}),
    ],
)
def test_translations_by_kind_and_state(admin, query, expected):
    EventFactory(title_zh_hans="活动", **UNTRANSLATED)
    OrganisationFactory(source_language="en", name_zh_hans="", name_en="Body")
    ArticleFactory(title_zh_hans="报道")

    assert listed(admin.get("/admin/translations/", query)) == expected


def test_translations_lead_to_the_record_and_tell_both_states(admin):
    event = EventFactory(**UNTRANSLATED)

    row = admin.get("/admin/translations/").context["rows"][0]

    assert (row.url, [str(words) for words, _colour in row.states]) == (
        f"/admin/events/event/{event.pk}/change/",
        ["original", "untranslated"],
    )


def test_translations_come_in_pages_and_the_latest_change_first(admin):
    EventFactory.create_batch(30, **UNTRANSLATED)
    OrganisationFactory.create_batch(30, name_en="")
    last = EventFactory(title_zh_hans="最新", **UNTRANSLATED)

    first, second = (admin.get("/admin/translations/", {"page": number}) for number in (1, 2))

    assert first.context["rows"][0].title == last.title_zh_hans
    assert [len(response.context["rows"]) for response in (first, second)] == [50, 11]
    assert listed(first) & listed(second) == set()


def test_translations_are_for_staff(client):
    client.force_login(UserFactory())

    assert client.get("/admin/translations/").status_code == 302


@pytest.mark.parametrize(("address", "at_most"), [("/admin/", 17), ("/admin/translations/?state=all", 6)])
def test_both_pages_take_the_same_statements_for_any_number(
    admin, address, at_most, django_assert_max_num_queries
):
    taken = []
    for number in (1, 9):
        EventFactory.create_batch(number, **UNTRANSLATED)
        ArticleFactory.create_batch(number, status=Status.DRAFT)
        OutcomeFactory.create_batch(number, kind="follow_up", due_on=date(2020, 1, 1))
        admin.get(address)
        with django_assert_max_num_queries(at_most) as captured:
            admin.get(address)
        taken.append(len(captured))

    assert taken[0] == taken[1]
