"""The one way a mail is written: as a row of the outbox, in the transaction of the change that causes it.

A template is one text file, `<app>/emails/<kind>.txt`: its first line is the subject, the rest the body in paragraphs.
A paragraph of two lines whose second is an address becomes a button in the HTML part:

    {% translate "Your place is confirmed" %}

    {% blocktranslate trimmed %}…{% endblocktranslate %}

    {% translate "See the registration" %}
    {{ url }}

A paragraph of a heading and of lines that begin with "- ", each followed by an address, becomes a list of links; one of six
figures is a code, and large.
It is rendered in the recipient's language; where that is unknown, in both, Chinese first.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from beijing_ngo.core import kept, typography, unsubscribing
from beijing_ngo.core.bell import Bell
from beijing_ngo.core.language import CHINESE, ENGLISH, TAGS
from beijing_ngo.core.models import MailOptOut, Message, MessageLanguage, MessageState

LONGEST_SUBJECT = 250
BETWEEN_LANGUAGES = "\n\n――――――――\n\n"
SWITCHED_OFF = gettext_lazy("The recipient has switched this kind of mail off.")
_ADDRESS = re.compile(r"https?://\S+\Z")
_CODE = re.compile(r"\d{6}\Z")


@dataclass(frozen=True)
class Mail:
    """What is to be told to one person.

    `key` names the news: a second mail with the same key is not written. What it says is a `template` with its `context`, or
    `words`: language → subject and body, in the form of a template. `person` is an account; without one, `address`,
    `name` and `language` say to whom. `reason` says, in the recipient's language, why they get it (a lazy text). `topic`
    is one of MailTopic for mail that may be switched off; `about` is the record it tells of. `calendar` is an iCalendar file,
    `calendar_method` the METHOD written in it. Words with a greeting of their own are not saluted (`salutes`).
    """

    key: str
    kind: str
    template: str = ""
    words: dict[str, tuple[str, str]] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    person: Any = None
    address: str = ""
    name: str = ""
    language: str = ""
    reason: Any = ""
    topic: str = ""
    about: Any = None
    calendar: str = ""
    calendar_method: str = ""
    salutes: bool = True


def post(**mail) -> None:
    """Write one mail; the arguments are those of Mail."""
    post_all([Mail(**mail)])


def post_all(mails) -> None:
    """Write many in one statement, and wake a worker once what caused them is committed."""
    write([message(mail) for mail in mails])


def write(rows: list[Message]) -> None:
    """Write messages that are ready. Those of a topic their reader has switched off are kept as dropped."""
    if not rows:
        return
    _drop_unwanted(rows)
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    wake()


def wake() -> None:
    """Have what waits delivered once it is committed.

    It is safe in the outbox: a broker that cannot be reached delays it until the next sweep, and no more.
    """
    transaction.on_commit(_bell.ring, robust=True)


_bell = Bell("deliver_waiting", settings.BELL_PAUSE)


def _drop_unwanted(rows: list[Message]) -> None:
    may_be_off = [row for row in rows if row.topic]
    if not may_be_off:
        return
    addresses = {row.to_address.lower() for row in may_be_off}
    off = set(MailOptOut.objects.filter(address__in=addresses).values_list("address", "topic"))
    for row in may_be_off:
        if (row.to_address.lower(), row.topic) in off:
            row.state, row.error = MessageState.DROPPED, str(SWITCHED_OFF)


def domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def label(record) -> str:
    """A record as the outbox names it: "events.event:12"."""
    return f"{record._meta.label_lower}:{record.pk}" if record is not None else ""


def html_of(message: Message) -> str:
    """The message as a mail program shows it: as it was sent, or as it will be."""
    if message.html or not message.parts:
        return message.html
    return render_to_string("emails/message.html", {"parts": message.parts, "site": kept.site()})


def message(mail: Mail) -> Message:
    person = mail.person
    language = mail.language or getattr(person, "preferred_language", "") or MessageLanguage.BOTH
    languages = [CHINESE, ENGLISH] if language == MessageLanguage.BOTH else [language]
    address = mail.address or person.email
    parts = [_part(mail, address, code) for code in languages]
    row = Message(
        key=mail.key,
        kind=mail.kind,
        recipient=person,
        to_address=address,
        to_domain=domain(address),
        to_name=(mail.name or str(person or ""))[:120],
        language=language,
        subject="｜".join(part["subject"] for part in parts)[:LONGEST_SUBJECT],
        text=BETWEEN_LANGUAGES.join(part.pop("text") for part in parts),
        parts=parts,
        topic=mail.topic,
        about=label(mail.about),
        calendar=mail.calendar,
        calendar_method=mail.calendar_method,
        reason=parts[0]["reason"][:250],
    )
    row.urgent = row.is_secret
    return row


def _part(mail: Mail, address: str, language: str) -> dict:
    """The mail in one language, as text and as the blocks its HTML is made of."""
    with translation.override(language):
        site = kept.site()
        greeting = mail.name or str(mail.person or "")
        context = {**mail.context, "language": language, "site": site, "greeting": greeting}
        subject, body = mail.words.get(language) or _rendered(mail.template, context)
        blocks = [_block(text) for text in re.split(r"\n\s*\n", body.strip()) if text.strip()]
        salutation = _salutation(greeting) if mail.salutes else ""
        reason = str(mail.reason)
        signature = "\n".join(line for line in (site.name, site.address, site.phone, site.email) if line)
        footer = unsubscribing.footer(address, mail.topic, language) if mail.topic else {}
        way_out = unsubscribing.footer_text(footer) if footer else ""
        paragraphs = [salutation, *(block["text"] for block in blocks), "-- \n" + signature, reason, way_out]
        return {
            "tag": TAGS[language],
            "subject": typography.inner_quotes(" ".join(subject.split())),
            "salutation": salutation,
            "blocks": blocks,
            "reason": reason,
            "footer": footer,
            "site_name": site.name,
            "text": "\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        }


def _salutation(name: str) -> str:
    return _("Dear %(name)s,") % {"name": name} if name else pgettext("to somebody without a name", "Hello,")


def _rendered(name: str, context: dict) -> tuple[str, str]:
    template = get_template(f"{name}.txt").template  # plain text: nothing is escaped
    written = template.render(Context(context, autoescape=False)).strip()
    subject, _newline, body = written.partition("\n")
    return subject, body


def _block(text: str) -> dict:
    lines = [line.strip() for line in typography.inner_quotes(text.strip()).splitlines()]
    if len(lines) == 1 and _CODE.match(lines[0]):
        return {"kind": "code", "text": lines[0]}
    if len(lines) == 2 and _ADDRESS.match(lines[1]):
        return {"kind": "button", "label": lines[0].rstrip(":："), "url": lines[1], "text": "\n".join(lines)}
    if items := _items(lines[1:]):
        return {"kind": "links", "title": lines[0], "items": items, "text": "\n".join(lines)}
    return {"kind": "paragraph", "lines": lines, "text": "\n".join(lines)}


def _items(lines: list[str]) -> list[dict]:
    """Words and address in turn; nothing where one line is something else."""
    pairs = list(zip(lines[::2], lines[1::2], strict=False))
    if len(lines) % 2 or not all(words.startswith("- ") and _ADDRESS.match(url) for words, url in pairs):
        return []
    return [{"label": words.removeprefix("- "), "url": url} for words, url in pairs]
