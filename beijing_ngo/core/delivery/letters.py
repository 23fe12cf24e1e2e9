"""A row of the outbox as the letter that mail programs understand."""

import hashlib
import re
from email.generator import BytesGenerator
from email.policy import Compat32
from email.utils import parseaddr
from functools import lru_cache
from io import BytesIO

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from beijing_ngo.core import kept, outbox, unsubscribing
from beijing_ngo.core.language import CHINESE, TAGS
from beijing_ngo.core.models import Message

_METHOD = re.compile(r"^METHOD:(\w+)", re.MULTILINE)


class _ShortHeaders(Compat32):
    """Most headers fit on a line and are written as they stand; folding each of them costs more than all the rest."""

    def fold_binary(self, name, value):
        if isinstance(value, str) and len(name) + len(value) <= 74 and value.isascii() and "\n" not in value:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_SHORT = _ShortHeaders()


class Letter(EmailMultiAlternatives):
    """A mail to one address, written out once."""

    def __init__(self, row: Message, **words):
        super().__init__(row.subject, row.text, to=[_named(row.to_name, row.to_address)], **words)
        self.row = row

    def recipients(self):
        return [("", self.row.to_address)]

    def message(self):
        """With boundaries of our own: Python searches all parts for a random one."""
        whole = super().message()
        mark = self.extra_headers["Message-ID"].strip("<>").partition("@")[0]
        for number, part in enumerate(part for part in whole.walk() if part.is_multipart()):
            part.set_boundary(f"=_{mark}_{number}")
        return whole

    @cached_property
    def written(self) -> bytes:
        """As it goes over the line."""
        written = BytesIO()
        BytesGenerator(written, mangle_from_=False, policy=_SHORT).flatten(self.message(), linesep="\r\n")
        return written.getvalue()


def letter(message: Message) -> Letter:
    """The message, ready to send; `message.html` is then as its reader gets it."""
    if "@" not in message.to_address:
        raise ValueError(_("“%(address)s” is no address.") % {"address": message.to_address})
    with translation.override(message.language if message.language in TAGS else CHINESE):
        message.html = outbox.html_of(message)
        answers_to = kept.site().email
    mail = Letter(message, reply_to=[answers_to] if answers_to else None, headers=_headers(message))
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if message.calendar:
        _invite(mail, message)
    return mail


def message_id(message: Message) -> str:
    """The same whenever the message is sent, so that a mailbox knows the one that staff send again."""
    seed = f"{message.pk}:{message.key}:{message.created_at.timestamp()}"
    return f"<{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{_domain(settings.DEFAULT_FROM_EMAIL)}>"


@lru_cache(maxsize=8)
def _domain(sender: str) -> str:
    return outbox.domain(parseaddr(sender)[1]) or "localhost"


def _headers(message: Message) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(message),
        "Content-Language": TAGS.get(message.language) or ", ".join(TAGS.values()),
        "Auto-Submitted": "auto-generated",
    }
    if message.topic:
        page = unsubscribing.page(message.to_address, message.topic, message.language)
        headers["List-Unsubscribe"] = f"<{page}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _invite(mail: Letter, message: Message) -> None:
    """Beside the words for programs that show an invitation, and as a file for the others.

    A part whose method is not the one in its file is shown by nobody, so the file's own counts.
    """
    written = _METHOD.search(message.calendar)
    method = written.group(1) if written else message.calendar_method
    mail.attach_alternative(
        message.calendar, f"text/calendar; method={method}" if method else "text/calendar"
    )
    mail.attach("invite.ics", message.calendar.encode(), "application/ics")


def _named(name: str, address: str) -> str:
    plain = bool(name) and not any(sign in name for sign in '"\\\r\n<>@')
    return f'"{name}" <{address}>' if plain else address
