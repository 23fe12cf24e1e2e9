"""Asking for places."""

from django.db import IntegrityError, transaction

from events import emails
from events.models import Awaits, ChangeKind, Question, Registration, RegistrationChange, RegistrationState
from events.operations import places
from events.operations.answers import save_answers
from events.operations.people import (
    Person,
    accounts_of,
    check_party,
    make_attendees,
    registered_already,
)
from events.questions import version_of
from events.refusals import DeskClosed, NotOpenYet, QuestionsChanged
from events.ways import Way, refusal_for


def register(
    *,
    desk_pk: int,
    way: Way,
    people: list[Person],
    answers: dict | None = None,
    language: str,
    questions: list[Question] | None = None,
    questions_version: str = "",
) -> Registration:
    """Give everybody on the list a place, or nobody.

    Where somebody has to say yes first, the party waits for that and holds no place; where the places do not suffice it joins the
    waiting list as one. `questions` are those the form asked, `questions_version` what they were when it was opened.
    """
    check_party(people)
    accounts = accounts_of(people, way.organisation)
    if questions is None:
        questions = list(Question.objects.filter(desk=desk_pk))
    if questions_version and questions_version != version_of(questions):
        raise QuestionsChanged
    try:
        with transaction.atomic():
            return _register(desk_pk, way, people, accounts, answers or {}, language, questions)
    except IntegrityError as error:
        raise registered_already(desk_pk, people, error) from error


def _register(desk_pk, way, people, accounts, answers, language, questions) -> Registration:
    desk = places.locked(desk_pk)
    _check_desk(desk, way)
    registration = Registration(
        desk=desk,
        organisation=way.organisation,
        contact=way.user,
        guest_email=way.guest_email,
        language=language,
        party_size=len(people),
    )
    _decide(desk, way, registration)
    registration.save(force_insert=True)
    attendees = make_attendees(registration, people, accounts)
    save_answers(registration, questions, answers, zip(attendees, people, strict=True))
    change = RegistrationChange.objects.create(
        registration=registration, kind=ChangeKind.REGISTERED, by=way.user, details={"people": len(people)}
    )
    if registration.is_confirmed:
        places.save_places(desk)
    emails.post_registered(change, attendees)
    return registration


def _check_desk(desk, way) -> None:
    places.check_event_is_held(desk)
    if not desk.has_opened:
        raise NotOpenYet
    if desk.has_closed:
        raise DeskClosed
    if refusal := refusal_for(desk, way):
        raise refusal


def _decide(desk, way, registration) -> None:
    """Who has to say yes first; where nobody has, the places decide."""
    alone = way.organisation is not None and not way.is_contact
    if alone and desk.contact_approval:
        registration.state, registration.awaits = RegistrationState.PENDING, Awaits.CONTACT
        return
    standing = places.standing(desk, way.organisation)
    places.check_quota(desk, way.organisation, standing.quota_used, registration.party_size)
    if desk.staff_approval:
        registration.state, registration.awaits = RegistrationState.PENDING, Awaits.SECRETARIAT
        return
    places.seat(desk, registration, others_wait=standing.others_wait)
