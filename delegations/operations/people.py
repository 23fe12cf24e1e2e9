"""Who travels, and in which order they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import lists
from beijing_ngo.core.refusals import Refusal
from delegations.models import Delegation, DelegationMember, DelegationRole
from delegations.people_checks import same_person

COPIED = (
    *("family_name", "given_name", "latin_name", "organisation"),
    *("position_zh_hans", "position_en", "role"),
)


class NoFurther(Refusal):
    message = _("%(person)s cannot move further: people change places with those of the same rank only.")


class StillNeeded(Refusal):
    message = _("%(person)s cannot be taken off the list while these hang on the name: %(what)s.")


class NobodyChosen(Refusal):
    message = _("Please choose whom to copy.")


@dataclass(frozen=True)
class Copied:
    people: list[DelegationMember]
    there_already: list[DelegationMember]


def _hold(delegation_id: int) -> None:
    """Changes of one list wait for each other, so that nobody is given two places or two heads; they start from numbers
    that are in order, wherever the rows came from."""
    Delegation.objects.select_for_update().only("pk").get(pk=delegation_id)
    _renumber(delegation_id)


def _renumber(delegation_id: int) -> None:
    """The numbers follow the order of protocol, so that whatever goes by them alone is right too."""
    people = DelegationMember.objects.filter(delegation=delegation_id).in_protocol_order()
    for place, person in enumerate(people):
        if person.order != place:
            person.order = place
            person.skip_history_when_saving = True  # they only make room
            person.save(update_fields=["order"])


def _head_steps_down(delegation_id: int, *, role: str, by, new_head: int | None) -> None:
    heads = DelegationMember.objects.filter(delegation=delegation_id, role=DelegationRole.HEAD)
    for head in heads.exclude(pk=new_head):
        head.role = role
        head._history_user = by
        head.save(update_fields=["role"])


def _after_the_head(role: str | None) -> str:
    """A deputy who takes over changes places with the head; after anybody else the head is one of the members."""
    return role if role == DelegationRole.DEPUTY_HEAD else DelegationRole.MEMBER


@transaction.atomic
def put_person(*, person: DelegationMember, by) -> DelegationMember:
    """Add somebody, or change what is said of them. There is one head: a new one takes the place of the old."""
    _hold(person.delegation_id)
    others = DelegationMember.objects.filter(delegation=person.delegation_id)
    if person.role == DelegationRole.HEAD:
        was = others.filter(pk=person.pk).values_list("role", flat=True).first()
        _head_steps_down(person.delegation_id, role=_after_the_head(was), by=by, new_head=person.pk)
    if person._state.adding:
        person.order = others.count()
    person._history_user = by
    person.save()
    _renumber(person.delegation_id)
    person.refresh_from_db(fields=["order"])
    return person


@transaction.atomic
def give_role(*, person: DelegationMember, role: str, by) -> DelegationMember:
    """Make somebody head, deputy, member, interpreter or staff."""
    _hold(person.delegation_id)
    person = DelegationMember.objects.get(pk=person.pk)
    person.role = role
    return put_person(person=person, by=by)


@transaction.atomic
def move_person(*, person: DelegationMember, places: int, by) -> DelegationMember:
    """One place up (-1) or down (1), among those of the same rank."""
    _hold(person.delegation_id)
    people = list(DelegationMember.objects.filter(delegation=person.delegation_id).in_protocol_order())
    here = people.index(person)
    there = here + places
    if not 0 <= there < len(people) or people[there].rank != people[here].rank:
        raise NoFurther(person=person)
    people[here], people[there] = people[there], people[here]
    for place, one in enumerate(people):
        if one.order != place:
            one.order = place
            one._history_user = by
            if one.pk != person.pk:
                one.skip_history_when_saving = True  # the others only make room
            one.save(update_fields=["order"])
    person.order = there
    return person


@transaction.atomic
def remove_person(*, person: DelegationMember, by) -> None:
    """Take somebody off the list. Nominations and travel documents stay; they are settled first."""
    _hold(person.delegation_id)
    person = DelegationMember.objects.get(pk=person.pk)
    documents = list(person.travel_documents.defer("sealed"))
    if documents:
        raise StillNeeded(person=person, what=_kinds(documents))
    person._history_user = by
    try:
        person.delete()
    except ProtectedError as error:
        raise StillNeeded(person=person, what=_kinds(error.protected_objects)) from error
    _renumber(person.delegation_id)


def _kinds(rows) -> str:
    return lists.joined(dict.fromkeys(str(row._meta.verbose_name_plural) for row in rows))


@transaction.atomic
def copy_people(*, delegation: Delegation, people: Iterable[DelegationMember], by) -> Copied:
    """People of another visit travel again. Those on the list already stay as they are; where there is a head, a second one
    comes as a member. Badges and the consent to be named belong to one visit and are not copied."""
    _hold(delegation.pk)
    there = list(DelegationMember.objects.filter(delegation=delegation))
    copied = Copied([], [])
    for person in people:
        if any(same_person(person, other) for other in there):
            copied.there_already.append(person)
            continue
        copy = DelegationMember(delegation=delegation, order=len(there))
        for name in COPIED:
            setattr(copy, name, getattr(person, name))
        if copy.role == DelegationRole.HEAD and any(one.role == DelegationRole.HEAD for one in there):
            copy.role = DelegationRole.MEMBER
        copy._history_user = by
        copy.save()
        there.append(copy)
        copied.people.append(copy)
    if not copied.people and not copied.there_already:
        raise NobodyChosen
    _renumber(delegation.pk)
    return copied
