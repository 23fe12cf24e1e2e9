"""The people a registration is for: checked, and made into rows."""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from events.models import Attendee
from events.refusals import AlreadyRegistered, NamedTwice, NobodyNamed, OfAnotherOrganisation
from members.models import Representative, User

FIELDS = (
    "family_name",
    "given_name",
    "latin_name",
    "email",
    "language",
    "position",
    "needs",
    "photo_consent",
)


@dataclass(frozen=True)
class Person:
    """Somebody to be registered, as a form has checked them. `answers`: the question's id → value as Answer keeps it;
    for a question that asks for a file, the AnswerFile.
    """

    given_name: str
    email: str
    family_name: str = ""
    latin_name: str = ""
    language: str = "zh-hans"
    position: str = ""
    needs: str = ""
    photo_consent: bool = False
    answers: dict[int, Any] = field(default_factory=dict)

    def facts(self) -> dict:
        return {name: getattr(self, name) for name in FIELDS}


def check_party(people: list[Person]) -> None:
    if not people:
        raise NobodyNamed
    addresses = [person.email.lower() for person in people]
    twice = {address for address in addresses if addresses.count(address) > 1}
    if twice:
        raise NamedTwice(twice)


def accounts_of(people: list[Person], organisation) -> dict[str, User]:
    """The accounts behind the people's addresses. Whoever represents other organisations only is theirs to register."""
    addresses = [person.email.lower() for person in people]
    represents = Representative.objects.filter(user=OuterRef("pk"))
    found = (
        User.objects.annotate(address=Lower("email"))
        .filter(address__in=addresses, is_active=True)
        .only("email")
        .annotate(
            is_ours=Exists(represents.filter(organisation=organisation)), is_somebodys=Exists(represents)
        )
    )
    accounts = {user.email.lower(): user for user in found}
    if organisation is not None:
        strangers = {user.email for user in accounts.values() if user.is_somebodys and not user.is_ours}
        if strangers:
            raise OfAnotherOrganisation(strangers)
    return accounts


def check_not_registered(desk_pk, people: list[Person]) -> None:
    if twice := _registered(desk_pk, people):
        raise AlreadyRegistered(twice)


def registered_already(desk_pk, people: list[Person], error: IntegrityError) -> Exception:
    """What to tell when the database found somebody registered twice; another broken rule stays an error."""
    twice = _registered(desk_pk, people)
    return AlreadyRegistered(twice) if twice else error


def _registered(desk_pk, people: list[Person]) -> set[str]:
    addresses = [person.email.lower() for person in people]
    there = Attendee.objects.live().filter(desk=desk_pk).annotate(address=Lower("email"))
    return set(there.filter(address__in=addresses).values_list("address", flat=True))


def make_attendees(registration, people: list[Person], accounts, *, first_number: int = 1) -> list[Attendee]:
    return Attendee.objects.bulk_create(
        Attendee(
            registration=registration,
            desk_id=registration.desk_id,
            number=number,
            user=accounts.get(person.email.lower()),
            **person.facts(),
        )
        for number, person in enumerate(people, first_number)
    )
