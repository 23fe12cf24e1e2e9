"""Registrations in bulk: ten for each event with a desk, no desk fuller than it may be."""

from datetime import timedelta

from django.db.models import Q, Sum

from beijing_ngo.portal.scale import words
from beijing_ngo.portal.scale.rows import EVENTS_PER_DESK, Ground, slug
from beijing_ngo.portal.scale.texts import Writer
from events.models import Attendee, Registration, RegistrationDesk, RegistrationState

ENDED = (RegistrationState.CANCELLED, RegistrationState.DECLINED)


def reference(number: int) -> str:
    return f"SC{number:06d}"


def registrations(numbers, ground: Ground):
    by_slug = _desks({_event(number) for number in numbers})
    rows, attendees = [], []
    for number in numbers:
        desk = by_slug[_event(number)]
        write = Writer("registration", number)
        people = write.dice.randint(1, 4)
        row = _registration(number, desk, people, write.dice, ground)
        if row.state == RegistrationState.CONFIRMED:
            desk.places_taken += people
        rows.append(row)
        attendees += [_attendee(row, number, order, write) for order in range(people)]
    Registration.objects.bulk_create(rows)
    Attendee.objects.bulk_create(attendees)
    RegistrationDesk.objects.bulk_update(by_slug.values(), ["places_taken"])


def _event(number):
    """The event that the registration of this number is for."""
    return slug("event", (number - 1) // EVENTS_PER_DESK * EVENTS_PER_DESK + 1)


def _desks(slugs):
    """The desks by the slug of their event, with the places that are taken according to the registrations."""
    confirmed = Q(registrations__state=RegistrationState.CONFIRMED)
    desks = (
        RegistrationDesk.objects.filter(event__slug__in=slugs)
        .select_related("event")
        .annotate(taken=Sum("registrations__party_size", filter=confirmed))
    )
    for desk in desks:
        desk.places_taken = desk.taken or 0
    return {desk.event.slug: desk for desk in desks}


def _registration(number, desk, people, dice, ground):
    state = dice.choices(
        [RegistrationState.CONFIRMED, RegistrationState.CANCELLED, RegistrationState.DECLINED],
        weights=[90, 7, 3],
    )[0]
    if state == RegistrationState.CONFIRMED and desk.places_taken + people > desk.capacity:
        state = RegistrationState.WAITLISTED
    registered_at = desk.opens_at + timedelta(minutes=dice.randint(1, 30_000))
    return Registration(
        desk=desk,
        reference=reference(number),
        organisation_id=dice.choice(ground.organisations) if ground.organisations else None,
        guest_email=f"contact{number}@example.org",
        language=dice.choice(["zh-hans", "zh-hans", "en"]),
        state=state,
        party_size=people,
        registered_at=registered_at,
        decided_at=None if state == RegistrationState.WAITLISTED else registered_at,
        waiting_since=registered_at if state == RegistrationState.WAITLISTED else None,
    )


def _attendee(registration, number, order, write):
    return Attendee(
        registration=registration,
        desk=registration.desk,
        number=order + 1,
        email=f"guest{number}.{order}@example.org",
        language=registration.language,
        cancelled_at=registration.decided_at if registration.state in ENDED else None,
        position=write.dice.choice(words.POSITIONS)[registration.language == "en"],
        **write.person(),
    )
