"""What leaves the outbox: claimed in a commit of its own, spoken to the mail server, and marked with what it said.

Each mail once: a message is sent by the one process that has claimed it, and a message of which nobody knows whether it
arrived is uncertain; people may send that again, machines do not.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from beijing_ngo.core import kept
from beijing_ngo.core.delivery import answers, claims, letters
from beijing_ngo.core.delivery.sifting import Batch, drop, guard, objection
from beijing_ngo.core.models import AddressTrouble, Message, MessageState

__all__ = ["BATCH", "MOST_ATTEMPTS", "PATIENCE", "deliver", "guard", "mark_uncertain"]

BATCH = 100
MOST_ATTEMPTS = 10  # 2, 4, 8 … minutes apart: patience for a server that is down over night
LONGEST_PAUSE = timedelta(hours=4)
# One message is at most some fifteen questions to the server, each with its timeout. A process that has not come back
# after this long is dead, and nobody knows whether the message arrived.
PATIENCE = timedelta(seconds=20 * settings.EMAIL_TIMEOUT)

logger = logging.getLogger(__name__)


def deliver(most: int = BATCH) -> int:
    """Send what waits, oldest first, over one connection. Returns how many were looked at.

    A server that takes nothing ends the run: one message has tried for all, and the others wait as they were.
    """
    batch = Batch(most)
    if not batch.ready:
        return batch.looked_at
    with kept.read_once():
        return _Run(batch).go()


def mark_uncertain() -> int:
    """Messages whose sender died in mid-send. No machine sends them again."""
    stuck = Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=timezone.now() - PATIENCE)
    return stuck.update(
        state=MessageState.UNCERTAIN,
        error=_("The sending process ended before the mail server had answered."),
    )


class _Run:
    """One batch over one connection."""

    def __init__(self, batch: Batch):
        self.batch = batch
        self.connection = get_connection()
        self.connection.meanwhile = self._write_ahead
        self.following: Message | None = None
        self.letter_ahead: letters.Letter | None = None  # of the following message
        self.sent: Message | None = None  # what has just been sent is marked when the next is claimed
        self.tried = 0
        self.has_worked = False  # the connection has carried a message
        self.stopped = False

    def go(self) -> int:
        try:
            for message, following in pairwise([*self.batch.ready, None]):
                self.following = following
                if self._is_still_wanted(message) and self._claim(message):
                    self.tried += 1
                    self._send(message)
                if self.stopped:
                    return self.tried
        finally:
            self._finish()
            self._hang_up()
        return self.batch.looked_at

    def _is_still_wanted(self, message: Message) -> bool:
        try:
            reason = objection(message)
        except DatabaseError:
            raise
        except Exception as error:
            logger.exception("The guard of message %s failed", message.pk)
            still = Message.objects.filter(pk=message.pk, state=MessageState.QUEUED)
            still.update(state=MessageState.FAILED, error=answers.words(error))
            return False
        if reason:
            drop([message], reason)
        return not reason

    def _claim(self, message: Message) -> bool:
        won = claims.take(message, self.sent)
        self.sent = None
        return won

    def _finish(self) -> None:
        sent, self.sent = self.sent, None
        claims.finish(sent)

    def _write_ahead(self) -> None:
        """The following letter is written while the server makes up its mind about this one."""
        if self.following is not None:
            with suppress(Exception):  # what is wrong with it is said when its turn comes
                letter = letters.letter(self.following)
                if letter.written:
                    self.letter_ahead = letter

    def _letter(self, message: Message) -> letters.Letter:
        ahead, self.letter_ahead = self.letter_ahead, None
        return ahead if ahead and ahead.row is message else letters.letter(message)

    def _send(self, message: Message) -> None:
        try:
            mail = self._letter(message)
            self._open()
            self.connection.send_messages([mail])
        except Exception as error:
            if not isinstance(error, OSError):
                logger.exception("Message %s cannot be sent", message.pk)
            self._refused(message, error)
        else:
            self.sent, self.has_worked = message, True
            self._works_again(message.to_address.lower())

    def _open(self) -> None:
        try:
            if self.connection.open():
                self.has_worked = False
        except Exception as error:
            raise answers.Unreachable(answers.words(error)) from error

    def _hang_up(self) -> None:
        with suppress(OSError):
            self.connection.close()

    # ---------------------------------------------------------------- what did not leave

    def _refused(self, message: Message, error: Exception) -> None:
        """Uncertain, refused for good, or tried again later and later."""
        said = answers.words(error)
        if answers.is_uncertain(error):
            reason = _("The connection broke after the mail had been handed over: %(error)s") % {
                "error": said
            }
            claims.give_back(message, state=MessageState.UNCERTAIN, error=reason)
        elif answers.is_final(error) or message.attempts >= MOST_ATTEMPTS:
            self._failed(message, said)
        else:
            pause = min(timedelta(minutes=2**message.attempts), LONGEST_PAUSE)
            claims.give_back(
                message, state=MessageState.QUEUED, error=said, not_before=timezone.now() + pause
            )
        if answers.is_of_the_address(error):
            self._bounced(message, said)
        self._judge_the_connection(message, error, said)

    def _failed(self, message: Message, said: str) -> None:
        secrets = {"text": "", "parts": [], "html": ""} if message.is_secret else {}
        claims.give_back(message, state=MessageState.FAILED, error=said, **secrets)

    def _judge_the_connection(self, message: Message, error: Exception, said: str) -> None:
        """A lost connection is opened anew for the next message, unless it never worked."""
        if answers.is_of_the_server(error) or (answers.is_lost(error) and not self.has_worked):
            logger.warning("Delivery stops at message %s: %s", message.pk, said)
            self.stopped = True
        if answers.code(error) == 0:  # no answer: what state the talk is in, nobody knows
            self._hang_up()

    # ---------------------------------------------------------------- addresses

    def _bounced(self, message: Message, said: str) -> None:
        address = message.to_address.lower()
        AddressTrouble.objects.update_or_create(address=address, defaults={"said": said, "message": message})
        self.batch.bounced.add(address)

    def _works_again(self, address: str) -> None:
        if address in self.batch.bounced:
            AddressTrouble.objects.filter(address=address).delete()
            self.batch.bounced.discard(address)
