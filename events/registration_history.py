"""What happened to a registration, told to those whose registration it is."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core.languages import SHORT_NAMES
from events.answer_words import in_words
from events.models import Attendee, ChangeKind, Question, QuestionKind, Registration
from events.operations.answers import ANSWERS

# Done by nobody: places became free.
BY_ITSELF = {ChangeKind.PROMOTED, ChangeKind.WAITLISTED}
MOST_SIGNS = 200  # of an answer, on each side of the arrow


@dataclass(frozen=True)
class Happened:
    at: datetime
    what: str
    by: str
    reason: str = ""
    details: list[str] = field(default_factory=list)


def history(registration: Registration, attendees) -> list[Happened]:
    """The latest first. Who works for the secretariat is told as the secretariat."""
    people = {attendee.number: attendee for attendee in attendees}
    by_pk = {attendee.pk: attendee for attendee in attendees}
    changes = list(registration.changes.select_related("by").order_by("-at", "-id"))
    questions = questions_in(changes)
    return [
        Happened(
            at=change.at,
            what=_what(change, by_pk),
            by=_by(change, registration),
            reason=change.reason,
            details=details(change, people, questions),
        )
        for change in changes
    ]


def _what(change, by_pk) -> str:
    person = by_pk.get(change.attendee_id)
    label = str(change.get_kind_display())
    return _("%(what)s: %(person)s") % {"what": label, "person": person.name} if person else label


def _by(change, registration) -> str:
    if change.by is not None:
        return _("the secretariat") if change.by.is_staff else str(change.by)
    return by_guest(change, registration)


def by_guest(change, registration) -> str:
    """Who it was when it was nobody with an account: the guest, or nobody at all."""
    return "" if change.kind in BY_ITSELF else registration.guest_email


def questions_in(changes) -> dict[int, Question]:
    """The questions whose answers the changes tell of; no statement where there are none."""
    asked = {int(pk) for change in changes for pk in change.details.get(ANSWERS, ())}
    return Question.objects.in_bulk(asked) if asked else {}


def details(change, people, questions) -> list[str]:
    """What was corrected, from what to what, in sentences; `people`: number → attendee. Answers are told to the
    `questions` that are passed, id → question.
    """
    told = []
    for key, value in change.details.items():
        number, _dot, name = key.partition(".")
        if key == "instead_of" and value in people:
            told.append(_("instead of %(person)s") % {"person": people[value].name})
        elif key == ANSWERS:
            told += _answered(value, people, questions)
        elif name and number.isdigit() and isinstance(value, list) and len(value) == 2:
            told.append(_corrected(people.get(int(number)), name, *value))
    return told


def _answered(answers, people, questions) -> list[str]:
    told = []
    for pk, by_number in answers.items():
        question = questions.get(int(pk))
        for number, (old, new) in by_number.items() if question else ():
            facts = {
                "question": question.label,
                "person": people[int(number)].name if number and int(number) in people else "—",
                "old": _in_short(question, old),
                "new": _in_short(question, new),
            }
            if question.kind == QuestionKind.FILE and old == new:
                text = (
                    _("%(person)s: %(question)s, another file") if number else _("%(question)s: another file")
                )
            else:
                text = (
                    _("%(person)s: %(question)s, %(old)s → %(new)s")
                    if number
                    else _("%(question)s: %(old)s → %(new)s")
                )
            told.append(text % facts)
    return told


def _in_short(question, value) -> str:
    return Truncator(in_words(question, value)).chars(MOST_SIGNS) or pgettext("value", "empty")


def _corrected(person, name, old, new) -> str:
    field_ = Attendee._meta.get_field(name)
    facts = {
        "person": person.name if person else "—",
        "field": str(field_.verbose_name),
        "old": _shown(name, old),
        "new": _shown(name, new),
    }
    if name == "needs":
        return _("%(person)s: %(field)s changed") % facts
    return _("%(person)s: %(field)s, %(old)s → %(new)s") % facts


def _shown(name, value) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "language":
        return SHORT_NAMES.get(value, value)
    return str(value) or pgettext("value", "empty")
