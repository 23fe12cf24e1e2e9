"""The log of all mail: the list, a message as it was sent, who reads what, and what is secret."""

import pytest
from django.core import mail

from beijing_ngo.core import delivery
from beijing_ngo.core.models import MailOptOut, MailTopic, Message, MessageState, Status
from events.models import Event
from tests.admin_forms import page
from tests.core.mail_log import CALENDAR, LIST, colleague, message, opened, state, url
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- the list


def shown(client, query=""):
    return {row.pk for row in client.get(LIST + query).context["cl"].result_list}


def test_messages_are_found_by_what_they_are(client, reader):
    ticket, failed = message(), message(MessageState.FAILED, kind="event.changed", language="en")
    reminder = message(kind="reminder.confirmed_attendees", topic=MailTopic.REMINDERS)
    MailOptOut.objects.create(address="wang.fang@example.org", topic=MailTopic.CALLS)
    call = message(kind="reminder.members_not_registered", topic=MailTopic.CALLS)

    found = {
        query: shown(client, query)
        for query in (
            "?state__exact=failed",
            "?state__exact=dropped",
            "?kind=registration.ticket",
            "?topic=reminders",
            "?topic=service",
            "?language__exact=en",
        )
    }

    assert found == {
        "?state__exact=failed": {failed.pk},
        "?state__exact=dropped": {call.pk},
        "?kind=registration.ticket": {ticket.pk},
        "?topic=reminders": {reminder.pk},
        "?topic=service": {ticket.pk, failed.pk},
        "?language__exact=en": {failed.pk},
    }


def test_messages_are_found_by_the_office_s_day(client, reader):
    late, next_day = message(), message()
    Message.objects.filter(pk=late.pk).update(created_at="2026-11-12T15:59:59Z")  # 23:59:59 in Beijing
    Message.objects.filter(pk=next_day.pk).update(created_at="2026-11-12T16:00:00Z")

    assert shown(client, "?created_at_from=2026-11-12&created_at_to=2026-11-12") == {late.pk}
    assert shown(client, "?created_at_from=2026-11-13") == {next_day.pk}
    assert shown(client, "?created_at_to=nonsense&created_at_from=0001-01-01") == {late.pk, next_day.pk}


@pytest.mark.parametrize("query", ["li.na@", "李娜", "Annual", "news:77"])
def test_messages_are_searched_by_address_name_subject_and_key(client, reader, query):
    message()
    sought = message(
        number=77,
        address="li.na@example.org",
        name="李娜",
        language="en",
        words={"en": ("Annual forum", "…")},
    )

    assert shown(client, f"?q={query}") == {sought.pk}


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_takes_the_same_statements_for_any_number(
    client, reader, number, django_assert_num_queries, django_assert_max_num_queries
):
    for _row in range(number):
        message(MessageState.FAILED, person=UserFactory(), about=EventFactory(), error="550 no")

    with django_assert_max_num_queries(9) as taken:
        client.get(LIST)

    read = next(one["sql"] for one in taken if '"core_message"."subject"' in one["sql"])
    assert not [name for name in ("text", "html", "parts", "calendar") if f'"core_message"."{name}"' in read]


def test_the_list_says_kind_and_trouble_in_words(client, officer):
    message(MessageState.FAILED, error="550 5.1.1 no such user")

    answer = client.get(LIST).content.decode()

    assert "Registration: ticket of one person" in answer
    assert "550 5.1.1 no such user" in answer
    assert "王芳 · wang.fang@example.org" in answer


# ---------------------------------------------------------------- as it was sent


def test_a_message_that_waits_is_shown_as_it_will_be_sent_and_afterwards_as_it_was(client, reader):
    row = message(calendar=CALENDAR, calendar_method="REQUEST")
    before = client.get(url("html", row)).content.decode()
    assert "What will be sent" in opened(client, row)

    delivery.deliver()

    [sent] = mail.outbox
    html = next(content for content, kind in sent.alternatives if kind == "text/html")
    assert before == html == client.get(url("html", row)).content.decode()
    answer = opened(client, row)
    assert "The message as it was sent" in answer
    assert "正文 &amp; 内容" in answer
    assert "METHOD:REQUEST" in answer
    assert sent.extra_headers["Message-ID"].strip("<>") in answer


def test_the_html_answers_in_its_own_language_whoever_looks(client, officer):
    """The officer's admin is English, the message Chinese."""
    row = message()

    assert '<html lang="zh-Hans">' in client.get(url("html", row)).content.decode()


def test_the_html_may_be_framed_here_and_do_nothing(client, reader):
    row = message()

    answer = client.get(url("html", row))

    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "img-src": "'self' data:",
        "style-src": "'unsafe-inline'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "",
    }
    around = client.get(url("change", row))
    assert around.headers["X-Frame-Options"] == "DENY"
    assert f'<iframe class="letter" src="{url("html", row)}" sandbox ' in around.content.decode()


def test_the_calendar_file_is_taken_along(client, reader):
    row, without = message(calendar=CALENDAR, calendar_method="REQUEST"), message()

    answer = client.get(url("calendar", row))

    assert answer.content.decode() == CALENDAR
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="invite.ics"'
    assert client.get(url("calendar", without)).status_code == 404


def test_what_it_is_about_is_named_to_those_who_may_see_it(client, reader):
    event = EventFactory(title_en="Hidden <forum>", status=Status.DRAFT)
    row = message(about=event)
    gone = message(about=Event(pk=4711))
    odd = message()
    Message.objects.filter(pk=odd.pk).update(about="nowhere.nothing:1")

    assert "Hidden" not in opened(client, row)
    colleague(client, "core.view_message", "events.view_event")
    assert f'<a href="{page(Event, "change", event.pk)}">Hidden &lt;forum&gt;</a>' in opened(client, row)
    assert "events/event/4711" not in opened(client, gone)
    assert client.get(url("change", odd)).status_code == 200


# ---------------------------------------------------------------- rights


@pytest.mark.parametrize("name", ["changelist", "change", "html", "calendar", "resend", "arrived", "drop"])
def test_a_colleague_without_the_right_sees_nothing(client, name):
    colleague(client, "events.view_event")
    row = message(MessageState.FAILED, calendar=CALENDAR)
    place = LIST if name == "changelist" else url(name, row)

    assert client.get(place).status_code == 403
    assert client.post(place).status_code == 403


@pytest.mark.parametrize("name", ["resend", "arrived", "drop"])
def test_who_may_read_the_log_does_not_act_on_it(client, reader, name):
    row = message(MessageState.UNCERTAIN)

    answers = [client.get(url(name, row)), client.post(url(name, row), {"state": row.state, "reason": "x"})]
    client.post(LIST, {"action": "retry", "_selected_action": [row.pk]})

    assert [answer.status_code for answer in answers] == [403, 403]
    assert state(row) == MessageState.UNCERTAIN
    assert url(name, row) not in opened(client, row)
    assert client.get(LIST).context["action_form"] is None


@pytest.mark.parametrize("rights", [("core.resend_message",), ("core.change_message", "core.delete_message")])
def test_nobody_acts_unseen_and_nobody_rewrites(client, rights):
    colleague(client, *rights)
    row = message(MessageState.FAILED)

    assert client.post(url("resend", row), {"state": "failed"}).status_code == 403
    assert client.post(url("change", row), {"subject": "Other"}).status_code == 403
    assert client.post(page(Message, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert state(row) == MessageState.FAILED


# ---------------------------------------------------------------- secrets


@pytest.mark.parametrize("where", list(MessageState))
def test_what_opens_an_account_is_neither_shown_nor_sent_again(client, officer, where):
    row = message(
        where, kind="account.login_code", calendar=CALENDAR, words={"zh-hans": ("验证码", "424242")}
    )
    Message.objects.filter(pk=row.pk).update(html="<p>424242</p>")

    answer = opened(client, row)

    assert "424242" not in answer
    assert "METHOD:REQUEST" not in answer
    assert [client.get(url(name, row)).status_code for name in ("html", "calendar")] == [404, 404]
    assert url("resend", row) not in answer
    client.post(url("resend", row), {"state": str(where)})
    assert state(row) == where


def test_a_code_in_a_subject_is_nowhere_to_be_read_or_guessed(client, officer):
    row = message(
        MessageState.FAILED, kind="account.login_code", words={"zh-hans": ("424242是您的验证码", "…")}
    )
    named = "Account: code to sign in"

    pages = [
        client.get(LIST),
        client.get(url("change", row)),
        client.get(url("resend", row)),
        client.post(LIST, {"action": "drop", "_selected_action": [row.pk]}),
        client.post(LIST, {"action": "retry", "_selected_action": [row.pk]}, follow=True),
        client.get(page(Message, "history", row.pk)),
    ]

    assert [named in answer.content.decode() for answer in pages] == [True] * len(pages)
    assert [answer.content.decode() for answer in pages if "424242" in answer.content.decode()] == []
    assert shown(client, "?q=424242") == set()
    for question in ("subject__startswith=42", "text__contains=4", "html__contains=4", "parts__icontains=4"):
        assert client.get(f"{LIST}?{question}").status_code == 400


def test_a_secret_that_arrived_is_forgotten(client, officer):
    row = message(MessageState.UNCERTAIN, kind="account.login_code", words={"zh-hans": ("验证码", "424242")})

    client.post(url("arrived", row))

    row.refresh_from_db()
    assert (row.state, row.text, row.html, row.parts) == ("sent", "", "", [])
