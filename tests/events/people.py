"""Who registers in tests."""

from itertools import count

from events import operations
from events.operations import Person
from events.ways import ways_of
from tests.factories import MembershipFactory, RepresentativeFactory

_numbers = count(1)


def somebody(**facts) -> Person:
    number = next(_numbers)
    return Person(
        **{"given_name": f"芳{number}", "family_name": "王", "latin_name": "WANG Fang"}
        | {"email": f"somebody{number}@example.org"}
        | facts
    )


def party(size: int) -> list[Person]:
    return [somebody() for _place in range(size)]


def register(desk, way, size=1, **more):
    """A registration as somebody makes it."""
    people = more.pop("people", None) or party(size)
    return operations.register(desk_pk=desk.pk, way=way, people=people, language="en", **more)


def contact(organisation=None, *, role="contact", member=True):
    """In the capacity of a member organisation's contact."""
    more = {"organisation": organisation} if organisation else {}
    row = RepresentativeFactory(role=role, **more)
    if member and not row.organisation.memberships.exists():
        MembershipFactory(organisation=row.organisation)
    return ways_of(row.user)[0]
