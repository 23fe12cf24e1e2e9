"""What the secretariat does with a message of the outbox: send it again, settle what is uncertain, keep it from being sent.

A worker may be at the message in the same moment, so each step is one statement that asks for the state it starts from: if
that has passed, nothing happens and the refusal says how the message stands now.
"""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import outbox, unsubscribing
from beijing_ngo.core.delivery import sifting
from beijing_ngo.core.language import CHINESE, TAGS
from beijing_ngo.core.models import Message, MessageState
from beijing_ngo.core.refusals import Refusal

SENDABLE_AGAIN = (MessageState.FAILED, MessageState.UNCERTAIN, MessageState.SENT)
MAY_COME_TWICE = (MessageState.UNCERTAIN, MessageState.SENT)


class Secret(Refusal):
    message = _("It opens an account and is not sent again. The person can ask for a new one.")


class NotNow(Refusal):
    message = _("The message is in the state “%(state)s”, so this is not possible.")


class NotWanted(Refusal):
    message = _("It would not leave the outbox: %(why)s")


class ReasonMissing(Refusal):
    message = _("Please say why the message is not to be sent.")


def resend(*, message: Message, by) -> None:
    """The message waits again as on its first day; who sent it again, when and from which state stands in the row."""
    if refusal := resend_refusal(message):
        raise refusal
    again = {
        "by": by.pk,
        "at": timezone.now().isoformat(),
        "from": str(message.state),
        "said": message.error,
        "sent_at": message.sent_at.isoformat() if message.sent_at else "",
    }
    _step(
        message,
        state=MessageState.QUEUED,
        attempts=0,
        error="",
        not_before=None,
        sent_at=None,
        resends=[*message.resends, again],
    )
    outbox.wake()


def resend_refusal(message: Message) -> Refusal | None:
    """Why the message cannot be sent again as it stands; nothing where it can."""
    if message.is_secret:
        return Secret()
    if message.state not in SENDABLE_AGAIN:
        return NotNow(state=message.get_state_display())
    why = _objection(message)
    return NotWanted(why=why) if why else None


def confirm_arrival(*, message: Message) -> None:
    """The recipient has it: the message counts as sent at the moment it was last tried, and is kept as it went out."""
    if message.state != MessageState.UNCERTAIN:
        raise NotNow(state=message.get_state_display())
    _step(
        message,
        state=MessageState.SENT,
        sent_at=message.claimed_at or timezone.now(),
        error="",
        parts=[],
        html="" if message.is_secret else html_as_sent(message),
        **({"text": ""} if message.is_secret else {}),
    )


def drop(*, message: Message, reason: str) -> None:
    """What waits is not sent; the reason stands with it."""
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing
    if message.state != MessageState.QUEUED:
        raise NotNow(state=message.get_state_display())
    _step(message, state=MessageState.DROPPED, error=reason)


def html_as_sent(message: Message) -> str:
    """As its reader gets it, whoever looks at it here."""
    with translation.override(message.language if message.language in TAGS else CHINESE):
        return outbox.html_of(message)


def _objection(message: Message) -> str:
    """What would keep the outbox from sending it. Service mail is tried whatever became of the address.

    What the apps have to say they say when the message is to leave, and it is then dropped with their reason.
    """
    if message.topic and message.topic in unsubscribing.off(message.to_address):
        return str(outbox.SWITCHED_OFF)
    if message.topic and unsubscribing.trouble(message.to_address):
        return str(sifting.BOUNCED)
    return ""


def _step(message: Message, **fields) -> None:
    """Unless somebody has been at it since it was read: each new try has a new time of claiming."""
    with transaction.atomic():
        as_read = Message.objects.filter(pk=message.pk, state=message.state, claimed_at=message.claimed_at)
        if not as_read.update(**fields):
            now = Message.objects.filter(pk=message.pk).only("state").first()
            raise NotNow(state=now.get_state_display() if now else _("deleted"))
