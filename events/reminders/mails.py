"""The words of a reminder for one recipient: those of the rule, in their language, with everything put in its place."""

import re
from datetime import UTC, datetime
from hashlib import sha256

from beijing_ngo.core.language import CHINESE, ENGLISH, other, written
from beijing_ngo.core.models import MailTopic, MessageLanguage
from beijing_ngo.core.outbox import Mail
from events.emails import WHY_ATTENDEE, WHY_CONTACT, WHY_REGISTRAR
from events.models import Event, ReminderAudience, ReminderRule
from events.reminders import placeholders
from events.reminders.audiences import Recipient
from events.reminders.moments import moment

KIND = "reminder."
LONGEST_ADDRESS = 100
WHY = {ReminderAudience.ATTENDEES: WHY_ATTENDEE, ReminderAudience.NOT_REGISTERED: WHY_CONTACT}
_TOLD = (
    *("starts_at", "ends_at", "time_zone", "all_day", "date_precision", "attendance_mode", "country", "slug"),
    *(f"{name}_{code}" for name in ("title", "venue", "address", "city") for code in ("zh_hans", "en")),
)
_KEY = re.compile(r"reminder:(\d+):(\d+):(\w+):")
_GREETING = re.compile(r"[^\n]{1,80}[：:，,]\s*\Z")


def stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def prefix(rule_pk: int, event_pk: int, at: datetime) -> str:
    """What the keys of all reminders of one moment begin with."""
    return f"reminder:{rule_pk}:{event_pk}:{stamp(at)}:"


def key(rule_pk: int, event_pk: int, at: datetime, address: str) -> str:
    address = address.lower()
    if len(address) > LONGEST_ADDRESS:  # a key has room for less than an address may have
        address = sha256(address.encode()).hexdigest()
    return prefix(rule_pk, event_pk, at) + address


def parsed(key: str) -> tuple[int, int, str] | None:
    """The rule, the event and the stamp a key names."""
    found = _KEY.match(key)
    return (int(found[1]), int(found[2]), found[3]) if found else None


def digest(rule: ReminderRule, event: Event) -> str:
    """Of all that the words are made of and that is the same for everybody."""
    facts = [str(getattr(event, name)) for name in _TOLD]
    facts += [written(rule, name, code) for name in ("subject", "body") for code in (CHINESE, ENGLISH)]
    facts += [rule.to, stamp(event.open_desk.closes_at) if event.open_desk else ""]
    return sha256("\x1f".join(facts).encode()).hexdigest()


class Writer:
    """Writes the reminders of a rule for an event: what is the same for everybody is put together once."""

    def __init__(self, rule: ReminderRule, event: Event, at: datetime | None = None):
        self.rule, self.event = rule, event
        self.at = at or moment(rule, event)
        self._of_event: dict[str, dict[str, str]] = {}
        self._greets = any(
            _GREETING.match(written(rule, "body", code).strip().split("\n\n")[0].strip())
            for code in (CHINESE, ENGLISH)
        )

    def mail(self, recipient: Recipient) -> Mail:
        languages = self.languages(recipient.language)
        return Mail(
            key=key(self.rule.pk, self.event.pk, self.at, recipient.address),
            kind=KIND + self.rule.to,
            words={language: self._words(recipient, language) for language in languages},
            person=recipient.person,
            address=recipient.address,
            name=recipient.name,
            language=languages[0] if len(languages) == 1 else MessageLanguage.BOTH,
            reason=WHY.get(self.rule.to, WHY_REGISTRAR),
            topic=self.topic,
            about=self.event,
            salutes=not self._greets,
        )

    @property
    def topic(self) -> str:
        calls = self.rule.to == ReminderAudience.NOT_REGISTERED
        return MailTopic.CALLS if calls else MailTopic.REMINDERS

    def languages(self, wanted: str) -> list[str]:
        """The recipient's language; both where it is unknown; the other one where the rule is not written in it."""
        there = [code for code in (CHINESE, ENGLISH) if written(self.rule, "body", code)]
        if wanted in there:
            return [wanted]
        if wanted:
            return [other(wanted)]
        return there or [CHINESE]

    def values(self, recipient: Recipient, language: str) -> dict[str, str]:
        if language not in self._of_event:
            self._of_event[language] = placeholders.of_event(self.event, language)
        return self._of_event[language] | placeholders.of_recipient(self.event, recipient, language)

    def _words(self, recipient, language) -> tuple[str, str]:
        values = self.values(recipient, language)
        subject = written(self.rule, "subject", language) or written(self.rule, "subject", other(language))
        return (
            placeholders.fill(subject, values),
            placeholders.fill(written(self.rule, "body", language), values),
        )


def mail(rule: ReminderRule, event: Event, recipient: Recipient) -> Mail:
    """The reminder of a rule as it would be written to this recipient now."""
    return Writer(rule, event).mail(recipient)
