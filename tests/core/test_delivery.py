"""What leaves the outbox: who claims it, what is dropped or put off on the way, and what the letter looks like."""

from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from beijing_ngo.core import delivery, outbox
from beijing_ngo.core.delivery import claims, letters, sifting
from beijing_ngo.core.models import AddressTrouble, MailOptOut, MailTopic, Message, MessageState
from tests.factories import SiteSettingsFactory

pytestmark = pytest.mark.django_db
INVITATION = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nSUMMARY:论坛\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def _site():
    SiteSettingsFactory(email="office@example.org")


def post(address="somebody@example.org", **more):
    number = Message.objects.count()
    outbox.post(
        **{
            "key": f"news:{number}",
            "kind": "news",
            "address": address,
            "language": "en",
            "words": {"en": (f"News {number}", "Something has happened.")},
        }
        | more
    )
    return Message.objects.get(key=more.get("key", f"news:{number}"))


def states():
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def sent_to():
    return [address for letter in mail.outbox for _name, address in letter.recipients()]


# ---------------------------------------------------------------- claiming


def test_a_code_to_sign_in_with_does_not_wait_behind_mass_mail():
    for number in range(3):
        post(address=f"{number}@example.org")
    post(address="at.the.screen@example.org", kind="account.login_code")

    delivery.deliver(most=2)

    assert sent_to() == ["at.the.screen@example.org", "0@example.org"]


@pytest.mark.parametrize("count", [1, 3])
def test_each_further_message_costs_one_statement(count, django_assert_num_queries):
    for _number in range(count):
        post()

    # Once: the batch and a savepoint around it, its bounced addresses, what its domains had, and the last one's mark.
    with django_assert_num_queries(6 + count):
        delivery.deliver()

    assert states() == [MessageState.SENT] * count


def test_whoever_claims_the_next_has_sent_the_one_before():
    first, second = post(), post()

    assert claims.take(first)
    assert states() == [MessageState.SENDING, MessageState.QUEUED]
    assert claims.take(second, first)
    assert states() == [MessageState.SENT, MessageState.SENDING]
    claims.finish(second)

    assert states() == [MessageState.SENT, MessageState.SENT]
    assert list(Message.objects.values_list("attempts", flat=True)) == [1, 1]


def test_the_one_before_is_sent_even_where_somebody_else_has_the_next():
    first, second = post(), post()
    claims.take(first)
    claims.take(Message.objects.get(pk=second.pk))

    assert not claims.take(second, first)

    assert states() == [MessageState.SENT, MessageState.SENDING]
    second.refresh_from_db()
    assert second.attempts == 1


def test_who_comes_back_late_still_says_that_it_was_sent():
    message = post()
    claims.take(message)
    Message.objects.update(state=MessageState.UNCERTAIN)

    claims.finish(message)

    assert states() == [MessageState.SENT]


def test_who_comes_back_late_leaves_alone_what_another_has_claimed_since():
    message = post()
    claims.take(message)
    Message.objects.update(state=MessageState.QUEUED)
    claims.take(Message.objects.get())

    claims.finish(message)

    assert states() == [MessageState.SENDING]


def test_what_was_sent_is_kept_as_it_was_sent():
    post()

    delivery.deliver()

    message = Message.objects.get()
    [letter] = mail.outbox
    assert message.html == letter.alternatives[0].content
    assert "Something has happened." in message.html
    assert message.parts == []


def test_inside_a_transaction_nothing_is_delivered():
    post()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        delivery.deliver()


# ---------------------------------------------------------------- what does not leave


@pytest.fixture
def guards(monkeypatch):
    """A registry of the test's own."""
    registry = []
    monkeypatch.setattr(sifting, "_guards", registry)
    return registry


def test_a_guard_is_asked_about_its_own_kind_and_drops_what_it_objects_to(guards):
    @delivery.guard("reminder.")
    def _cancelled(message):
        return "The event is cancelled." if message.to_address.startswith("off") else ""

    post(kind="reminder.day_before", address="off@example.org")
    post(kind="reminder.day_before", address="on@example.org")
    post(kind="news", address="off@example.org")

    delivery.deliver()

    assert states() == [MessageState.DROPPED, MessageState.SENT, MessageState.SENT]
    assert Message.objects.first().attempts + Message.objects.last().attempts == 1
    assert Message.objects.order_by("id").first().error == "The event is cancelled."


def test_a_guard_that_fails_stops_its_own_message_and_no_other(guards):
    delivery.guard("reminder.")(lambda message: {}["nothing"])
    post(kind="reminder.day_before")
    post()

    delivery.deliver()

    assert states() == [MessageState.FAILED, MessageState.SENT]
    assert "KeyError" in Message.objects.order_by("id").first().error


def test_what_its_reader_has_switched_off_meanwhile_is_dropped():
    post(address="One@example.org", topic=MailTopic.CALLS)
    post(address="One@example.org", topic=MailTopic.REMINDERS)
    post(address="One@example.org")
    MailOptOut.objects.create(address="one@example.org", topic=MailTopic.CALLS)

    delivery.deliver()

    assert states() == [MessageState.DROPPED, MessageState.SENT, MessageState.SENT]
    assert Message.objects.order_by("id").first().error == str(outbox.SWITCHED_OFF)


def test_an_address_that_bounced_gets_service_mail_only_and_is_well_again_once_it_arrives():
    AddressTrouble.objects.create(address="one@example.org", said="550 no such mailbox")
    post(address="One@example.org", topic=MailTopic.CALLS)
    post(address="One@example.org")

    delivery.deliver()

    assert states() == [MessageState.DROPPED, MessageState.SENT]
    assert Message.objects.order_by("id").first().error == str(sifting.BOUNCED)
    assert not AddressTrouble.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"subject": "two\nlines"}, {"to_address": "nobody"}, {"to_address": ""}],
)
def test_a_message_that_cannot_be_written_fails_alone(wrong):
    message = post()
    post()
    Message.objects.filter(pk=message.pk).update(**wrong)

    delivery.deliver()

    assert states() == [MessageState.FAILED, MessageState.SENT]
    assert Message.objects.order_by("id").first().error


def test_a_secret_that_cannot_be_sent_is_forgotten_too():
    message = post(kind="account.login_code")
    Message.objects.update(subject="two\nlines")

    delivery.deliver()

    message.refresh_from_db()
    assert (message.state, message.text, message.parts, message.html) == (MessageState.FAILED, "", [], "")


# ---------------------------------------------------------------- so many a minute


def test_a_domain_gets_so_many_a_minute_and_holds_nobody_up(settings):
    settings.MAIL_PER_DOMAIN_A_MINUTE, settings.MAIL_PER_DOMAIN = 0, {"qq.com": 2}
    for number in range(5):
        post(address=f"{number}@QQ.com")
    post(address="somebody@example.org")

    delivery.deliver()

    now = timezone.now()
    assert sent_to() == ["0@QQ.com", "1@QQ.com", "somebody@example.org"]
    waiting = Message.objects.waiting().order_by("id")
    assert [round((row.not_before - now) / timedelta(minutes=1)) for row in waiting] == [1, 1, 2]
    assert [row.attempts for row in waiting] == [0, 0, 0]
    assert delivery.deliver() == 0


def test_what_went_out_a_minute_ago_makes_room(settings):
    settings.MAIL_PER_DOMAIN_A_MINUTE, settings.MAIL_PER_DOMAIN = 1, {}
    post(key="a", address="a@example.org")
    post(key="b", address="b@example.org")
    delivery.deliver()

    Message.objects.update(not_before=None)
    delivery.deliver()
    assert sent_to() == ["a@example.org"]

    Message.objects.update(not_before=None, claimed_at=timezone.now() - timedelta(seconds=61))
    delivery.deliver()
    assert sent_to() == ["a@example.org", "b@example.org"]


# ---------------------------------------------------------------- the letter


def written(message):
    return message_from_bytes(letters.letter(message).written)


def test_the_letter_says_who_writes_to_whom_in_which_language_and_that_a_program_does():
    message = post()

    letter = written(message)

    assert (letter["To"], letter["Reply-To"], letter["Content-Language"]) == (
        "somebody@example.org",
        "office@example.org",
        "en",
    )
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] is None
    assert [part.get_content_type() for part in letter.get_payload()] == ["text/plain", "text/html"]


def test_a_message_has_one_id_however_often_it_is_sent():
    message, other = post(), post()

    assert written(message)["Message-ID"] == written(Message.objects.get(pk=message.pk))["Message-ID"]
    assert written(message)["Message-ID"] != written(other)["Message-ID"]
    assert written(message)["Message-ID"].endswith("@example.org>")


def test_a_message_of_a_topic_says_how_to_switch_it_off():
    letter = written(post(topic=MailTopic.REMINDERS))

    assert letter["List-Unsubscribe"].replace("\r\n", "").strip().startswith("<http")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_invitation_is_a_part_and_a_file_of_the_same_method():
    message = post(calendar=INVITATION, calendar_method="REQUEST")

    letter = written(message)

    body, file = letter.get_payload()
    *_words, calendar = body.get_payload()
    assert calendar.get_content_type() == "text/calendar"
    assert (calendar.get_param("method"), calendar.get_param("charset")) == ("REQUEST", "utf-8")
    assert calendar.get_payload(decode=True).decode() == INVITATION
    assert file.get_filename() == "invite.ics"
    assert file.get_payload(decode=True).decode() == INVITATION


def test_the_file_says_which_method_it_is():
    message = post(calendar=INVITATION.replace("REQUEST", "CANCEL"), calendar_method="REQUEST")

    calendar = [part for part in written(message).walk() if part.get_content_type() == "text/calendar"]

    assert [part.get_param("method") for part in calendar] == ["CANCEL"]


def test_chinese_words_and_long_lines_arrive_as_they_were_written():
    subject = "关于第六十九届妇女地位委员会期间平行活动报名情况的通知" * 3
    message = post(
        language="zh-hans",
        name="王芳",
        words={"zh-hans": (subject, "内容，" * 600)},
        address="wang@example.org",
    )

    letter = written(message)

    assert str(make_header(decode_header(letter["Subject"]))) == message.subject
    assert "王芳" in str(make_header(decode_header(letter["To"])))
    assert "内容，" * 600 in letter.get_payload()[0].get_payload(decode=True).decode()
    assert max(len(line) for line in letters.letter(message).written.split(b"\r\n")) <= 998
