"""What an error on the way to the mail server means for the message, for its address and for the others that wait."""

import smtplib

from django.db import DatabaseError

from beijing_ngo.core.smtp import AnswerLost, Silent

# The server takes nothing from anybody now, or not from us: closing, or it wants another sign-in.
OF_THE_SERVER = {421, 454, 530, 534, 535, 538}
WRONG_ORDER = 503  # a 5xx that tells of the talk, and not of who was named in it


class Unreachable(smtplib.SMTPServerDisconnected):
    """No connection to the mail server, whatever the reason: nothing that the message in hand could help."""


def code(error: Exception) -> int:
    """The three digits of the server's answer; 0 where it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((answer[0] for answer in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def words(error: Exception) -> str:
    """What the server said, or what went wrong, on one line."""
    if isinstance(error, Unreachable):
        return str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(_text(answer[1]) for answer in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        said = _text(error.smtp_error)
    else:
        return f"{type(error).__name__}: {error}"
    return f"{code(error)} {said}"


def is_uncertain(error: Exception) -> bool:
    return isinstance(error, AnswerLost)


def is_final(error: Exception) -> bool:
    """The server's 5xx about a message are final, and what cannot even be asked of it; 4xx and lost connections pass."""
    if number := code(error):
        return number >= 500 and number not in OF_THE_SERVER
    passing = isinstance(error, OSError | DatabaseError)
    return not passing or isinstance(error, smtplib.SMTPNotSupportedError)


def is_of_the_address(error: Exception) -> bool:
    """The mailbox was refused for good. X.7.X (policy) says that we are not welcome, not that nobody is there."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused) or not is_final(error):
        return False
    return code(error) != WRONG_ORDER and not words(error).partition(" ")[2].startswith("5.7.")


def is_lost(error: Exception) -> bool:
    """The connection is gone, whatever had been said on it."""
    return code(error) == 0 and isinstance(error, OSError)


def is_of_the_server(error: Exception) -> bool:
    """The next message would meet the same: the server is closing, refuses us, or is silent."""
    silent = isinstance(error, Silent | TimeoutError) or isinstance(error.__cause__, Silent)
    return silent or isinstance(error, Unreachable) or code(error) in OF_THE_SERVER


def _text(said) -> str:
    if isinstance(said, str):
        return " ".join(said.split())
    try:
        text = said.decode()
    except UnicodeDecodeError:
        text = said.decode("gb18030", errors="replace")
    return " ".join(text.split())
