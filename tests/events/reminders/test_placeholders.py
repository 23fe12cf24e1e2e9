"""What may stand in the text of a rule, and what is put there."""

import pytest
from django.urls import reverse
from django.utils import translation

from events import reminders
from tests.events.people import contact
from tests.events.reminders.rules import desk_in, registered, rule_of
from tests.factories import EventFactory


def test_each_placeholder_is_known_and_explained():
    text = "{name} {event} {date} {time} {venue} {reference} {link} {closes}"

    assert reminders.check(text) == []
    assert " ".join(f"{{{name}}}" for name in reminders.PLACEHOLDERS) == text
    assert all(str(words) for words in reminders.PLACEHOLDERS.values())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Dear {nmae}", "There is no placeholder “{nmae}”"),
        ("Dear {}", "There is no placeholder “{}”"),
        ("{event.title}", "There is no placeholder “{event.title}”"),
        ("{name!r}", "There is no placeholder “{name!r}”"),
        ("{ Name }", "“{ Name }” has to be written {name}."),
        ("Dear {name", "A curly bracket stands alone: “Dear {name”"),
        ("Dear name}", "A curly bracket stands alone"),
        ("{name {event}", "A curly bracket stands alone"),
        ("｛name｝您好", "“｛name｝” has full-width brackets; please type {name}."),
    ],
)
def test_what_is_wrong_is_said(text, says):
    [error] = reminders.check(text)

    assert error.startswith(says)


def test_each_mistake_is_said_once():
    assert len(reminders.check("{nmae} {nmae} {x} {name}")) == 2


@pytest.mark.parametrize("text", ["", "{{name}}", "{{ and }}", "｛其他｝", "100 %"])
def test_brackets_written_twice_are_meant(text):
    assert reminders.check(text) == []


def test_who_has_not_registered_has_no_reference():
    assert reminders.check("{reference}", to="contacts") == []
    assert reminders.check("{reference}", to="members_not_registered") != []


def test_values_are_put_in_and_never_looked_into():
    values = {"name": "{event} {{x}}", "event": "Forum"}

    filled = reminders.fill("{name}|{event}|{{name}}|{other}|{", values)

    assert filled == "{event} {{x}}|Forum|{name}|{other}|{"


# ---------------------------------------------------------------- the values


@pytest.mark.django_db
def test_values_in_each_language(clock):
    desk = desk_in(
        event={
            "title_zh_hans": "北京论坛", "title_en": "Beijing Forum", "venue_zh_hans": "国际会议中心",
            "venue_en": "Conference Centre",
        },
    )  # fmt: skip
    party = registered(desk)
    rule = rule_of(desk.event)
    [one] = reminders.recipients(rule, desk.event)

    chinese = reminders.values(rule, desk.event, one, "zh-hans")
    english = reminders.values(rule, desk.event, one, "en")

    assert chinese | {"link": ""} == {
        "name": "王芳",
        "event": "北京论坛",
        "date": "2027年3月11日 周四",
        "time": "09:00 北京时间",
        "venue": "国际会议中心，北京",
        "reference": one.attendee.ticket_reference,
        "link": "",
        "closes": "2027年3月10日 09:00 北京时间",
    }
    assert english["name"] == "WANG Fang"
    assert english["date"] == "Thursday 11 March 2027"
    assert english["time"] == "09:00 Beijing time"
    assert english["venue"] == "Conference Centre, Beijing"
    assert english["closes"] == "10 March 2027, 09:00 Beijing time"
    assert party.reference[:4] in english["reference"]
    assert english["link"].endswith(reverse("ticket", args=[one.attendee.ticket_secret]))
    assert chinese["link"] == english["link"].replace("/en/", "/zh-hans/")


@pytest.mark.django_db
def test_the_link_leads_where_the_recipient_has_something_to_do(clock):
    desk = desk_in()
    party = registered(desk, state="waitlisted")
    guest = registered(desk, state="waitlisted", contact=None, guest_email="guest@example.org")
    member = contact()
    waiting = rule_of(desk.event, to="waitlisted")
    absent = rule_of(desk.event, to="members_not_registered")

    def links(rule):
        people = reminders.recipients(rule, desk.event)
        return [reminders.values(rule, desk.event, one, "en")["link"] for one in people]

    assert party.reference in links(waiting)[0]
    assert guest.guest_secret in links(waiting)[1]
    assert links(absent)[-1].endswith(f"/en/events/{desk.event.slug}/register/")
    [one] = [one for one in reminders.recipients(absent, desk.event) if one.address == member.email]
    assert reminders.values(absent, desk.event, one, "en")["reference"] == "—"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "name", "value"),
    [
        ({"attendance_mode": "online", "city_en": "Beijing"}, "venue", "Online"),
        ({"city_en": "", "city_zh_hans": ""}, "venue", "to be announced"),
        ({"all_day": True}, "time", "all day"),
        ({"date_precision": "month"}, "time", "to be announced"),
        ({}, "closes", "—"),
    ],
)
def test_what_is_not_known_is_said_in_words(clock, facts, name, value):
    event = EventFactory(**facts)
    one = reminders.Recipient(address="a@example.org", name="A", language="en")

    assert reminders.values(rule_of(event), event, one, "en")[name] == value


@pytest.mark.django_db
def test_values_do_not_depend_on_the_language_of_the_moment(clock):
    event = EventFactory(all_day=True)
    one = reminders.Recipient(address="a@example.org", name="A", language="en")

    with translation.override("zh-hans"):
        assert reminders.values(rule_of(event), event, one, "en")["time"] == "all day"
