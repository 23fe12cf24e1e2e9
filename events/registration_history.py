"""What happened to a registration, told to those whose registration it is."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beijing_ngo.core.languages import SHORT_NAMES
from events.models import Attendee, ChangeKind, Registration

# Done by nobody: places became free.
BY_ITSELF = {ChangeKind.PROMOTED, ChangeKind.WAITLISTED}


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
    changes = registration.changes.select_related("by").order_by("-at", "-id")
    return [
        Happened(
            at=change.at,
            what=_what(change, by_pk),
            by=_by(change, registration),
            reason=change.reason,
            details=details(change, people),
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


def details(change, people) -> list[str]:
    """What was corrected, from what to what, in sentences; `people`: number → attendee."""
    told = []
    for key, value in change.details.items():
        number, _dot, name = key.partition(".")
        if key == "instead_of" and value in people:
            told.append(_("instead of %(person)s") % {"person": people[value].name})
        elif name and number.isdigit() and isinstance(value, list) and len(value) == 2:
            told.append(_corrected(people.get(int(number)), name, *value))
    return told


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
