"""Registrations as the operations leave them: numbered people, places, answers and what happened so far. No mail is written."""

from beijing_ngo.portal.demo.people import with_name_parts
from events.models import (
    Answer,
    Attendee,
    Awaits,
    ChangeKind,
    QuestionPer,
    Registration,
    RegistrationChange,
    RegistrationState,
)
from members.models import User

ENDED = {
    RegistrationState.DECLINED: ChangeKind.DECLINED,
    RegistrationState.CANCELLED: ChangeKind.CANCELLED,
}
DOORKEEPER = "registration.desk@example.org"


def put_registration(store, item, desk, questions, clock) -> int:
    """One registration with its people. Returns how many places it holds."""
    item = {"guest_email": "", "awaits": Awaits.NOBODY, **item}
    people, answers = item.pop("attendees"), item.pop("answers", ())
    registered_at = store.moment(item["registered_at"], **clock)
    state = item["state"]
    times = {
        "waiting_since": registered_at if state == RegistrationState.WAITLISTED else None,
        "decided_at": registered_at if state in (RegistrationState.CONFIRMED, *ENDED) else None,
    }
    by = ("desk", "contact") if "contact" in item else ("desk", "guest_email")
    registration = store.put(Registration, item, by=by, desk=desk, party_size=len(people), **clock, **times)
    _put_answers(store, registration, None, _asked(questions, QuestionPer.REGISTRATION), answers)
    _note(store, registration, ChangeKind.REGISTERED, registered_at, details={"people": len(people)})
    if state in ENDED:
        _note(store, registration, ENDED[state], registered_at, reason=item.get("reason", ""))
    accounts = {user.email: user for user in User.objects.filter(email__in=[one["email"] for one in people])}
    for number, person in enumerate(people, 1):
        person = with_name_parts(person)
        answers = person.pop("answers", ())
        attendee = store.put(
            Attendee,
            person,
            by=("registration", "number"),
            registration=registration,
            desk=desk,
            number=number,
            language=item["language"],
            user=accounts.get(person["email"]),
            cancelled_at=registered_at if state in ENDED else None,
            checked_in_by=store.find(User, DOORKEEPER) if "checked_in_at" in person else None,
            **clock,
        )
        _put_answers(store, registration, attendee, _asked(questions, QuestionPer.ATTENDEE), answers)
    return len(people) if state == RegistrationState.CONFIRMED else 0


def _asked(questions, per):
    return [question for question in questions if question.per == per]


def _put_answers(store, registration, attendee, questions, answers):
    """Answers stand in the order of the questions; null is none."""
    for question, value in zip(questions, answers, strict=False):
        if value is not None:
            store.put(
                Answer,
                {},
                by=("question", "registration", "attendee"),
                question=question,
                registration=registration,
                attendee=attendee,
                value=value,
            )


def _note(store, registration, kind, at, *, reason="", details=None):
    declined = kind == ChangeKind.DECLINED
    store.put(
        RegistrationChange,
        {},
        by=("registration", "kind"),
        registration=registration,
        kind=kind,
        at=at,
        by_id=store.find(User, DOORKEEPER).pk if declined else registration.contact_id,
        reason=reason,
        details=details or {},
    )
