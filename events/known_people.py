"""People an organisation registers again and again: those who represent it, and the colleagues its contacts keep."""

from dataclasses import dataclass

from events.operations import Person
from members.models import Colleague, Representative
from members.operations import save_colleagues

REMEMBERED = ("family_name", "given_name", "latin_name", "email", "position", "language")


@dataclass(frozen=True)
class Known:
    """Somebody to choose; `facts` are what the form is filled in with."""

    key: str
    name: str
    facts: dict


def known_people(organisation) -> list[Known]:
    """Everybody once, by their address."""
    rows = Representative.objects.filter(organisation=organisation).select_related("user")
    people = [_known(f"u{row.user_id}", row.user) for row in rows.order_by("role", "id")]
    people += [_known(f"c{row.pk}", row) for row in Colleague.objects.of(organisation)]
    return list({known.facts["email"].lower(): known for known in reversed(people)}.values())[::-1]


def _known(key, person) -> Known:
    facts = {name: getattr(person, name, "") for name in REMEMBERED}
    facts["language"] = facts["language"] or getattr(person, "preferred_language", "")
    return Known(key, person.name or person.email, {name: value for name, value in facts.items() if value})


def remember(organisation, people: list[Person], *, by) -> None:
    """Keep these people with the organisation, to be filled in next time."""
    facts = [{name: getattr(person, name) for name in REMEMBERED} for person in people]
    save_colleagues(organisation=organisation, people=facts, by=by)
