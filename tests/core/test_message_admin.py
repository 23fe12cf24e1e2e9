"""The log of all mail: who reads what, what is sent again, and what two people at once do to one message."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from beijing_ngo.core import delivery, message_operations, outbox
from beijing_ngo.core.delivery import claims
from beijing_ngo.core.models import AddressTrouble, MailOptOut, MailTopic, Message, MessageState, Status
from beijing_ngo.core.refusals import Refusal
from events.models import Event
from members.models import User
from tests.admin_forms import page
from tests.factories import EventFactory, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/core/message/"
WORDS = {"zh-hans": ("活动<通知>", "正文 & 内容"), "en": ("Event <notice>", "Body & soul")}
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:论坛\r\nEND:VCALENDAR\r\n"


def message(state=MessageState.QUEUED, *, number=0, **facts):
    """A message as the outbox writes it, in the state asked for."""
    defaults = {
        "key": f"news:{number or Message.objects.count()}",
        "kind": "registration.ticket",
        "address": "wang.fang@example.org",
        "name": "王芳",
        "language": "zh-hans",
        "words": WORDS,
        "reason": "您已报名参加本次活动，故收到此邮件。",
    }
    fields = {
        name: facts.pop(name) for name in ("error", "attempts", "claimed_at", "sent_at") if name in facts
    }
    outbox.post(**defaults | facts)
    row = Message.objects.latest("pk")
    if state != MessageState.QUEUED:
        now = timezone.now()
        tried = {"claimed_at": now, "attempts": 3}
        sent = {"sent_at": now} if state == MessageState.SENT else {}
        Message.objects.filter(pk=row.pk).update(state=state, **tried | sent | fields)
    row.refresh_from_db()
    return row


def colleague(client, *rights):
    user = UserFactory(is_staff=True, preferred_language="en", family_name="欧阳")
    for right in rights:
        app, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client.force_login(User.objects.get(pk=user.pk))
    return user


@pytest.fixture
def reader(client):
    """May read the log, and no more."""
    return colleague(client, "core.view_message")


@pytest.fixture
def officer(client):
    """Looks after what did not arrive."""
    return colleague(client, "core.view_message", "core.resend_message")


def url(name, row):
    return reverse(f"admin:core_message_{name}", args=[row.pk])


def opened(client, row):
    return client.get(url("change", row)).content.decode()


def said(response):
    return [str(one) for one in response.context["messages"]]


def state(row):
    return Message.objects.values_list("state", flat=True).get(pk=row.pk)


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


# ---------------------------------------------------------------- sent again


@pytest.mark.parametrize(
    ("before", "warns"),
    [
        (MessageState.FAILED, False),
        (MessageState.UNCERTAIN, "It may have arrived"),
        (MessageState.SENT, "It was sent already"),
    ],
)
def test_a_message_is_sent_again_after_a_question(client, officer, before, warns):
    row = message(before, error="" if before == MessageState.SENT else "451 try later")

    question = client.get(url("resend", row)).content.decode()
    assert state(row) == before
    assert ("twice" in question, not warns or warns in question) == (bool(warns), True)
    client.post(url("resend", row), {"state": row.state})

    row.refresh_from_db()
    assert (row.state, row.attempts, row.error, row.sent_at) == ("queued", 0, "", None)
    [again] = row.resends
    assert (again["by"], again["from"]) == (officer.pk, before)
    assert again["said"] == ("" if before == MessageState.SENT else "451 try later")
    answer = opened(client, row)
    assert str(officer) in answer
    assert "Sent again by the secretariat" in answer
    assert LogEntry.objects.filter(object_id=str(row.pk), user=officer).count() == 1

    delivery.deliver()
    assert (state(row), [one.to for one in mail.outbox]) == ("sent", [['"王芳" <wang.fang@example.org>']])


@pytest.mark.parametrize("before", [MessageState.QUEUED, MessageState.SENDING, MessageState.DROPPED])
def test_what_is_still_on_its_way_or_not_to_be_sent_is_not_sent_again(client, officer, before):
    row = message(before)

    assert url("resend", row) not in opened(client, row)
    client.post(url("resend", row), {"state": row.state})

    row.refresh_from_db()
    assert (row.state, row.resends) == (before, [])


def test_a_question_about_another_state_is_asked_anew(client, officer):
    """The page said failed; meanwhile a colleague sent it again, and it arrived."""
    row = message(MessageState.SENT)

    answer = client.post(url("resend", row), {"state": "failed"}).content.decode()

    assert state(row) == MessageState.SENT
    assert "Meanwhile the message is in the state “sent”" in answer
    assert "gets it twice" in answer


def test_mail_that_is_not_wanted_any_more_is_not_sent_again(client, officer):
    off = message(MessageState.SENT, topic=MailTopic.REMINDERS, kind="news")
    bounced = message(MessageState.SENT, topic=MailTopic.CALLS, kind="news", address="Gone@example.org")
    service = message(MessageState.FAILED, address="gone@example.org")
    MailOptOut.objects.create(address="wang.fang@example.org", topic=MailTopic.REMINDERS)
    AddressTrouble.objects.create(address="gone@example.org", said="550 no such user")

    assert "switched this kind of mail off" in opened(client, off)
    for row in (off, bounced):
        client.post(url("resend", row), {"state": "sent"})
    assert "550 no such user" in client.get(url("resend", service)).content.decode()
    client.post(url("resend", service), {"state": "failed"})

    assert [state(row) for row in (off, bounced, service)] == ["sent", "sent", "queued"]


def test_what_has_no_point_any_more_is_dropped_instead_of_sent_again(client, officer):
    """A reminder whose rule is gone: the page asks nobody, the outbox does."""
    row = message(
        MessageState.FAILED,
        key="reminder:1:2:20261112T010000Z:wang.fang@example.org",
        kind="reminder.confirmed_attendees",
        topic=MailTopic.REMINDERS,
    )

    assert "it is dropped and not sent" in client.get(url("resend", row)).content.decode()
    client.post(url("resend", row), {"state": "failed"})
    delivery.deliver()

    row.refresh_from_db()
    assert (row.state, bool(row.error), mail.outbox) == ("dropped", True, [])


# ---------------------------------------------------------------- races


def test_of_two_colleagues_one_sends_it_again(officer):
    row = message(MessageState.FAILED)
    mine, theirs = Message.objects.get(pk=row.pk), Message.objects.get(pk=row.pk)

    message_operations.resend(message=mine, by=officer)
    with pytest.raises(message_operations.NotNow, match="待发送"):
        message_operations.resend(message=theirs, by=officer)

    row.refresh_from_db()
    assert len(row.resends) == 1


def test_a_message_that_a_worker_has_tried_meanwhile_is_left_alone(officer):
    """Read as failed, sent again by a colleague, and failed once more before the button was pressed."""
    row = message(MessageState.FAILED, claimed_at=timezone.now() - timedelta(hours=1))
    read = Message.objects.get(pk=row.pk)
    message_operations.resend(message=Message.objects.get(pk=row.pk), by=officer)
    Message.objects.filter(pk=row.pk).update(state=MessageState.FAILED, claimed_at=timezone.now())

    with pytest.raises(Refusal):
        message_operations.resend(message=read, by=officer)

    row.refresh_from_db()
    assert (row.state, len(row.resends)) == ("failed", 1)


def test_what_a_worker_has_claimed_is_not_dropped(client, officer):
    row = message()
    read = Message.objects.get(pk=row.pk)
    assert claims.take(Message.objects.get(pk=row.pk))

    with pytest.raises(message_operations.NotNow, match="发送中"):
        message_operations.drop(message=read, reason="Called off.")

    assert state(row) == MessageState.SENDING


def test_a_worker_that_finishes_late_does_not_undo_what_was_decided(officer):
    """Uncertain after its patience, sent again by hand; then the first worker comes back."""
    row = message()
    worker = Message.objects.get(pk=row.pk)
    claims.take(worker)
    Message.objects.filter(pk=row.pk).update(state=MessageState.UNCERTAIN)
    message_operations.resend(message=Message.objects.get(pk=row.pk), by=officer)

    claims.finish(worker)

    assert state(row) == MessageState.QUEUED


def test_a_deleted_message_is_said_to_be_so(officer):
    row = message(MessageState.FAILED)
    Message.objects.filter(pk=row.pk).delete()

    with pytest.raises(message_operations.NotNow, match="已删除"):
        message_operations.resend(message=row, by=officer)


# ---------------------------------------------------------------- arrived, dropped


def test_what_arrived_counts_as_sent_when_it_was_tried(client, officer):
    tried = timezone.now() - timedelta(hours=3)
    row, failed = message(MessageState.UNCERTAIN, claimed_at=tried, error="?"), message(MessageState.FAILED)
    html = client.get(url("html", row)).content.decode()

    client.get(url("arrived", row))
    assert state(row) == MessageState.UNCERTAIN
    client.post(url("arrived", row))
    answer = client.post(url("arrived", failed), follow=True)

    row.refresh_from_db()
    assert (row.state, row.sent_at, row.error, row.parts) == ("sent", tried, "", [])
    assert row.html == html
    assert state(failed) == MessageState.FAILED
    assert "“failed”" in said(answer)[-1]


def test_what_waits_is_dropped_with_a_reason(client, officer):
    row = message()

    client.post(url("drop", row), {"reason": "  "})
    assert state(row) == MessageState.QUEUED
    client.post(url("drop", row), {"reason": "Sent by hand."})

    row.refresh_from_db()
    assert (row.state, row.error) == ("dropped", "Sent by hand.")
    assert "Sent by hand." in opened(client, row)
    assert delivery.deliver() == 0


# ---------------------------------------------------------------- many


def test_what_failed_is_sent_again_and_the_rest_is_said_to_be_left(client, officer):
    failed = [message(MessageState.FAILED), message(MessageState.FAILED)]
    left = [
        message(MessageState.SENT),
        message(MessageState.UNCERTAIN),
        message(MessageState.FAILED, kind="account.login_code"),
    ]

    answer = client.post(
        LIST, {"action": "retry", "_selected_action": [row.pk for row in (*failed, *left)]}, follow=True
    )

    assert [state(row) for row in failed] == ["queued", "queued"]
    assert [state(row) for row in left] == ["sent", "uncertain", "failed"]
    told = said(answer)
    assert "2 messages are on their way again." in told
    assert sum("was left as it is" in one for one in told) == 3
    assert any("“uncertain”" in one for one in told)
    assert any("opens an account" in one for one in told)


def test_more_than_can_be_named_are_counted(client, officer):
    rows = [message(MessageState.SENT) for _row in range(13)]

    answer = client.post(LIST, {"action": "retry", "_selected_action": [row.pk for row in rows]}, follow=True)

    assert len(said(answer)) == 11
    assert said(answer)[-1] == "3 more were left as they are."


def test_what_waits_is_dropped_in_bulk_after_a_question(client, officer):
    waiting, sent = [message(), message()], message(MessageState.SENT)
    chosen = {"action": "drop", "_selected_action": [row.pk for row in (*waiting, sent)]}

    question = client.post(LIST, chosen)
    assert "3 records are chosen" in question.content.decode()
    without = client.post(LIST, chosen | {"confirmed": "yes", "reason": ""})
    assert without.status_code == 200
    assert [state(row) for row in waiting] == ["queued", "queued"]
    answer = client.post(LIST, chosen | {"confirmed": "yes", "reason": "Called off."}, follow=True)

    assert [state(row) for row in (*waiting, sent)] == ["dropped", "dropped", "sent"]
    assert set(Message.objects.filter(state="dropped").values_list("error", flat=True)) == {"Called off."}
    assert "2 messages are not sent." in said(answer)
    assert any("“sent”" in one for one in said(answer))


def test_a_whole_list_is_dropped_without_naming_its_rows(client, officer):
    for _row in range(3):
        message(kind="event.changed")
    other = message()
    place = f"{LIST}?kind=event.changed"
    chosen = {"action": "drop", "select_across": "1", "_selected_action": [Message.objects.first().pk]}

    question = client.post(place, chosen)
    assert question.content.decode().count('name="_selected_action"') == 1
    client.post(place, chosen | {"confirmed": "yes", "reason": "Called off."})

    assert Message.objects.filter(state="dropped", kind="event.changed").count() == 3
    assert state(other) == MessageState.QUEUED


@pytest.mark.parametrize("number", [1, 6])
def test_each_of_many_takes_a_statement_or_two(client, officer, number, django_assert_max_num_queries):
    rows = [message(MessageState.FAILED) for _row in range(number)]

    with django_assert_max_num_queries(12 + 3 * number):  # a step is an UPDATE within a savepoint
        client.post(LIST, {"action": "retry", "_selected_action": [row.pk for row in rows]})

    assert Message.objects.waiting().count() == number


def test_the_page_of_a_message_takes_few_statements_however_often_it_was_sent_again(
    client, officer, django_assert_max_num_queries
):
    colleagues = [SuperuserFactory(family_name=name) for name in ("赵", "钱", "孙", "李")]
    row = message(MessageState.FAILED, person=UserFactory(), about=EventFactory())
    again = {"at": timezone.now().isoformat(), "from": "failed", "said": "451", "sent_at": ""}
    Message.objects.filter(pk=row.pk).update(resends=[again | {"by": user.pk} for user in colleagues])

    with django_assert_max_num_queries(10):
        answer = opened(client, row)

    assert all(str(user) in answer for user in colleagues)
