"""What is written into the outbox, and what leaves it."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from beijing_ngo.core import delivery, outbox
from beijing_ngo.core.delivery import claims
from beijing_ngo.core.models import Message, MessageState
from beijing_ngo.core.tasks import deliver_waiting
from tests.factories import SiteSettingsFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _templates(settings, tmp_path):
    """A template of the tests' own, beside the portal's."""
    (tmp_path / "news.txt").write_text(
        '{% translate "Events" %}: {{ what }}\n\nAbout <{{ what }}>,\nin two lines.\n\nOpen it\nhttps://example.org/{{ what }}\n',
        encoding="utf-8",
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    SiteSettingsFactory()


def post(key="news:1", **more):
    outbox.post(**{"key": key, "kind": "news", "template": "news", "context": {"what": "A&B"}} | more)
    return Message.objects.get(key=key)


# ---------------------------------------------------------------- writing


@pytest.mark.parametrize(("language", "subject"), [("zh-hans", "活动: A&B"), ("en", "Events: A&B")])
def test_a_mail_is_written_in_the_persons_language(language, subject):
    person = UserFactory(preferred_language=language)

    message = post(person=person)

    assert (message.subject, message.language, message.recipient, message.to_address) == (
        subject,
        language,
        person,
        person.email,
    )
    assert message.state == MessageState.QUEUED


def test_who_reads_nobody_knows_what_gets_both_languages_chinese_first():
    message = post(address="somebody@example.org")

    assert message.subject == "活动: A&B｜Events: A&B"
    assert message.language == "both"
    html = outbox.html_of(message)
    assert html.index('lang="zh-Hans"') < html.index('lang="en"')


def test_the_text_is_plain_and_the_html_is_escaped_with_a_button_for_an_address():
    message = post(address="somebody@example.org", language="en")

    assert "About <A&B>,\nin two lines." in message.text
    assert "Open it\nhttps://example.org/A&B" in message.text
    assert "About &lt;A&amp;B&gt;,<br>" in outbox.html_of(message)
    assert '<a href="https://example.org/A&amp;B"' in outbox.html_of(message)
    assert "{{" not in outbox.html_of(message)


@pytest.mark.parametrize(("language", "greeting"), [("zh-hans", "Anna，您好："), ("en", "Dear Anna,")])
def test_a_person_is_greeted_by_their_name(language, greeting):
    message = post(address="somebody@example.org", name="Anna", language=language)

    assert message.text.splitlines()[0] == greeting


@pytest.mark.parametrize(("language", "greeting"), [("zh-hans", "您好："), ("en", "Hello,")])
def test_whose_name_nobody_knows_is_greeted_all_the_same(language, greeting):
    message = post(address="somebody@example.org", language=language)

    assert message.text.splitlines()[0] == greeting


def test_words_that_greet_are_not_greeted_twice():
    message = post(address="somebody@example.org", language="en", salutes=False)

    assert message.text.splitlines()[0] == "About <A&B>,"


def test_a_code_is_large_in_the_html_and_plain_in_the_text():
    words = {"en": ("A code", "Please type it:\n\n482913\n\nNot 4829134.")}
    message = post(address="somebody@example.org", language="en", template="", words=words)

    assert [block["kind"] for block in message.parts[0]["blocks"]] == ["paragraph", "code", "paragraph"]
    assert "\n\n482913\n\n" in message.text
    assert outbox.html_of(message).count(">482913</p>") == 1


def test_a_title_with_quotation_marks_may_be_quoted():
    words = {"zh-hans": ("变更：“地球一小时”", "您参加“北京“地球一小时””的名额已确认。")}
    message = post(address="somebody@example.org", language="zh-hans", template="", words=words)

    assert message.subject == "变更：“地球一小时”"
    assert "您参加“北京‘地球一小时’”的名额已确认。" in message.text
    assert "您参加“北京‘地球一小时’”的名额已确认。" in outbox.html_of(message)


def test_the_same_news_is_written_once():
    post(person=UserFactory())
    post(person=UserFactory())

    assert Message.objects.count() == 1


def test_a_broker_that_is_down_delays_the_mail_and_loses_nothing(
    monkeypatch, django_capture_on_commit_callbacks
):
    def refused(**_options):
        raise ConnectionError("no broker")

    monkeypatch.setattr(deliver_waiting, "apply_async", refused)

    with django_capture_on_commit_callbacks(execute=True):
        message = post(person=UserFactory())

    assert message.state == MessageState.QUEUED
    deliver_waiting()
    message.refresh_from_db()
    assert message.state == MessageState.SENT


# ---------------------------------------------------------------- sending


def test_a_mail_leaves_once_the_change_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = post(person=UserFactory(given_name="芳", family_name="王", latin_name=""), language="en")
        assert mail.outbox == []

    [sent] = mail.outbox
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 1)
    assert sent.extra_headers["Content-Language"] == "en"
    assert sent.to == [f'"王芳" <{message.to_address}>']
    assert [part[1] for part in sent.alternatives] == ["text/html"]
    assert delivery.deliver() == 0


class Refusing(EmailBackend):
    error = smtplib.SMTPResponseException(451, b"later")

    def send_messages(self, messages):
        raise self.error


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPResponseException(421, b"busy"),
        smtplib.SMTPServerDisconnected("gone"),
        ConnectionRefusedError("nobody there"),
        TimeoutError("too long"),
        smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"mailbox busy")}),
    ],
)
def test_what_passes_is_tried_again_later(settings, monkeypatch, error):
    settings.EMAIL_BACKEND = "tests.core.test_outbox.Refusing"
    monkeypatch.setattr(Refusing, "error", error)
    message = post(person=UserFactory())

    assert delivery.deliver() == 1

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 1)
    assert message.not_before > timezone.now() + timedelta(minutes=1)
    assert message.error
    assert delivery.deliver() == 0


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPResponseException(550, b"no such mailbox"),
        smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such mailbox")}),
    ],
)
def test_what_is_final_is_not_tried_again(settings, monkeypatch, error):
    settings.EMAIL_BACKEND = "tests.core.test_outbox.Refusing"
    monkeypatch.setattr(Refusing, "error", error)
    message = post(person=UserFactory())

    delivery.deliver()

    message.refresh_from_db()
    assert message.state == MessageState.FAILED
    assert "no such mailbox" in message.error


def test_patience_ends(settings):
    settings.EMAIL_BACKEND = "tests.core.test_outbox.Refusing"
    message = post(person=UserFactory())
    Message.objects.update(attempts=delivery.MOST_ATTEMPTS - 1)

    delivery.deliver()

    message.refresh_from_db()
    assert message.state == MessageState.FAILED


def test_whose_sender_died_is_uncertain_and_no_machine_sends_it_again():
    message = post(person=UserFactory())
    long_ago = timezone.now() - delivery.PATIENCE - timedelta(minutes=1)
    Message.objects.update(state=MessageState.SENDING, claimed_at=long_ago)

    assert delivery.mark_uncertain() == 1
    assert delivery.deliver() == 0
    message.refresh_from_db()
    assert message.state == MessageState.UNCERTAIN
    assert mail.outbox == []


def test_one_who_claims_a_message_that_another_has_does_not_send_it():
    message = post(person=UserFactory())
    Message.objects.update(state=MessageState.SENDING, claimed_at=timezone.now())

    assert not claims.take(message)


# ---------------------------------------------------------------- secrets


def test_what_opens_an_account_is_forgotten_once_it_is_sent_and_never_shown(admin):
    message = post(person=UserFactory(), kind="account.login_code", context={"what": "424242"})
    page = admin.get(reverse("admin:core_message_change", args=[message.pk])).content.decode()
    assert "<424242>" not in page
    assert "&lt;424242&gt;" not in page

    delivery.deliver()

    assert "424242" in mail.outbox[0].body
    message.refresh_from_db()
    assert (message.text, message.html, message.parts) == ("", "", [])


def test_other_messages_are_shown_as_they_were_written(admin):
    message = post(person=UserFactory(preferred_language="en"))

    page = admin.get(reverse("admin:core_message_change", args=[message.pk])).content.decode()

    assert "About &lt;A&amp;B&gt;," in page
