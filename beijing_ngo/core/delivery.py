"""What leaves the outbox: claimed in a commit of its own, spoken to the mail server, and marked with what it said."""

import smtplib
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, Q
from django.utils import timezone

from beijing_ngo.core import outbox
from beijing_ngo.core.language import TAGS
from beijing_ngo.core.models import Message, MessageState

BATCH = 100
MOST_ATTEMPTS = 6
# After this long in mid-send the process that claimed a message is dead, and nobody knows whether it arrived.
PATIENCE = timedelta(minutes=15)


def deliver(most: int = BATCH) -> int:
    """Send what waits, oldest first, over one connection. Returns how many were tried."""
    due = Message.objects.waiting().filter(Q(not_before=None) | Q(not_before__lte=timezone.now()))
    tried, connection = 0, get_connection()
    try:
        for pk in due.order_by("id").values_list("pk", flat=True)[:most]:
            if _claim(pk):
                _send(Message.objects.get(pk=pk), connection)
                tried += 1
    finally:
        connection.close()
    return tried


def mark_uncertain() -> int:
    """Messages whose sender died in mid-send. No machine sends them again."""
    stuck = Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=timezone.now() - PATIENCE)
    return stuck.update(state=MessageState.UNCERTAIN)


def _claim(pk) -> bool:
    """Whether the message is ours to send: of two workers, one gets it."""
    return bool(
        Message.objects.filter(pk=pk, state=MessageState.QUEUED).update(
            state=MessageState.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1
        )
    )


def _send(message: Message, connection) -> None:
    message.html = outbox.html_of(message)
    try:
        _mail(message, connection).send()
    except (smtplib.SMTPException, OSError) as error:
        _refused(message, error)
        connection.close()  # what state it is in, nobody knows; the next message opens it anew
    else:
        message.state, message.sent_at, message.error = MessageState.SENT, timezone.now(), ""
        message.parts = []
        _forget_secrets(message)
        message.save(update_fields=["state", "sent_at", "error", "text", "parts", "html"])


def _forget_secrets(message: Message) -> None:
    if message.is_secret:
        message.text, message.parts, message.html = "", [], ""


def _mail(message: Message, connection) -> EmailMultiAlternatives:
    to = f'"{message.to_name}" <{message.to_address}>' if _plain(message.to_name) else message.to_address
    mail = EmailMultiAlternatives(message.subject, message.text, to=[to], connection=connection)
    tag = TAGS.get(message.language)
    mail.extra_headers["Content-Language"] = tag or ", ".join(TAGS.values())
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _plain(name: str) -> bool:
    return bool(name) and not any(sign in name for sign in '"\\\r\n<>@')


def _refused(message: Message, error) -> None:
    """A passing refusal is tried again, later and later; a final one is not."""
    passing = not _is_final(error) and message.attempts < MOST_ATTEMPTS
    message.error = str(error)
    message.state = MessageState.QUEUED if passing else MessageState.FAILED
    if passing:
        message.not_before = timezone.now() + timedelta(minutes=2**message.attempts)
    else:
        _forget_secrets(message)
    message.save(update_fields=["state", "error", "not_before", "text", "parts", "html"])


def _is_final(error) -> bool:
    """The server's 5xx are final; 4xx, a lost connection and a refused one pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500
