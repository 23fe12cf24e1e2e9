"""A rule as one of its recipients will read it, shown to whoever works with these people; and a trial of it to oneself."""

import re
from html import unescape

import pytest

from beijing_ngo.core.models import Message
from events import reminders
from events.models import ReminderRule
from members.models import User
from tests.admin_forms import page
from tests.events.office import colleague
from tests.events.reminders.rules import NOW, ReminderRuleFactory, desk_in, registered, rule_of
from tests.factories import EventFactory, MembershipFactory, OrganisationFactory, RepresentativeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


@pytest.fixture
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def preview(browser, rule, **asked):
    return browser.get(page(ReminderRule, "preview", rule.pk), asked)


def told(response):
    return [str(message) for message in response.context["messages"]]


# ---------------------------------------------------------------- preview


def test_a_preview_shows_what_the_recipient_gets_and_the_other_language(office):
    desk = desk_in(event={"title_zh_hans": "论坛", "title_en": "Forum"})
    one = registered(desk).attendees.get()
    one.language = "en"
    one.save()
    rule = rule_of(desk.event)

    response = preview(office, rule)

    first, second = response.context["versions"]
    assert (first.language, first.is_theirs, first.message.subject) == ("en", True, "Reminder: Forum")
    assert (second.language, second.is_theirs, second.message.subject) == ("zh-hans", False, "提醒：论坛")
    assert f"/en/tickets/{one.ticket_secret}" in first.message.text
    assert f"/zh-hans/tickets/{one.ticket_secret}" in second.html
    html = response.content.decode()
    shown = [
        unescape(found) for found in re.findall(r'<iframe sandbox [^>]* srcdoc="([^"]*)"></iframe>', html)
    ]
    assert shown == [first.html, second.html]
    assert "allow-scripts" not in html


def test_what_was_typed_into_a_rule_stays_text_in_the_preview(office):
    desk = desk_in()
    registered(desk)
    rule = rule_of(desk.event, body_zh_hans='<script>alert(1)</script>"', body_en="")

    response = preview(office, rule)

    assert "<script>alert(1)" not in response.content.decode()
    assert "&lt;script&gt;" in response.context["versions"][0].html


def test_whoever_s_language_is_unknown_is_shown_both_below_each_other(office):
    desk = desk_in()
    registered(desk, organisation=None, contact=None, guest_email="guest@example.org", language="")
    rule = rule_of(desk.event, to="contacts")

    [version] = preview(office, rule).context["versions"]

    assert (version.language, version.is_theirs) == ("both", True)
    assert "｜" in version.message.subject


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "芳 李"}, ["李芳 · li@example.org"]),
        ({"q": "wang@"}, ["王芳 · wang@example.org"]),
        ({"q": "nobody"}, []),
        ({}, ["王芳 · wang@example.org", "李芳 · li@example.org"]),
    ],
)
def test_recipients_are_searched(office, asked, found):
    desk = desk_in()
    for family, address in (("王", "wang@example.org"), ("李", "li@example.org")):
        one = registered(desk).attendees.get()
        one.family_name, one.latin_name, one.email = family, "", address
        one.save()
    registered(desk, state="pending")  # of another audience
    rule = rule_of(desk.event)

    response = preview(office, rule, **asked)

    assert [told for _pk, told in response.context["people"]] == found
    assert bool(response.context["versions"]) == bool(found)


def test_members_contacts_who_have_not_registered_are_found_by_their_organisation(office):
    desk = desk_in(audience="members")
    for number, name in enumerate(("Library", "Museum")):
        organisation = OrganisationFactory(name_en=name)
        MembershipFactory(organisation=organisation)
        RepresentativeFactory(organisation=organisation, user__email=f"contact{number}@example.org")
    rule = rule_of(desk.event, to="members_not_registered")

    response = preview(office, rule, q="museum")

    assert [told for _pk, told in response.context["people"]] == ["WANG Fang · contact1@example.org"]
    text = response.context["versions"][0].message.text
    assert f"/events/{desk.event.slug}/register/" in text


def test_contacts_and_guests_are_found_by_address_and_reference(office):
    desk = desk_in()
    by_account = registered(desk, contact__email="contact@example.org")
    by_guest = registered(desk, organisation=None, contact=None, guest_email="guest@example.org")
    rule = rule_of(desk.event, to="contacts")

    def found(query):
        return [pk for pk, _told in preview(office, rule, q=query).context["people"]]

    assert [found(query) for query in ("contact@", by_account.reference, "GUEST", "example.org")] == [
        [by_account.pk],
        [by_account.pk],
        [by_guest.pk],
        [by_account.pk, by_guest.pk],
    ]


def test_the_one_asked_for_is_shown(office):
    desk = desk_in()
    _first, second = (registered(desk).attendees.get() for _number in range(2))
    rule = rule_of(desk.event)

    response = preview(office, rule, to=second.pk)

    assert response.context["recipient"].address == second.email


def test_a_kind_s_rule_is_previewed_for_one_of_its_events(office):
    soon, later = desk_in(10), desk_in(20)
    registered(later)
    EventFactory(kind="walk")
    rule = ReminderRuleFactory()

    first, chosen = preview(office, rule), preview(office, rule, event=later.event.pk)

    assert [event.pk for event in first.context["events"]] == [soon.event.pk, later.event.pk]
    assert (first.context["event"], first.context["recipient"]) == (soon.event, None)
    assert "At present there is nobody this reminder would go to." in first.content.decode()
    assert chosen.context["event"] == later.event
    assert len(chosen.context["versions"]) == 2


def test_a_preview_for_an_event_without_a_moment(office):
    desk = desk_in(event={"date_precision": "month"})
    registered(desk)
    rule = rule_of(desk.event)

    response = preview(office, rule)

    assert response.context["moment"] == "no moment: the day of the event is not known yet"
    assert len(response.context["versions"]) == 2


@pytest.mark.parametrize(
    ("to", "right"),
    [
        ("confirmed_attendees", "change_attendee"),
        ("contacts", "change_registration"),
        ("members_not_registered", "view_representative"),
    ],
)
def test_people_and_their_links_are_shown_only_to_those_who_work_with_them(client, to, right):
    desk = desk_in()
    rule = rule_of(desk.event, to=to)

    looker = preview(colleague(client, "view_reminderrule", "view_attendee", "view_registration"), rule)
    worker = preview(colleague(client, "view_reminderrule", right), rule)

    assert (looker.status_code, worker.status_code) == (403, 200)


def test_whoever_only_reads_is_not_offered_a_preview(client):
    rule = rule_of(desk_in().event)

    response = colleague(client, job="read-only").get(page(ReminderRule, "change", rule.pk))

    assert response.context["preview"] == ""
    assert "/preview/" not in response.content.decode()


# ---------------------------------------------------------------- a trial


def test_a_trial_goes_to_whoever_asked_and_says_what_it_is(client):
    desk = desk_in(event={"title_zh_hans": "论坛", "title_en": "Forum"})
    one = registered(desk).attendees.get()
    rule = rule_of(desk.event)
    browser = colleague(client, job="registration-desk")
    me = User.objects.get(is_staff=True)
    typed = {"to": one.pk, "language": "zh-hans"}

    response = browser.post(page(ReminderRule, "preview", rule.pk), typed, follow=True)
    browser.post(page(ReminderRule, "preview", rule.pk), typed | {"language": "en"})

    english, chinese = Message.objects.filter(kind="reminder.trial")
    assert chinese.subject == "【试发】提醒：论坛"
    assert english.subject == "[Trial] Reminder: Forum"
    assert {(row.to_address, row.recipient, row.topic) for row in (english, chinese)} == {(me.email, me, "")}
    assert one.ticket_secret in chinese.text
    assert told(response) == [f"The trial is on its way to {me.email}."]
    assert reminders.guard(chinese) == ""


def test_each_click_is_a_trial_of_its_own(office):
    desk = desk_in()
    one = registered(desk).attendees.get()
    rule = rule_of(desk.event)

    for _click in range(2):
        office.post(page(ReminderRule, "preview", rule.pk), {"to": one.pk, "language": "en"})

    assert Message.objects.filter(kind="reminder.trial").count() == 2


@pytest.mark.parametrize("typed", [{"language": "fr"}, {"to": "0"}, {"to": ""}, {"q": "nobody"}])
def test_a_trial_of_something_that_is_not_there_is_not_sent(office, typed):
    desk = desk_in()
    one = registered(desk).attendees.get()
    rule = rule_of(desk.event)

    response = office.post(
        page(ReminderRule, "preview", rule.pk),
        {"to": one.pk, "language": "en"} | typed,
        follow=True,
    )

    assert told(response) == ["There is nobody to show the reminder for."]
    assert not Message.objects.exists()
