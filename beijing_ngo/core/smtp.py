"""The talk with the mail server. It is Python's, and knows besides whether a message has been handed over.

Until the server has said "go ahead" (354) it has nothing of a message, and whatever breaks may be tried again. From then
on a connection that breaks leaves open whether the message arrives: that is said by an error of its own.
"""

import smtplib
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address

GO_AHEAD = 354


class AnswerLost(smtplib.SMTPServerDisconnected):
    """The message was handed over, and what the server made of it never came."""


class Silent(smtplib.SMTPServerDisconnected):
    """The server kept the connection and said nothing for EMAIL_TIMEOUT seconds."""


class _KnowsThePhase:
    """For smtplib's connections: everything that breaks between "go ahead" and the answer is an AnswerLost."""

    _handed_over = False
    meanwhile: Callable[[], None] | None = None  # what to do while the server thinks a message over

    def getreply(self):
        if self._handed_over and self.meanwhile:
            self.meanwhile()
        try:
            code, said = super().getreply()
        except smtplib.SMTPServerDisconnected as error:
            if isinstance(error.__context__, TimeoutError):
                raise Silent(f"No answer for {self.timeout:g} seconds.") from error
            raise
        if code == GO_AHEAD:
            self._handed_over = True
        return code, said

    def data(self, msg):
        self._handed_over = False
        try:
            code, said = super().data(msg)
        except Exception as error:
            if not self._handed_over:
                raise
            self.close()
            raise AnswerLost(str(error)) from error
        finally:
            self._handed_over = False
        if 200 <= code < 300:  # smtplib calls every yes but 250 an error, and the message would go out again
            return 250, said
        if not 400 <= code < 600:
            self.close()
            raise AnswerLost(f"{code} {said.decode(errors='replace')}")
        return code, said


class Connection(_KnowsThePhase, smtplib.SMTP):
    pass


class SSLConnection(_KnowsThePhase, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's, on our connections. A connection that is open has been greeted, and one that the server closed is opened anew."""

    meanwhile: Callable[[], None] | None = None

    @property
    def connection_class(self):
        return SSLConnection if self.use_ssl else Connection

    def open(self):
        if self.connection is not None and self.connection.sock is None:
            self.connection = None
        is_new = super().open()
        if is_new:
            self.connection.meanwhile = self.meanwhile
            try:
                self.connection.ehlo_or_helo_if_needed()
            except OSError:
                self.connection.close()
                self.connection = None
                if not self.fail_silently:
                    raise
                return None
        return is_new

    def _send(self, mail):
        """As Django does it, but for an envelope that is parsed once a sender, and bytes that a letter may bring along."""
        if not mail.recipients():
            return False
        encoding = mail.encoding or settings.DEFAULT_CHARSET
        recipients = [sanitize_address(address, encoding) for address in mail.recipients()]
        written = getattr(mail, "written", None) or mail.message().as_bytes(linesep="\r\n")
        try:
            self.connection.sendmail(_envelope_sender(mail.from_email, encoding), recipients, written)
        except smtplib.SMTPException:
            if not self.fail_silently:
                raise
            return False
        return True


@lru_cache(maxsize=8)
def _envelope_sender(address: str, encoding: str) -> str:
    return sanitize_address(address, encoding)
