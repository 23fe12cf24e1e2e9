"""What is worth a second look about who travels; none of it forbids anything."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from beijing_ngo.core import lists
from delegations.models import Delegation, DelegationMember, DelegationRole, Direction, PassportBasis

MOST_PEOPLE = 6  # on an official visit abroad


def same_person(one: DelegationMember, other: DelegationMember) -> bool:
    """The same name in either script; spaces and capitals do not make another person."""
    mine, theirs = _keys(one), _keys(other)
    return any(key and key == other_key for key, other_key in zip(mine, theirs, strict=True))


def _keys(person):
    names = (person.family_name + person.given_name, person.latin_name)
    return ["".join(name.split()).casefold() for name in names]


def listed_twice(people: Iterable[DelegationMember]) -> list[DelegationMember]:
    """Those who stand on the list again after they stood there before."""
    seen, again = [], []
    for person in people:
        (again if any(same_person(person, other) for other in seen) else seen).append(person)
    return again


def remarks(delegation: Delegation, people: Iterable[DelegationMember]) -> list[str]:
    people = list(people)
    said = []
    if people and not any(person.role == DelegationRole.HEAD for person in people):
        said.append(_("Nobody is the head of the delegation yet."))
    if again := listed_twice(people):
        said.append(_("Listed more than once: %(people)s.") % {"people": lists.joined(again)})
    if delegation.direction == Direction.OUTGOING:
        if nameless := [person for person in people if not person.latin_name]:
            text = _(
                "For a visit abroad the name as in the passport is needed; it is missing for %(people)s."
            )
            said.append(text % {"people": lists.joined(nameless)})
        if delegation.passport_basis == PassportBasis.OFFICIAL and len(people) > MOST_PEOPLE:
            text = _(
                "An official visit abroad has at most %(most)d people as a rule; this one has %(count)d."
            )
            said.append(text % {"most": MOST_PEOPLE, "count": len(people)})
    return said
