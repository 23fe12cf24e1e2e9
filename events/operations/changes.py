"""What those who registered may change until the deadline, and the secretariat always: people, answers, numbers."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from events import emails, reminders
from events.models import (
    AnswerFile,
    Attendee,
    ChangeKind,
    Registration,
    RegistrationChange,
    RegistrationState,
)
from events.operations import places
from events.operations.answers import questions_of, replace_answers, save_answers
from events.operations.decisions import check_contact, end, held, record
from events.operations.people import (
    FIELDS,
    Person,
    accounts_of,
    check_party,
    make_attendees,
    registered_already,
)
from events.refusals import (
    ApprovedPartyCannotGrow,
    ChangesClosed,
    NotEnoughPlaces,
    NotLive,
    OthersWait,
    UnknownPerson,
    WaitingPartyCannotGrow,
)


def edit(
    *,
    registration: Registration,
    by=None,
    people: dict[int, Person],
    answers: dict | None = None,
    questions_version: str = "",
    by_staff: bool = False,
) -> Registration:
    """Correct people's details and answers: attendee's number → the person as they should be. Who is not named stays.

    The answers given replace those that were; a file that is not sent again stays.
    """
    accounts = accounts_of(list(people.values()), registration.organisation)
    try:
        with transaction.atomic():
            _desk, registration = _changeable(registration, by_staff)
            questions = questions_of(registration, questions_version)
            there = _numbered(registration)
            if not set(people) <= set(there):
                raise UnknownPerson
            after = {number: person.email for number, person in there.items()}
            check_party(
                [Person(given_name="-", email=email) for email in (after | _addresses(people)).values()]
            )
            details = {}
            _step_aside(there, people)
            for number, person in people.items():
                details |= _correct(there[number], person, accounts)
            answered = {}
            if answers is not None:
                given = [(there[number], person.answers) for number, person in people.items()]
                answered = replace_answers(registration, questions, [(None, answers), *given])
            change = record(registration, ChangeKind.EDITED, by, details=details | answered)
            if details:
                emails.post_edited(change)
                _have_reminders_follow(registration, details, there)
            return registration
    except IntegrityError as error:
        raise registered_already(registration.desk_id, list(people.values()), error) from error


@transaction.atomic
def correct_answers(
    *,
    registration: Registration,
    by,
    answers: dict[int | None, dict],
    questions_version: str = "",
    by_staff: bool = False,
) -> RegistrationChange | None:
    """Answers alone: a person's number, None for the registration → their answers, which replace those that were.

    Nobody is written to. A file that the secretariat sends along belongs to whoever registered. Returns the record, if
    anything is other than it was.
    """
    _desk, registration = _changeable(registration, by_staff)
    there = _numbered(registration) | {None: None}
    if not set(answers) <= set(there):
        raise UnknownPerson
    for values in answers.values():
        for file in (value for value in values.values() if isinstance(value, AnswerFile)):
            file.owner, file.guest_email = registration.contact, registration.guest_email
    given = [(there[number], values) for number, values in answers.items()]
    changed = replace_answers(registration, questions_of(registration, questions_version), given)
    return record(registration, ChangeKind.EDITED, by, details=changed) if changed else None


def add_people(
    *, registration: Registration, by=None, people: list[Person], by_staff: bool = False
) -> list[Attendee]:
    """More people on a registration: within quota and places, all of them or none."""
    check_party(people)
    accounts = accounts_of(people, registration.organisation)
    try:
        with transaction.atomic():
            desk, registration = _changeable(registration, by_staff)
            standing = places.standing(desk, registration.organisation)
            places.check_quota(desk, registration.organisation, standing.quota_used, len(people))
            if registration.is_waiting:
                raise WaitingPartyCannotGrow
            if registration.is_confirmed:
                _seat_more(desk, len(people), standing, by_staff)
            last = registration.attendees.order_by("-number").values_list("number", flat=True).first() or 0
            attendees = make_attendees(registration, people, accounts, first_number=last + 1)
            save_answers(registration, questions_of(registration), {}, zip(attendees, people, strict=True))
            registration.party_size += len(people)
            registration.save(update_fields=["party_size", "updated_at"])
            for attendee in attendees:
                emails.post_added(record(registration, ChangeKind.ADDED, by, attendee=attendee), attendee)
            return attendees
    except IntegrityError as error:
        raise registered_already(registration.desk_id, people, error) from error


def _seat_more(desk, people, standing, by_staff) -> None:
    if desk.staff_approval and not by_staff:
        raise ApprovedPartyCannotGrow
    if people > desk.places_left:
        raise NotEnoughPlaces(left=desk.places_left)
    if not places.has_room(desk, people, others_wait=standing.others_wait):
        raise OthersWait
    desk.places_taken += people
    places.save_places(desk)


def substitute(
    *, registration: Registration, number: int, person: Person, by=None, by_staff: bool = False
) -> Attendee:
    """A colleague comes instead: the place stays with the party, the old ticket is void, the new person has their own."""
    accounts = accounts_of([person], registration.organisation)
    try:
        with transaction.atomic():
            desk, registration = _changeable(registration, by_staff)
            _check_may_name_another(desk, registration, by, by_staff)
            old = _numbered(registration).get(number)
            if old is None:
                raise UnknownPerson
            old.cancelled_at = timezone.now()
            old.save(update_fields=["cancelled_at", "updated_at"])
            last = registration.attendees.order_by("-number").values_list("number", flat=True).first()
            [new] = make_attendees(registration, [person], accounts, first_number=last + 1)
            new.replaces = old
            new.save(update_fields=["replaces"])
            save_answers(registration, questions_of(registration), {}, [(new, person)])
            change = record(
                registration, ChangeKind.SUBSTITUTED, by, attendee=new, details={"instead_of": old.number}
            )
            emails.post_substituted(change, old=old, new=new)
            return new
    except IntegrityError as error:
        raise registered_already(registration.desk_id, [person], error) from error


def _check_may_name_another(desk, registration, by, by_staff) -> None:
    """Where contacts approve their colleagues, they alone say who comes instead."""
    if desk.contact_approval and registration.organisation_id and not by_staff:
        check_contact(registration, by)


@transaction.atomic
def withdraw_person(
    *, registration: Registration, number: int, by=None, by_staff: bool = False
) -> Registration:
    """One person does not come. With the last one the registration is cancelled."""
    desk, registration = _changeable(registration, by_staff)
    there = _numbered(registration)
    if number not in there:
        raise UnknownPerson
    if len(there) == 1:
        return _cancel(desk, registration, by)
    attendee = there[number]
    attendee.cancelled_at = timezone.now()
    attendee.save(update_fields=["cancelled_at", "updated_at"])
    registration.party_size -= 1
    registration.save(update_fields=["party_size", "updated_at"])
    change = record(registration, ChangeKind.WITHDRAWN, by, attendee=attendee)
    emails.post_withdrawn(change, attendee)
    if registration.is_confirmed:
        places.free_places(desk, 1)
    else:
        places.fill_places(desk)  # a smaller party may fit now
    registration.refresh_from_db(fields=["state", "decided_at"])
    return registration


@transaction.atomic
def cancel(*, registration: Registration, by=None, by_staff: bool = False) -> Registration:
    """Nobody of the party comes; their places go to those who wait."""
    desk, registration = _changeable(registration, by_staff)
    return _cancel(desk, registration, by)


def _cancel(desk, registration, by) -> Registration:
    attendees, had_places = list(registration.attendees.live()), registration.is_confirmed
    end(desk, registration, RegistrationState.CANCELLED)
    change = record(registration, ChangeKind.CANCELLED, by)
    emails.post_cancelled(change, attendees, had_places=had_places)
    return registration


def _changeable(registration, by_staff):
    desk, registration = held(registration)
    if not registration.is_live:
        raise NotLive
    if not by_staff and not desk.can_be_changed:
        raise ChangesClosed
    return desk, registration


def _numbered(registration) -> dict[int, Attendee]:
    return {attendee.number: attendee for attendee in registration.attendees.live()}


def _addresses(people: dict[int, Person]) -> dict[int, str]:
    return {number: person.email for number, person in people.items()}


def _have_reminders_follow(registration, details, there) -> None:
    moved = {
        old: there[int(field.removesuffix(".email"))].pk
        for field, (old, _new) in details.items()
        if field.endswith(".email")
    }
    if moved and registration.is_confirmed:
        reminders.follow(event=registration.desk.event, moved=moved)


def _step_aside(there, people) -> None:
    """Two people may take each other's address; the database compares after each row, so they let go of theirs first."""
    given_up = {
        there[number].email.lower(): there[number].pk
        for number, person in people.items()
        if person.email.lower() != there[number].email.lower()
    }
    wanted = {person.email.lower() for person in people.values()}
    for pk in (pk for address, pk in given_up.items() if address in wanted):
        Attendee.objects.filter(pk=pk).update(email=f"between-{pk}@invalid")


def _correct(attendee, person, accounts) -> dict:
    """Make the row say what it should; returns what changed, as the log keeps it."""
    details = {}
    for name, new in person.facts().items():
        old = getattr(attendee, name)
        if old != new:
            # Needs are for those who cook and carry, not for a log.
            details[f"{attendee.number}.{name}"] = ["…", "…"] if name == "needs" else [old, new]
            setattr(attendee, name, new)
    if details:
        attendee.user = accounts.get(person.email.lower())
        attendee.save(update_fields=[*FIELDS, "user", "updated_at"])
    return details
