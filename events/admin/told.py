"""What happened to a registration and what was answered, as the secretariat reads it: by name, with old and new."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core.languages import SHORT_NAMES
from events.answer_words import in_words
from events.models import Attendee


@dataclass(frozen=True)
class Change:
    at: datetime
    what: str
    who: str
    by: str
    details: list[str]


@dataclass(frozen=True)
class Given:
    """An answer: to what, whose, in words, and the file where one was sent."""

    question: str
    who: str
    words: str
    url: str = ""


def changes_of(registration, people) -> list[Change]:
    """The latest first."""
    by_number = {person.number: person for person in people}
    by_pk = {person.pk: person for person in people}
    return [
        Change(
            at=change.at,
            what=change.get_kind_display(),
            who=by_pk[change.attendee_id].name if change.attendee_id in by_pk else "",
            by=str(change.by) if change.by else registration.guest_email if change.kind != "promoted" else "",
            details=[*filter(None, [change.reason]), *_details(change, by_number)],
        )
        for change in registration.changes.select_related("by").order_by("-at", "-id")
    ]


def _details(change, people):
    for key, value in change.details.items():
        number, _dot, name = key.partition(".")
        if key == "instead_of" and value in people:
            yield _("instead of %(person)s") % {"person": people[value].name}
        elif name and number.isdigit() and isinstance(value, list) and len(value) == 2:
            person = people.get(int(number))
            yield _("%(person)s: %(field)s, %(old)s → %(new)s") % {
                "person": person.name if person else number,
                "field": Attendee._meta.get_field(name).verbose_name,
                "old": _shown(name, value[0]),
                "new": _shown(name, value[1]),
            }


def _shown(name, value) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "language":
        return str(SHORT_NAMES.get(value, value))
    return str(value) or pgettext("value", "empty")


def answers_of(registration, people) -> list[Given]:
    names = {person.pk: person.name for person in people}
    answers = registration.answers.select_related("question", "file").order_by(
        "attendee__number", "question__order", "question_id"
    )
    return [
        Given(
            question=answer.question.label,
            who=names.get(answer.attendee_id, ""),
            words=in_words(answer.question, answer.value),
            url=_file_address(answer),
        )
        for answer in answers
    ]


def _file_address(answer) -> str:
    file = getattr(answer, "file", None)
    return reverse("admin:events_registration_answer_file", args=[file.key]) if file else ""
