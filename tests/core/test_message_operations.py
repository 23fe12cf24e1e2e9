"""What is done with a message of the log: sent again, settled, kept back; and what two people at once do to one."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.utils import timezone

from beijing_ngo.core import delivery, message_operations
from beijing_ngo.core.delivery import claims
from beijing_ngo.core.models import AddressTrouble, MailOptOut, MailTopic, Message, MessageState
from beijing_ngo.core.refusals import Refusal
from tests.core.mail_log import LIST, message, opened, said, state, url
from tests.factories import EventFactory, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db


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
